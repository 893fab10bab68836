import type { ContractRecord, SourceRecord } from '../../connectors/contract.ts'
import type { Column } from '../datasets/contract.ts'
import { columnsOf, viewName, type NamedDataset } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import { mapHeader } from '../ingest/header.ts'
import { rawRecords } from '../ingest/raw-records.ts'
import { isFault, valueReader } from '../ingest/values.ts'
import type { Database } from '../warehouse/database.ts'
import { originalPath } from '../warehouse/originals.ts'
import type { Reading } from '../warehouse/schema/ingest.ts'

/** How a standard value came from its source: as it was, in its canonical form, worked out, or stated for the whole file. */
export type Conversion = 'same' | 'normalised' | 'converted' | 'constant' | 'absent'

export interface StandardCell {
  readonly name: string
  /** Headers of the source that it depends on. */
  readonly headers: readonly string[]
  readonly conversion: Conversion
}

export interface RawRecordView {
  readonly rowNumber: number
  readonly batch: {
    readonly id: number
    readonly source: string
    readonly fileName: string
    readonly effectiveAt: string
  }
  /** The record's fields in the order of the source; `taken` says whether anything of the standard row rests on it. */
  readonly fields: readonly {
    readonly header: string
    readonly text: string | null
    readonly taken: boolean
  }[]
  readonly cells: readonly StandardCell[]
  /** Why there is no raw record to show; null when there is one. */
  readonly withheld: 'masked' | 'not-kept' | 'unreadable' | null
}

interface FoundRow {
  readonly row: Readonly<Record<string, unknown>>
  readonly masked: readonly string[]
  readonly row_number: number
  readonly batch: {
    readonly id: number
    readonly source: string
    readonly file_name: string
    readonly file_sha256: string | null
    readonly reading: Reading | null
    readonly effective_at: string
  }
}

export interface RawSources {
  readonly connectors: ReadonlyMap<string, NamedConnector>
  readonly dataDirectory: string
}

/**
 * The record of the original file behind a version of a row, beside what was made of it.
 * @param batchId the version's batch; null = the current version.
 * @param whole also the text of fields from which nothing was taken (they may name persons).
 * @returns null when the viewer reaches no such row.
 */
export async function readRawRecord(
  database: Database,
  { connectors, dataDirectory }: RawSources,
  dataset: NamedDataset,
  request: { readonly rowId: number; readonly batchId: number | null; readonly whole: boolean },
): Promise<RawRecordView | null> {
  const found = await findRow(database, dataset, request)
  if (found === null) return null
  const { batch, row, masked, row_number: rowNumber } = found
  const answer = (more: Pick<RawRecordView, 'fields' | 'cells' | 'withheld'>): RawRecordView => ({
    rowNumber,
    batch: {
      id: batch.id,
      source: batch.source,
      fileName: batch.file_name,
      effectiveAt: new Date(batch.effective_at).toISOString(),
    },
    ...more,
  })
  const none = { fields: [], cells: [] }
  if (masked.length > 0) return answer({ ...none, withheld: 'masked' })
  if (batch.reading === null || batch.file_sha256 === null) return answer({ ...none, withheld: 'not-kept' })
  const stored = {
    path: originalPath(dataDirectory, batch.file_sha256),
    name: batch.file_name,
    reading: batch.reading,
  }
  const record = await readRecord(stored, rowNumber)
  if (record === null) return answer({ ...none, withheld: 'unreadable' })
  const uses = usesOf(dataset, connectors.get(batch.source), record, batch.file_name, row)
  const taken = new Set([...uses.values()].flat())
  return answer({
    fields: Object.entries(record).map(([header, text]) => ({
      header,
      text: taken.has(header) || request.whole ? text : null,
      taken: taken.has(header),
    })),
    cells: columnsOf(dataset).map(([name, column]) => {
      const headers = uses.get(name) ?? []
      return { name, headers, conversion: conversionOf(column, row[name], headers, record) }
    }),
    withheld: null,
  })
}

async function findRow(
  database: Database,
  dataset: NamedDataset,
  { rowId, batchId }: { readonly rowId: number; readonly batchId: number | null },
): Promise<FoundRow | null> {
  const older = dataset.key.map((name) => `older."${name}" = own."${name}"`).join(' and ')
  const { rows } = await database.pool.query<FoundRow>(
    `with own as (select * from ${viewName(dataset)} where row_id = $1),
       version as (
         select to_jsonb(own) as row, masked, row_number, batch_id, 0 as age from own
         union all
         select to_jsonb(older), older.masked, older.row_number, older.batch_id, 1
         from own join ${viewName(dataset, '_history')} older on ${older})
     select version.row, version.masked, version.row_number, to_jsonb(batch) as batch
     from version join brain.batch on batch.id = version.batch_id
     where $2::bigint is null and age = 0 or version.batch_id = $2 order by age limit 1`,
    [rowId, batchId],
  )
  return rows[0] ?? null
}

async function readRecord(
  stored: Parameters<typeof rawRecords>[0],
  rowNumber: number,
): Promise<SourceRecord | null> {
  try {
    for await (const { record } of rawRecords(stored, [rowNumber])) return record
  } catch {
    // The original was moved away or is no longer readable: the standard row stands all the same.
  }
  return null
}

/** For each contract column the headers it depends on. */
function usesOf(
  dataset: NamedDataset,
  connector: NamedConnector | undefined,
  record: SourceRecord,
  fileName: string,
  row: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>()
  const add = (column: string, header: string) => uses.set(column, [...(uses.get(column) ?? []), header])
  const headers = Object.keys(record)
  if (connector?.parse === undefined) {
    try {
      const { fields } = mapHeader(dataset, headers, connector?.columns)
      for (const [position, column] of fields.entries())
        if (column !== null) add(column, headers[position] ?? '')
    } catch {
      // The contract has changed since: what the file's headers meant then is not known now.
    }
    return uses
  }
  const parse = (given: SourceRecord) => parsedRow(dataset, connector, given, fileName, row)
  const whole = parse(record)
  if (whole === null) return uses
  // A column depends on a field when it comes out otherwise without it.
  for (const header of headers) {
    if (record[header] === '') continue
    const without = parse({ ...record, [header]: '' })
    for (const [name] of columnsOf(dataset)) {
      if ((whole[name] ?? '') !== '' && (without?.[name] ?? '') !== whole[name]) add(name, header)
    }
  }
  return uses
}

/** Of the rows that a record gives the one that became this row. */
function parsedRow(
  dataset: NamedDataset,
  connector: NamedConnector,
  record: SourceRecord,
  fileName: string,
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | undefined>> | null {
  try {
    const parsed = connector.parse?.(record, { name: fileName })
    if (parsed === undefined || ('ignored' in parsed && typeof parsed.ignored === 'string')) return null
    const all: readonly ContractRecord[] = Array.isArray(parsed) ? parsed : [parsed as ContractRecord]
    return (
      all.find((candidate) =>
        dataset.key.every((name) =>
          isValue(dataset.columns[name] as Column, row[name], candidate[name] ?? ''),
        ),
      ) ?? (all.length === 1 ? (all[0] ?? null) : null)
    )
  } catch {
    return null
  }
}

/** Whether a text, read as a cell is read, is this stored value. */
function isValue(column: Column, value: unknown, text: string): boolean {
  const read = valueReader({ title: column.title, type: column.type }, false, new Date())(text)
  if (isFault(read)) return false
  if (read.text === null || value === null || value === undefined) return read.text === (value ?? null)
  if (column.type === 'timestamp')
    return typeof value === 'string' && Date.parse(read.text) === Date.parse(value)
  if (column.type === 'boolean') return (read.text === '1') === value
  if (column.type === 'json') return read.text === JSON.stringify(value)
  return typeof value === 'number' ? Number(read.text) === value : read.text === value
}

function conversionOf(
  column: Column,
  value: unknown,
  headers: readonly string[],
  record: SourceRecord,
): Conversion {
  if (value === null || value === undefined) return 'absent'
  if (headers.length === 0) return 'constant'
  const texts = headers.map((header) => record[header] ?? '')
  if (texts.some((text) => text === plainText(column, value))) return 'same'
  return texts.some((text) => isValue(column, value, text)) ? 'normalised' : 'converted'
}

function plainText(column: Column, value: unknown): string {
  return column.type === 'money' ? String(Number(value) / 100) : String(value)
}
