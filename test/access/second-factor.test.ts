import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TOTP, Secret } from 'otpauth'
import { sessionCookie } from '../../server/api/session-cookie.ts'
import { hashPassword } from '../../server/access/password.ts'
import { createSeal } from '../../server/access/sealing.ts'
import { stepOfCode } from '../../server/access/second-factor.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'

describe('a code', () => {
  // RFC 6238 appendix B, SHA-1; the six digits are the last of its eight.
  const secret = Secret.fromLatin1('12345678901234567890').base32
  const vectors = [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ] as const

  test.each(vectors)('at %i s is that of RFC 6238', (seconds, code) => {
    const step = Math.floor(seconds / 30)
    expect(stepOfCode(secret, code.slice(2), new Date(seconds * 1000))).toBe(step)
    expect(stepOfCode(secret, code.slice(2), new Date((step + 1) * 30_000 + 29_999))).toBe(step)
    expect(stepOfCode(secret, code.slice(2), new Date((step + 2) * 30_000))).toBeNull()
    expect(stepOfCode(secret, code.slice(2), new Date((step - 1) * 30_000))).toBe(step)
  })

  test.each(['94287082', '28708', 'abcdef', '', '２８７０８２'])('is not “%s”', (code) => {
    expect(stepOfCode(secret, code, new Date(59_000))).toBeNull()
  })
})

describe('a seal', () => {
  test('opens with its own key only, and only what was not changed', () => {
    const key = randomBytes(32)
    const sealed = createSeal(key).seal('SECRET')
    expect(sealed.includes('SECRET')).toBe(false)
    expect(createSeal(key).open(sealed)).toBe('SECRET')
    expect(() => createSeal(randomBytes(32)).open(sealed)).toThrow(/authenticate/)
    sealed[sealed.length - 1]! ^= 1
    expect(() => createSeal(key).open(sealed)).toThrow(/authenticate/)
  })
})

describe('signing in with a second factor', () => {
  const password = 'Lun-Tai#2026-Guang'
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ config: { demonstration: false } })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    await server.database.kysely.deleteFrom('brain.sign_in_failure').execute()
  })

  let counter = 0
  async function account(role: 'audit-admin' | 'county'): Promise<string> {
    const username = `user-${++counter}`
    await server.database.kysely
      .insertInto('brain.account')
      .values({
        username,
        display_name: username,
        password_hash: await hashPassword(password),
        role,
        region_code: '370523',
        region_name: '广饶县',
        credit_code: null,
        person: `N${counter}`,
        created_at: server.clock.now,
        password_changed_at: server.clock.now,
        disabled_at: null,
      })
      .execute()
    return username
  }

  const post = (url: string, payload?: object, cookie?: string, method: 'POST' | 'PUT' = 'POST') =>
    server.app.inject({
      method,
      url,
      ...(payload === undefined ? {} : { payload }),
      ...(cookie === undefined ? {} : { headers: { cookie } }),
    })
  const signIn = (username: string) => post('/api/session', { username, password })
  const cookieOf = (answer: Awaited<ReturnType<typeof post>>) =>
    `${sessionCookie}=${answer.cookies.find(({ name }) => name === sessionCookie)?.value}`
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now.getTime() })
  const nextStep = () => {
    server.clock.now = new Date(server.clock.now.getTime() + 30_000)
  }

  async function enrolled(role: 'audit-admin' | 'county' = 'county') {
    const username = await account(role)
    const cookie = cookieOf(await signIn(username))
    const { secret, uri } = (await post('/api/session/totp', undefined, cookie)).json<{
      secret: string
      uri: string
    }>()
    const answer = await post('/api/session/totp', { code: codeOf(secret) }, cookie, 'PUT')
    const { recoveryCodes } = answer.json<{ recoveryCodes: string[] }>()
    nextStep()
    return { username, secret, uri, recoveryCodes, cookie }
  }
  const ticketOf = async (username: string) => (await signIn(username)).json<{ ticket: string }>().ticket
  const give = (ticket: string, code: string) => post('/api/session/second-factor', { ticket, code })

  test('asks for the code after the password, and then opens a session', async () => {
    const { username, secret, uri, recoveryCodes } = await enrolled()
    expect(uri).toMatch(/^otpauth:\/\/totp\//)
    expect(uri).toContain(`secret=${secret}`)
    expect(new Set(recoveryCodes).size).toBe(10)
    const first = await signIn(username)
    expect(first.statusCode).toBe(200)
    expect(first.json()).toMatchObject({ mfaRequired: true })
    expect(first.headers['set-cookie']).toBeUndefined()
    const second = await give(first.json<{ ticket: string }>().ticket, codeOf(secret))
    expect(second.json()).toMatchObject({ username, duties: [] })
    const answer = await server.app.inject({ url: '/api/session', headers: { cookie: cookieOf(second) } })
    expect(answer.statusCode).toBe(200)
  })

  test('takes a code once, and no ticket twice', async () => {
    const { username, secret } = await enrolled()
    const code = codeOf(secret)
    const ticket = await ticketOf(username)
    expect((await give(ticket, code)).statusCode).toBe(200)
    expect((await give(ticket, codeOf(secret))).json()).toMatchObject({ code: 'ticket-expired' })
    expect((await give(await ticketOf(username), code)).json()).toMatchObject({
      status: 401,
      code: 'second-factor-refused',
    })
    nextStep()
    const tickets = [await ticketOf(username), await ticketOf(username)]
    const answers = await Promise.all(tickets.map((one) => give(one, codeOf(secret))))
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 401])
  })

  test('forgets a ticket after five minutes', async () => {
    const { username, secret } = await enrolled()
    const ticket = await ticketOf(username)
    server.clock.now = new Date(server.clock.now.getTime() + 301_000)
    expect((await give(ticket, codeOf(secret))).json()).toMatchObject({ code: 'ticket-expired' })
  })

  test('locks after five wrong codes, whatever is tried between them', async () => {
    const { username, secret } = await enrolled()
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await give(await ticketOf(username), '000000')).statusCode).toBe(401)
    const locked = await give(await ticketOf(username), codeOf(secret))
    expect(locked.statusCode).toBe(429)
    expect(locked.json()).toMatchObject({ code: 'sign-in-locked' })
    server.clock.now = new Date(server.clock.now.getTime() + 31 * 60_000)
    expect((await give(await ticketOf(username), codeOf(secret))).statusCode).toBe(200)
  })

  test('takes each recovery code once', async () => {
    const { username, recoveryCodes } = await enrolled()
    const code = recoveryCodes[3]!
    expect((await give(await ticketOf(username), code.toLowerCase())).statusCode).toBe(200)
    expect((await give(await ticketOf(username), code)).statusCode).toBe(401)
    const stored = await server.database.kysely.selectFrom('brain.recovery_code').selectAll().execute()
    for (const one of recoveryCodes) expect(JSON.stringify(stored)).not.toContain(one.replaceAll('-', ''))
  })

  test('keeps the secret unreadable in the database', async () => {
    const { secret } = await enrolled()
    const rows = await server.database.kysely
      .selectFrom('brain.second_factor')
      .select('sealed_secret')
      .execute()
    for (const { sealed_secret } of rows) expect(sealed_secret.includes(secret)).toBe(false)
  })

  test('is required of the three administrators before anything else', async () => {
    const username = await account('audit-admin')
    const cookie = cookieOf(await signIn(username))
    const who = await server.app.inject({ url: '/api/session', headers: { cookie } })
    expect(who.json()).toMatchObject({ duties: ['enrol-second-factor'] })
    const early = await server.app.inject({ url: '/api/audit', headers: { cookie } })
    expect(early.json()).toMatchObject({ code: 'duty-first' })
    const { secret } = (await post('/api/session/totp', undefined, cookie)).json<{ secret: string }>()
    expect((await post('/api/session/totp', { code: '000000' }, cookie, 'PUT')).statusCode).toBe(422)
    expect((await post('/api/session/totp', { code: codeOf(secret) }, cookie, 'PUT')).statusCode).toBe(200)
    expect((await server.app.inject({ url: '/api/audit', headers: { cookie } })).statusCode).toBe(200)
    expect((await post('/api/session/totp', undefined, cookie)).json()).toMatchObject({
      code: 'already-enrolled',
    })
  })

  test('is taken away by the security administrator alone, and ends the sessions', async () => {
    const { username, cookie } = await enrolled()
    const { id } = await server.database.kysely
      .selectFrom('brain.account')
      .select('id')
      .where('username', '=', username)
      .executeTakeFirstOrThrow()
    const remove = (role: 'system-admin' | 'security-admin') =>
      server.request(role, { method: 'DELETE', url: `/api/accounts/${id}/second-factor` })
    expect((await remove('system-admin')).statusCode).toBe(403)
    expect((await remove('security-admin')).statusCode).toBe(204)
    expect((await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(401)
    expect((await signIn(username)).json()).not.toHaveProperty('mfaRequired')
  })
})
