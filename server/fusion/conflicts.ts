import { sql } from 'kysely'
import { columnsOf, dataset as datasetOf, tableName, viewName } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { sourceRef, type SourceRef } from '../warehouse/source-ref.ts'
import {
  fieldPrecedence,
  type GoldenSource,
  goldenSources,
  revenuePrecedence,
  sourceLetters,
} from './golden-precedence.ts'

/** A field on which the sources of one firm disagree. */
export interface Conflict {
  readonly creditCode: string
  readonly name: string
  readonly field: ConflictField
  readonly fieldTitle: string
  readonly rule: string
  readonly values: readonly ConflictValue[]
}

export interface ConflictValue {
  /** As the source writes it, money in yuan; null where it is hidden from the one who asks. */
  readonly value: string | null
  readonly masked: boolean
  /** Year the value is for. */
  readonly year: number | null
  readonly won: boolean
  readonly source: SourceRef
}

type Choice = readonly [source: GoldenSource, column: string, year: string | null]

const plain = (choices: readonly (readonly [GoldenSource, string])[]): readonly Choice[] =>
  choices.map(([source, column]) => [source, column, null])

interface FieldDefinition {
  readonly title: string
  readonly kind: 'text' | 'number'
  readonly choices: readonly Choice[]
  readonly rule: string
}

const inOrder = '按来源次序，先有值者为准'

/** Fields with more than one source; amounts must differ by more than 1 %, texts beyond blanks and brackets. */
const fields = {
  name: { title: '名称', kind: 'text', choices: plain(fieldPrecedence.name), rule: inOrder },
  address: { title: '住所', kind: 'text', choices: plain(fieldPrecedence.address), rule: inOrder },
  registered_on: {
    title: '成立日期',
    kind: 'text',
    choices: plain(fieldPrecedence.registered_on),
    rule: inOrder,
  },
  registered_capital: {
    title: '注册资本',
    kind: 'number',
    choices: plain(fieldPrecedence.registered_capital),
    rule: inOrder,
  },
  industry_code: {
    title: '行业代码',
    kind: 'text',
    choices: plain(fieldPrecedence.industry_code),
    rule: inOrder,
  },
  employees: { title: '从业人数', kind: 'number', choices: plain(fieldPrecedence.employees), rule: inOrder },
  research_expense: {
    title: '研发费用',
    kind: 'number',
    choices: plain(fieldPrecedence.research_expense),
    rule: inOrder,
  },
  revenue: {
    title: '营业收入',
    kind: 'number',
    choices: revenuePrecedence,
    rule: '年度新者为准，同年按来源次序；只比同一年',
  },
} as const satisfies Record<string, FieldDefinition>

export type ConflictField = keyof typeof fields
export const conflictFields = Object.keys(fields) as readonly ConflictField[]

export const conflictFieldTitles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(fields).map(([field, { title }]) => [field, title]),
)

const sources = Object.keys(goldenSources) as readonly GoldenSource[]

/** The row of each source that fusion took for a firm `f`. */
const joins = sources
  .map((name) => {
    const table = tableName(datasetOf(goldenSources[name]))
    return `left join ${table} ${name} on ${name}.row_id = (f.source_rows -> '${sourceLetters[name]}' ->> 'rowId')::bigint`
  })
  .join('\n')

const several = `(${sources
  .map((name) => `(g.source_rows ? '${sourceLetters[name]}')::int`)
  .join(' + ')}) > 1`

/** True where the sources of a field disagree. */
function disagreement({ kind, choices }: FieldDefinition): string {
  const rows = choices.map(
    ([source, column, year]) =>
      `(${source}."${column}", ${year === null ? 'null::bigint' : `${source}."${year}"`})`,
  )
  const values = `(values ${rows.join(', ')}) v(value, year) where value is not null`
  return kind === 'number'
    ? `exists (select from ${values} group by year having max(value) > 1.01 * min(value))`
    : `(select count(distinct regexp_replace(normalize(value::text, nfkc), '[\\s()]', '', 'g')) from ${values}) > 1`
}

interface Found {
  readonly creditCode: string
  readonly name: string
  readonly field: ConflictField
  readonly rows: Readonly<Record<string, number | null>>
  /** Letter of the source that won. */
  readonly winner: Readonly<Record<string, { readonly dataset: string; readonly rowId: number }>>
}

export interface ConflictFilter {
  readonly realm: Realm
  readonly field?: ConflictField | undefined
  readonly creditCode?: string | undefined
}

function query(filter: ConflictFilter) {
  const asked = conflictFields.filter((field) => filter.field === undefined || field === filter.field)
  const cases = asked.map((field) => `('${field}', ${disagreement(fields[field])})`)
  return sql`
    from (select credit_code, name, source_rows, field_sources from brain.golden_enterprise g
      where g.demonstration = ${filter.realm === 'demonstration'} and ${sql.raw(several)}
        and (${filter.creditCode ?? null}::text is null or g.credit_code = ${filter.creditCode ?? null})) f
    ${sql.raw(joins)}
    cross join lateral (values ${sql.raw(cases.join(',\n'))}) d(field, differs)
    where d.differs`
}

/** How many conflicts there are, by field. */
export async function countConflicts(
  platform: Database,
  realm: Realm,
): Promise<readonly { readonly field: ConflictField; readonly firms: number }[]> {
  const { rows } = await sql<{ field: ConflictField; firms: number }>`
    select d.field, count(*) as firms ${query({ realm })} group by 1 order by 2 desc`.execute(platform.kysely)
  return rows
}

/**
 * One page of conflicts with what each source says, as the one who asks may see it.
 * @param database bound to the one who asks
 */
export async function listConflicts(
  { platform, database }: { readonly platform: Database; readonly database: Database },
  filter: ConflictFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly Conflict[]> {
  const rowIds = sources.map((name) => `'${name}', ${name}.row_id`).join(', ')
  const { rows } = await sql<Found>`
    select f.credit_code as "creditCode", f.name, d.field, jsonb_build_object(${sql.raw(rowIds)}) as rows,
      f.field_sources as winner ${query(filter)}
    order by f.credit_code, d.field limit ${page.limit} offset ${page.offset}`.execute(platform.kysely)
  const read = await readRows(database, rows)
  return rows.map((found) => describe(found, read))
}

interface SourceRow {
  readonly row: Readonly<Record<string, unknown>>
  readonly masked: readonly string[]
  readonly source: SourceRef
}

async function readRows(
  database: Database,
  found: readonly Found[],
): Promise<ReadonlyMap<string, SourceRow>> {
  const read = new Map<string, SourceRow>()
  for (const name of sources) {
    const ids = found.flatMap(({ rows }) => rows[name] ?? [])
    if (ids.length === 0) continue
    const dataset = datasetOf(goldenSources[name])
    const { rows } = await sql<SourceRow & { rowId: number }>`
      select v.row_id as "rowId", to_jsonb(v) as row, v.masked, ${sourceRef(dataset.id, 'v')} as source
      from ${sql.raw(viewName(dataset))} v where v.row_id = any(${ids}::bigint[])`.execute(database.kysely)
    for (const row of rows) read.set(`${name} ${row.rowId}`, row)
  }
  return read
}

function describe(found: Found, read: ReadonlyMap<string, SourceRow>): Conflict {
  const definition: FieldDefinition = fields[found.field]
  const winner = found.winner[found.field]
  const values = definition.choices.flatMap(([name, column, yearColumn]): ConflictValue[] => {
    const rowId = found.rows[name]
    const row = rowId == null ? undefined : read.get(`${name} ${rowId}`)
    if (row === undefined) return []
    const masked = row.masked.includes(column)
    const raw = row.row[column]
    if (raw === null && !masked) return []
    const year = yearColumn === null ? null : row.row[yearColumn]
    return [
      {
        value: masked ? null : shownValue(name, column, raw),
        masked,
        year: typeof year === 'number' ? year : null,
        won: winner?.rowId === rowId && winner?.dataset === goldenSources[name],
        source: row.source,
      },
    ]
  })
  return {
    creditCode: found.creditCode,
    name: found.name,
    field: found.field,
    fieldTitle: definition.title,
    rule: definition.rule,
    values,
  }
}

function shownValue(name: GoldenSource, column: string, value: unknown): string {
  const type = new Map(columnsOf(datasetOf(goldenSources[name]))).get(column)?.type
  return type === 'money' ? (Number(value) / 100).toFixed(2) : String(value)
}
