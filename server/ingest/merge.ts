import { sql, type Transaction } from 'kysely'
import { columnsOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { addToRollup, monthsOf, recomputeMonths } from '../warehouse/rollups.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { BatchWarning } from '../warehouse/schema/ingest.ts'
import type { BatchCounts } from './batch.ts'
import type { StagingTables } from './staging.ts'

export interface MergeRequest {
  readonly dataset: NamedDataset
  readonly batchId: number
  readonly staging: StagingTables
  readonly effectiveAt: Date
  /** Records as the scan counted them; rows and rejects as the database took them. */
  readonly read: number
  readonly staged: number
  readonly quarantined: number
  readonly normalised: number
  /** Row numbers whose key may have occurred before in the file; all that did are among them. */
  readonly suspects: readonly number[]
  readonly warnings: readonly BatchWarning[]
  readonly fileSha256: string
}

type Run = (statement: string) => Promise<number>

const quoted = (name: string): string => `"${name}"`

/**
 * The one transaction of a batch: facts, history, quarantine, roll-ups and ledger together, or none of it.
 * Rows whose hash is known are not written. Batches of one dataset follow each other by an advisory lock.
 */
export async function mergeBatch(database: Database, request: MergeRequest): Promise<BatchCounts> {
  const { dataset, staging } = request
  return database.transaction(async (transaction) => {
    const run: Run = async (statement) => {
      const result = await sql.raw(statement).execute(transaction)
      return Number(result.numAffectedRows ?? 0)
    }
    await sql`select pg_advisory_xact_lock(hashtextextended(${`load:${dataset.id}`}, 0))`.execute(transaction)
    await run(`set local work_mem = '128MB'`)
    const within = await settleDuplicates(transaction, request)
    const change = await findChanges(transaction, request)
    const older = await refuseOlder(transaction, request)
    await noteDirtyMonths(run, request)
    const inserted = await applyChanges(transaction, request)
    const changed = change - older
    const done: BatchCounts = {
      read: request.read,
      normalised: request.normalised,
      duplicate: within.duplicate,
      quarantined: request.quarantined + within.conflicts + older,
      inserted,
      updated: changed - inserted,
      accepted: changed,
      unchanged: request.staged - within.duplicate - within.conflicts - change,
    }
    await mergeRollups(run, request)
    await run(
      `insert into brain.quarantine (batch_id, dataset, row_number, column_name, rule, message, value, raw)
       select ${request.batchId}, ${literal(dataset.id)}, row_number, column_name, rule, message, value, raw
       from ${staging.rejects} order by row_number`,
    )
    await transaction
      .updateTable('brain.batch')
      .set({
        ...done,
        status: 'loaded',
        file_sha256: request.fileSha256,
        warnings: JSON.stringify(request.warnings),
        finished_at: sql<Date>`clock_timestamp()`,
      })
      .where('id', '=', request.batchId)
      .where('status', '=', 'running')
      .execute()
    for (const table of staging.all) await run(`drop table ${table}`)
    return done
  })
}

/** The first of several rows with one key is kept; equal ones are duplicates, others contradict it. */
async function settleDuplicates(
  transaction: Transaction<Schema>,
  { dataset, staging, suspects }: MergeRequest,
): Promise<{ readonly duplicate: number; readonly conflicts: number }> {
  if (suspects.length === 0) return { duplicate: 0, conflicts: 0 }
  const key = dataset.key.map(quoted).join(', ')
  const join = dataset.key.map((name) => `s.${quoted(name)} = k.${quoted(name)}`).join(' and ')
  const { rows } = await sql<{ same: boolean; n: number }>`
    with keys as materialized (
      select distinct ${sql.raw(key)} from ${sql.raw(staging.rows)} where row_number = any(${suspects}::bigint[])
    ), ranked as (
      select s.ctid as place, s.row_number, s.row_hash,
        row_number() over same_key as rank, first_value(s.row_hash) over same_key as first_hash,
        first_value(s.row_number) over same_key as first_row
      from ${sql.raw(staging.rows)} s join keys k on ${sql.raw(join)}
      window same_key as (partition by ${sql.raw(dataset.key.map((name) => `s.${quoted(name)}`).join(', '))}
        order by s.row_number, s.ctid rows between unbounded preceding and unbounded following)
    ), later as (
      select place, row_number, row_hash = first_hash as same, first_row from ranked where rank > 1
    ), removed as (
      delete from ${sql.raw(staging.rows)} s using later l where s.ctid = l.place
      returning s.row_number, l.same, l.first_row, ${sql.raw(keyText(dataset, 's'))} as value
    ), refused as (
      insert into ${sql.raw(staging.rejects)} (row_number, column_name, rule, message, value)
      select row_number, ${dataset.key[0] ?? ''}, 'key-conflict',
        '与第 ' || first_row || ' 行主键相同而内容不同，保留先出现的一行：' || value, value
      from removed where not same
    )
    select same, count(*) as n from removed group by same`.execute(transaction)
  const count = (same: boolean): number => rows.find((row) => row.same === same)?.n ?? 0
  return { duplicate: count(true), conflicts: count(false) }
}

function keyText(dataset: NamedDataset, alias: string): string {
  return dataset.key.map((name) => `${alias}.${quoted(name)}::text`).join(` || ' / ' || `)
}

/** Staged rows that are new or differ from what is known go to the `changes` table. */
async function findChanges(
  transaction: Transaction<Schema>,
  { dataset, staging }: MergeRequest,
): Promise<number> {
  const same = dataset.key.map((name) => `c.${quoted(name)} = s.${quoted(name)}`).join(' and ')
  const columns = columnsOf(dataset).map(([name]) => `s.${quoted(name)}`)
  await sql
    .raw(
      `create unlogged table ${staging.changes} as
       select ${columns.join(', ')}, s.row_number, s.row_hash,
         null::boolean as is_new, null::timestamptz as known_from
       from ${staging.rows} s
       where not exists (select from ${tableName(dataset)} c where c.row_hash = s.row_hash and ${same})`,
    )
    .execute(transaction)
  await sql
    .raw(
      `update ${staging.changes} s set is_new = false, known_from = c.valid_from
       from ${tableName(dataset)} c where ${same}`,
    )
    .execute(transaction)
  const { rows } = await sql
    .raw<{ n: number }>(`select count(*) as n from ${staging.changes}`)
    .execute(transaction)
  return rows[0]?.n ?? 0
}

/** A statement for an earlier date must not overwrite what is known for a later one. */
async function refuseOlder(transaction: Transaction<Schema>, request: MergeRequest): Promise<number> {
  const { dataset, staging, effectiveAt } = request
  const result = await sql`
    with older as (
      delete from ${sql.raw(staging.changes)} s where s.known_from > ${effectiveAt}
      returning s.row_number, s.known_from, ${sql.raw(keyText(dataset, 's'))} as value
    )
    insert into ${sql.raw(staging.rejects)} (row_number, column_name, rule, message, value)
    select row_number, ${dataset.key[0] ?? ''}, 'older-than-known',
      '已有 ' || to_char(known_from, 'YYYY-MM-DD HH24:MI') || ' 起有效的版本，而本批数据日期为 '
        || to_char(${effectiveAt}::timestamptz, 'YYYY-MM-DD HH24:MI') || '：' || value, value
    from older`.execute(transaction)
  return Number(result.numAffectedRows ?? 0)
}

/** @returns rows inserted; the rest of the changes are updates. */
async function applyChanges(transaction: Transaction<Schema>, request: MergeRequest): Promise<number> {
  const { dataset, staging, batchId, effectiveAt } = request
  const names = columnsOf(dataset).map(([name]) => quoted(name))
  const rest = ['batch_id', 'row_number', 'row_hash', 'valid_from']
  const join = dataset.key.map((name) => `c.${quoted(name)} = s.${quoted(name)}`).join(' and ')
  const set = [
    ...names.map((name) => `${name} = s.${name}`),
    'row_number = s.row_number',
    'row_hash = s.row_hash',
  ]
  const effective = sql`${effectiveAt}::timestamptz`
  const { rows } = await sql<{ inserted: number; updated: number }>`
    with merged as (
      merge into ${sql.raw(tableName(dataset))} c using ${sql.raw(staging.changes)} s on ${sql.raw(join)}
      when matched then update set ${sql.raw(set.join(', '))}, batch_id = ${batchId}, valid_from = ${effective}
      when not matched then insert (${sql.raw([...names, ...rest].join(', '))})
        values (${sql.raw(names.map((name) => `s.${name}`).join(', '))}, ${batchId}, s.row_number, s.row_hash, ${effective})
      returning merge_action() as action, ${sql.raw(
        [...names, 'row_id', ...rest].map((name) => `old.${name} as ${name}`).join(', '),
      )}
    ), superseded as (
      insert into ${sql.raw(tableName(dataset, '_history'))} (${sql.raw([...names, 'row_id', ...rest].join(', '))}, valid_to)
      select ${sql.raw([...names, 'row_id', ...rest].join(', '))}, ${effective} from merged where action = 'UPDATE'
    )
    select count(*) filter (where action = 'INSERT') as inserted from merged`.execute(transaction)
  return rows[0]?.inserted ?? 0
}

const dirtyTable = (position: number): string => `pg_temp.dirty_months_${position}`

/** Months of corrected rows, as they are and as they will be; to be read before the facts change. */
async function noteDirtyMonths(run: Run, { dataset, staging }: MergeRequest): Promise<void> {
  const same = dataset.key.map((name) => `f.${quoted(name)} = s.${quoted(name)}`).join(' and ')
  const corrected = `exists (select from ${staging.changes} s where s.is_new is false and ${same})`
  for (const [position, rollup] of (dataset.rollups ?? []).entries()) {
    await run(
      `create temp table dirty_months_${position} on commit drop as
       ${monthsOf(dataset, rollup, staging.changes, 'f.is_new is false')}
       union ${monthsOf(dataset, rollup, tableName(dataset), corrected)}`,
    )
  }
}

/** New facts are added; dirty months are computed again. */
async function mergeRollups(run: Run, { dataset, staging }: MergeRequest): Promise<void> {
  for (const [position, rollup] of (dataset.rollups ?? []).entries()) {
    await run(addToRollup(dataset, rollup, staging.changes, 'f.is_new is null'))
    const [clear, compute] = recomputeMonths(dataset, rollup, `select * from ${dirtyTable(position)}`)
    await run(clear)
    await run(compute)
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
