import type { Transaction } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { hashPassword, passwordProblem, verifyPassword } from './password.ts'
import type { AccessPolicy } from './policy.ts'
import { AccountRefusal } from './refusal.ts'

export type PasswordChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'refused'; readonly attemptsLeft: number }
  | { readonly outcome: 'locked'; readonly until: Date }

/**
 * Changes the password of the one who knows it. Wrong ones are counted like those of a sign-in.
 * @throws AccountRefusal for a demonstration account and for a new password that the policy does not allow.
 */
export async function changeOwnPassword(
  database: Database,
  policy: AccessPolicy,
  given: {
    readonly accountId: number
    readonly address: string
    readonly currentPassword: string
    readonly newPassword: string
  },
  now: Date,
): Promise<PasswordChange> {
  const account = await database.kysely
    .selectFrom('brain.account')
    .select(['username', 'password_hash', 'demonstration'])
    .where('id', '=', given.accountId)
    .executeTakeFirst()
  if (account === undefined) throw new AccountRefusal('unknown', 'account-unknown', '没有这个账号。')
  if (account.demonstration)
    throw new AccountRefusal('conflict', 'demonstration-account', '演示账号为共用账号，口令不能修改。')
  const attempt = await countAttempt(database, account.username, given.address, now)
  if (attempt.lockedUntil !== null) return { outcome: 'locked', until: attempt.lockedUntil }
  if (!(await verifyPassword(given.currentPassword, account.password_hash)))
    return { outcome: 'refused', attemptsLeft: attempt.attemptsLeft }
  await forgetAttempts(database, account.username, [given.address])

  const problem = passwordProblem(given.newPassword, account.username, policy.passwords)
  if (problem !== null) throw new AccountRefusal('invalid', 'password-unsuitable', `${problem}。`)
  const earlier = await database.kysely
    .selectFrom('brain.password_history')
    .select('password_hash')
    .where('account_id', '=', given.accountId)
    .orderBy('replaced_at', 'desc')
    .limit(policy.passwordsRemembered - 1)
    .execute()
  for (const { password_hash } of [account, ...earlier]) {
    if (await verifyPassword(given.newPassword, password_hash))
      throw new AccountRefusal(
        'invalid',
        'password-used-before',
        policy.passwordsRemembered > 1
          ? `新口令不应与最近 ${policy.passwordsRemembered} 个口令相同。`
          : '新口令不应与现在的口令相同。',
      )
  }
  const hash = await hashPassword(given.newPassword)
  await database.transaction((transaction) =>
    replacePassword(transaction, { accountId: given.accountId, hash, mustChange: false }, now),
  )
  return { outcome: 'changed' }
}

/** Keeps the password that goes, so that it is not taken again. */
export async function replacePassword(
  transaction: Transaction<Schema>,
  to: { readonly accountId: number; readonly hash: string; readonly mustChange: boolean },
  now: Date,
): Promise<void> {
  await transaction
    .insertInto('brain.password_history')
    .columns(['account_id', 'password_hash', 'replaced_at'])
    .expression((from) =>
      from
        .selectFrom('brain.account')
        .select((select) => ['id', 'password_hash', select.val(now).as('replaced_at')])
        .where('id', '=', to.accountId),
    )
    .execute()
  await transaction
    .updateTable('brain.account')
    .set({ password_hash: to.hash, must_change_password: to.mustChange, password_changed_at: now })
    .where('id', '=', to.accountId)
    .execute()
}
