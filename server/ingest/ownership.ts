import type { PoolClient } from 'pg'
import { columnsOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import { IngestError } from './batch.ts'
import { literal, type StagingTables } from './staging.ts'

/** Columns that name an enterprise the record is about. */
function ownerColumns(dataset: NamedDataset): readonly string[] {
  return columnsOf(dataset)
    .map(([name]) => name)
    .filter((name) => name === 'credit_code' || name.endsWith('_credit_code'))
}

function owned(dataset: NamedDataset, alias: string, creditCode: string): string {
  const columns = ownerColumns(dataset)
  if (columns.length === 0) {
    throw new IngestError({
      code: 'not-own',
      message: `数据集“${dataset.title}”的记录不属于某个企业，不能由企业提交`,
      retry: false,
    })
  }
  return `${literal(creditCode)} in (${columns.map((name) => `coalesce(${alias}."${name}", '')`).join(', ')})`
}

/** Rejects rows of `rows` that are not about the enterprise that handed them in. @returns how many */
export async function refuseForeign(
  client: PoolClient,
  dataset: NamedDataset,
  rows: string,
  tables: StagingTables,
  creditCode: string | undefined,
): Promise<number> {
  if (creditCode === undefined) return 0
  const [column] = ownerColumns(dataset)
  const result = await client.query(
    `with foreign_rows as (
      delete from ${rows} s where not ${owned(dataset, 's', creditCode)} returning s.row_number
    )
    insert into ${tables.rejects} (row_number, column_name, rule, message)
    select row_number, ${literal(column ?? '')}, 'not-own', ${literal(`只接收本企业（${creditCode}）的记录`)} from foreign_rows`,
  )
  return result.rowCount ?? 0
}

/** Rejects changes to a known row that is about others: its key alone does not give a right to it. */
export async function refuseForeignChanges(
  client: PoolClient,
  dataset: NamedDataset,
  tables: StagingTables,
  creditCode: string | undefined,
): Promise<number> {
  if (creditCode === undefined) return 0
  const [column] = ownerColumns(dataset)
  const result = await client.query(
    `with foreign_rows as (
      delete from ${tables.changes} s using ${tableName(dataset)} c
      where c.row_id = s.known_id and not ${owned(dataset, 'c', creditCode)} returning s.row_number
    )
    insert into ${tables.rejects} (row_number, column_name, rule, message)
    select row_number, ${literal(column ?? '')}, 'not-own', '同一主键的记录属于其他企业，不能更改' from foreign_rows`,
  )
  return result.rowCount ?? 0
}
