import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ContractTerms } from '../api/schemas/exchange.ts'
import type { Column } from '../datasets/contract.ts'
import { tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Schema } from '../warehouse/schema.ts'
import { firmColumns, rowCondition } from './row-filter.ts'

/** Money in yuan, instants in ISO 8601, days and months as text. */
type DeliveredCell = string | number | boolean | null | object

export interface DeliveredRow {
  readonly rowId: number
  /** In the order of {@link deliveredColumns}. */
  readonly cells: readonly DeliveredCell[]
  /** Credit codes of the firms that the row is about, delivered or not. */
  readonly firms: readonly string[]
}

export interface DeliveredColumn extends Column {
  readonly name: string
}

/** The fields of a contract that its dataset still has. */
export function deliveredColumns(dataset: NamedDataset, terms: ContractTerms): DeliveredColumn[] {
  return terms.fields.flatMap(({ name }) => {
    const column = dataset.columns[name]
    return column === undefined ? [] : [{ ...column, name }]
  })
}

/**
 * Current rows of a contract in the order of their ids: its columns and its rows, and nothing else. The
 * contract decides, not the clearance of whoever takes delivery, so the table is read and not the masked view.
 */
export function readDelivered(
  executor: Kysely<Schema>,
  dataset: NamedDataset,
  terms: ContractTerms,
  page: { readonly after: number; readonly limit: number },
): Promise<DeliveredRow[]> {
  const rows = {
    region: terms.rows.region?.code ?? null,
    firms: terms.rows.firms.map(({ creditCode }) => creditCode),
    monthFrom: terms.rows.monthFrom,
    monthTo: terms.rows.monthTo,
  }
  return readDatasetRows(executor, dataset, deliveredColumns(dataset, terms), {
    where: sql<boolean>`row_id > ${page.after} and ${rowCondition(dataset, rows)}`,
    order: sql`row_id`,
    limit: page.limit,
  })
}

interface Selection {
  readonly where: RawBuilder<boolean>
  readonly order: RawBuilder<unknown>
  readonly limit: number
}

/** Current rows of a dataset's table with these columns. The caller has checked that they may be had. */
export async function readDatasetRows(
  executor: Kysely<Schema>,
  dataset: NamedDataset,
  columns: readonly DeliveredColumn[],
  { where, order, limit }: Selection,
): Promise<DeliveredRow[]> {
  const firms = firmColumns(dataset)
  const selected = [
    sql`row_id`,
    ...columns.map((column, position) => sql`${valueOf(column)} as ${sql.id(`value_${position}`)}`),
    ...firms.map((name, position) => sql`${sql.id(name)} as ${sql.id(`firm_${position}`)}`),
  ]
  const found = await sql<Record<string, DeliveredCell>>`
    select ${sql.join(selected)} from ${sql.raw(tableName(dataset))}
    where ${where} order by ${order} limit ${limit}`.execute(executor)
  return found.rows.map((row) => ({
    rowId: Number(row['row_id']),
    cells: columns.map((_, position) => row[`value_${position}`] ?? null),
    firms: firms.flatMap((_, position) => {
      const code = row[`firm_${position}`]
      return typeof code === 'string' ? [code] : []
    }),
  }))
}

function valueOf({ name, type }: DeliveredColumn) {
  const column = sql.id(name)
  if (type === 'money') return sql`trim_scale(${column} / 100.0)`
  if (type === 'timestamp') return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return column
}
