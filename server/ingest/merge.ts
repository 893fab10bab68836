import type { PoolClient } from 'pg'
import { columnsOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import { addToRollup, monthsOf, recomputeMonths } from '../warehouse/rollups.ts'
import { refuseForeign, refuseForeignChanges } from './ownership.ts'
import { columnTypes } from '../warehouse/tables.ts'
import type { Prepared } from './prepare.ts'
import type { Staged } from './stage.ts'
import { literal, stagingTables, type StagingTables } from './staging.ts'

/** The batch whose rows are merged. */
export interface MergeBatch {
  readonly dataset: NamedDataset
  readonly batchId: number
  readonly effectiveAt: Date
  readonly onlyCreditCode: string | undefined
}

export interface MergeCounts {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicate: number
  /** Rejected here, beside those the scan rejected. */
  readonly rejected: number
}

/** Where a plan begins to matter; below, planning costs more than it saves. */
const manyRows = 20_000

const quoted = (name: string): string => `"${name}"`

/** Batches of one dataset follow each other. */
export async function lockDataset(client: PoolClient, dataset: NamedDataset): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`load:${dataset.id}`])
}

/** Puts staged rows into the current table, superseded versions into history. Known rows are not written again. */
export async function mergeRows(
  client: PoolClient,
  batch: MergeBatch,
  prepared: Prepared,
  staged: Staged,
): Promise<MergeCounts> {
  const { dataset } = batch
  const tables = stagingTables(batch.batchId)
  await client.query(`set local work_mem = '64MB'`)
  if (staged.staged > manyRows) {
    // Staging is never analysed: without these the planner takes the join of two large tables for a small one.
    await client.query('set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0')
    await client.query('set local enable_mergejoin = off')
  }
  // Readers go on. A row stays in its place until it is updated here, so that it need not be looked for twice.
  await client.query(`lock table ${tableName(dataset)} in share row exclusive mode`)
  const foreign = await refuseForeign(client, dataset, tables.rows, tables, batch.onlyCreditCode)
  const within = await settleDuplicates(client, batch, tables.rows, staged.suspects)
  const differing = await findChanges(
    client,
    dataset,
    tables,
    new Set([...prepared.columns, ...prepared.constants.keys()]),
  )
  const refused =
    (await refuseForeignChanges(client, dataset, tables, batch.onlyCreditCode)) +
    (await refuseOlder(client, batch, tables))
  const counts =
    differing === refused ? { inserted: 0, updated: 0 } : await applyChanges(client, batch, tables)
  return {
    ...counts,
    unchanged: staged.staged - foreign - within.duplicate - within.conflicts - differing,
    duplicate: within.duplicate,
    rejected: foreign + within.conflicts + refused,
  }
}

/** The first of several rows with one key is kept; equal ones are duplicates, others contradict it. */
export async function settleDuplicates(
  client: PoolClient,
  { dataset, batchId }: MergeBatch,
  rows: string,
  suspects: readonly number[] | null,
): Promise<{ readonly duplicate: number; readonly conflicts: number }> {
  if (suspects?.length === 0) return { duplicate: 0, conflicts: 0 }
  const { rejects } = stagingTables(batchId)
  const key = dataset.key.map(quoted)
  const join = key.map((name) => `s.${name} = k.${name}`).join(' and ')
  const narrowed = suspects === null ? '' : 'where row_number = any($1::bigint[])'
  const result = await client.query<{ same: boolean; n: number }>(
    `with keys as materialized (
      select distinct ${key.join(', ')} from ${rows} ${narrowed}
    ), ranked as (
      select s.ctid as place, s.row_hash, row_number() over same_key as rank,
        first_value(s.row_hash) over same_key as first_hash, first_value(s.row_number) over same_key as first_row
      from ${rows} s join keys k on ${join}
      window same_key as (partition by ${key.map((name) => `s.${name}`).join(', ')}
        order by s.row_number, s.ctid rows between unbounded preceding and unbounded following)
    ), removed as (
      delete from ${rows} s using ranked r where s.ctid = r.place and r.rank > 1
      returning s.row_number, s.row_hash = r.first_hash as same, r.first_row, ${keyText(dataset, 's')} as value
    ), refused as (
      insert into ${rejects} (row_number, column_name, rule, message, value)
      select row_number, ${literal(dataset.key[0]!)}, 'key-conflict',
        '与第 ' || first_row || ' 行主键相同而内容不同，保留先出现的一行：' || value, value
      from removed where not same
    )
    select same, count(*) as n from removed group by same`,
    suspects === null ? [] : [suspects],
  )
  const count = (same: boolean): number => result.rows.find((row) => row.same === same)?.n ?? 0
  return { duplicate: count(true), conflicts: count(false) }
}

function keyText(dataset: NamedDataset, alias: string): string {
  return dataset.key.map((name) => `${alias}.${quoted(name)}::text`).join(` || ' / ' || `)
}

/**
 * Staged rows that are new or differ from what is known, in all columns of the contract, with the row they replace.
 * @param given columns the staged rows have
 */
async function findChanges(
  client: PoolClient,
  dataset: NamedDataset,
  tables: StagingTables,
  given: ReadonlySet<string>,
): Promise<number> {
  const join = dataset.key.map((name) => `c.${quoted(name)} = s.${quoted(name)}`).join(' and ')
  const columns = columnsOf(dataset).map(([name, column]) =>
    given.has(name) ? `s.${quoted(name)}` : `null::${columnTypes[column.type]} as ${quoted(name)}`,
  )
  const result = await client.query(
    `create unlogged table ${tables.changes} with (autovacuum_enabled = false) as
     select ${columns.join(', ')}, s.row_number, s.row_hash,
       c.row_id as known_id, c.ctid as known_place, c.valid_from as known_from
     from ${tables.rows} s left join ${tableName(dataset)} c on ${join}
     where c.row_id is null or c.row_hash <> s.row_hash`,
  )
  const found = result.rowCount ?? 0
  if (found > manyRows) {
    // The number of rows and of keys among them is all that is asked of it.
    await client.query('set local default_statistics_target = 5')
    await client.query(`analyze ${tables.changes} (known_id)`)
  }
  return found
}

/** A statement for an earlier date must not overwrite what is known for a later one. */
async function refuseOlder(
  client: PoolClient,
  { dataset, effectiveAt }: MergeBatch,
  tables: StagingTables,
): Promise<number> {
  const result = await client.query(
    `with older as (
      delete from ${tables.changes} s where s.known_from > $1
      returning s.row_number, s.known_from, ${keyText(dataset, 's')} as value
    )
    insert into ${tables.rejects} (row_number, column_name, rule, message, value)
    select row_number, ${literal(dataset.key[0]!)}, 'older-than-known',
      '已有 ' || to_char(known_from, 'YYYY-MM-DD HH24:MI') || ' 起有效的版本，而本批数据日期为 '
        || to_char($1::timestamptz, 'YYYY-MM-DD HH24:MI') || '：' || value, value
    from older`,
    [effectiveAt],
  )
  return result.rowCount ?? 0
}

async function applyChanges(
  client: PoolClient,
  { dataset, batchId, effectiveAt }: MergeBatch,
  tables: StagingTables,
): Promise<{ readonly inserted: number; readonly updated: number }> {
  await noteDirtyMonths(client, dataset, tables)
  const names = columnsOf(dataset).map(([name]) => quoted(name))
  const values = names.map((name) => `s.${name}`)
  const provenance = ['batch_id', 'row_number', 'row_hash', 'valid_from']
  const origin = [String(batchId), 's.row_number', 's.row_hash', '$1::timestamptz']
  const all = [...names, ...provenance]
  const assignments = all.map((name, position) => `${name} = ${[...values, ...origin][position]}`)
  const kept = [...names, 'row_id', ...provenance].join(', ')
  // Each change knows the place of its row; a hash of the whole table to find them would cost more than the rest.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off')
  const { rows } = await client.query<{ inserted: number; updated: number }>(
    `with merged as (
      merge into ${tableName(dataset)} c using ${tables.changes} s on c.ctid = s.known_place
      when matched then update set ${assignments.join(', ')}
      when not matched then insert (${all.join(', ')}) values (${[...values, ...origin].join(', ')})
      returning merge_action() as action, ${[...names, 'row_id', ...provenance].map((name) => `old.${name}`).join(', ')}
    ), superseded as (
      insert into ${tableName(dataset, '_history')} (${kept}, valid_to)
      select ${kept}, $1::timestamptz from merged where action = 'UPDATE' returning 1
    )
    select (select count(*) from merged where action = 'INSERT') as inserted,
      (select count(*) from superseded) as updated`,
    [effectiveAt],
  )
  await client.query('set local enable_hashjoin = on')
  await mergeRollups(client, dataset, tables)
  return rows[0]!
}

const dirtyTable = (position: number): string => `dirty_months_${position}`

/** Months of corrected rows, as they are and as they will be; read before the facts change. */
async function noteDirtyMonths(
  client: PoolClient,
  dataset: NamedDataset,
  tables: StagingTables,
): Promise<void> {
  for (const [position, rollup] of (dataset.rollups ?? []).entries()) {
    const corrected = `(select c.* from ${tables.changes} s join ${tableName(dataset)} c on c.row_id = s.known_id)`
    await client.query(
      `create temp table ${dirtyTable(position)} on commit drop as
       ${monthsOf(dataset, rollup, tables.changes, 'f.known_id is not null')}
       union ${monthsOf(dataset, rollup, corrected)}`,
    )
  }
}

/** New facts are added; dirty months are computed again. */
async function mergeRollups(client: PoolClient, dataset: NamedDataset, tables: StagingTables): Promise<void> {
  for (const [position, rollup] of (dataset.rollups ?? []).entries()) {
    await client.query(addToRollup(dataset, rollup, tables.changes, 'f.known_id is null'))
    for (const statement of recomputeMonths(dataset, rollup, `select * from ${dirtyTable(position)}`)) {
      await client.query(statement)
    }
  }
}
