import type { SourceRecord } from '../contract.ts'
import type { FileContent } from './content.ts'
import { numberKind, numberText, percentText, serialText, type NumberKind } from './excel-values.ts'
import { readRows, recordsFromRows, sameHeader, type NumberedRecord } from './sheet-rows.ts'
import { xmlEvents } from './xml.ts'
import { openZip, type ZipArchive, type ZipEntry } from './zip.ts'

export interface XlsxOptions {
  /** Name of the worksheet; else the first visible one, and those after it that have the same header. */
  readonly sheet?: string
  /** Called with the name of each visible worksheet that holds something and is not read. */
  readonly onSkippedSheet?: (name: string) => void
  /** Called before each record of {@link readXlsx} with its worksheet and the row number that the spreadsheet shows. */
  readonly onRow?: (sheet: string, row: number) => void
}

const limits = { unpacked: 4 * 1024 ** 3, ratio: 200, entries: 10_000 }
/** Shared strings are kept in memory while the sheet is read. */
const sharedStringsLimit = 256 * 1024 ** 2

interface Sheet {
  readonly name: string
  readonly entry: ZipEntry
}

/** Rows of a workbook as header → text; see {@link readXlsxRows}. */
export async function* readXlsx(
  content: FileContent,
  options: XlsxOptions = {},
): AsyncGenerator<SourceRecord> {
  let sheet = ''
  const onSheet = (name: string) => {
    sheet = name
  }
  for await (const { record, rowNumber } of readXlsxRows(content, { ...options, onSheet })) {
    options.onRow?.(sheet, rowNumber)
    yield record
  }
}

/**
 * Rows of a workbook as header → text, with the number that the spreadsheet shows. Read as a stream: the sheet is
 * never in memory as a whole. Dates are ISO text, formulas their stored result, whole numbers keep every digit, blank rows are left out.
 * (ECMA-376 part 1. The streaming reader of exceljs is not used: it decodes each chunk on its own, which breaks
 * Chinese characters at chunk ends, and turns every number into a double.)
 * @throws when it is no workbook, is encrypted, damaged, or unpacks to an absurd size; nothing is unpacked then.
 */
export async function* readXlsxRows(
  content: FileContent,
  options: XlsxOptions & { readonly onSheet?: (name: string) => void } = {},
): AsyncGenerator<NumberedRecord> {
  const archive = await openZip(content, limits)
  try {
    const { sheets, date1904 } = await readWorkbook(archive)
    const chosen = options.sheet === undefined ? sheets : sheets.filter(({ name }) => name === options.sheet)
    const [first, ...further] = chosen
    if (first === undefined) {
      const names = sheets.map(({ name }) => `“${name}”`).join('、')
      throw new Error(
        `工作簿中没有${options.sheet === undefined ? '可见的工作表' : `工作表“${options.sheet}”`}；有：${names || '无'}`,
      )
    }
    const strings = await readSharedStrings(archive)
    const kinds = await readStyles(archive)
    const cellText = textOf(strings, kinds, date1904)
    const rowsOf = (sheet: Sheet) => readRows(xmlEvents(archive.read(sheet.entry)), cellText)
    let header: readonly string[] | undefined
    options.onSheet?.(first.name)
    yield* recordsFromRows(rowsOf(first), (found) => {
      header = found
    })
    for (const sheet of further) {
      if (header !== undefined && (await sameHeader(rowsOf(sheet), header))) {
        options.onSheet?.(sheet.name)
        yield* recordsFromRows(rowsOf(sheet))
      } else if (!(await isBlank(rowsOf(sheet)))) options.onSkippedSheet?.(sheet.name)
    }
  } finally {
    await archive.close()
  }
}

async function isBlank(rows: AsyncIterable<unknown>): Promise<boolean> {
  for await (const row of rows) return row === undefined
  return true
}

async function readWorkbook(archive: ZipArchive): Promise<{ sheets: readonly Sheet[]; date1904: boolean }> {
  const workbook = archive.entries.get('xl/workbook.xml')
  if (workbook === undefined) throw new Error('不是 .xlsx 工作簿：压缩包内没有 xl/workbook.xml')
  const targets = await readRelations(archive)
  const sheets: Sheet[] = []
  let date1904 = false
  for await (const { name, attributes } of opened(archive, workbook)) {
    if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
    if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') continue
    const entry = archive.entries.get(targets.get(attributes.id ?? '') ?? '')
    // Chart sheets have a relation of another kind and no rows.
    if (entry !== undefined) sheets.push({ name: attributes.name ?? '', entry })
  }
  return { sheets, date1904 }
}

async function readRelations(archive: ZipArchive): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  const relations = archive.entries.get('xl/_rels/workbook.xml.rels')
  if (relations === undefined) throw new Error('工作簿已损坏：缺少 xl/_rels/workbook.xml.rels')
  for await (const { name, attributes } of opened(archive, relations)) {
    const { Id: id, Target: target, Type: type } = attributes
    if (name !== 'Relationship' || id === undefined || target === undefined) continue
    if (type?.endsWith('/worksheet'))
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  return targets
}

async function* opened(
  archive: ZipArchive,
  entry: ZipEntry,
): AsyncGenerator<{ readonly name: string; readonly attributes: Readonly<Record<string, string>> }> {
  for await (const events of xmlEvents(archive.read(entry))) {
    for (const event of events) if (event.kind === 'open') yield event
  }
}

/** Plain and rich strings; phonetic guides (rPh) are not part of the text. */
async function readSharedStrings(archive: ZipArchive): Promise<readonly string[]> {
  const entry = archive.entries.get('xl/sharedStrings.xml')
  if (entry === undefined) return []
  if (entry.size > sharedStringsLimit)
    throw new Error('工作簿的文本过多（共享字符串超过 256 MB），请改用 CSV')
  const strings: string[] = []
  let text = ''
  let inText = false
  let inPhonetic = false
  for await (const events of xmlEvents(archive.read(entry))) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (inText && !inPhonetic) text += event.text
      } else if (event.name === 't') inText = event.kind === 'open'
      else if (event.name === 'rPh') inPhonetic = event.kind === 'open'
      else if (event.name === 'si') {
        if (event.kind === 'close') strings.push(text)
        text = ''
      }
    }
  }
  return strings
}

/** For each cell style (cellXfs), how its numbers are meant. */
async function readStyles(archive: ZipArchive): Promise<readonly NumberKind[]> {
  const entry = archive.entries.get('xl/styles.xml')
  if (entry === undefined) return []
  const formats = new Map<number, string>()
  const kinds: NumberKind[] = []
  let inCellFormats = false
  for await (const events of xmlEvents(archive.read(entry))) {
    for (const event of events) {
      if (event.kind === 'text') continue
      if (event.name === 'cellXfs') inCellFormats = event.kind === 'open'
      if (event.kind !== 'open') continue
      const { attributes } = event
      if (event.name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (event.name === 'xf' && inCellFormats) {
        const id = Number(attributes.numFmtId ?? 0)
        kinds.push(numberKind(id, formats.get(id)))
      }
    }
  }
  return kinds
}

function textOf(strings: readonly string[], kinds: readonly NumberKind[], date1904: boolean) {
  return (type: string, style: number, stored: string): string => {
    switch (type) {
      case 's': {
        const text = strings[Number(stored)]
        if (text === undefined) throw new Error(`工作簿已损坏：没有编号为 ${stored} 的共享字符串`)
        return text
      }
      case 'b':
        return stored === '1' ? 'true' : 'false'
      case '':
      case 'n':
        return storedNumber(stored, kinds[style] ?? 'number')
      default:
        return stored
    }
  }

  function storedNumber(stored: string, kind: NumberKind): string {
    if (stored === '') return ''
    if (kind === 'percent') return percentText(stored)
    if (kind === 'number') return numberText(stored)
    return serialText(Number(stored), date1904) ?? numberText(stored)
  }
}
