import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookie } from '../../server/api/session-cookie.ts'
import type { Account, AccountList, AccountWithPassword } from '../../server/api/schemas/account.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { golden, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [golden({ credit_code: '91370523DEM000014Q', name: '演示轮胎有限公司' })])
    },
  })
})
afterAll(() => server.close())

const ask = (role: AccountRole, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  server.request(role, { method, url: `/api/accounts${url}`, ...(payload === undefined ? {} : { payload }) })

async function create(username: string, person: string | null = null): Promise<AccountWithPassword> {
  const answer = await ask('system-admin', 'POST', '', { username, displayName: `用户 ${username}`, person })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}

const grant = (id: number, role: AccountRole, rest: object = {}) =>
  ask('security-admin', 'PUT', `/${id}/role`, { role, regionCode: '370523', ...rest })

const signIn = (username: string, password: string) =>
  server.app.inject({ method: 'POST', url: '/api/session', payload: { username, password } })

async function enter(username: string, password: string): Promise<string> {
  const answer = await signIn(username, password)
  const token = answer.cookies.find(({ name }) => name === sessionCookie)?.value
  if (token === undefined) throw new Error(answer.body)
  return `${sessionCookie}=${token}`
}

const changePassword = (cookie: string, currentPassword: string, newPassword: string) =>
  server.app.inject({
    method: 'PUT',
    url: '/api/session/password',
    headers: { cookie },
    payload: { currentPassword, newPassword },
  })

const good = (number: number) => `Lun-Tai#2026-Gu${number}`

describe('an account', () => {
  test('is made by one administrator, given its role by another, and used by its owner alone', async () => {
    const { account, initialPassword } = await create('wang.wu', '3705001')
    expect(account).toMatchObject({ role: null, region: null, mustChangePassword: true, person: '3705001' })
    expect((await signIn('wang.wu', initialPassword)).json()).toMatchObject({
      code: 'role-not-granted',
      status: 403,
    })

    const granted = await grant(account.id, 'county')
    expect(granted.json()).toMatchObject({ role: 'county', region: { code: '370523', name: '广饶县' } })
    const cookie = await enter('wang.wu', initialPassword)
    const session = await server.app.inject({ url: '/api/session', headers: { cookie } })
    expect(session.json()).toMatchObject({ role: 'county', duties: ['change-password'] })
    const early = await server.app.inject({ url: '/api/enterprises', headers: { cookie } })
    expect(early.json()).toMatchObject({ status: 403, code: 'duty-first' })

    expect((await changePassword(cookie, 'wrong', good(1))).json()).toMatchObject({ code: 'password-wrong' })
    expect((await changePassword(cookie, initialPassword, 'short')).json()).toMatchObject({ status: 422 })
    expect((await changePassword(cookie, initialPassword, good(1))).statusCode).toBe(204)
    expect((await server.app.inject({ url: '/api/enterprises', headers: { cookie } })).statusCode).toBe(200)
    expect((await signIn('wang.wu', initialPassword)).statusCode).toBe(401)
  })

  test('loses its sessions when its role, its password or its use ends', async () => {
    const { account, initialPassword } = await create('zhao.liu')
    await grant(account.id, 'reviewer')
    const state = async (cookie: string) =>
      (await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode
    let cookie = await enter('zhao.liu', initialPassword)
    expect(await state(cookie)).toBe(200)
    await grant(account.id, 'county')
    expect(await state(cookie)).toBe(401)

    cookie = await enter('zhao.liu', initialPassword)
    const reset = await ask('system-admin', 'POST', `/${account.id}/password`)
    expect(await state(cookie)).toBe(401)
    expect((await signIn('zhao.liu', initialPassword)).statusCode).toBe(401)

    cookie = await enter('zhao.liu', reset.json<AccountWithPassword>().initialPassword)
    await ask('system-admin', 'PATCH', `/${account.id}`, { disabled: true })
    expect(await state(cookie)).toBe(401)
    expect((await ask('system-admin', 'PATCH', `/${account.id}`, { disabled: false })).json()).toMatchObject({
      disabled: false,
    })
  })

  test('does not get a password it had, nor one after 90 days', async () => {
    const { account, initialPassword } = await create('qian.qi')
    await grant(account.id, 'reviewer')
    const cookie = await enter('qian.qi', initialPassword)
    let current = initialPassword
    for (let number = 1; number <= 5; number++) {
      expect((await changePassword(cookie, current, good(number))).statusCode).toBe(204)
      current = good(number)
    }
    for (let number = 1; number <= 5; number++)
      expect((await changePassword(cookie, current, good(number))).json()).toMatchObject({
        code: 'password-used-before',
      })
    expect((await changePassword(cookie, current, good(6))).statusCode).toBe(204)
    expect((await changePassword(cookie, good(6), good(1))).statusCode).toBe(204)

    const { now } = server.clock
    server.clock.now = new Date(now.getTime() + 91 * 86_400_000)
    try {
      const later = await enter('qian.qi', good(1))
      const session = await server.app.inject({ url: '/api/session', headers: { cookie: later } })
      expect(session.json()).toMatchObject({ duties: ['change-password'] })
    } finally {
      server.clock.now = now
    }
  })

  test('that is locked is unlocked by the security administrator', async () => {
    const { account, initialPassword } = await create('sun.ba')
    await grant(account.id, 'reviewer')
    for (let attempt = 0; attempt < 6; attempt++) await signIn('sun.ba', 'wrong')
    expect((await signIn('sun.ba', initialPassword)).statusCode).toBe(429)
    const shown = await server.get('security-admin', '/api/accounts?query=sun.ba')
    expect(shown.json<AccountList>().items[0]).toMatchObject({ locked: true })
    expect((await ask('system-admin', 'DELETE', `/${account.id}/lock`)).statusCode).toBe(403)
    expect((await ask('security-admin', 'DELETE', `/${account.id}/lock`)).statusCode).toBe(204)
    expect((await signIn('sun.ba', initialPassword)).statusCode).toBe(200)
  })

  test('of a firm is bound to it by the security administrator', async () => {
    const { account } = await create('firm.user')
    const bound = await grant(account.id, 'enterprise', { creditCode: '91370523dem000014q' })
    expect(bound.json()).toMatchObject({
      creditCode: '91370523DEM000014Q',
      enterpriseName: '演示轮胎有限公司',
    })
    expect((await grant(account.id, 'bank', { creditCode: '91370523DEM000014Q' })).statusCode).toBe(422)
    expect((await grant(account.id, 'county', { regionCode: '999999' })).json()).toMatchObject({
      code: 'region-unknown',
    })
  })

  test('of the demonstration is left as it is', async () => {
    const list = await server.get('system-admin', '/api/accounts?query=operator')
    const operator = list.json<AccountList>().items.find(({ username }) => username === 'operator') as Account
    expect((await ask('system-admin', 'POST', `/${operator.id}/password`)).statusCode).toBe(409)
    expect((await grant(operator.id, 'province')).json()).toMatchObject({ code: 'demonstration-account' })
    const own = await changePassword(await server.signIn('operator'), 'industry-brain-demo', good(1))
    expect(own.json()).toMatchObject({ code: 'demonstration-account' })
  })

  test('is refused under a name that is taken or makes none', async () => {
    expect(
      (await ask('system-admin', 'POST', '', { username: 'Operator', displayName: '重名' })).statusCode,
    ).toBe(409)
    expect(
      (await ask('system-admin', 'POST', '', { username: '张三张三', displayName: '张三' })).statusCode,
    ).toBe(422)
    expect((await ask('system-admin', 'PATCH', '/999999', { disabled: true })).statusCode).toBe(404)
  })

  test('is listed by name, page by page', async () => {
    const first = (await server.get('system-admin', '/api/accounts?limit=5')).json<AccountList>()
    expect(first.items).toHaveLength(5)
    const second = (
      await server.get('system-admin', `/api/accounts?limit=500&cursor=${first.nextCursor}`)
    ).json<AccountList>()
    const names = [...first.items, ...second.items].map(({ username }) => username)
    expect(names).toEqual([...new Set(names)].toSorted())
    expect(second.nextCursor).toBeNull()
    expect((await server.get('system-admin', '/api/accounts?cursor=%00')).statusCode).toBe(400)
  })
})

describe('the three administrators', () => {
  const insert = (username: string, role: string | null, person: string | null, disabled = false) =>
    server.database.pool.query(
      `insert into brain.account (username, display_name, password_hash, role, region_code, region_name,
         created_at, person, disabled_at)
       values ($1, '', '', $2, '370000', '山东省', now(), $3, case when $4 then now() end)`,
      [username, role, person, disabled],
    )

  test('are different people, says the database', async () => {
    await insert('sql-system', 'system-admin', 'P1')
    await expect(insert('sql-audit', 'audit-admin', 'P1')).rejects.toThrow(
      'account_one_administration_a_person',
    )
    await expect(insert('sql-security', 'security-admin', 'P1')).rejects.toThrow('account_one_administration')
    await expect(insert('sql-again', 'system-admin', 'P1')).rejects.toThrow('account_one_administration')
    await expect(insert('sql-nobody', 'system-admin', null)).rejects.toThrow(
      'account_administrator_is_a_person',
    )
    await expect(insert('sql-form', 'system-admin', 'p 1')).rejects.toThrow('account_person_form')
    // Another account of the same person is no administrator, or no longer in use.
    await insert('sql-operator', 'operator', 'P1')
    await insert('sql-former', 'audit-admin', 'P1', true)
    await expect(
      server.database.pool.query(`update brain.account set disabled_at = null where username = 'sql-former'`),
    ).rejects.toThrow('account_one_administration')
    await expect(
      server.database.pool.query(
        `update brain.account set role = 'security-admin' where username = 'sql-operator'`,
      ),
    ).rejects.toThrow('account_one_administration')
    await server.database.pool.query(`delete from brain.account where username like 'sql-%'`)
  })

  test('are different people, says the platform in words', async () => {
    const system = (await create('new.system', 'E100')).account
    const auditor = (await create('new.audit', 'e100')).account
    const nobody = (await create('new.nobody')).account
    expect((await grant(system.id, 'system-admin')).statusCode).toBe(200)
    expect((await grant(auditor.id, 'audit-admin')).json()).toMatchObject({
      status: 409,
      code: 'administrator-roles-separated',
    })
    expect((await grant(nobody.id, 'audit-admin')).json()).toMatchObject({ code: 'person-required' })
    const emptied = await ask('system-admin', 'PATCH', `/${system.id}`, { person: null })
    expect(emptied.json()).toMatchObject({ code: 'person-required' })
  })

  test('cannot do the work of one another, nor leave a role without anyone', async () => {
    const { account } = await create('role.seeker')
    expect(
      (await ask('system-admin', 'PUT', `/${account.id}/role`, { role: 'county', regionCode: '370523' }))
        .statusCode,
    ).toBe(403)
    expect(
      (await ask('security-admin', 'POST', '', { username: 'abc', displayName: 'abc' })).statusCode,
    ).toBe(403)
    for (const [method, url] of [
      ['POST', ''],
      ['PATCH', `/${account.id}`],
      ['PUT', `/${account.id}/role`],
    ] as const)
      expect((await ask('audit-admin', method, url, {})).statusCode).toBe(403)
    expect((await server.get('audit-admin', '/api/accounts')).statusCode).toBe(403)

    await server.database.pool.query(
      `update brain.account set disabled_at = now() where role = 'system-admin' and demonstration`,
    )
    try {
      const [only] = (
        await server.get('security-admin', '/api/accounts?query=new.system')
      ).json<AccountList>().items
      expect((await grant(only?.id ?? 0, 'county')).json()).toMatchObject({ code: 'last-administrator' })
    } finally {
      await server.database.pool.query(
        `update brain.account set disabled_at = null where role = 'system-admin' and demonstration`,
      )
    }
  })

  test('are idle for half an hour at most', async () => {
    const cookie = await enter('security-admin', 'industry-brain-demo')
    const { now } = server.clock
    const statusAfter = async (minutes: number) => {
      server.clock.now = new Date(now.getTime() + minutes * 60_000)
      return (await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode
    }
    try {
      expect(await statusAfter(29)).toBe(200)
      expect(await statusAfter(58)).toBe(200)
      expect(await statusAfter(89)).toBe(401)
    } finally {
      server.clock.now = now
    }
  })
})
