import { sql, type Transaction } from 'kysely'
import type { Column, Grade } from '../datasets/contract.ts'
import { columnsOf, tableName, viewName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from './database.ts'
import { ensureRoles, ownerRole } from './roles.ts'
import { rowPolicies, type RowPolicy } from './row-policies.ts'
import type { Schema } from './schema.ts'
import { provenanceColumns } from './tables.ts'
import { viewerRole } from './viewer-database.ts'

/** Place of a grade in the order of GB/T 43697-2024: 一般数据 L1–L4, 重要, 核心. */
export const gradeRank: Readonly<Record<Grade, number>> = {
  L1: 1,
  L2: 2,
  L3: 3,
  L4: 4,
  important: 5,
  core: 6,
}

/** Up to this rank every reader may see a column: no mask is needed, and the table may be read as it is. */
const openRank = 2

/** Grade a column is treated by; by default what the contract says. */
export type GradeOf = (dataset: NamedDataset, name: string, column: Column) => Grade

const contractGrade: GradeOf = (dataset, _name, column) => column.grade ?? dataset.grade

// Each is evaluated once a query, not once a row. Yes and no are asked inside: the planner takes a boolean for
// even odds, but `… = 'official'` outside for one in two hundred, and would read a whole table by its index.
const isOfficial = `(select coalesce(current_setting('brain.kind', true) = 'official', false))`
const isFirm = `(select coalesce(current_setting('brain.kind', true) = 'firm', false))`
const isReader = `(select coalesce(current_setting('brain.kind', true) in ('official', 'firm'), false))`
const whole = `(select coalesce(current_setting('brain.whole', true) = 'on', false))`
/** An official of the whole province, cleared for the grade: one test a row, before all others. */
const reachesAll = (rank: number) =>
  `(select coalesce(current_setting('brain.kind', true) = 'official' and current_setting('brain.whole', true) = 'on'
    and nullif(current_setting('brain.clearance', true), '')::int >= ${rank}, false))`
const low = `(select current_setting('brain.low', true))`
const high = `(select current_setting('brain.high', true))`
const username = `(select current_setting('brain.username', true))`
// The cast makes it a value: after `any` a bare subquery would be a set of rows.
const firms = `(select coalesce(nullif(current_setting('brain.firms', true), ''), '{}'))::text[]`
const own = `(select nullif(current_setting('brain.own', true), ''))`
const cleared = (rank: number) =>
  `(select coalesce(nullif(current_setting('brain.clearance', true), ''), '0')::int >= ${rank})`

/** SQL: whether the viewer may see a value of this grade about the firm that the expression names. */
export function isCleared(grade: Grade, creditCode: string): string {
  return `(${cleared(gradeRank[grade])} or ${creditCode} is not distinct from ${own})`
}

const named = (column: string) => `"${column}"`
const within = (column: string) => `(${named(column)} >= ${low} and ${named(column)} < ${high})`

/** The firm itself is visible: its own policy is asked, which knows its place. */
const firmWithin = (table: string, column: string) =>
  `exists (select from brain.golden_enterprise reached where reached.credit_code = ${table}.${named(column)})`

/** Asked of single rows: as a function it costs the plan nothing, as a subquery it would outweigh everything else. */
const reachesFirm = `create or replace function brain.reaches_firm(code text) returns boolean
  language sql stable parallel safe cost 1
  begin atomic select exists (select from brain.golden_enterprise where credit_code = code); end`

/** `buyer_credit_code` is placed by `buyer_county_code`; undefined where the row does not say where the firm is. */
function placeOf(firmColumn: string, places: readonly string[]): string | undefined {
  const role = firmColumn.replace(/(credit_code|subject_id)$/, '')
  return places.find(
    (place) => place.startsWith(role) && /^(county|city|region)_code$/.test(place.slice(role.length)),
  )
}

/** By the place the row gives of the firm; where it gives none, by the firm's own. */
function firmReached(table: string, firmColumn: string, places: readonly string[]): string {
  const place = placeOf(firmColumn, places)
  return place === undefined
    ? firmWithin(table, firmColumn)
    : `(${named(place)} is null and brain.reaches_firm(${named(firmColumn)}))`
}

/** Rows of a firm's tables: what names the firm, or a firm or division within an official's reach. */
function reachCondition(
  table: string,
  policy: {
    readonly firms?: readonly string[]
    readonly regions?: readonly string[]
    readonly unnamed?: 'province' | 'officials'
  },
): string {
  const ofFirms = policy.firms ?? []
  const places = policy.regions ?? []
  const asFirm = ofFirms.map((column) => `${named(column)} = any(${firms})`)
  const asOfficial = [
    whole,
    ...places.map(within),
    ...ofFirms.map((column) => firmReached(table, column, places)),
    ...(policy.unnamed === 'officials'
      ? [[...ofFirms, ...places].map((column) => `${named(column)} is null`).join(' and ')]
      : []),
  ]
  return [
    `(${isOfficial} and (${asOfficial.join(' or ')}))`,
    ...(asFirm.length > 0 ? [`(${isFirm} and (${asFirm.join(' or ')}))`] : []),
    // A table about places alone is read by firms of the place, through aggregates that protect single firms.
    ...(ofFirms.length === 0 ? [`(${isFirm} and (${places.map(within).join(' or ')}))`] : []),
  ].join(' or ')
}

/** Firms lie where their most exact division is; those beyond the province are known from public sources alone. */
const goldenCondition = (() => {
  const place = 'coalesce(county_code, city_code, province_code)'
  return `(${isOfficial} and (${whole}
      or (${place} >= ${low} and ${place} < ${high})
      or ${place} < '37' or ${place} >= '37~'))
    or (${isFirm} and credit_code = any(${firms}))`
})()

function platformCondition(table: string, policy: RowPolicy): string | null {
  if (policy === 'platform') return null
  if (table === 'golden_enterprise') return goldenCondition
  if (policy === 'everyone') return `${isReader}`
  if ('uploads' in policy) {
    return `${isOfficial} or (${isFirm} and
      (${named(policy.uploads)} = ${username} or left(source, 7) <> 'upload/'))`
  }
  return reachCondition(table, policy)
}

export const firmColumns = (dataset: NamedDataset): string[] =>
  Object.keys(dataset.columns).filter((name) => /(^|_)credit_code$/.test(name))
export const regionColumns = (dataset: NamedDataset): string[] =>
  Object.keys(dataset.columns).filter((name) => /(^|_)(county|city|province|region)_code$/.test(name))

/** SQL: the row names the viewer's own firm. */
function isOwn(dataset: NamedDataset): string {
  const mine = firmColumns(dataset).map((column) => `${named(column)} = ${own}`)
  return mine.length === 0 ? 'false' : `(${mine.join(' or ')})`
}

/**
 * The grade of the dataset decides about its rows: below that clearance a viewer reads those of its own firm
 * alone. Columns of a higher grade are masked besides (see maskedSelect); keys then still find their index.
 */
function datasetCondition(dataset: NamedDataset, table: string): string {
  const rank = gradeRank[dataset.grade]
  const reach = shareCondition(dataset, table)
  const graded = rank <= openRank ? reach : `(${cleared(rank)} or ${isOwn(dataset)}) and (${reach})`
  return `${reachesAll(rank)} or (${graded})`
}

/**
 * What is shared without condition may be read by every official, and by firms where it names no firm. Of the
 * rest officials read what names a firm or division within reach, or neither; a firm what names itself.
 */
function shareCondition(dataset: NamedDataset, table: string): string {
  const ofFirms = firmColumns(dataset)
  const places = regionColumns(dataset)
  if (dataset.share === 'unconditional') {
    if (ofFirms.length === 0) return `${isReader}`
    const mine = ofFirms.map((column) => `${named(column)} = any(${firms})`).join(' or ')
    return `${isOfficial} or (${isFirm} and (${mine}))`
  }
  return reachCondition(table, { firms: ofFirms, regions: places, unnamed: 'officials' })
}

/**
 * Puts every table under row-level security that binds its owner as well, and creates the masked views that
 * viewers read datasets through. Done again at every start, so that it follows contracts and declarations.
 */
export async function ensureRowSecurity(
  database: Database,
  datasets: Iterable<NamedDataset>,
  gradeOf: GradeOf = contractGrade,
): Promise<void> {
  await ensureRoles(database)
  await database.transaction(async (transaction) => {
    const run = (statement: string) => sql.raw(statement).execute(transaction)
    await run(`select pg_advisory_xact_lock(hashtext('row security'))`)
    for (const schema of ['brain', 'public_warehouse', 'industry_warehouse', 'enterprise_warehouse']) {
      await run(`grant usage, create on schema ${schema} to ${ownerRole}`)
      await run(`grant usage on schema ${schema} to ${viewerRole}`)
      for (const table of await unguardedTables(transaction, schema)) {
        await run(`alter table ${schema}."${table}" owner to ${ownerRole}`)
        await run(`alter table ${schema}."${table}" enable row level security, force row level security`)
      }
    }
    await run(reachesFirm)
    for (const [table, policy] of Object.entries(rowPolicies)) {
      await setPolicy(transaction, `brain."${table}"`, platformCondition(table, policy), true)
    }
    for (const dataset of datasets) await guardDataset(transaction, dataset, gradeOf)
  })
}

async function unguardedTables(transaction: Transaction<Schema>, schema: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = ${schema}::regnamespace and relkind in ('r', 'p') and relpersistence = 'p'
      and relname not like 'kysely\\_%'
      and (not relrowsecurity or not relforcerowsecurity or relowner <> ${ownerRole}::regrole)`.execute(
    transaction,
  )
  return rows.map(({ name }) => name)
}

/** No condition = no viewer reads it. The policy is written anew only when it has changed. */
async function setPolicy(
  transaction: Transaction<Schema>,
  table: string,
  condition: string | null,
  readable: boolean,
): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(transaction)
  const { rows } = await sql<{ exists: boolean; kept: string | null }>`
    select to_regclass(${table}) is not null as exists,
      (select obj_description(oid, 'pg_policy') from pg_policy
       where polrelid = to_regclass(${table}) and polname = 'viewer') as kept`.execute(transaction)
  if (rows[0]?.exists !== true) throw new Error(`行级权限表中的 ${table} 不存在`)
  const description = `${condition ?? 'none'} ${readable ? 'readable' : 'by view'}`
  if (rows[0].kept === description) return
  await run(`drop policy if exists viewer on ${table}`)
  await run(`create policy viewer on ${table} for select using (${condition ?? 'false'})`)
  await sql`comment on policy viewer on ${sql.raw(table)} is ${sql.lit(description)}`.execute(transaction)
  await run(
    condition !== null && readable
      ? `grant select on ${table} to ${viewerRole}`
      : `revoke all on ${table} from ${viewerRole}`,
  )
}

async function guardDataset(
  transaction: Transaction<Schema>,
  dataset: NamedDataset,
  gradeOf: GradeOf,
): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(transaction)
  const schema = `${dataset.warehouse}_view`
  await run(`create schema if not exists ${schema}`)
  await run(`grant usage, create on schema ${schema} to ${ownerRole}`)
  await run(`grant usage on schema ${schema} to ${viewerRole}`)
  const masked = columnsOf(dataset).some(([name, column]) =>
    isMasked(dataset, gradeOf(dataset, name, column)),
  )
  for (const suffix of ['', '_history']) {
    const table = `${dataset.table}${suffix}`
    await setPolicy(transaction, tableName(dataset, suffix), datasetCondition(dataset, `"${table}"`), !masked)
    await ensureView(transaction, dataset, suffix, gradeOf)
  }
}

/**
 * The view belongs to the owner, whom the row policy of the table binds: it needs no right of the reader on
 * the table, so that columns can only be read through their masks.
 */
async function ensureView(
  transaction: Transaction<Schema>,
  dataset: NamedDataset,
  suffix: string,
  gradeOf: GradeOf,
): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(transaction)
  const view = viewName(dataset, suffix)
  const text = maskedSelect(dataset, suffix, gradeOf)
  const { rows } = await sql<{ kept: string | null }>`
    select obj_description(to_regclass(${view}), 'pg_class') as kept`.execute(transaction)
  if (rows[0]?.kept === text) return
  await run(`drop view if exists ${view}`)
  await run(`create view ${view} as ${text}`)
  await sql`comment on view ${sql.raw(view)} is ${sql.lit(text)}`.execute(transaction)
  await run(`alter view ${view} owner to ${ownerRole}`)
  await run(`grant select on ${view} to ${viewerRole}`)
}

function isMasked(dataset: NamedDataset, grade: Grade): boolean {
  return gradeRank[grade] > Math.max(openRank, gradeRank[dataset.grade])
}

function maskedSelect(dataset: NamedDataset, suffix: string, gradeOf: GradeOf): string {
  const isMine = `coalesce(${isOwn(dataset)}, false)`
  const byRank = new Map<number, string[]>()
  const columns = columnsOf(dataset).map(([name, column]) => {
    const grade = gradeOf(dataset, name, column)
    if (!isMasked(dataset, grade)) return named(name)
    const rank = gradeRank[grade]
    byRank.set(rank, [...(byRank.get(rank) ?? []), name])
    return `case when ${cleared(rank)} or ${isMine} then ${named(name)} end as ${named(name)}`
  })
  const hidden = [...byRank].map(
    ([rank, names]) =>
      `case when ${cleared(rank)} or ${isMine} then '{}'::text[] else '{${names.join(',')}}'::text[] end`,
  )
  const provenance = [...provenanceColumns, ...(suffix === '' ? [] : ['valid_to'])].map(named)
  return `select ${[...columns, ...provenance].join(', ')},
    ${hidden.length === 0 ? `'{}'::text[]` : hidden.join(' || ')} as masked
    from ${tableName(dataset, suffix)}`
}
