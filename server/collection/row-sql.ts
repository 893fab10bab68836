import type { Column } from '../datasets/contract.ts'
import { columnsOf, viewName, type NamedDataset } from '../datasets/registry.ts'
import { provenanceColumns } from '../warehouse/tables.ts'
import type { Condition, RowQuery, Scalar, Sort } from './row-conditions.ts'

/** SQL text being written, with the values of its placeholders. */
export class Statement {
  readonly values: unknown[] = []
  /** The placeholder of a value. */
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** Rows of the dataset as its viewer sees them, now or at an instant; with `valid_to`, null for current rows. */
export function relation(dataset: NamedDataset, asOf: Date | null, statement: Statement): string {
  const names = [...columnsOf(dataset).map(([name]) => name), ...provenanceColumns]
  const columns = names.map((name) => `"${name}"`).join(', ')
  const current = `select ${columns}, null::timestamptz as valid_to, masked from ${viewName(dataset)}`
  if (asOf === null) return `(${current})`
  const instant = `${statement.add(asOf)}::timestamptz`
  return `(${current} where valid_from <= ${instant}
    union all
    select ${columns}, valid_to, masked from ${viewName(dataset, '_history')}
    where valid_from <= ${instant} and valid_to > ${instant})`
}

/** ` where …`, or nothing. */
export function whereOf(
  dataset: NamedDataset,
  conditions: readonly Condition[],
  statement: Statement,
): string {
  if (conditions.length === 0) return ''
  return ` where ${conditions.map((condition) => conditionText(dataset, condition, statement)).join(' and ')}`
}

function conditionText(dataset: NamedDataset, condition: Condition, statement: Statement): string {
  const column = `"${condition.column}"`
  const contract = dataset.columns[condition.column] as Column
  switch (condition.kind) {
    case 'missing':
      return `${column} is null`
    case 'present':
      return `${column} is not null`
    case 'contains':
      return `position(${statement.add(condition.text)} in ${column}) > 0`
    case 'one-of':
      return `${column} = any(${statement.add(condition.values)}::${arrayTypes[contract.type]})`
    case 'range': {
      const bound = (operator: string, value: Scalar | null): string[] =>
        value === null ? [] : [`${comparable(column, contract)} ${operator} ${statement.add(value)}`]
      const parts = [...bound('>=', condition.from), ...bound('<=', condition.to)]
      return parts.length === 0 ? `${column} is not null` : `(${parts.join(' and ')})`
    }
  }
}

function comparable(column: string, { type }: Column): string {
  return type === 'timestamp' ? `extract(epoch from ${column})::float8` : column
}

const arrayTypes: Readonly<Record<Column['type'], string>> = {
  text: 'text[]',
  month: 'text[]',
  json: 'text[]',
  date: 'date[]',
  integer: 'bigint[]',
  money: 'bigint[]',
  decimal: 'float8[]',
  boolean: 'boolean[]',
  timestamp: 'timestamptz[]',
}

/** Rows without a value come last either way; equal ones in the order in which they first arrived. */
export function orderOf(sort: Sort | null): string {
  if (sort === null) return 'row_id'
  return `"${sort.column}" ${sort.descending ? 'desc' : 'asc'} nulls last, row_id`
}

/** One row as the API gives it, as JSON: provenance, names of masked columns, and values with money in yuan. */
export function rowJson(dataset: NamedDataset): string {
  const values = columnsOf(dataset).map(([name, { type }]) =>
    type === 'money' ? `"${name}"::float8 / 100 as "${name}"` : `"${name}"`,
  )
  return `json_build_object('rowId', row_id, 'batchId', batch_id, 'rowNumber', row_number, 'validFrom', valid_from,
    'validTo', valid_to, 'masked', masked, 'values', (select row_to_json(shown) from (select ${values.join(', ')}) shown))`
}

/** A page of rows as a JSON array in text `items`. */
export function pageStatement({ dataset, conditions, sort, asOf, offset, limit }: RowQuery): {
  readonly text: string
  readonly values: readonly unknown[]
} {
  const statement = new Statement()
  const from = relation(dataset, asOf, statement)
  const where = whereOf(dataset, conditions, statement)
  const text = `select coalesce(json_agg(${rowJson(dataset)} order by "row:place"), '[]')::text as items from (
    select page.*, row_number() over (order by ${orderOf(sort)}) as "row:place" from ${from} page${where}
    order by ${orderOf(sort)} limit ${statement.add(limit)} offset ${statement.add(offset)}) page`
  return { text, values: statement.values }
}

/** How many rows meet the conditions. */
export function countStatement({ dataset, conditions, asOf }: RowQuery): {
  readonly text: string
  readonly values: readonly unknown[]
} {
  const statement = new Statement()
  const from = relation(dataset, asOf, statement)
  const where = whereOf(dataset, conditions, statement)
  return { text: `select count(*)::int as total from ${from} counted${where}`, values: statement.values }
}
