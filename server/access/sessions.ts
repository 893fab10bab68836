import { createHmac, randomBytes } from 'node:crypto'
import type { Purpose } from '../domain/purpose.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import type { AccountRole, SignInMethod } from '../warehouse/schema/access.ts'
import { idleMinutesOf, isAdministrator, policyOf, type AccessPolicy } from './policy.ts'

/** What has to be done before anything else is allowed. */
export type Duty = 'change-password' | 'enrol-second-factor'

/** Who a request comes from. */
export interface SignedIn {
  readonly tokenHash: string
  readonly accountId: number
  readonly username: string
  readonly displayName: string
  readonly role: AccountRole
  /** All of it and everything below may be seen. */
  readonly region: { readonly code: string; readonly name: string }
  /** An enterprise user's own firm. */
  readonly creditCode: string | null
  readonly enterpriseName: string | null
  readonly expiresAt: Date
  /** Minutes without a request after which the session ends. */
  readonly idleMinutes: number
  readonly duties: readonly Duty[]
  readonly purpose: Purpose
  /** Shared by all who try the platform: keeps its password and its way in. */
  readonly demonstration: boolean
}

export interface Sessions {
  open(
    accountId: number,
    address: string,
    method?: SignInMethod,
  ): Promise<{ token: string; session: SignedIn }>
  /** Without a query while the session was checked within the last minute; undefined = ask {@link find}. */
  recall(token: string): SignedIn | undefined
  /** Null for an unknown, ended, expired or idle session, and when its account was disabled. */
  find(token: string): Promise<SignedIn | null>
  close(token: string): Promise<void>
  /** Ends all sessions of an account, but for one where it is given. */
  closeAccount(accountId: number, exceptTokenHash?: string): Promise<void>
  /** From the next request on. */
  setPurpose(tokenHash: string, purpose: Purpose): Promise<void>
  /** Calls the listener with the token hash of each session closed; returns how to stop. */
  onClosed(listener: (tokenHash: string) => void): () => void
  /** The next request of each session reads its account anew. */
  forget(): void
  /** Those of the token hashes that are still in force. */
  inForce(tokenHashes: readonly string[]): Promise<ReadonlySet<string>>
}

const minute = 60_000
const day = 86_400_000
const sessionLifetimeMs = 12 * 60 * minute
const recheckAfterMs = minute

interface SessionRow {
  readonly account_id: number
  readonly username: string
  readonly display_name: string
  readonly role: AccountRole
  readonly region_code: string
  readonly region_name: string
  readonly credit_code: string | null
  readonly enterprise_name: string | null
  readonly expires_at: Date
  readonly method: SignInMethod
  readonly purpose: Purpose
  readonly must_change_password: boolean
  readonly password_changed_at: Date
  readonly demonstration: boolean
  readonly has_second_factor: boolean
}

const touchSession = prepare<
  [tokenHash: string, now: Date, administratorsSeenAfter: Date, othersSeenAfter: Date],
  SessionRow
>(
  'session-touch',
  `with seen as (
     update brain.session s set last_seen_at = $2
     from brain.account a
     where s.token_hash = $1 and s.expires_at > $2 and a.id = s.account_id and a.disabled_at is null
       and a.role is not null
       and s.last_seen_at >
         case when a.role in ('system-admin', 'security-admin', 'audit-admin') then $3::timestamptz else $4 end
     returning s.account_id, s.expires_at, s.method, s.purpose)
   select a.id as account_id, a.username, a.display_name, a.role, a.region_code, a.region_name, a.credit_code,
     a.must_change_password, a.password_changed_at, a.demonstration,
     g.name as enterprise_name, seen.expires_at, seen.method, seen.purpose,
     exists (select from brain.second_factor f where f.account_id = a.id and f.confirmed_at is not null)
       as has_second_factor
   from seen
   join brain.account a on a.id = seen.account_id
   left join brain.golden_enterprise g on g.credit_code = a.credit_code`,
)

interface Remembered {
  readonly session: SignedIn
  readonly checkedAt: number
}

/** Sessions stand in brain.session; what was read from there within a minute answers without a query. */
export function createSessions(
  database: Database,
  secret: string,
  clock: () => Date,
  policy: AccessPolicy = policyOf({ demonstration: true }),
): Sessions {
  const remembered = new Map<string, Remembered>()
  const closedListeners = new Set<(tokenHash: string) => void>()
  const hash = (token: string) => createHmac('sha256', secret).update(token).digest('base64url')

  async function find(token: string): Promise<SignedIn | null> {
    const now = clock()
    const tokenHash = hash(token)
    const { administrators, others } = policy.idleMinutes
    const [row] = await touchSession(database, [
      tokenHash,
      now,
      new Date(now.getTime() - administrators * minute),
      new Date(now.getTime() - others * minute),
    ])
    if (row === undefined) {
      remembered.delete(token)
      return null
    }
    const session: SignedIn = {
      tokenHash,
      accountId: row.account_id,
      username: row.username,
      displayName: row.display_name,
      role: row.role,
      region: { code: row.region_code, name: row.region_name },
      creditCode: row.credit_code,
      enterpriseName: row.enterprise_name,
      expiresAt: row.expires_at,
      idleMinutes: idleMinutesOf(policy, row.role),
      duties: dutiesOf(row, policy, now),
      purpose: row.purpose,
      demonstration: row.demonstration,
    }
    remembered.set(token, { session, checkedAt: now.getTime() })
    return session
  }

  function closed(tokenHashes: readonly string[]): void {
    for (const [token, { session }] of remembered)
      if (tokenHashes.includes(session.tokenHash)) remembered.delete(token)
    for (const tokenHash of tokenHashes) for (const listener of closedListeners) listener(tokenHash)
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
    async open(accountId, address, method = 'password') {
      const now = clock()
      const token = randomBytes(32).toString('base64url')
      await database.kysely.deleteFrom('brain.session').where('expires_at', '<=', now).execute()
      await database.kysely
        .insertInto('brain.session')
        .values({
          token_hash: hash(token),
          account_id: accountId,
          address,
          method,
          created_at: now,
          last_seen_at: now,
          expires_at: new Date(now.getTime() + sessionLifetimeMs),
        })
        .execute()
      await database.kysely
        .updateTable('brain.account')
        .set({ last_sign_in_at: now })
        .where('id', '=', accountId)
        .execute()
      const session = await find(token)
      if (session === null) throw new Error('账号在登录过程中被停用')
      return { token, session }
    },
    async close(token) {
      remembered.delete(token)
      const tokenHash = hash(token)
      await database.kysely.deleteFrom('brain.session').where('token_hash', '=', tokenHash).execute()
      closed([tokenHash])
    },
    async closeAccount(accountId, exceptTokenHash = '') {
      const rows = await database.kysely
        .deleteFrom('brain.session')
        .where('account_id', '=', accountId)
        .where('token_hash', '<>', exceptTokenHash)
        .returning('token_hash')
        .execute()
      closed(rows.map(({ token_hash }) => token_hash))
      // What is left of the account's sessions reads it anew.
      for (const [token, { session }] of remembered)
        if (session.accountId === accountId) remembered.delete(token)
    },
    async setPurpose(tokenHash, purpose) {
      await database.kysely
        .updateTable('brain.session')
        .set({ purpose })
        .where('token_hash', '=', tokenHash)
        .execute()
      for (const [token, { session }] of remembered)
        if (session.tokenHash === tokenHash) remembered.delete(token)
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

/** Demonstration accounts are shared by all who try the platform: they owe nothing. */
function dutiesOf(row: SessionRow, policy: AccessPolicy, now: Date): Duty[] {
  if (row.demonstration) return []
  const duties: Duty[] = []
  const age = now.getTime() - row.password_changed_at.getTime()
  const expired = policy.passwordDays !== null && age > policy.passwordDays * day
  if (row.method === 'password' && (row.must_change_password || expired)) duties.push('change-password')
  if (policy.secondFactorForAdministrators && isAdministrator(row.role) && !row.has_second_factor)
    duties.push('enrol-second-factor')
  return duties
}
