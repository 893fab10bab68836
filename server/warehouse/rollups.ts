import { sql, type Kysely } from 'kysely'
import type { Column, Rollup } from '../datasets/contract.ts'
import { tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/**
 * Roll-ups keep figures by month beside the facts, merged in the transaction that loads them.
 * Columns: month 'YYYY-MM', the grouping columns as text ('' where a fact has none), `facts` (rows),
 * and each summed column, null where no fact of the group has a value (missing is not zero).
 */
export function rollupTable(dataset: NamedDataset, rollup: Rollup): string {
  return tableName(dataset, `_by_${rollup.name.replaceAll('-', '_')}`)
}

function contractColumn(dataset: NamedDataset, name: string): Column {
  const column = dataset.columns[name]
  if (column === undefined) throw new Error(`数据集 ${dataset.id} 没有列 ${name}`)
  return column
}

/** The month of a fact as text; facts without one belong to no roll-up. */
function monthOf(dataset: NamedDataset, rollup: Rollup, alias: string): string {
  const name = `${alias}."${rollup.month}"`
  const { type } = contractColumn(dataset, rollup.month)
  if (type === 'month') return name
  if (type === 'date') return `to_char(${name}, 'YYYY-MM')`
  throw new Error(`数据集 ${dataset.id} 的汇总 ${rollup.name}：${rollup.month} 须是 month 或 date 列`)
}

/** Narrows facts to some months through the index on the month column. */
function inMonths(dataset: NamedDataset, rollup: Rollup, months: string): string {
  if (contractColumn(dataset, rollup.month).type === 'month') return `f."${rollup.month}" in (${months})`
  return `exists (select from (${months}) as dirty(month)
    where f."${rollup.month}" >= (dirty.month || '-01')::date
      and f."${rollup.month}" < (dirty.month || '-01')::date + interval '1 month')`
}

const groupColumn = (name: string): string => `coalesce(f."${name}"::text, '') collate "C"`

/** Group columns of the table after the month. */
function groupNames(rollup: Rollup): readonly string[] {
  return rollup.byRealm === true ? [...rollup.by, 'realm'] : rollup.by
}

/** A fact is fictional when one of its parties is: demonstration codes carry DEM0 in places 9 to 12. */
function realmColumn(dataset: NamedDataset): string {
  const codes = Object.keys(dataset.columns).filter((name) => /(^|_)credit_code$/.test(name))
  if (codes.length === 0) throw new Error(`数据集 ${dataset.id} 没有信用代码列，汇总不能按演示与实际分开`)
  const fictional = codes.map((name) => `coalesce(substr(f."${name}", 9, 4), '') = 'DEM0'`)
  return `(case when ${fictional.join(' or ')} then 'demonstration' else 'actual' end) collate "C"`
}

function names(rollup: Rollup): string {
  return [
    'month',
    ...groupNames(rollup).map((name) => `"${name}"`),
    'facts',
    ...rollup.sum.map((name) => `"${name}"`),
  ].join(', ')
}

/** Aggregates rows of `from` (aliased f) into the roll-up's columns. */
function aggregate(dataset: NamedDataset, rollup: Rollup, from: string, condition: string): string {
  const month = monthOf(dataset, rollup, 'f')
  const sums = rollup.sum.map((name) =>
    contractColumn(dataset, name).type === 'decimal' ? `sum(f."${name}")` : `sum(f."${name}")::bigint`,
  )
  const groups = [
    month,
    ...rollup.by.map(groupColumn),
    ...(rollup.byRealm === true ? [realmColumn(dataset)] : []),
  ]
  return `select ${[...groups, 'count(*)', ...sums].join(', ')} from ${from} f
    where ${month} is not null and ${condition}
    group by ${groups.map((_, position) => position + 1).join(', ')}`
}

/** The roll-up summed over other rows than the current ones: its column list, and SQL with those columns in their order. */
export function rollupOver(
  dataset: NamedDataset,
  rollup: Rollup,
  from: string,
): { readonly columns: string; readonly query: string } {
  return { columns: names(rollup), query: aggregate(dataset, rollup, from, 'true') }
}

/** Creates the roll-up; when its definition has changed, computes it anew from the facts. */
export async function prepareRollup(
  db: Kysely<Schema>,
  dataset: NamedDataset,
  rollup: Rollup,
): Promise<void> {
  const table = rollupTable(dataset, rollup)
  const sums = rollup.sum.map(
    (name) => `"${name}" ${contractColumn(dataset, name).type === 'decimal' ? 'double precision' : 'bigint'}`,
  )
  const groups = groupNames(rollup).map((name) => `"${name}" text collate "C" not null`)
  const key = ['month', ...groupNames(rollup).map((name) => `"${name}"`)].join(', ')
  const definition = `create table ${table} (${[
    'month text collate "C" not null',
    ...groups,
    'facts bigint not null',
    ...sums,
    `primary key (${key})`,
  ].join(', ')})`
  const known = await db
    .selectFrom('brain.rollup_state')
    .select('definition')
    .where('dataset', '=', dataset.id)
    .where('name', '=', rollup.name)
    .executeTakeFirst()
  if (known?.definition === definition) return
  await sql.raw(`drop table if exists ${table}`).execute(db)
  await sql.raw(definition).execute(db)
  await rebuildRollup(db, dataset, rollup)
  await db
    .insertInto('brain.rollup_state')
    .values({ dataset: dataset.id, name: rollup.name, definition })
    .onConflict((conflict) =>
      conflict
        .columns(['dataset', 'name'])
        .doUpdateSet({ definition, rebuilt_at: new Date(), differences: null }),
    )
    .execute()
}

/** A full pass over the facts; replaces what is kept. */
export async function rebuildRollup(
  db: Kysely<Schema>,
  dataset: NamedDataset,
  rollup: Rollup,
): Promise<void> {
  const table = rollupTable(dataset, rollup)
  await sql.raw(`delete from ${table}`).execute(db)
  await sql
    .raw(`insert into ${table} (${names(rollup)}) ${aggregate(dataset, rollup, tableName(dataset), 'true')}`)
    .execute(db)
}

/** Adds facts that are new to the warehouse: rows of `from` for which `condition` (on alias f) holds. */
export function addToRollup(dataset: NamedDataset, rollup: Rollup, from: string, condition: string): string {
  const key = ['month', ...groupNames(rollup).map((name) => `"${name}"`)].join(', ')
  // null + 3 is 3: a group without values so far takes those that came.
  const sums = rollup.sum.map(
    (name) => `"${name}" = coalesce(r."${name}" + excluded."${name}", r."${name}", excluded."${name}")`,
  )
  return `insert into ${rollupTable(dataset, rollup)} as r (${names(rollup)})
    ${aggregate(dataset, rollup, from, condition)}
    on conflict (${key}) do update set ${['facts = r.facts + excluded.facts', ...sums].join(', ')}`
}

/** Recomputes the months that a subquery names; `months` must read the same before and after the delete. */
export function recomputeMonths(
  dataset: NamedDataset,
  rollup: Rollup,
  months: string,
): readonly [string, string] {
  const table = rollupTable(dataset, rollup)
  return [
    `delete from ${table} where month in (${months})`,
    `insert into ${table} (${names(rollup)})
      ${aggregate(dataset, rollup, tableName(dataset), inMonths(dataset, rollup, months))}`,
  ]
}

/** Months of the rows in `from` (aliased f), for {@link recomputeMonths}. */
export function monthsOf(dataset: NamedDataset, rollup: Rollup, from: string, condition = 'true'): string {
  const month = monthOf(dataset, rollup, 'f')
  return `select distinct ${month} from ${from} f where ${month} is not null and ${condition}`
}

/**
 * The nightly check: groups whose kept figures differ from a full pass (decimals: by more than 1e-9 of
 * their size, as the order of additions is not kept). The count is recorded; zero is right.
 */
export async function checkRollup(
  database: Database,
  dataset: NamedDataset,
  rollup: Rollup,
): Promise<number> {
  const same = rollup.sum.map((name) =>
    contractColumn(dataset, name).type === 'decimal'
      ? `(k."${name}" is null) = (n."${name}" is null) and
         coalesce(abs(k."${name}" - n."${name}") <= 1e-9 * greatest(abs(k."${name}"), abs(n."${name}"), 1), true)`
      : `k."${name}" is not distinct from n."${name}"`,
  )
  const joined = ['month', ...groupNames(rollup)].map((name) => `k."${name}" = n."${name}"`).join(' and ')
  const result = await sql
    .raw<{ differences: number }>(
      `with now(${names(rollup)}) as (${aggregate(dataset, rollup, tableName(dataset), 'true')})
       select count(*) as differences from ${rollupTable(dataset, rollup)} k full join now n on ${joined}
       where not coalesce(${['k.facts = n.facts', ...same].join(' and ')}, false)`,
    )
    .execute(database.kysely)
  const differences = result.rows[0]?.differences ?? 0
  await database.kysely
    .updateTable('brain.rollup_state')
    .set({ checked_at: new Date(), differences })
    .where('dataset', '=', dataset.id)
    .where('name', '=', rollup.name)
    .execute()
  return differences
}
