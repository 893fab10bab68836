import type { PoolClient } from 'pg'
import type { Database } from '../warehouse/database.ts'

/** A session of the pool for longer work; one that is lost meanwhile fails the query under way, not the process. */
export async function withSession<T>(
  database: Database,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  let lost: Error | undefined
  const note = (error: Error) => {
    lost = error
  }
  client.on('error', note)
  try {
    return await run(client)
  } finally {
    client.off('error', note)
    client.release(lost)
  }
}

/** COPY needs the session of its transaction, which the query builder does not hand out. */
export async function inTransaction<T>(client: PoolClient, run: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await run()
    await client.query('commit')
    return result
  } catch (error) {
    // Where even this fails the session is lost, and the transaction with it.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
