import { chunkSource } from '../../../server/ingest/byte-source.ts'
import { ByteWindow, readHeader } from '../../../server/ingest/delimited.ts'
import { mapHeader } from '../../../server/ingest/header.ts'
import { planColumns, planConstants } from '../../../server/ingest/scan/column-plan.ts'
import { KeyFilter } from '../../../server/ingest/scan/key-filter.ts'
import { frameBytes, type FullBuffer } from '../../../server/ingest/scan/row-buffer.ts'
import { RowEngine } from '../../../server/ingest/scan/row-engine.ts'
import { loadingDay, sample } from '../sample-dataset.ts'

export interface EngineRow {
  readonly rowNumber: number
  readonly hash: string
  /** Canonical text by column, '' as null. */
  readonly values: Readonly<Record<string, string>>
}

export interface EngineReject {
  readonly rowNumber: number
  readonly column: string
  readonly rule: string
  readonly message: string
  readonly value: string
  readonly raw: Buffer
}

export interface EngineOutcome {
  readonly rows: readonly EngineRow[]
  readonly rejects: readonly EngineReject[]
  readonly engine: RowEngine
}

/** Feeds text to the engine cut into chunks at the given places, and reads its COPY text back. */
export async function runEngine(text: Buffer, cuts: readonly number[] = []): Promise<EngineOutcome> {
  const window = new ByteWindow(chunkSource(cutUp(text, cuts)))
  const header = await readHeader(window)
  if (header === null) throw new Error('no header')
  const map = mapHeader(sample, header.titles, {}, loadingDay)
  const engine = new RowEngine({
    plans: planColumns(sample, map.fields, loadingDay),
    constants: planConstants(sample, map.constants),
    delimiter: header.delimiter,
    firstRowNumber: header.firstRowNumber,
    filter: new KeyFilter(1000),
    transcoded: false,
  })
  for (;;) {
    window.start = engine.take(window.bytes, window.start, window.end, window.last, window.base)
    if (window.last) break
    await window.fill()
  }
  engine.rows.handOn()
  engine.rejects.rows.handOn()
  const columns = map.fields.filter((name) => name !== null)
  const rows = readCopy(engine.rows.takeFull(), header.delimiter).map(([rowNumber, hash, ...cells]) => ({
    rowNumber: Number(rowNumber),
    hash: hash ?? '',
    values: Object.fromEntries(columns.map((name, position) => [name, cells[position] ?? ''])),
  }))
  const rejects = readCopy(engine.rejects.rows.takeFull(), header.delimiter).map(
    ([rowNumber, column = '', rule = '', message = '', value = '', raw = '']) => ({
      rowNumber: Number(rowNumber),
      column,
      rule,
      message,
      value,
      raw: Buffer.from(raw.slice(2), 'hex'),
    }),
  )
  return { rows, rejects, engine }
}

async function* cutUp(text: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0
  for (const cut of [
    ...cuts.filter((at) => at > 0 && at < text.length).toSorted((a, b) => a - b),
    text.length,
  ]) {
    yield text.subarray(from, cut)
    from = cut
  }
}

/** What COPY … CSV reads, by a reader of its own: quotes toggle anywhere, as in PostgreSQL. */
function readCopy(buffers: readonly FullBuffer[], delimiter: string): string[][] {
  const parts = buffers.map(({ bytes, length }) => bytes.subarray(frameBytes, length))
  const text = Buffer.concat(parts).toString('utf8')
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let inQuotes = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (inQuotes) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') cell += text[++at]!
      else inQuotes = false
    } else if (character === '"') inQuotes = true
    else if (character === delimiter) {
      row.push(cell)
      cell = ''
    } else if (character === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += character
  }
  if (cell !== '' || row.length > 0)
    throw new Error(`COPY text ends inside a row: ${JSON.stringify([...row, cell])}`)
  return rows
}
