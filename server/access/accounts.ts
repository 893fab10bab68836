import { sql } from 'kysely'
import type { AccountRole } from '../warehouse/schema/access.ts'
import type { Database } from '../warehouse/database.ts'
import { hashPassword } from './password.ts'
import { isAdministrator } from './policy.ts'

/** Stated on the login page; the accounts exist in demonstration mode only. */
export const demonstrationPassword = 'industry-brain-demo'

interface DemonstrationAccount {
  readonly username: AccountRole
  readonly displayName: string
  readonly region: { readonly code: string; readonly name: string }
}

const province = { code: '370000', name: '山东省' }
const city = { code: '370500', name: '东营市' }
const county = { code: '370523', name: '广饶县' }

export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  { username: 'province', displayName: '省级用户', region: province },
  { username: 'city', displayName: '市级用户', region: city },
  { username: 'county', displayName: '县级用户', region: county },
  { username: 'chain-office', displayName: '链长办工作人员', region: county },
  { username: 'enterprise', displayName: '企业用户', region: county },
  { username: 'bank', displayName: '银行用户', region: city },
  { username: 'operator', displayName: '平台运营', region: province },
  { username: 'steward', displayName: '数据管理员', region: province },
  { username: 'system-admin', displayName: '系统管理员', region: province },
  { username: 'security-admin', displayName: '安全管理员', region: province },
  { username: 'audit-admin', displayName: '审计管理员', region: province },
  { username: 'reviewer', displayName: '评审专家', region: province },
]

/** Creates the demonstration accounts in demonstration mode and removes them, with their sessions, outside it. */
export async function syncDemonstrationAccounts(
  database: Database,
  demonstration: boolean,
  now = new Date(),
): Promise<void> {
  if (!demonstration) {
    await database.kysely.deleteFrom('brain.account').where('demonstration', '=', true).execute()
    return
  }
  const existing = await database.kysely
    .selectFrom('brain.account')
    .select('username')
    .where('demonstration', '=', true)
    .execute()
  const missing = demonstrationAccounts.filter(
    (account) => !existing.some(({ username }) => username === account.username),
  )
  for (const account of missing) {
    await database.kysely
      .insertInto('brain.account')
      .values({
        username: account.username,
        display_name: account.displayName,
        password_hash: await hashPassword(demonstrationPassword),
        role: account.username,
        region_code: account.region.code,
        region_name: account.region.name,
        credit_code: null,
        person: isAdministrator(account.username)
          ? `DEMO-${account.username.replace('-admin', '').toUpperCase()}`
          : null,
        demonstration: true,
        created_at: now,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('username').doNothing())
      .execute()
  }
  await bindDemonstrationEnterprise(database)
}

/** GB/T 4754-2017 C2911 轮胎制造. */
const tyreMaking = 'C2911'

/**
 * Gives the account `enterprise` its firm, the largest tyre maker of the demonstration county, and that county.
 * Called again after a load; without demonstration enterprises the account has no firm.
 */
export async function bindDemonstrationEnterprise(database: Database): Promise<void> {
  await sql`
    with firm as (
      select g.credit_code, g.county_code, d.name as county_name
      from brain.golden_enterprise g
      left join public_warehouse.division d on d.code = g.county_code
      where g.demonstration and g.is_branch is not true
      order by (g.county_code = ${county.code}) desc nulls last, (g.industry_code = ${tyreMaking}) desc nulls last,
        g.revenue desc nulls last, g.registered_capital desc nulls last, g.credit_code
      limit 1)
    update brain.account a
    set credit_code = firm.credit_code,
      region_code = coalesce(firm.county_code, a.region_code),
      region_name = case when firm.county_code is null then a.region_name
        else coalesce(firm.county_name, firm.county_code) end
    from (select 1) as always left join firm on true
    where a.demonstration and a.role = 'enterprise'`.execute(database.kysely)
}
