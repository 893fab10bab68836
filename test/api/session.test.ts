import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { demonstrationAccounts, demonstrationPassword } from '../../server/access/accounts.ts'
import { sessionCookie } from '../../server/api/session-cookie.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  server.clock.now = new Date()
  await server.database.kysely.deleteFrom('brain.sign_in_failure').execute()
})

const credentials = { username: 'county', password: demonstrationPassword }

function signIn(payload: object, options: { remoteAddress?: string; headers?: Record<string, string> } = {}) {
  return server.app.inject({ method: 'POST', url: '/api/session', payload, ...options })
}

async function tokenOf(username: string): Promise<string> {
  const answer = await signIn({ username, password: demonstrationPassword })
  return `${sessionCookie}=${answer.cookies[0]?.value}`
}

describe('signing in', () => {
  test('gives a session and says who it is', async () => {
    const answer = await signIn(credentials)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      username: 'county',
      role: 'county',
      region: { code: '370523', name: '广饶县' },
      creditCode: null,
      demonstrationMode: true,
    })
  })

  test('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await signIn(credentials)
    const header = String(answer.headers['set-cookie'])
    expect(header).toMatch(/^brain_session=[A-Za-z0-9_-]{43};/)
    expect(header).toMatch(/; HttpOnly/)
    expect(header).toMatch(/; SameSite=Lax/)
    expect(header).toMatch(/; Path=\//)
    expect(header).not.toMatch(/Secure/)
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('sends the cookie over HTTPS only where the configuration says so', async () => {
    const secure = await startTestServer({ config: { secureCookies: true } })
    try {
      const answer = await secure.app.inject({ method: 'POST', url: '/api/session', payload: credentials })
      expect(String(answer.headers['set-cookie'])).toMatch(/; Secure/)
      expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d+/)
    } finally {
      await secure.close()
    }
  })

  test('keeps no token, only its keyed hash', async () => {
    const answer = await signIn(credentials)
    const token = answer.cookies[0]?.value ?? ''
    const rows = await server.database.kysely.selectFrom('brain.session').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('replaces the session it is asked with', async () => {
    const earlier = await tokenOf('city')
    await signIn(credentials, { headers: { cookie: earlier } })
    const answer = await server.app.inject({ url: '/api/session', headers: { cookie: earlier } })
    expect(answer.statusCode).toBe(401)
  })

  test('is refused alike for a wrong password and an unknown name', async () => {
    const wrong = await signIn({ ...credentials, password: 'wrong' })
    const unknown = await signIn({ username: 'nobody', password: 'wrong' })
    expect(wrong.statusCode).toBe(401)
    expect(unknown.statusCode).toBe(401)
    expect({ ...unknown.json(), requestId: '' }).toEqual({ ...wrong.json(), requestId: '' })
    expect(wrong.json()).toMatchObject({ code: 'sign-in-refused', status: 401 })
  })
})

describe('lockout', () => {
  const wrong = { username: 'city', password: 'wrong' }

  test('holds after five failures, for the right password too, and ends after 30 minutes', async () => {
    for (let attempt = 1; attempt <= 5; attempt++) expect((await signIn(wrong)).statusCode).toBe(401)
    const locked = await signIn({ username: 'city', password: demonstrationPassword })
    expect(locked.statusCode).toBe(429)
    expect(locked.json()).toMatchObject({ code: 'sign-in-locked', retry: true })
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(29 * 60)

    server.clock.now = new Date(server.clock.now.getTime() + 29 * 60_000)
    expect((await signIn({ username: 'city', password: demonstrationPassword })).statusCode).toBe(429)
    server.clock.now = new Date(server.clock.now.getTime() + 61_000)
    expect((await signIn({ username: 'city', password: demonstrationPassword })).statusCode).toBe(200)
  })

  test('holds against attempts made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(wrong)))
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5)
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15)
  })

  test('counts a name in any case and form as one', async () => {
    for (const username of ['city', 'City', 'CITY ', 'ｃｉｔｙ', 'cItY']) await signIn({ ...wrong, username })
    expect((await signIn(wrong)).statusCode).toBe(429)
  })

  test('concerns one name from one address', async () => {
    for (let attempt = 1; attempt <= 6; attempt++) await signIn(wrong)
    expect((await signIn(credentials)).statusCode).toBe(200)
    const elsewhere = await signIn(
      { username: 'city', password: demonstrationPassword },
      { remoteAddress: '10.1.2.3' },
    )
    expect(elsewhere.statusCode).toBe(200)
  })

  test('is forgotten by a success', async () => {
    for (let attempt = 1; attempt <= 4; attempt++) await signIn(wrong)
    await signIn({ username: 'city', password: demonstrationPassword })
    for (let attempt = 1; attempt <= 5; attempt++) expect((await signIn(wrong)).statusCode).toBe(401)
  })

  test('stops an address that tries many names', async () => {
    for (let name = 0; name < 20; name++) {
      for (let attempt = 1; attempt <= 5; attempt++) {
        await signIn({ username: `name${name}`, password: 'wrong' }, { remoteAddress: '10.9.9.9' })
      }
    }
    const answer = await signIn(credentials, { remoteAddress: '10.9.9.9' })
    expect(answer.statusCode).toBe(429)
    expect((await signIn(credentials)).statusCode).toBe(200)
  })
})

describe('a session', () => {
  test('ends by signing out', async () => {
    const cookie = await tokenOf('county')
    const out = await server.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
    expect(out.statusCode).toBe(204)
    expect(String(out.headers['set-cookie'])).toMatch(/brain_session=;.*Expires=Thu, 01 Jan 1970/)
    expect((await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(401)
  })

  test('ends after twelve hours of use and after two hours of none', async () => {
    const start = server.clock.now.getTime()
    const cookie = await tokenOf('county')
    const statusAfter = async (minutes: number) => {
      server.clock.now = new Date(start + minutes * 60_000)
      return (await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode
    }
    for (let minutes = 0; minutes < 12 * 60; minutes += 90) expect(await statusAfter(minutes)).toBe(200)
    expect(await statusAfter(12 * 60 + 1)).toBe(401)

    server.clock.now = new Date()
    const idle = await tokenOf('county')
    server.clock.now = new Date(server.clock.now.getTime() + 121 * 60_000)
    expect((await server.app.inject({ url: '/api/session', headers: { cookie: idle } })).statusCode).toBe(401)
  })

  test('ends within a minute of the account being disabled', async () => {
    const cookie = await tokenOf('reviewer')
    await server.database.kysely
      .updateTable('brain.account')
      .set({ disabled_at: new Date() })
      .where('username', '=', 'reviewer')
      .execute()
    server.clock.now = new Date(server.clock.now.getTime() + 60_000)
    expect((await server.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(401)
    expect((await signIn({ username: 'reviewer', password: demonstrationPassword })).statusCode).toBe(401)
  })

  test.each(['', 'brain_session=', 'brain_session=x', `brain_session=${'A'.repeat(43)}`, 'other=1'])(
    'is not made of the cookie “%s”',
    async (cookie) => {
      const answer = await server.app.inject({ url: '/api/session', headers: { cookie } })
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({ code: 'sign-in-required', title: '请先登录' })
    },
  )
})

describe('requests from other sites', () => {
  test.each([
    ['origin', 'https://elsewhere.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
  ])('change nothing: %s %s', async (name, value) => {
    const answer = await signIn(credentials, { headers: { [name]: value } })
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'cross-origin' })
  })

  test('are told from those of our own pages', async () => {
    const headers = {
      host: 'brain.example:3000',
      origin: 'http://brain.example:3000',
      'sec-fetch-site': 'same-origin',
    }
    expect((await signIn(credentials, { headers })).statusCode).toBe(200)
  })
})

describe('demonstration accounts', () => {
  test('are named on the login page', async () => {
    const answer = await server.app.inject({ url: '/api/session/demonstration' })
    expect(answer.json()).toMatchObject({ password: demonstrationPassword })
    expect(
      answer.json<{ accounts: { username: string }[] }>().accounts.map(({ username }) => username),
    ).toEqual(demonstrationAccounts.map(({ username }) => username))
  })

  test('are not outside demonstration mode', async () => {
    const actual = await startTestServer({ config: { demonstration: false } })
    try {
      const answer = await actual.app.inject({ url: '/api/session/demonstration' })
      expect(answer.json()).toEqual({ accounts: [], password: null })
    } finally {
      await actual.close()
    }
  })
})
