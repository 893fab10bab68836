import type { SourceRow } from '../api/schemas/shared.ts'
import { columnsOf, datasets, tableName } from '../datasets/registry.ts'
import { warehouseTitles } from '../datasets/contract.ts'
import { readConnectors } from '../ingest/connectors.ts'
import type { Database } from '../warehouse/database.ts'

/** A current or superseded row with its batch and source. */
export async function readSourceRow(
  database: Database,
  _dataDirectory: string,
  datasetId: string,
  rowId: number,
): Promise<SourceRow | null> {
  const contract = datasets.get(datasetId)
  if (contract === undefined) return null
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select to_jsonb(found) as row, to_jsonb(batch) as batch from (
       select *, null::timestamptz as valid_to from ${tableName(contract)} where row_id = $1
       union all select * from ${tableName(contract, '_history')} where row_id = $1
     ) found join brain.batch on batch.id = found.batch_id limit 1`,
    [rowId],
  )
  const found = rows[0]
  if (found === undefined) return null
  const row = found['row'] as Record<string, unknown>
  const batch = found['batch'] as Record<string, unknown>
  const connector = (await readConnectors()).get(String(batch['source']))
  return {
    dataset: datasetId,
    datasetTitle: contract.title,
    warehouse: warehouseTitles[contract.warehouse],
    steward: contract.steward,
    rowId,
    rowNumber: Number(row['row_number']),
    validFrom: String(row['valid_from']),
    validTo: row['valid_to'] === null ? null : String(row['valid_to']),
    demonstration: Boolean(batch['demonstration']),
    cells: columnsOf(contract).map(([name, column]) => ({
      name,
      title: column.title,
      value: row[name] === null ? null : String(row[name]),
      unit: column.unit ?? null,
    })),
    batch: {
      id: Number(batch['id']),
      source: String(batch['source']),
      sourceTitle: connector?.title ?? String(batch['source']),
      publisher: connector?.publisher ?? '',
      licence: connector?.licence ?? '',
      fileName: String(batch['file_name']),
      sha256: String(batch['file_sha256']),
      loadedAt: String(batch['finished_at']),
      effectiveAt: String(batch['effective_at']),
    },
    original: null,
  }
}
