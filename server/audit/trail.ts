import { performance } from 'node:perf_hooks'
import type { Database } from '../warehouse/database.ts'
import { chain, emptyHead, storable, type AuditEntry, type AuditHead } from './record.ts'

export interface AuditTrail {
  /** Resolves when the entry is stored for good; rejects when it is not. */
  write(entry: Omit<AuditEntry, 'time'>): Promise<void>
  /** Waits for what is being written; nothing may be written after. */
  close(): Promise<void>
}

interface Waiting {
  readonly entry: AuditEntry
  readonly stored: () => void
  readonly failed: (error: Error) => void
}

/** Several servers on one database append to one chain, one batch at a time. Any constant serves. */
const chainLock = 4_107_201
const mostABatch = 500

/**
 * Writes entries in batches: while one batch is being stored the next gathers, so that many requests
 * share one commit and one alone does not wait for others.
 */
export function createAuditTrail(database: Database, clock: () => Date): AuditTrail {
  const waiting: Waiting[] = []
  const time = microsecondClock(clock)
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    // Requests that arrive in the same turn of the event loop go into one batch.
    await new Promise(setImmediate)
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostABatch)
      try {
        await append(
          database,
          batch.map(({ entry }) => entry),
        )
        for (const { stored } of batch) stored()
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error))
        for (const { failed } of batch) failed(reason)
      }
    }
    writing = null
  }

  return {
    write(given) {
      const entry: AuditEntry = {
        ...given,
        time: time(),
        username: storable(given.username),
        event: storable(given.event),
        object: storable(given.object),
        result: storable(given.result),
        address: storable(given.address),
      }
      return new Promise((stored, failed) => {
        waiting.push({ entry, stored, failed })
        writing ??= writeAll()
      })
    },
    close: () => writing ?? Promise.resolve(),
  }
}

const insert = {
  name: 'audit-append',
  text: `insert into brain.audit (sequence, occurred_at, username, role, event, object, result, address,
      request_id, before_digest, after_digest, previous_hash, hash)
    select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])`,
}

async function append(database: Database, entries: readonly AuditEntry[]): Promise<void> {
  const client = await database.pool.connect()
  try {
    // The lock is taken by a statement before the one that reads: that one then sees what others stored.
    await client.query(`begin; select pg_advisory_xact_lock(${chainLock})`)
    const { rows } = await client.query<AuditHead>({
      name: 'audit-head',
      text: 'select sequence, hash from brain.audit order by sequence desc limit 1',
    })
    const records = chain(rows[0] ?? emptyHead, entries)
    await client.query({
      ...insert,
      values: [
        records.map(({ sequence }) => sequence),
        records.map(({ time }) => time),
        records.map(({ username }) => username),
        records.map(({ role }) => role),
        records.map(({ event }) => event),
        records.map(({ object }) => object),
        records.map(({ result }) => result),
        records.map(({ address }) => address),
        records.map(({ requestId }) => requestId),
        records.map(({ beforeDigest }) => beforeDigest),
        records.map(({ afterDigest }) => afterDigest),
        records.map(({ previousHash }) => previousHash),
        records.map(({ hash }) => hash),
      ],
    })
    await client.query('commit')
    client.release()
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      (lost: unknown) => client.release(lost instanceof Error ? lost : true),
    )
    throw error
  }
}

/** The clock knows milliseconds; the rest is counted from the last time both agreed, and never runs back. */
function microsecondClock(clock: () => Date): () => string {
  let anchor = { wall: 0, counter: 0 }
  let last = 0
  return () => {
    const wall = clock().getTime()
    let elapsed = performance.now() - anchor.counter
    if (Math.abs(anchor.wall + elapsed - wall) > 1.5) {
      anchor = { wall, counter: performance.now() }
      elapsed = 0
      // A clock that was set is followed, also back.
      last = 0
    }
    last = Math.max(last + 1, Math.floor((anchor.wall + elapsed) * 1000))
    const seconds = new Date(Math.floor(last / 1000)).toISOString().slice(0, -1)
    return `${seconds}${String(last % 1000).padStart(3, '0')}Z`
  }
}
