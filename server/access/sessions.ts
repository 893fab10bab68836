import { createHmac, randomBytes } from 'node:crypto'
import { prepare, type Database } from '../warehouse/database.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'

/** Who a request comes from. */
export interface SignedIn {
  readonly tokenHash: string
  readonly username: string
  readonly displayName: string
  readonly role: AccountRole
  /** All of it and everything below may be seen. */
  readonly region: { readonly code: string; readonly name: string }
  /** An enterprise user's own firm. */
  readonly creditCode: string | null
  readonly enterpriseName: string | null
  readonly expiresAt: Date
}

export interface Sessions {
  open(accountId: number, address: string): Promise<{ token: string; session: SignedIn }>
  /** Without a query while the session was checked within the last minute; undefined = ask {@link find}. */
  recall(token: string): SignedIn | undefined
  /** Null for an unknown, ended, expired or idle session, and when its account was disabled. */
  find(token: string): Promise<SignedIn | null>
  close(token: string): Promise<void>
  /** Calls the listener with the token hash of each session closed; returns how to stop. */
  onClosed(listener: (tokenHash: string) => void): () => void
  /** The next request of each session reads its account anew. */
  forget(): void
  /** Those of the token hashes that are still in force. */
  inForce(tokenHashes: readonly string[]): Promise<ReadonlySet<string>>
}

const hour = 3_600_000
export const sessionLifetimeMs = 12 * hour
const idleLimitMs = 2 * hour
const recheckAfterMs = 60_000

interface SessionRow {
  readonly username: string
  readonly display_name: string
  readonly role: AccountRole
  readonly region_code: string
  readonly region_name: string
  readonly credit_code: string | null
  readonly enterprise_name: string | null
  readonly expires_at: Date
}

const touchSession = prepare<[tokenHash: string, now: Date, seenAfter: Date], SessionRow>(
  'session-touch',
  `with seen as (
     update brain.session set last_seen_at = $2
     where token_hash = $1 and expires_at > $2 and last_seen_at > $3
     returning account_id, expires_at)
   select a.username, a.display_name, a.role, a.region_code, a.region_name, a.credit_code,
     g.name as enterprise_name, seen.expires_at
   from seen
   join brain.account a on a.id = seen.account_id and a.disabled_at is null
   left join brain.golden_enterprise g on g.credit_code = a.credit_code`,
)

interface Remembered {
  readonly session: SignedIn
  readonly checkedAt: number
}

/** Sessions stand in brain.session; what was read from there within a minute answers without a query. */
export function createSessions(database: Database, secret: string, clock: () => Date): Sessions {
  const remembered = new Map<string, Remembered>()
  const closedListeners = new Set<(tokenHash: string) => void>()
  const hash = (token: string) => createHmac('sha256', secret).update(token).digest('base64url')

  async function find(token: string): Promise<SignedIn | null> {
    const now = clock()
    const tokenHash = hash(token)
    const [row] = await touchSession(database, [tokenHash, now, new Date(now.getTime() - idleLimitMs)])
    if (row === undefined) {
      remembered.delete(token)
      return null
    }
    const session: SignedIn = {
      tokenHash,
      username: row.username,
      displayName: row.display_name,
      role: row.role,
      region: { code: row.region_code, name: row.region_name },
      creditCode: row.credit_code,
      enterpriseName: row.enterprise_name,
      expiresAt: row.expires_at,
    }
    remembered.set(token, { session, checkedAt: now.getTime() })
    return session
  }

  return {
    find,
    recall(token) {
      const found = remembered.get(token)
      if (found === undefined) return undefined
      const now = clock().getTime()
      if (now - found.checkedAt < recheckAfterMs && now < found.session.expiresAt.getTime())
        return found.session
      return undefined
    },
    async open(accountId, address) {
      const now = clock()
      const token = randomBytes(32).toString('base64url')
      await database.kysely.deleteFrom('brain.session').where('expires_at', '<=', now).execute()
      await database.kysely
        .insertInto('brain.session')
        .values({
          token_hash: hash(token),
          account_id: accountId,
          address,
          created_at: now,
          last_seen_at: now,
          expires_at: new Date(now.getTime() + sessionLifetimeMs),
        })
        .execute()
      const session = await find(token)
      if (session === null) throw new Error('账号在登录过程中被停用')
      return { token, session }
    },
    async close(token) {
      remembered.delete(token)
      const tokenHash = hash(token)
      await database.kysely.deleteFrom('brain.session').where('token_hash', '=', tokenHash).execute()
      for (const listener of closedListeners) listener(tokenHash)
    },
    onClosed(listener) {
      closedListeners.add(listener)
      return () => closedListeners.delete(listener)
    },
    forget: () => remembered.clear(),
    async inForce(tokenHashes) {
      if (tokenHashes.length === 0) return new Set()
      const now = clock()
      const rows = await database.kysely
        .selectFrom('brain.session as session')
        .innerJoin('brain.account as account', 'account.id', 'session.account_id')
        .select('session.token_hash')
        .where('session.token_hash', 'in', tokenHashes)
        .where('session.expires_at', '>', now)
        .where('account.disabled_at', 'is', null)
        .execute()
      return new Set(rows.map((row) => row.token_hash))
    },
  }
}
