import { sql, type RawBuilder } from 'kysely'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { regionPrefix } from '../domain/region.ts'

/** Which rows of a dataset a contract covers; absent parts do not narrow. */
export interface RowFilter {
  readonly region: string | null
  /** Credit codes; every firm that a row names must be among them. */
  readonly firms: readonly string[]
  /** YYYY-MM, inclusive. */
  readonly monthFrom: string | null
  readonly monthTo: string | null
}

export function firmColumns(dataset: NamedDataset): string[] {
  return columnsOf(dataset).flatMap(([name]) => (/(^|_)credit_code$/.test(name) ? [name] : []))
}

function regionColumns(dataset: NamedDataset): string[] {
  return columnsOf(dataset).flatMap(([name]) =>
    /(^|_)(county|city|province|region)_code$/.test(name) ? [name] : [],
  )
}

export function hasRegions(dataset: NamedDataset): boolean {
  return firmColumns(dataset).length > 0 || regionColumns(dataset).length > 0
}

interface PeriodColumn {
  readonly name: string
  readonly kind: 'month' | 'day' | 'instant' | 'year'
}

/** The column that says when a row applies: of the key first, else the first of its kind; null where there is none. */
export function periodColumn(dataset: NamedDataset): PeriodColumn | null {
  const columns = columnsOf(dataset).flatMap(([name, { type }]): PeriodColumn[] => {
    if (type === 'month') return [{ name, kind: 'month' }]
    if (type === 'date') return [{ name, kind: 'day' }]
    if (type === 'timestamp') return [{ name, kind: 'instant' }]
    return type === 'integer' && /(^|_)year$/.test(name) ? [{ name, kind: 'year' }] : []
  })
  return columns.find(({ name }) => dataset.key.includes(name)) ?? columns[0] ?? null
}

/** The rows of the filter, as a condition on the dataset's table. */
export function rowCondition(dataset: NamedDataset, filter: RowFilter): RawBuilder<boolean> {
  const parts: RawBuilder<boolean>[] = []
  const firms = firmColumns(dataset)
  if (filter.region !== null) {
    const pattern = `${regionPrefix(filter.region)}%`
    const places = [
      ...regionColumns(dataset).map((name) => sql<boolean>`${sql.id(name)} like ${pattern}`),
      ...firms.map(
        (name) => sql<boolean>`${sql.id(name)} in (select credit_code from brain.golden_enterprise
          where coalesce(county_code, city_code, province_code) like ${pattern})`,
      ),
    ]
    parts.push(sql<boolean>`(${sql.join(places, sql` or `)})`)
  }
  // A row about two firms is delivered when both agreed: 经供需双方授权.
  if (filter.firms.length > 0) {
    for (const name of firms) parts.push(sql<boolean>`${sql.id(name)} = any(${filter.firms}::text[])`)
  }
  const period = periodColumn(dataset)
  if (period !== null) parts.push(...periodConditions(period, filter))
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(parts, sql` and `)}`
}

function periodConditions({ name, kind }: PeriodColumn, filter: RowFilter): RawBuilder<boolean>[] {
  const column = sql.id(name)
  const month = {
    month: sql`${column}`,
    day: sql`to_char(${column}, 'YYYY-MM')`,
    instant: sql`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM')`,
    year: sql`${column}::text`,
  }[kind]
  const bound = (text: string) => (kind === 'year' ? text.slice(0, 4) : text)
  return [
    ...(filter.monthFrom === null ? [] : [sql<boolean>`${month} >= ${bound(filter.monthFrom)}`]),
    ...(filter.monthTo === null ? [] : [sql<boolean>`${month} <= ${bound(filter.monthTo)}`]),
  ]
}
