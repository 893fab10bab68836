import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'

export interface Retry {
  readonly source: string
  /** Of the run to come: 2 to 4. */
  readonly attempt: number
}

/**
 * Failed scheduled runs whose next attempt is due, each handed out once. What stands in the database survives a
 * restart; sources that are paused meanwhile keep their attempt until they are enabled again.
 */
export async function takeDueRetries(database: Database, now = new Date()): Promise<readonly Retry[]> {
  const { rows } = await sql<Retry>`
    update brain.source_run run set next_attempt_at = null
    where next_attempt_at <= ${now} and not exists (
      select from brain.source_state state where state.source = run.source and not state.enabled)
    returning source, attempt + 1 as attempt`.execute(database.kysely)
  return rows
}

/** Looks every few seconds. @param run never rejects */
export function startRetries(
  database: Database,
  run: (retry: Retry) => Promise<void>,
  everyMs = 10_000,
): { stop(): Promise<void> } {
  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(async () => {
      // Where the database is away the next look finds the same.
      for (const retry of await takeDueRetries(database).catch(() => [])) void run(retry)
    })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
