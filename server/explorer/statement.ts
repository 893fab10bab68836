import { CompiledQuery, sql } from 'kysely'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { firmColumn, partiesOf, placeOf, type Field } from './fields.ts'
import { grainSql } from './grains.ts'
import type { AskedFilter, DatasetQuestion } from './question.ts'
import { wrongQuery } from './refusal.ts'

/** A query that takes longer is stopped; the answer says so. */
const timeoutMs = 15_000

/** Values stand beside the statement; its text is made of names in the contract alone. */
export class Parameters {
  readonly values: unknown[] = []
  add(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }
}

/** Runs a statement under the time limit; a viewer's database adds its row-level security. */
export async function runStatement<Row>(
  database: Database,
  text: string,
  parameters: Parameters,
): Promise<readonly Row[]> {
  return database.transaction(async (transaction) => {
    await sql`select set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(transaction)
    const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(text, parameters.values))
    return rows
  })
}

/** First instant after the month or the day, in Beijing time: what began before it was known by then. */
export function endOf(asOf: string): Date {
  const month = asOf.length === 7
  const start = new Date(`${month ? `${asOf}-01` : asOf}T00:00:00+08:00`)
  if (!month) return new Date(start.getTime() + 86_400_000)
  const [year = 0, number = 1] = asOf.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return new Date(`${next}-01T00:00:00+08:00`)
}

/**
 * The rows of a dataset, now or as they were known at the end of `asOf`.
 * @param nameOf the masked views for a viewer, the tables for the platform
 */
export function sourceOf(
  { dataset, fields, asOf }: Pick<DatasetQuestion, 'dataset' | 'fields' | 'asOf'>,
  nameOf: (dataset: NamedDataset, suffix?: string) => string,
  parameters: Parameters,
): string {
  const columns = [...columnsOf(dataset).map(([name]) => name), 'row_id', 'batch_id', 'valid_from']
    .map((name) => `"${name}"`)
    .join(', ')
  let rows = nameOf(dataset)
  if (asOf !== undefined) {
    const instant = parameters.add(endOf(asOf), 'timestamptz')
    rows = `(select ${columns} from ${nameOf(dataset)} where valid_from < ${instant}
      union all select ${columns} from ${nameOf(dataset, '_history')}
      where valid_from < ${instant} and valid_to >= ${instant})`
  }
  const firm = fields.some(({ sql: text }) => text.startsWith('firm.'))
  return firm
    ? `${rows} row left join brain.golden_enterprise firm on firm.credit_code = row."${firmColumn}"`
    : `${rows} row`
}

/** Batches of fictional rows: what keeps realms apart where a row names no firm. */
export async function readDemonstrationBatches(
  platform: Database,
  dataset: NamedDataset,
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from brain.batch where dataset = ${dataset.id} and demonstration`.execute(platform.kysely)
  return rows.map(({ id }) => id)
}

/**
 * Fictional rows are those that name a fictional firm (GB 32100 characters 9–12 `DEM0`), or name none and came in a
 * fictional batch. Reference data that has no fictional batch belongs to both realms.
 */
export function realmCondition(
  dataset: NamedDataset,
  realm: Realm,
  batches: readonly number[],
  parameters: Parameters,
): string | null {
  const codes = partiesOf(dataset).map(({ code }) => `row."${code}"`)
  if (codes.length === 0 && batches.length === 0) return null
  const fromBatch = `row.batch_id = any(${parameters.add(batches, 'bigint[]')})`
  const named = codes.map((code) => `substr(${code}, 9, 4) = 'DEM0'`).join(' or ')
  const unnamed = codes.map((code) => `${code} is null`).join(' and ')
  const fictional =
    codes.length === 0 ? fromBatch : `(coalesce(${named}, false) or (${unnamed} and ${fromBatch}))`
  return realm === 'demonstration' ? fictional : `not ${fictional}`
}

/** What the query asks of rows, besides realm. */
export function conditionsOf({ fields, filters, region }: DatasetQuestion, parameters: Parameters): string[] {
  const conditions = filters.map((filter) => conditionOf(filter, parameters))
  const place = region === undefined ? undefined : placeOf(fields)
  if (place !== undefined && region !== undefined) {
    const prefix = regionPrefix(region)
    if (prefix !== '') conditions.push(`starts_with(${place.sql}, ${parameters.add(prefix, 'text')})`)
  }
  return conditions
}

function conditionOf({ field, filter, grain }: AskedFilter, parameters: Parameters): string {
  switch (filter.is) {
    case 'one-of': {
      const text = grainSql(field, grain)
      const values = filter.values.filter((value) => value !== null)
      const parts = [
        ...(values.length > 0 ? [`${text} = any(${parameters.add(values, 'text[]')})`] : []),
        ...(filter.values.includes(null) ? [`${text} is null`] : []),
      ]
      return `(${parts.join(' or ')})`
    }
    case 'contains':
      return `position(lower(${parameters.add(filter.text, 'text')}) in lower(${field.sql})) > 0`
    case 'range':
      return rangeCondition(field, filter, parameters)
    case 'period':
      return periodCondition(field, filter, parameters)
  }
}

function rangeCondition(
  field: Field,
  { from, to }: { readonly from?: number; readonly to?: number },
  parameters: Parameters,
): string {
  if (from === undefined && to === undefined)
    throw wrongQuery(`“${field.title}”的范围是空的`, 'from、to 至少一个')
  // Amounts come in yuan and are kept in cents.
  const bound = (value: number) =>
    `${parameters.add(String(value), 'numeric')}${field.kind === 'money' ? ' * 100' : ''}`
  const column = field.type === 'decimal' ? `${field.sql}::numeric` : field.sql
  return [
    ...(from === undefined ? [] : [`${column} >= ${bound(from)}`]),
    ...(to === undefined ? [] : [`${column} <= ${bound(to)}`]),
  ].join(' and ')
}

/** Periods compare as text of equal length: the whole of `to` belongs to it. */
function periodCondition(
  field: Field,
  { from, to }: { readonly from?: string; readonly to?: string },
  parameters: Parameters,
): string {
  if (from === undefined && to === undefined)
    throw wrongQuery(`“${field.title}”的期间是空的`, 'from、to 至少一个')
  const text =
    field.kind === 'year' || field.type === 'month'
      ? `${field.sql}::text`
      : `to_char(${field.sql}, 'YYYY-MM-DD')`
  const bound = (value: string, sign: string) =>
    `left(${text}, ${value.length}) collate "C" ${sign} left(${parameters.add(value, 'text')}, length(left(${text}, ${value.length})))`
  return [
    ...(from === undefined ? [] : [bound(from, '>=')]),
    ...(to === undefined ? [] : [bound(to, '<=')]),
  ].join(' and ')
}
