import { sql } from 'kysely'
import type { ContractRecord, Parsed, SourceRecord } from '../../connectors/contract.ts'
import { dataset as datasetOf, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { originalPath } from '../warehouse/originals.ts'
import type { Reading } from '../warehouse/schema/ingest.ts'
import { checkRecord, type RecordValues } from './check-record.ts'
import type { NamedConnector } from './connectors.ts'
import { RecordMapper } from './header.ts'
import { rawRecords } from './raw-records.ts'

/** A quarantined record with the batch it came in. */
export interface SetAside {
  readonly id: number
  readonly dataset: string
  readonly batchId: number
  readonly rowNumber: number
  readonly column: string | null
  readonly rule: string
  readonly message: string
  readonly value: string | null
  readonly state: 'open' | 'mended' | 'dropped'
  readonly source: string
  readonly fileName: string
  readonly sha256: string
  readonly reading: Reading | null
  readonly effectiveAt: Date
  readonly demonstration: boolean
  readonly loadedBy: string | null
  readonly createdAt: Date
}

export async function readSetAside(database: Database, ids: readonly number[]): Promise<SetAside[]> {
  const { rows } = await sql<SetAside>`
    select q.id, q.dataset, q.batch_id as "batchId", q.row_number as "rowNumber", q.column_name as "column", q.rule,
      q.message, q.value, q.state, q.created_at as "createdAt", b.source, b.file_name as "fileName",
      b.file_sha256 as sha256, b.reading, b.effective_at as "effectiveAt", b.demonstration, b.loaded_by as "loadedBy"
    from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where q.id = any(${ids}::bigint[]) order by q.id`.execute(database.kysely)
  return rows
}

export interface Origins {
  readonly dataDirectory: string
  readonly connectors: ReadonlyMap<string, NamedConnector>
}

/**
 * The values of records in the contract's columns, read again from their originals. Null where a record could not
 * be read as such: its text is then all there is.
 */
export async function readValues(
  database: Database,
  origins: Origins,
  records: readonly SetAside[],
): Promise<ReadonlyMap<number, RecordValues | null>> {
  const found = new Map<number, RecordValues | null>()
  for (const batch of Map.groupBy(records, ({ batchId }) => batchId).values()) {
    const [first] = batch
    if (first === undefined || first.reading === null) continue
    const path = originalPath(origins.dataDirectory, first.sha256)
    const wanted = [...new Set(batch.map(({ rowNumber }) => rowNumber))].toSorted((a, b) => a - b)
    const ranks = await readRanks(database, first.batchId, wanted)
    const stored = { path, name: first.fileName, reading: first.reading }
    const rowsOf = createReader(datasetOf(first.dataset), origins.connectors.get(first.source), first)
    for await (const { rowNumber, record } of rawRecords(stored, wanted)) {
      const rows = record === null ? [] : rowsOf(record)
      for (const one of batch.filter((item) => item.rowNumber === rowNumber)) {
        found.set(one.id, pick(one, rows, ranks.get(one.id) ?? 0))
      }
    }
  }
  return found
}

/** Where several rows of one source record were set aside, the place of each among them. */
async function readRanks(
  database: Database,
  batch: number,
  rowNumbers: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ id: number; rank: number }>`
    select id, rank() over (partition by row_number order by id) - 1 as rank from brain.quarantine
    where batch_id = ${batch} and row_number = any(${rowNumbers}::bigint[])`.execute(database.kysely)
  return new Map(rows.map(({ id, rank }) => [id, rank]))
}

/** As the connector that brought the file reads it; handed in by a person, by its headers. */
function createReader(
  dataset: NamedDataset,
  connector: NamedConnector | undefined,
  { fileName }: SetAside,
): (record: SourceRecord) => readonly ContractRecord[] {
  const parse = connector?.parse?.bind(connector)
  if (parse === undefined) {
    const mapper = new RecordMapper(dataset, connector?.columns ?? {}, new Date())
    return (record) => [mapper.read(record)]
  }
  return (record) => {
    let parsed: Parsed
    try {
      parsed = parse(record, { name: fileName })
    } catch {
      // What the connector could not read it cannot read now.
      return []
    }
    if (Array.isArray(parsed)) return parsed as readonly ContractRecord[]
    return 'ignored' in parsed && typeof parsed.ignored === 'string' ? [] : [parsed as ContractRecord]
  }
}

/** A source record may give several rows; the one meant fails, or has the key that is named. */
function pick(one: SetAside, rows: readonly ContractRecord[], rank: number): RecordValues | null {
  const dataset = datasetOf(one.dataset)
  const values = rows.map((row): RecordValues =>
    Object.fromEntries(
      Object.keys(dataset.columns).map((name) => [
        name,
        (row[name] ?? '') === '' ? null : (row[name] ?? null),
      ]),
    ),
  )
  if (values.length <= 1) return values[0] ?? null
  const faulty = values.filter((row) => Object.keys(checkRecord(dataset, row)).length > 0)
  return faulty[rank] ?? values.find((row) => keyText(dataset, row) === one.value) ?? values[rank] ?? null
}

function keyText(dataset: NamedDataset, row: RecordValues): string {
  return dataset.key.map((name) => row[name] ?? '').join(' / ')
}
