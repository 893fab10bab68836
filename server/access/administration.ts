import { sql, type Transaction } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'
import type { Schema } from '../warehouse/schema.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { forgetAttempts } from './attempts.ts'
import { replacePassword } from './own-password.ts'
import { hashPassword, randomPassword } from './password.ts'
import { isAdministrator } from './policy.ts'
import { AccountRefusal } from './refusal.ts'
import { normaliseUsername } from './sign-in.ts'

/** What is audited of an account, before and after a change; never a password. */
export interface AccountState {
  readonly id: number
  readonly username: string
  readonly displayName: string
  readonly person: string | null
  readonly role: AccountRole | null
  readonly region: string | null
  readonly creditCode: string | null
  readonly disabled: boolean
}

export interface AccountChange {
  readonly before: AccountState | null
  readonly after: AccountState
}

export interface NewAccount {
  readonly username: string
  readonly displayName: string
  readonly person: string | null
}

/** Without a role: the security administrator gives one. The password serves for one sign-in. */
export async function createAccount(
  database: Database,
  given: NewAccount,
  now: Date,
): Promise<AccountChange & { readonly initialPassword: string }> {
  const username = normaliseUsername(given.username)
  if (!/^[a-z][a-z0-9._-]{2,49}$/.test(username))
    throw new AccountRefusal(
      'invalid',
      'username-unsuitable',
      '用户名应为 3 至 50 个字符：字母开头，含字母、数字、点、横线、下划线。',
    )
  const initialPassword = randomPassword()
  const password_hash = await hashPassword(initialPassword)
  return database.transaction(async (transaction) => {
    const created = await transaction
      .insertInto('brain.account')
      .values({
        username,
        display_name: given.displayName.trim(),
        password_hash,
        role: null,
        region_code: null,
        region_name: null,
        credit_code: null,
        person: normalisePerson(given.person),
        must_change_password: true,
        created_at: now,
        password_changed_at: now,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('username').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (created === undefined)
      throw new AccountRefusal('conflict', 'username-taken', `用户名 ${username} 已有账号。`)
    return { before: null, after: await readState(transaction, created.id), initialPassword }
  })
}

/** A new password for one sign-in, given to the owner in person. */
export async function resetPassword(
  database: Database,
  accountId: number,
  now: Date,
): Promise<AccountChange & { readonly initialPassword: string }> {
  const initialPassword = randomPassword()
  const hash = await hashPassword(initialPassword)
  const change = await changeAccount(database, accountId, (transaction) =>
    replacePassword(transaction, { accountId, hash, mustChange: true }, now),
  )
  return { ...change, initialPassword }
}

export interface AccountUpdate {
  readonly displayName?: string
  readonly person?: string | null
  readonly disabled?: boolean
}

export async function updateAccount(
  database: Database,
  accountId: number,
  by: string,
  update: AccountUpdate,
  now: Date,
): Promise<AccountChange> {
  return changeAccount(database, accountId, async (transaction, before) => {
    if (update.disabled === true && !before.disabled) {
      if (before.username === by) throw new AccountRefusal('conflict', 'own-account', '不能停用自己的账号。')
      await requireAnother(transaction, before)
    }
    const { displayName, person, disabled } = update
    const values = {
      ...(displayName === undefined ? {} : { display_name: displayName.trim() }),
      ...(person === undefined ? {} : { person: normalisePerson(person) }),
      ...(disabled === undefined || disabled === before.disabled
        ? {}
        : { disabled_at: disabled ? now : null }),
    }
    if (Object.keys(values).length === 0) return
    await transaction.updateTable('brain.account').set(values).where('id', '=', accountId).execute()
  })
}

export interface Grant {
  readonly role: AccountRole
  readonly regionCode: string
  /** An enterprise user's firm; none for any other role. */
  readonly creditCode: string | null
}

export async function grantRole(
  database: Database,
  accountId: number,
  by: string,
  grant: Grant,
): Promise<AccountChange> {
  const regionName = await readRegionName(database, grant.regionCode)
  if (regionName === grant.regionCode && grant.regionCode !== '370000')
    throw new AccountRefusal('invalid', 'region-unknown', `没有行政区划 ${grant.regionCode}。`)
  if (grant.creditCode !== null && grant.role !== 'enterprise')
    throw new AccountRefusal('invalid', 'firm-not-for-role', '只有企业账号绑定企业。')
  return changeAccount(database, accountId, async (transaction, before) => {
    if (before.username === by) throw new AccountRefusal('conflict', 'own-account', '不能更改自己的角色。')
    if (before.role !== grant.role) await requireAnother(transaction, before)
    if (isAdministrator(grant.role) && before.person === null)
      throw new AccountRefusal(
        'conflict',
        'person-required',
        '系统、安全、审计管理员账号须先由系统管理员登记工号。',
      )
    await transaction
      .updateTable('brain.account')
      .set({
        role: grant.role,
        region_code: grant.regionCode,
        region_name: regionName === '370000' ? '山东省' : regionName,
        credit_code: grant.creditCode,
      })
      .where('id', '=', accountId)
      .execute()
  })
}

/** Lets an account that is locked by failed attempts try again at once, from every address. */
export async function unlockAccount(database: Database, accountId: number): Promise<AccountChange> {
  const state = await readState(database.kysely, accountId)
  await forgetAttempts(database, state.username)
  return { before: state, after: state }
}

/** For a lost phone: the next sign-in asks for no code, and an administrator enrols anew. */
export async function removeSecondFactor(database: Database, accountId: number): Promise<AccountChange> {
  return changeAccount(database, accountId, async (transaction) => {
    await transaction.deleteFrom('brain.second_factor').where('account_id', '=', accountId).execute()
    await transaction.deleteFrom('brain.sign_in_ticket').where('account_id', '=', accountId).execute()
  })
}

/** One change after another, so that what it was decided on still holds. */
async function changeAccount(
  database: Database,
  accountId: number,
  change: (transaction: Transaction<Schema>, before: AccountState) => Promise<unknown>,
): Promise<AccountChange> {
  try {
    return await database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('brain accounts'))`.execute(transaction)
      const before = await readState(transaction, accountId)
      if (before.demonstration)
        throw new AccountRefusal('conflict', 'demonstration-account', '演示账号由演示模式管理，不能更改。')
      await change(transaction, before)
      return { before, after: await readState(transaction, accountId) }
    })
  } catch (error) {
    throw refusalOf(error) ?? error
  }
}

/** The database holds the separation of the three administrators; here it gets its words. */
function refusalOf(error: unknown): AccountRefusal | undefined {
  const { constraint } = (typeof error === 'object' && error !== null ? error : {}) as {
    constraint?: unknown
  }
  if (constraint === 'account_one_administration_a_person')
    return new AccountRefusal(
      'conflict',
      'administrator-roles-separated',
      '该工号已有系统、安全、审计管理员之一；三者由不同的人担任。',
    )
  if (constraint === 'account_administrator_is_a_person')
    return new AccountRefusal('conflict', 'person-required', '系统、安全、审计管理员账号应有工号。')
  return undefined
}

/** Nobody could give the role back if the last one lost it. */
async function requireAnother(transaction: Transaction<Schema>, account: AccountState): Promise<void> {
  if (!isAdministrator(account.role) || account.disabled) return
  const other = await transaction
    .selectFrom('brain.account')
    .select('id')
    .where('role', '=', account.role)
    .where('disabled_at', 'is', null)
    .where('id', '<>', account.id)
    .executeTakeFirst()
  if (other === undefined)
    throw new AccountRefusal('conflict', 'last-administrator', '这是最后一个在用的同类管理员账号。')
}

function normalisePerson(person: string | null): string | null {
  const text = (person ?? '').normalize('NFKC').trim().toUpperCase()
  if (text === '') return null
  if (/^[A-Z0-9][A-Z0-9._-]{0,39}$/.test(text)) return text
  throw new AccountRefusal(
    'invalid',
    'person-unsuitable',
    '工号应为字母、数字、点、横线、下划线，至多 40 个。',
  )
}

async function readState(
  on: Transaction<Schema> | Database['kysely'],
  accountId: number,
): Promise<AccountState & { readonly demonstration: boolean }> {
  const row = await on
    .selectFrom('brain.account')
    .select([
      'id',
      'username',
      'display_name',
      'person',
      'role',
      'region_code',
      'credit_code',
      'disabled_at',
      'demonstration',
    ])
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (row === undefined)
    throw new AccountRefusal('unknown', 'account-unknown', `没有编号为 ${accountId} 的账号。`)
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    person: row.person,
    role: row.role,
    region: row.region_code,
    creditCode: row.credit_code,
    disabled: row.disabled_at !== null,
    demonstration: row.demonstration,
  }
}
