import type { SourceRecord } from '../contract.ts'
import type { XmlEvent } from './xml.ts'

/** Text of a cell from its type (t), style (s) and stored value (v). */
export type CellText = (type: string, style: number, stored: string) => string

/** Cells by column position from 0; a hole is an empty cell. */
type Cells = readonly (string | undefined)[]

export interface Row {
  /** As the spreadsheet shows it, from 1. */
  readonly number: number
  readonly cells: Cells
}

export interface NumberedRecord {
  readonly rowNumber: number
  readonly record: SourceRecord
}

const mostColumns = 16_384
/** A title over the table stands in a row by itself; the header is looked for in so many first rows. */
const headerWithin = 20

/** Rows that have a cell with text; the sheet is read as it comes. */
export async function* readRows(
  batches: AsyncIterable<readonly XmlEvent[]>,
  cellText: CellText,
): AsyncGenerator<Row> {
  let cells: (string | undefined)[] = []
  let number = 0
  let column = -1
  let type = ''
  let style = 0
  let stored = ''
  let inValue = false
  let inPhonetic = false
  for await (const events of batches) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (inValue && !inPhonetic) stored += event.text
        continue
      }
      const opens = event.kind === 'open'
      switch (event.name) {
        case 'row':
          if (event.kind === 'open') number = Number(event.attributes.r ?? number + 1)
          else if (filled(cells) > 0) yield { number, cells }
          cells = []
          column = -1
          break
        case 'c':
          if (event.kind === 'open') {
            const { r: reference, t = '', s = '0' } = event.attributes
            // Some writers leave the reference out: the cell then follows the one before it.
            column = reference === undefined ? column + 1 : columnOf(reference)
            type = t
            style = Number(s)
            stored = ''
          } else if (stored !== '') cells[column] = cellText(type, style, stored)
          break
        case 'v':
        case 't':
          inValue = opens
          break
        case 'rPh':
          inPhonetic = opens
          break
      }
    }
  }
}

/** 'C12' → 2. */
function columnOf(reference: string): number {
  let number = 0
  for (const letter of /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? '') {
    number = number * 26 + letter.charCodeAt(0) - 64
  }
  if (number < 1 || number > mostColumns) throw new Error(`工作簿已损坏：单元格位置“${reference}”无效`)
  return number - 1
}

function letters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26))
  return column < 26 ? rest : letters(Math.floor(column / 26) - 1) + rest
}

/**
 * The header is the first row of two or more cells, so that titles above the table are passed over; in a sheet
 * of one column it is the first row.
 */
export async function* recordsFromRows(
  rows: AsyncIterable<Row>,
  onHeader: (header: readonly string[]) => void = () => undefined,
): AsyncGenerator<NumberedRecord> {
  let header: readonly string[] | undefined
  const held: Row[] = []
  function* begin(titles: Row | undefined, after: readonly Row[]): Generator<NumberedRecord> {
    if (titles === undefined) return
    header = headerOf(titles.cells)
    onHeader(header)
    for (const row of after) yield recordOf(header, row)
  }
  for await (const row of rows) {
    if (header !== undefined) yield recordOf(header, row)
    else if (filled(row.cells) >= 2) yield* begin(row, [])
    else {
      held.push(row)
      if (held.length === headerWithin) yield* begin(held[0], held.slice(1))
    }
  }
  if (header === undefined) yield* begin(held[0], held.slice(1))
}

/** Whether the sheet has the same header: then it goes on where the one before ended. */
export async function sameHeader(rows: AsyncIterable<Row>, header: readonly string[]): Promise<boolean> {
  let found: readonly string[] | undefined
  const records = recordsFromRows(rows, (own) => {
    found = own
  })
  await records.next()
  await records.return(undefined)
  return found?.join('\u0000') === header.join('\u0000')
}

function filled(cells: Cells): number {
  return cells.filter((cell) => cell !== undefined && cell.trim() !== '').length
}

function headerOf(cells: Cells): readonly string[] {
  const header = Array.from(cells, (cell) => cell?.trim() ?? '')
  const twice = header.filter((title, position) => title !== '' && header.indexOf(title) !== position)
  if (twice.length > 0)
    throw new Error(`表头有重复的列：${[...new Set(twice)].join('、')}。请改名或删去一列。`)
  return header
}

/** Cells beyond the header, or under a blank header, are named by their column letter. */
function recordOf(header: readonly string[], { number, cells }: Row): NumberedRecord {
  const record: Record<string, string> = {}
  for (const [position, title] of header.entries()) if (title !== '') record[title] = cells[position] ?? ''
  for (const [position, cell] of cells.entries()) {
    if (cell !== undefined && (header[position] ?? '') === '') record[`${letters(position)} 列`] = cell
  }
  return { rowNumber: number, record }
}
