import type { SourceRow } from '../api/schemas/shared.ts'
import { type Column, warehouseTitles } from '../datasets/contract.ts'
import { columnsOf, datasets, type NamedDataset, viewName } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import { readOriginalRecord } from '../lineage/original-record.ts'
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
    /** Columns hidden from the viewer in this row. */
    readonly masked: readonly string[]
  }
  readonly batch: StoredBatch
}

/** Where rows come from: the connectors by id, and the originals on disk. */
export interface Origins {
  readonly connectors: ReadonlyMap<string, NamedConnector>
  readonly dataDirectory: string
}

export interface RowQuery {
  readonly dataset: string
  readonly rowId: number
  /** The version that this batch brought; absent = the one in force. */
  readonly batchId?: number | undefined
}

/** A current or superseded version of a row with its batch, source and the record as the file has it. @returns null when there is none */
export async function readSourceRow(
  database: Database,
  { connectors, dataDirectory }: Origins,
  query: RowQuery,
): Promise<SourceRow | null> {
  const { dataset: datasetId, rowId } = query
  const contract = datasets.get(datasetId)
  const found = contract === undefined ? null : await findRow(database, contract, query)
  if (contract === undefined || found === null) return null
  const { row, batch } = found
  const connector = connectors.get(batch.source)
  const masked = new Set(row.masked)
  const original = await readOriginal(contract, connector, found, masked, dataDirectory)
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
      ...(masked.has(name) && { masked: true }),
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
    original: original?.text ?? null,
    ...(original !== null && {
      originalForm: original.form,
      originalPlace: original.place,
      originalFields: [...original.fields],
    }),
  }
}

/** jsonb writes bigint and float8 without loss of what the columns hold, and times in ISO 8601. */
async function findRow(
  database: Database,
  contract: NamedDataset,
  { rowId, batchId }: RowQuery,
): Promise<FoundRow | null> {
  const { rows } = await database.pool.query<FoundRow>(
    `select to_jsonb(found) as row, to_jsonb(batch) as batch from (
       select to_jsonb(kept) || '{"valid_to": null}' as found, batch_id, null::timestamptz as ended
       from ${viewName(contract)} kept where row_id = $1
       union all
       select to_jsonb(kept), batch_id, valid_to from ${viewName(contract, '_history')} kept where row_id = $1
     ) version(found, batch_id, ended) join brain.batch on batch.id = version.batch_id
     where $2::bigint is null or version.batch_id = $2
     order by ended desc nulls first limit 1`,
    [rowId, batchId ?? null],
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
  dataset: NamedDataset,
  connector: NamedConnector | undefined,
  { batch, row }: FoundRow,
  masked: ReadonlySet<string>,
  dataDirectory: string,
) {
  if (batch.reading === null) return null
  const stored = {
    path: originalPath(dataDirectory, batch.file_sha256),
    name: batch.file_name,
    reading: batch.reading,
  }
  return readOriginalRecord(stored, row.row_number, { dataset, connector, masked })
}
