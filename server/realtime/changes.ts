import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Database } from '../warehouse/database.ts'

const channel = 'brain_change'

/** Tells every server process on this database that something was loaded, computed or stored. */
export async function notifyChange(database: Database): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(database.kysely)
}

export interface ChangeListener {
  close(): Promise<void>
}

const retryMs = 1000

/**
 * Calls `onChange` after each {@link notifyChange}, whichever process called it. It holds one connection;
 * when that is lost it opens another and calls `onChange`, since notices may have been missed.
 */
export async function listenForChanges(database: Database, onChange: () => void): Promise<ChangeListener> {
  const closing = new AbortController()
  let client: pg.PoolClient | undefined

  async function connect(): Promise<void> {
    const opened = await database.pool.connect()
    if (closing.signal.aborted) return opened.release(true)
    client = opened
    opened.on('notification', onChange)
    opened.once('error', () => {
      opened.removeListener('notification', onChange)
      client = undefined
      opened.release(true)
      void reconnect()
    })
    await opened.query(`listen ${channel}`)
  }

  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await sleep(retryMs, undefined, { signal: closing.signal, ref: false })
        await connect()
        onChange()
        return
      } catch {
        // The database is away, or we are closing: the condition of the loop tells.
      }
    }
  }

  await connect()
  return {
    async close() {
      closing.abort()
      client?.removeListener('notification', onChange)
      // Destroyed, not returned: the next borrower would go on listening.
      client?.release(true)
      client = undefined
    },
  }
}
