import type { AccountRole } from '../warehouse/schema/access.ts'
import type { Database } from '../warehouse/database.ts'
import { demonstrationAccounts } from './accounts.ts'
import { hashPassword, passwordProblem, verifyPassword } from './password.ts'

export interface InitialOperator {
  readonly username: string
  readonly password: string
}

/** The province the platform serves. */
const province = { region_code: '370000', region_name: '山东省' }

/**
 * The first account of an installation outside demonstration mode (BRAIN_ADMIN_USERNAME,
 * BRAIN_ADMIN_PASSWORD). A changed password replaces the stored one and ends the account's sessions.
 * @throws Error naming what is wrong with the name or the password; neither is shown.
 */
export async function ensureInitialOperator(
  database: Database,
  operator: InitialOperator,
  now = new Date(),
): Promise<void> {
  const username = checked(operator)
  const existing = await database.kysely
    .selectFrom('brain.account')
    .select(['id', 'password_hash'])
    .where('username', '=', username)
    .executeTakeFirst()
  if (existing === undefined) {
    await database.kysely
      .insertInto('brain.account')
      .values({
        username,
        display_name: '平台管理员',
        password_hash: await hashPassword(operator.password),
        role: 'operator',
        ...province,
        credit_code: null,
        created_at: now,
        password_changed_at: now,
        disabled_at: null,
      })
      .execute()
    return
  }
  if (await verifyPassword(operator.password, existing.password_hash)) return
  await database.kysely
    .updateTable('brain.account')
    .set({ password_hash: await hashPassword(operator.password), password_changed_at: now })
    .where('id', '=', existing.id)
    .execute()
  await database.kysely.deleteFrom('brain.session').where('account_id', '=', existing.id).execute()
}

const firstAdministrators: readonly { role: AccountRole; suffix: string; displayName: string }[] = [
  { role: 'system-admin', suffix: 'system', displayName: '系统管理员（首任）' },
  { role: 'security-admin', suffix: 'security', displayName: '安全管理员（首任）' },
  { role: 'audit-admin', suffix: 'audit', displayName: '审计管理员（首任）' },
]

/**
 * The first of each of the three administrators outside demonstration mode, so that every other account and
 * role can be reached: `<name>-system`, `<name>-security`, `<name>-audit`, with the password of the
 * environment, which serves for one sign-in. A role that somebody holds or held gets no account.
 * @returns the names created.
 */
export async function ensureFirstAdministrators(
  database: Database,
  operator: InitialOperator,
  now = new Date(),
): Promise<readonly string[]> {
  const username = checked(operator)
  const password_hash = await hashPassword(operator.password)
  const held = await database.kysely
    .selectFrom('brain.account')
    .select('role')
    .distinct()
    .where('demonstration', '=', false)
    .execute()
  const created: string[] = []
  for (const { role, suffix, displayName } of firstAdministrators) {
    if (held.some((account) => account.role === role)) continue
    const row = await database.kysely
      .insertInto('brain.account')
      .values({
        username: `${username}-${suffix}`,
        display_name: displayName,
        password_hash,
        role,
        ...province,
        credit_code: null,
        // To be replaced by the staff numbers of the three people.
        person: `FIRST-${suffix.toUpperCase()}`,
        must_change_password: true,
        created_at: now,
        password_changed_at: now,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('username').doNothing())
      .returning('username')
      .executeTakeFirst()
    if (row !== undefined) created.push(row.username)
  }
  return created
}

function checked({ username: given, password }: InitialOperator): string {
  const username = given.normalize('NFKC').trim().toLowerCase()
  if (!/^[a-z][a-z0-9._-]{2,49}$/.test(username)) {
    throw new Error('BRAIN_ADMIN_USERNAME 应为 3 至 50 个字符：字母开头，含字母、数字、点、横线、下划线')
  }
  if (demonstrationAccounts.some((account) => account.username === username)) {
    throw new Error('BRAIN_ADMIN_USERNAME 不应与演示账号同名')
  }
  const problem = passwordProblem(password, username)
  if (problem !== null) throw new Error(`BRAIN_ADMIN_PASSWORD 不可用：${problem}`)
  return username
}
