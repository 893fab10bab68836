import type { Database } from '../warehouse/database.ts'
import { countAttempt, forgetAttempts, forgiveAttempt } from './attempts.ts'
import { decoyHash, verifyPassword } from './password.ts'

export type SignInResult =
  | {
      readonly outcome: 'accepted'
      readonly accountId: number
      /** A code is asked for besides. */
      readonly secondFactor: boolean
    }
  | { readonly outcome: 'refused'; readonly attemptsLeft: number }
  | { readonly outcome: 'locked'; readonly until: Date }
  /** The password is right, but nobody has given the account a role. */
  | { readonly outcome: 'without-role' }

/** The form in which names are stored and compared. */
export function normaliseUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase()
}

interface Candidate {
  readonly id: number
  readonly passwordHash: string
  readonly hasRole: boolean
  readonly secondFactor: boolean
}

/** Checks a name and a password. Unknown names are treated like known ones. */
export async function signIn(
  database: Database,
  credentials: { readonly username: string; readonly password: string },
  address: string,
  now: Date,
): Promise<SignInResult> {
  const username = normaliseUsername(credentials.username)
  const attempt = await countAttempt(database, username, address, now)
  if (attempt.lockedUntil !== null) return { outcome: 'locked', until: attempt.lockedUntil }
  const account = await findAccount(database, username)
  const right = await verifyPassword(credentials.password, account?.passwordHash ?? (await decoyHash()))
  if (account === undefined || !right) return { outcome: 'refused', attemptsLeft: attempt.attemptsLeft }
  if (!account.hasRole) {
    await forgiveAttempt(database, username, address)
    return { outcome: 'without-role' }
  }
  // Earlier failures stay counted until the code is right too, or who knows the password could try codes on.
  if (account.secondFactor) await forgiveAttempt(database, username, address)
  else await forgetAttempts(database, username, [address])
  return { outcome: 'accepted', accountId: account.id, secondFactor: account.secondFactor }
}

/** An account as an identity provider names it; undefined when there is none in force with a role. */
export async function findGranted(
  database: Database,
  username: string,
): Promise<{ readonly accountId: number; readonly secondFactor: boolean } | undefined> {
  const account = await findAccount(database, normaliseUsername(username))
  return account?.hasRole === true ? { accountId: account.id, secondFactor: account.secondFactor } : undefined
}

async function findAccount(database: Database, username: string): Promise<Candidate | undefined> {
  const row = await database.kysely
    .selectFrom('brain.account as account')
    .leftJoin('brain.second_factor as factor', 'factor.account_id', 'account.id')
    .select(['account.id', 'account.password_hash', 'account.role', 'factor.confirmed_at'])
    .where('account.username', '=', username)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst()
  return row === undefined
    ? undefined
    : {
        id: row.id,
        passwordHash: row.password_hash,
        hasRole: row.role !== null,
        secondFactor: row.confirmed_at !== null,
      }
}
