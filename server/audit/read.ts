import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { begun, emptyHead, type AuditHead } from './record.ts'

export interface AuditRow {
  readonly sequence: number
  readonly occurred_at: Date
  readonly username: string
  readonly role: string
  readonly event: string
  readonly object: string
  readonly result: string
  readonly address: string
  readonly request_id: string
  readonly before_digest: string | null
  readonly after_digest: string | null
  readonly hash: string
}

export type AuditOutcome = 'begun' | 'done' | 'refused' | 'failed'

export interface AuditFilter {
  readonly from?: Date
  /** Not included. */
  readonly to?: Date
  readonly username?: string
  /** Part of it. */
  readonly event?: string
  /** Part of it. */
  readonly object?: string
  readonly outcome?: AuditOutcome
  /** Records before this one. */
  readonly before?: number
  readonly limit: number
}

/** What the first character of a result says. */
const outcomes: Readonly<Record<AuditOutcome, readonly string[]>> = {
  begun: [begun.charAt(0)],
  done: ['2', '3'],
  refused: ['4'],
  failed: ['5'],
}

/** The latest first. */
export async function readAudit(database: Database, filter: AuditFilter): Promise<AuditRow[]> {
  const conditions = [
    ...(filter.before === undefined ? [] : [sql`sequence < ${filter.before}`]),
    ...(filter.from === undefined ? [] : [sql`occurred_at >= ${filter.from}`]),
    ...(filter.to === undefined ? [] : [sql`occurred_at < ${filter.to}`]),
    ...(filter.username === undefined ? [] : [sql`username = ${filter.username}`]),
    ...(filter.event === undefined ? [] : [sql`position(${filter.event} in event) > 0`]),
    ...(filter.object === undefined ? [] : [sql`position(${filter.object} in object) > 0`]),
    ...(filter.outcome === undefined ? [] : [sql`left(result, 1) = any(${outcomes[filter.outcome]})`]),
  ]
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
  const { rows } = await sql<AuditRow>`
    select sequence, occurred_at, username, role, event, object, result, address, request_id,
      before_digest, after_digest, hash
    from brain.audit ${where} order by sequence desc limit ${filter.limit}`.execute(database.kysely)
  return rows
}

export async function readHead(database: Database): Promise<AuditHead & { readonly time: Date | null }> {
  const { rows } = await sql<AuditHead & { readonly time: Date }>`
    select sequence, hash, occurred_at as time from brain.audit order by sequence desc limit 1`.execute(
    database.kysely,
  )
  return rows[0] ?? { ...emptyHead, time: null }
}
