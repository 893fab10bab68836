import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bindDemonstrationEnterprise,
  demonstrationAccounts,
  demonstrationPassword,
  syncDemonstrationAccounts,
} from '../../server/access/accounts.ts'
import { ensureFirstAdministrators, ensureInitialOperator } from '../../server/access/first-accounts.ts'
import { policyOf } from '../../server/access/policy.ts'
import { createSessions } from '../../server/access/sessions.ts'
import { signIn } from '../../server/access/sign-in.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { golden, insertDivisions, insertGolden } from '../api/golden.ts'
import { openTestDatabase } from '../database.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  await insertDivisions(database)
})
afterAll(() => database.close())

const accounts = () => database.kysely.selectFrom('brain.account').selectAll().orderBy('username').execute()
const enter = (username: string, password: string) =>
  signIn(database, { username, password }, '127.0.0.1', new Date())

describe('demonstration accounts', () => {
  test('are created once and fit their password', async () => {
    await syncDemonstrationAccounts(database, true)
    const first = await accounts()
    expect(first.map(({ username, role, region_code }) => [username, role, region_code])).toEqual(
      demonstrationAccounts
        .map(({ username, region }) => [username, username, region.code])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    )
    await syncDemonstrationAccounts(database, true)
    expect(await accounts()).toEqual(first)
    expect(await enter('province', demonstrationPassword)).toMatchObject({ outcome: 'accepted' })
  })

  test('give the enterprise user the largest tyre maker of the demonstration county, else of all, and its county', async () => {
    const firmOf = async () => (await accounts()).find(({ username }) => username === 'enterprise')
    await bindDemonstrationEnterprise(database)
    expect(await firmOf()).toMatchObject({ credit_code: null, region_name: '广饶县' })
    await insertGolden(database, [
      golden({ credit_code: '91370523MA3REAL000', name: '真实轮胎厂', industry_code: 'C2911', revenue: 9e9 }),
      golden({ credit_code: '91370523DEM0CARB00', name: '演示炭黑', industry_code: 'C2661', revenue: 8e9 }),
      golden({
        credit_code: '91370523DEM0BRAN00',
        name: '分公司',
        industry_code: 'C2911',
        revenue: 7e9,
        is_branch: true,
      }),
      golden({
        credit_code: '91370523DEM0TYRE01',
        name: '演示轮胎一',
        industry_code: 'C2911',
        revenue: 5e9,
        county_code: '370502',
      }),
      golden({
        credit_code: '91370523DEM0TYRE02',
        name: '演示轮胎二',
        industry_code: 'C2911',
        revenue: null,
      }),
    ])
    await bindDemonstrationEnterprise(database)
    expect(await firmOf()).toMatchObject({
      credit_code: '91370523DEM0TYRE02',
      region_code: '370523',
      region_name: '广饶县',
    })
    await database.pool.query(`delete from brain.golden_enterprise where county_code = '370523'`)
    await bindDemonstrationEnterprise(database)
    expect(await firmOf()).toMatchObject({
      credit_code: '91370523DEM0TYRE01',
      region_code: '370502',
      region_name: '东营区',
    })
  })

  test('go with their sessions when demonstration mode ends', async () => {
    const sessions = createSessions(database, 'a-key-for-this-test', () => new Date())
    const entered = await enter('operator', demonstrationPassword)
    if (entered.outcome !== 'accepted') throw new Error(entered.outcome)
    const { token } = await sessions.open(entered.accountId, '127.0.0.1')
    expect(await sessions.find(token)).not.toBeNull()
    await syncDemonstrationAccounts(database, false)
    expect(await accounts()).toEqual([])
    expect(await sessions.find(token)).toBeNull()
    expect(await enter('operator', demonstrationPassword)).toMatchObject({ outcome: 'refused' })
  })
})

describe('the initial operator', () => {
  const password = 'Lun-Tai#2026-Guang'

  test('is refused with a weak password, a bad name or one of the demonstration', async () => {
    const ensure = (username: string, given: string) =>
      ensureInitialOperator(database, { username, password: given })
    await expect(ensure('keeper', 'industry-brain-demo')).rejects.toThrow('BRAIN_ADMIN_PASSWORD')
    await expect(ensure('keeper', 'short')).rejects.toThrow('至少 12 个字符')
    await expect(ensure('a b', password)).rejects.toThrow('BRAIN_ADMIN_USERNAME')
    await expect(ensure('operator', password)).rejects.toThrow('演示账号')
    expect(await accounts()).toEqual([])
  })

  test('can sign in, and stays when demonstration mode ends', async () => {
    await ensureInitialOperator(database, { username: 'Keeper', password })
    expect(await enter('keeper', password)).toMatchObject({ outcome: 'accepted' })
    await syncDemonstrationAccounts(database, true)
    await syncDemonstrationAccounts(database, false)
    expect((await accounts()).map(({ username, role }) => [username, role])).toEqual([['keeper', 'operator']])
  })

  test('gets the new password of the environment, which ends its sessions', async () => {
    const sessions = createSessions(database, 'a-key-for-this-test', () => new Date())
    const entered = await enter('keeper', password)
    if (entered.outcome !== 'accepted') throw new Error(entered.outcome)
    const { token } = await sessions.open(entered.accountId, '127.0.0.1')
    await ensureInitialOperator(database, { username: 'keeper', password })
    expect(await sessions.find(token)).not.toBeNull()
    await ensureInitialOperator(database, { username: 'keeper', password: `${password}!` })
    expect(await sessions.find(token)).toBeNull()
    expect(await enter('keeper', password)).toMatchObject({ outcome: 'refused' })
    expect(await enter('keeper', `${password}!`)).toMatchObject({ outcome: 'accepted' })
  })
})

describe('the first administrators', () => {
  const first = { username: 'keeper', password: 'Lun-Tai#2026-Guang' }

  test('are one of each, for one sign-in, and made once', async () => {
    expect(await ensureFirstAdministrators(database, first)).toEqual([
      'keeper-system',
      'keeper-security',
      'keeper-audit',
    ])
    expect(await ensureFirstAdministrators(database, first)).toEqual([])
    const made = (await accounts()).filter(({ username }) => username.startsWith('keeper-'))
    expect(made.map(({ role, must_change_password }) => [role, must_change_password])).toEqual([
      ['audit-admin', true],
      ['security-admin', true],
      ['system-admin', true],
    ])
    expect(new Set(made.map(({ person }) => person)).size).toBe(3)
    const policy = policyOf({ demonstration: false })
    const sessions = createSessions(database, 'a-key-for-this-test', () => new Date(), policy)
    const entered = await enter('keeper-security', first.password)
    if (entered.outcome !== 'accepted') throw new Error(entered.outcome)
    const { session } = await sessions.open(entered.accountId, '127.0.0.1')
    expect(session.duties).toEqual(['change-password', 'enrol-second-factor'])
  })

  test('are not made for a role that somebody holds, and a disabled one is not revived', async () => {
    await database.pool.query(`delete from brain.account where username = 'keeper-audit'`)
    await database.pool.query(`update brain.account set disabled_at = now() where username = 'keeper-system'`)
    expect(await ensureFirstAdministrators(database, first)).toEqual(['keeper-audit'])
    await database.pool.query(`delete from brain.account where username like 'keeper-%'`)
  })
})

test('a token hash depends on the key', async () => {
  await syncDemonstrationAccounts(database, true)
  const entered = await enter('county', demonstrationPassword)
  if (entered.outcome !== 'accepted') throw new Error(entered.outcome)
  const one = createSessions(database, 'one key of a server', () => new Date())
  const other = createSessions(database, 'another key of a server', () => new Date())
  const { token } = await one.open(entered.accountId, '127.0.0.1')
  expect(await one.find(token)).not.toBeNull()
  expect(await other.find(token)).toBeNull()
})
