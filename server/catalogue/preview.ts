import { sql } from 'kysely'
import { columnsOf, viewName, type NamedDataset } from '../datasets/registry.ts'
import type { Column } from '../datasets/contract.ts'
import type { Database } from '../warehouse/database.ts'

export interface PreviewRow {
  readonly rowId: number
  readonly batchId: number
  readonly rowNumber: number
  readonly validFrom: Date
  /** In the order of the contract's columns, as text; money in yuan. */
  readonly cells: readonly (string | null)[]
  /** Columns that the one who asks may not see in this row. */
  readonly masked: readonly string[]
}

/** Longer values (boundaries, business scopes) are cut for a preview. */
const longestCell = 300

/**
 * The first rows of a dataset as the one who asks may see them.
 * @param database bound to the one who asks.
 */
export async function readPreview(
  database: Database,
  dataset: NamedDataset,
  limit: number,
): Promise<PreviewRow[]> {
  const columns = columnsOf(dataset)
  const cells = sql.join(columns.map(([name, column]) => cellText(name, column)))
  const { rows } = await sql<{
    row_id: number
    batch_id: number
    row_number: number
    valid_from: Date
    cells: (string | null)[]
    masked: string[]
  }>`
    select row_id, batch_id, row_number, valid_from, array[${cells}]::text[] as cells, masked
    from ${sql.raw(viewName(dataset))} order by row_id limit ${limit}`.execute(database.kysely)
  return rows.map((row) => ({
    rowId: row.row_id,
    batchId: row.batch_id,
    rowNumber: row.row_number,
    validFrom: row.valid_from,
    cells: row.cells,
    masked: row.masked,
  }))
}

function cellText(name: string, { type }: Column) {
  const column = sql.ref(name)
  switch (type) {
    case 'money':
      return sql`to_char(${column}::numeric / 100, 'FM9999999999999990.00')`
    case 'timestamp':
      return sql`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')`
    case 'boolean':
      return sql`case ${column} when true then '是' when false then '否' end`
    case 'text':
    case 'json':
      return sql`case when length(${column}::text) > ${sql.lit(longestCell)}
        then left(${column}::text, ${sql.lit(longestCell)}) || '…' else ${column}::text end`
    case 'integer':
    case 'decimal':
    case 'date':
    case 'month':
      return sql`${column}::text`
  }
}
