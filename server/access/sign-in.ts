import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { decoyHash, verifyPassword } from './password.ts'

/** GB/T 22239-2019 8.1.4.1 asks for a lock; five failures within half an hour, a name from one address. */
const failuresAllowed = 5
/** One address behind which a whole office may stand; beyond it someone is trying names. */
const failuresAllowedAnAddress = 99
const lockMs = 30 * 60_000

export type SignInResult =
  | { readonly outcome: 'accepted'; readonly accountId: number }
  | { readonly outcome: 'refused'; readonly attemptsLeft: number }
  | { readonly outcome: 'locked'; readonly until: Date }

/**
 * Checks a name and a password. The attempt is counted before the password is looked at, so that
 * many at once get no more tries than one after another. Unknown names are treated like known ones.
 */
export async function signIn(
  database: Database,
  credentials: { readonly username: string; readonly password: string },
  address: string,
  now: Date,
): Promise<SignInResult> {
  const username = credentials.username.normalize('NFKC').trim().toLowerCase()
  const attempt = await countAttempt(database, username, address, now)
  if (attempt.failures > failuresAllowed || attempt.failuresOfAddress > failuresAllowedAnAddress) {
    return { outcome: 'locked', until: new Date(attempt.lastAt.getTime() + lockMs) }
  }
  const account = await database.kysely
    .selectFrom('brain.account')
    .select(['id', 'password_hash'])
    .where('username', '=', username)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const right = await verifyPassword(credentials.password, account?.password_hash ?? (await decoyHash()))
  if (account === undefined || !right) {
    return { outcome: 'refused', attemptsLeft: failuresAllowed - attempt.failures }
  }
  await database.kysely
    .deleteFrom('brain.sign_in_failure')
    .where('username', '=', username)
    .where('address', '=', address)
    .execute()
  return { outcome: 'accepted', accountId: account.id }
}

async function countAttempt(database: Database, username: string, address: string, now: Date) {
  const forgottenBefore = new Date(now.getTime() - lockMs)
  await database.kysely.deleteFrom('brain.sign_in_failure').where('last_at', '<=', forgottenBefore).execute()
  // Attempts while locked do not prolong the lock: its end was told to the user.
  const { rows } = await sql<{ failures: number; last_at: Date }>`
    insert into brain.sign_in_failure as f (username, address, failures, first_at, last_at)
    values (${username}, ${address}, 1, ${now}, ${now})
    on conflict (username, address) do update set
      failures = least(f.failures + 1, ${failuresAllowed + 1}),
      last_at = case when f.failures > ${failuresAllowed - 1} then f.last_at else excluded.last_at end
    returning failures, last_at`.execute(database.kysely)
  const row = rows[0]
  if (row === undefined) throw new Error('登录尝试没有记下')
  const ofAddress = await database.kysely
    .selectFrom('brain.sign_in_failure')
    .select((select) => select.fn.sum<number>('failures').as('failures'))
    .where('address', '=', address)
    .executeTakeFirst()
  return { failures: row.failures, lastAt: row.last_at, failuresOfAddress: ofAddress?.failures ?? 0 }
}
