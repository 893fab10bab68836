import type { CompiledQuery, Kysely, QueryExecutor } from 'kysely'
import type pg from 'pg'
import { columnsOf, datasets, type NamedDataset, tableName, viewName } from '../datasets/registry.ts'
import type { Database } from './database.ts'
import { rollupOver } from './rollups.ts'
import type { Schema } from './schema.ts'
import { provenanceColumns } from './tables.ts'

/**
 * The end of an as-of date in Asia/Shanghai, exclusive: 2026-05 → 2026-06-01T00:00+08:00, a day likewise.
 * @param asOf 'YYYY-MM' or 'YYYY-MM-DD', a day that exists
 */
export function endOf(asOf: string): Date {
  const [year = 0, month = 0, day] = asOf.split('-').map(Number)
  const end = day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1)
  return new Date(end - shanghaiOffset)
}

const shanghaiOffset = 8 * 3_600_000

/**
 * The database as it stood at the end of `asOf`; the database itself where that is absent or not over yet.
 * @param asOf 'YYYY-MM' or 'YYYY-MM-DD'
 */
export function databaseAsOf(database: Database, asOf: string | undefined): Database {
  return asOf === undefined || !isPast(asOf) ? database : databaseAt(database, endOf(asOf))
}

/** A month or day that is over; one still running is the present. */
export function isPast(asOf: string, now = new Date()): boolean {
  return endOf(asOf) <= now
}

/** Whether rows that came in only after the instant are left out, or seen in their first version (补录). */
export type LateRows = 'first-version' | 'absent'

/**
 * A database whose queries see every dataset, through its table or its masked view, as it stood before an
 * instant: each row in the version that held then. What later loads corrected is uncorrected; roll-ups are
 * summed from the versions. Tables of the platform (schema brain) stay as they are. It only reads.
 *
 * Facts carry their own dates, and records of a year often come in when it is over: by default a row that came
 * in later is seen in its first version, so that a question about a past month is answered from all that is
 * known of that month, but without later corrections.
 */
export function databaseAt(
  database: Database,
  instant: Date,
  lateRows: LateRows = 'first-version',
): Database {
  const at = `'${instant.toISOString()}'::timestamptz`
  return rewriting(database, (text) => textAt(text, { at, lateRows }))
}

/** A viewer's database for queries that name datasets by their tables: it reads the masked views in their place. */
export function throughViews(database: Database): Database {
  return rewriting(database, (text) =>
    text.replace(mention, (whole, warehouse: string, kind: string, table: string) => {
      const name = table.replace(/_history$/, '')
      const dataset = datasets.get(`${warehouse}/${name.replaceAll('_', '-')}`)
      if (kind === 'view' || dataset === undefined) return whole
      return viewName(dataset, table.slice(name.length))
    }),
  )
}

function rewriting(database: Database, rewrite: (text: string) => string): Database {
  const query = (given: string | pg.QueryConfig, values?: unknown[]) =>
    typeof given === 'string'
      ? database.pool.query(rewrite(given), values)
      : // Without its name: the plan kept under it is of the present.
        database.pool.query(rewrite(given.text), given.values as unknown[] | undefined)
  return {
    kysely: kyselyAt(database.kysely, rewrite),
    pool: {
      options: database.pool.options,
      query: query as pg.Pool['query'],
      connect: () => Promise.reject(new Error(readOnly)),
    },
    transaction: () => Promise.reject(new Error(readOnly)),
    close: () => Promise.resolve(),
  }
}

const readOnly = '这样看到的数据只供读取'

function kyselyAt(kysely: Kysely<Schema>, rewrite: (text: string) => string): Kysely<Schema> {
  const executor = kysely.getExecutor()
  const executorAt = replacing(executor, 'executeQuery', ((compiled: CompiledQuery, ...rest: []) =>
    executor.executeQuery(
      { ...compiled, sql: rewrite(compiled.sql) },
      ...rest,
    )) as QueryExecutor['executeQuery'])
  return replacing(kysely, 'getExecutor', () => executorAt)
}

/** The object with one of its members exchanged; its other methods run on the object itself. */
function replacing<T extends object, K extends keyof T>(whole: T, member: K, instead: T[K]): T {
  return new Proxy(whole, {
    get(target, name) {
      if (name === member) return instead
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

/** A dataset's table or view, with the alias it has in the query if it has one. */
const mention =
  /"?\b(public|industry|enterprise)_(warehouse|view)"?\."?([a-z_]+)"?(?=(\s+(?:as\s+)?"?([a-z_]+)\b)?)/g

/** Words that may follow a table and are no alias. */
const keywords = new Set(
  'on using where group order left right full inner cross join natural union except intersect limit offset having window for lateral set tablesample'.split(
    ' ',
  ),
)

/** When a query looks, and at what. */
interface Moment {
  /** SQL of the instant, a timestamptz: a literal, or a placeholder so that the statement can be prepared. */
  readonly at: string
  readonly lateRows: LateRows
  readonly narrowing?: Narrowing
}

/**
 * The rows that a query can need of the datasets it names. PostgreSQL does not carry a join into the union of
 * current and past versions: without this it reads them all.
 */
export interface Narrowing {
  /** Parts of the WITH list that the conditions read; datasets in them are as they are now. */
  readonly parts: string
  condition(dataset: NamedDataset, alias: string): string
}

/**
 * SQL over datasets, changed to read them as they stood before the instant. The names that stand for them are
 * found in the text: all SQL here names datasets by schema and table.
 */
export function textAt(text: string, moment: Moment): string {
  const parts = new Map<string, string>()
  const changed = text.replace(
    mention,
    (whole, warehouse: string, kind: 'warehouse' | 'view', table: string, _after, word?: string) => {
      const name = `at_${kind}_${table}`
      const part = parts.get(name) ?? partOf(`${warehouse}_warehouse`, kind, table, name, moment)
      if (part === null) return whole
      parts.set(name, part)
      return word === undefined || keywords.has(word) ? `${name} as "${table}"` : name
    },
  )
  if (parts.size === 0) return text
  const { narrowing } = moment
  const list = [...(narrowing === undefined ? [] : [narrowing.parts]), ...parts.values()].join(',\n')
  const begin = /^\s*with\s+/i.exec(changed)
  return begin === null ? `with ${list}\n${changed}` : `with ${list},\n${changed.slice(begin[0].length)}`
}

function partOf(
  schema: string,
  kind: 'warehouse' | 'view',
  table: string,
  name: string,
  moment: Moment,
): string | null {
  for (const dataset of datasets.values()) {
    if (dataset.schema !== schema) continue
    if (dataset.table === table) {
      const versions = versionsAt(dataset, moment, kind === 'view' ? viewName : tableName)
      // What few rows are left is read once, however often it is joined.
      return `${name} as ${moment.narrowing === undefined ? 'not ' : ''}materialized (${versions})`
    }
    const rollup = dataset.rollups?.find(
      (one) => `${dataset.table}_by_${one.name.replaceAll('-', '_')}` === table,
    )
    if (rollup !== undefined) {
      const { columns, query } = rollupOver(dataset, rollup, `(${versionsAt(dataset, moment, tableName)})`)
      return `${name} (${columns}) as materialized (${query})`
    }
  }
  return null
}

/** One version of every row: the one that held just before the instant, or its first where that began later. */
function versionsAt(
  dataset: NamedDataset,
  { at, lateRows, narrowing }: Moment,
  nameOf: (dataset: NamedDataset, suffix?: string) => string,
): string {
  const masked = nameOf === viewName ? ['masked'] : []
  const columns = [...columnsOf(dataset).map(([name]) => name), ...provenanceColumns, ...masked]
  const list = (alias: string) => columns.map((column) => `${alias}."${column}"`).join(', ')
  const before = (of: string) => `${of}.valid_from < ${at}`
  // Without a version before it, a version is the row's first.
  const first = (of: string, condition = '') =>
    `not exists (select from ${nameOf(dataset, '_history')} earlier
      where earlier.row_id = ${of}.row_id${condition})`
  const seen = (of: string, condition = '') =>
    lateRows === 'absent' ? before(of) : `(${before(of)} or ${first(of, condition)})`
  const wanted = (of: string) => (narrowing === undefined ? '' : `(${narrowing.condition(dataset, of)}) and `)
  return `select ${list('held')} from ${nameOf(dataset)} held where ${wanted('held')}${seen('held')}
    union all
    select ${list('past')} from ${nameOf(dataset, '_history')} past
      where ${wanted('past')}past.valid_to >= ${at} and ${seen('past', ' and earlier.valid_from < past.valid_from')}`
}

/** Whether a later load corrected rows of these datasets that held at the end of `asOf`. */
export async function isCorrectedSince(
  database: Database,
  ids: readonly string[],
  asOf: string,
): Promise<boolean> {
  const known = ids.flatMap((id) => datasets.get(id) ?? [])
  if (known.length === 0) return false
  const corrected = known.map(
    (dataset) => `exists (select from ${tableName(dataset, '_history')} where valid_to >= $1)`,
  )
  const { rows } = await database.pool.query<{ corrected: boolean }>(
    `select ${corrected.join(' or ')} as corrected`,
    [endOf(asOf)],
  )
  return rows[0]?.corrected === true
}

/** Ids of the datasets that SQL names, by table, view, history or roll-up. */
export function datasetsIn(text: string): Set<string> {
  const found = new Set<string>()
  for (const [, warehouse, , table = ''] of text.matchAll(mention)) {
    for (const dataset of datasets.values()) {
      const own = table === dataset.table || table === `${dataset.table}_history`
      if (dataset.warehouse !== warehouse) continue
      if (own || table.startsWith(`${dataset.table}_by_`)) found.add(dataset.id)
    }
  }
  return found
}
