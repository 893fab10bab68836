import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'

/** GB/T 22239-2019 8.1.4.1 asks for a lock; five failures within half an hour, a name from one address. */
export const failuresAllowed = 5
/** One address behind which a whole office may stand; beyond it someone is trying names. */
const failuresAllowedAnAddress = 99
export const lockMs = 30 * 60_000

/**
 * Codes of the second factor are counted under this in the place of an address: only who knows the password
 * gets there, and then from wherever it is tried.
 */
export const secondFactorAddress = 'second-factor'

export interface Attempt {
  /** Till when no attempt is looked at; null when this one is. */
  readonly lockedUntil: Date | null
  readonly attemptsLeft: number
}

/**
 * Counts an attempt before its secret is looked at, so that many at once get no more tries than one after
 * another. A right one is taken back by {@link forgiveAttempt} or {@link forgetAttempts}.
 */
export async function countAttempt(
  database: Database,
  username: string,
  address: string,
  now: Date,
): Promise<Attempt> {
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
  const ofAddress =
    address === secondFactorAddress
      ? undefined
      : await database.kysely
          .selectFrom('brain.sign_in_failure')
          .select((select) => select.fn.sum<number>('failures').as('failures'))
          .where('address', '=', address)
          .executeTakeFirst()
  const locked = row.failures > failuresAllowed || (ofAddress?.failures ?? 0) > failuresAllowedAnAddress
  return {
    lockedUntil: locked ? new Date(row.last_at.getTime() + lockMs) : null,
    attemptsLeft: Math.max(0, failuresAllowed - row.failures),
  }
}

/** Takes back one attempt that was right but is not yet the whole of a sign-in. */
export async function forgiveAttempt(database: Database, username: string, address: string): Promise<void> {
  await sql`
    update brain.sign_in_failure set failures = failures - 1
    where username = ${username} and address = ${address} and failures between 1 and ${failuresAllowed}`.execute(
    database.kysely,
  )
}

export async function forgetAttempts(
  database: Database,
  username: string,
  addresses?: readonly string[],
): Promise<void> {
  let deletion = database.kysely.deleteFrom('brain.sign_in_failure').where('username', '=', username)
  if (addresses !== undefined) deletion = deletion.where('address', 'in', addresses)
  await deletion.execute()
}
