import { type RawBuilder, sql } from 'kysely'
import { dataset } from '../datasets/registry.ts'

/** The row that gives a value: dataset, batch, file and record number. */
export interface SourceRef {
  readonly dataset: string
  readonly datasetTitle: string
  readonly rowId: number
  readonly batchId: number
  readonly fileName: string
  readonly rowNumber: number
  /** ISO 8601 */
  readonly effectiveAt: string
  /** Column of the dataset that gives the value, where it is one. */
  readonly column?: string
}

/**
 * SQL that gives the SourceRef of a warehouse row known in the query under `alias`, as jsonb; null where an outer
 * join found none.
 * @param column of the dataset, where one gives the value
 */
export function sourceRef(datasetId: string, alias: string, column?: string): RawBuilder<SourceRef | null> {
  const { id, title, columns } = dataset(datasetId)
  if (column !== undefined && columns[column] === undefined) throw new Error(`数据集 ${id} 没有列 ${column}`)
  const row = sql.raw(alias)
  return sql<SourceRef | null>`case when ${row}.row_id is not null then jsonb_build_object(
    'dataset', ${id}::text, 'datasetTitle', ${title}::text,
    'rowId', ${row}.row_id, 'batchId', ${row}.batch_id, 'rowNumber', ${row}.row_number,
    'fileName', (select file_name from brain.batch where id = ${row}.batch_id),
    'effectiveAt', to_char(${row}.valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    ${column === undefined ? sql`` : sql`|| jsonb_build_object('column', ${column}::text)`} end`
}
