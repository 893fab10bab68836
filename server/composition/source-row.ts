import type { SourceRow } from '../api/schemas/shared.ts'
import { type Column, warehouseTitles } from '../datasets/contract.ts'
import { columnsOf, datasets, type NamedDataset, viewName } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import { rawRecords } from '../ingest/raw-records.ts'
import type { Database } from '../warehouse/database.ts'
import { originalPath } from '../warehouse/originals.ts'
import type { Reading } from '../warehouse/schema/ingest.ts'

interface StoredBatch {
  readonly id: number
  readonly source: string
  readonly file_name: string
  readonly file_sha256: string
  readonly reading: Reading | null
  readonly effective_at: string
  readonly finished_at: string
  readonly demonstration: boolean
}

interface FoundRow {
  readonly row: Readonly<Record<string, unknown>> & {
    readonly row_number: number
    readonly valid_from: string
    readonly valid_to: string | null
  }
  readonly batch: StoredBatch
}

/** Where rows come from: the connectors by id, and the originals on disk. */
export interface Origins {
  readonly connectors: ReadonlyMap<string, NamedConnector>
  readonly dataDirectory: string
}

/** A current or superseded row with its batch, source and the record's own text. @returns null when there is none */
export async function readSourceRow(
  database: Database,
  { connectors, dataDirectory }: Origins,
  datasetId: string,
  rowId: number,
): Promise<SourceRow | null> {
  const contract = datasets.get(datasetId)
  const found = contract === undefined ? null : await findRow(database, contract, rowId)
  if (contract === undefined || found === null) return null
  const { row, batch } = found
  const connector = connectors.get(batch.source)
  return {
    dataset: datasetId,
    datasetTitle: contract.title,
    warehouse: warehouseTitles[contract.warehouse],
    steward: contract.steward,
    rowId,
    rowNumber: row.row_number,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    demonstration: batch.demonstration,
    cells: columnsOf(contract).map(([name, column]) => ({
      name,
      title: column.title,
      value: asText(column, row[name]),
      unit: column.unit ?? null,
    })),
    batch: {
      id: batch.id,
      source: batch.source,
      sourceTitle: connector?.title ?? batch.source,
      publisher: connector?.publisher ?? contract.steward,
      licence: connector?.licence ?? '由提交单位授权',
      fileName: batch.file_name,
      sha256: batch.file_sha256,
      loadedAt: batch.finished_at,
      effectiveAt: batch.effective_at,
    },
    original: await readOriginal(batch, row.row_number, dataDirectory),
  }
}

/** jsonb writes bigint and float8 without loss of what the columns hold, and times in ISO 8601. */
async function findRow(database: Database, contract: NamedDataset, rowId: number): Promise<FoundRow | null> {
  const { rows } = await database.pool.query<FoundRow>(
    `select to_jsonb(found) as row, to_jsonb(batch) as batch from (
       select to_jsonb(kept) || '{"valid_to": null}' as found, batch_id from ${viewName(contract)} kept where row_id = $1
       union all
       select to_jsonb(kept), batch_id from ${viewName(contract, '_history')} kept where row_id = $1
     ) either(found, batch_id) join brain.batch on batch.id = either.batch_id limit 1`,
    [rowId],
  )
  return rows[0] ?? null
}

/** As the source writes it: money in yuan, yes and no in words. */
function asText(column: Column, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (column.type === 'money') return (Number(value) / 100).toFixed(2)
  if (column.type === 'boolean') return value === true ? '是' : '否'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

async function readOriginal(
  batch: StoredBatch,
  rowNumber: number,
  dataDirectory: string,
): Promise<string | null> {
  if (batch.reading === null) return null
  const stored = {
    path: originalPath(dataDirectory, batch.file_sha256),
    name: batch.file_name,
    reading: batch.reading,
  }
  for await (const { raw } of rawRecords(stored, [rowNumber])) return raw.toString('utf8')
  return null
}
