import type { PoolClient } from 'pg'
import type { Database } from '../warehouse/database.ts'
import { removeDrafts } from '../warehouse/originals.ts'
import { withSession } from './session.ts'
import { dropStaging, stagingTables } from './staging.ts'

/**
 * Clears what a killed process left: its batches become 'failed' (the file can be loaded again, exactly once), its
 * staging tables and drafts go. A batch whose process still holds its session lock is left alone.
 * @param begun where this program goes on loading meanwhile: 'before the database' gives up only batches begun before
 * PostgreSQL was last started; 'a minute ago' only those that have had the time to take their lock.
 * @returns ids of the batches that were given up.
 */
export async function recoverBatches(
  database: Database,
  dataDirectory: string,
  begun: 'at any time' | 'before the database' | 'a minute ago' = 'at any time',
): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>(
    `update brain.batch b set status = 'failed', finished_at = clock_timestamp(), error = $1
     where status = 'running' and started_at < case $3
       when 'before the database' then pg_postmaster_start_time()
       when 'a minute ago' then clock_timestamp() - interval '1 minute' else 'infinity' end and not exists (
       select from pg_locks l where l.locktype = 'advisory' and l.classid = $2 and l.objid = b.id % 2147483648
         and l.objsubid = 2 and l.database = (select oid from pg_database where datname = current_database()))
     returning id`,
    [
      JSON.stringify({
        code: 'interrupted',
        message: '载入中断（进程被终止），未写入任何数据；可以重新载入。',
        retry: true,
      }),
      batchLockClass,
      begun,
    ],
  )
  await dropLeftovers(database)
  await removeDrafts(dataDirectory)
  return rows.map((row) => row.id)
}

/** Class of the session locks that say a batch is being worked on. */
const batchLockClass = 4_107_301

/** Runs a load in a session that holds the batch's lock; its staging tables go with it. */
export function withBatchLock<T>(
  database: Database,
  batchId: number,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return withSession(database, async (client) => {
    await client.query('select pg_advisory_lock($1, $2)', [batchLockClass, batchId % 2 ** 31])
    try {
      return await run(client)
    } finally {
      // Where the session is lost its lock is gone too, and the next start drops the tables.
      await dropStaging(client, stagingTables(batchId)).catch(() => undefined)
      await client.query('select pg_advisory_unlock_all()').catch(() => undefined)
    }
  })
}

/** Staging tables of batches that are not running. */
async function dropLeftovers(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'brain' and c.relkind = 'r' and c.relname ~ '^staging_\\d+_(rows|rejects|changes)$'
       and not exists (select from brain.batch b where b.status = 'running'
         and b.id = split_part(c.relname, '_', 2)::bigint)`,
  )
  for (const { name } of rows) await database.pool.query(`drop table if exists brain."${name}"`)
}
