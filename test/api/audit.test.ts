import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { demonstrationPassword } from '../../server/access/accounts.ts'
import type { AuditItem, AuditList } from '../../server/api/schemas/audit.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function records(query = ''): Promise<readonly AuditItem[]> {
  const answer = await server.get('audit-admin', `/api/audit?limit=500${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<AuditList>().items
}

/** Runs with an audit table that cannot be written to. */
async function withoutAudit<T>(run: () => Promise<T>): Promise<T> {
  await server.database.pool.query('alter table brain.audit rename to audit_elsewhere')
  try {
    return await run()
  } finally {
    await server.database.pool.query('alter table brain.audit_elsewhere rename to audit')
  }
}

describe('what is recorded', () => {
  test('a read: who, when, what of which object, from where, with what result', async () => {
    const answer = await server.get('county', '/api/enterprises?limit=7')
    expect(answer.statusCode).toBe(200)
    const found = (await records('&username=county')).filter(({ object }) => object.includes('limit=7'))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      username: 'county',
      role: 'county',
      event: expect.stringMatching(/^查看：\p{Script=Han}/u) as string,
      object: '/api/enterprises?limit=7',
      result: '200',
      address: '127.0.0.1',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    })
    expect(Math.abs(Date.parse(found[0]?.time ?? '') - server.clock.now.getTime())).toBeLessThan(60_000)
  })

  test('an answer the browser has already', async () => {
    const first = await server.get('county', '/api/regions/boundaries?level=city')
    const again = await server.request('county', {
      url: '/api/regions/boundaries?level=city',
      headers: { 'if-none-match': String(first.headers['etag']) },
    })
    expect(again.statusCode).toBe(304)
    const [latest] = await records('&username=county')
    expect(latest).toMatchObject({ object: '/api/regions/boundaries?level=city', result: '304' })
  })

  test('a read whose caller hung up before the answer', async () => {
    const cookie = await server.signIn('city')
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.app.server.address() as AddressInfo
    const asked = 20
    for (let number = 0; number < asked; number++) {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      const head = `GET /api/enterprises?limit=${number + 1} HTTP/1.1\r\nhost: brain\r\ncookie: ${cookie}\r\n\r\n`
      await new Promise<void>((resolve) => socket.write(head, () => resolve()))
      socket.destroy()
    }
    await vi.waitFor(
      async () => {
        const found = (await records('&username=city')).filter(({ object }) => object.includes('limit='))
        expect(found).toHaveLength(asked)
      },
      { timeout: 20_000, interval: 200 },
    )
  })

  test('a change, before it is made and with its result; what was refused too', async () => {
    await server.request('operator', {
      method: 'PATCH',
      url: '/api/sources/public/none',
      payload: { enabled: false },
    })
    await server.request('enterprise', {
      method: 'PATCH',
      url: '/api/sources/public/none',
      payload: { enabled: true },
    })
    const found = (await records('&object=/api/sources/public/none')).toReversed()
    expect(found.map(({ username, result }) => [username, result])).toEqual([
      ['operator', 'begun'],
      ['operator', expect.stringMatching(/^404 /)],
      ['enterprise', '403 role-not-allowed'],
    ])
    expect(found[0]?.requestId).toBe(found[1]?.requestId)
  })

  test('every attempt to sign in, with the name that was given', async () => {
    const attempt = (username: string, password: string) =>
      server.app.inject({ method: 'POST', url: '/api/session', payload: { username, password } })
    await attempt('Nobody ', 'wrong')
    await attempt('bank', demonstrationPassword)
    const found = (await records('&event=登录')).toReversed()
    expect(found.filter(({ username }) => username === 'nobody').map(({ result }) => result)).toEqual([
      'begun',
      '401 sign-in-refused',
    ])
    expect(found.filter(({ username }) => username === 'bank').at(-1)).toMatchObject({
      result: '200',
      role: 'bank',
    })
    expect(JSON.stringify(found)).not.toContain(demonstrationPassword)
  })

  test('a change of an account carries digests of before and after', async () => {
    const made = await server.request('system-admin', {
      method: 'POST',
      url: '/api/accounts',
      payload: { username: 'digest.test', displayName: '摘要' },
    })
    expect(made.statusCode, made.body).toBe(201)
    const [latest] = await records('&event=新建账号')
    expect(latest).toMatchObject({ object: 'digest.test', result: '201', username: 'system-admin' })
    expect(latest?.afterDigest).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(latest)).not.toContain(made.json<{ initialPassword: string }>().initialPassword)
  })

  test('not: health, static files, and who nobody is', async () => {
    const before = (await records()).length
    for (const url of ['/api/health', '/api/openapi.json', '/login', '/api/session'])
      await server.app.inject({ url })
    // The first reading of the trail is a record itself.
    expect((await records()).length).toBe(before + 1)
  })

  test('is a chain that holds', async () => {
    expect(await verifyAudit(server.database)).toMatchObject({ broken: null })
  })
})

describe('what cannot be recorded', () => {
  test('is not done', async () => {
    const create = () =>
      server.request('system-admin', {
        method: 'POST',
        url: '/api/accounts',
        payload: { username: 'never.made', displayName: '不应存在' },
      })
    await server.signIn('system-admin')
    const refused = await withoutAudit(create)
    expect(refused.statusCode).toBe(500)
    expect(refused.json()).toMatchObject({
      code: 'audit-failed',
      detail: expect.stringContaining('没有执行') as string,
    })
    const stored = await server.database.kysely
      .selectFrom('brain.account')
      .select('id')
      .where('username', '=', 'never.made')
      .execute()
    expect(stored).toEqual([])
    expect((await create()).statusCode).toBe(201)
  })

  test('is not read, and nobody signs in', async () => {
    const cookie = await server.signIn('county')
    const headers = { cookie, 'accept-encoding': 'gzip' }
    const [read, missing, signIn] = await withoutAudit(() =>
      Promise.all([
        server.app.inject({ url: '/api/regions', headers }),
        server.app.inject({ url: '/api/enterprises/91370523MA00000000', headers }),
        server.app.inject({
          method: 'POST',
          url: '/api/session',
          payload: { username: 'city', password: demonstrationPassword },
        }),
      ]),
    )
    for (const answer of [read, missing, signIn]) {
      expect(answer?.statusCode).toBe(500)
      expect(answer?.json()).toMatchObject({ code: 'audit-failed', status: 500 })
      expect(answer?.headers['content-encoding']).toBeUndefined()
      expect(answer?.headers['set-cookie']).toBeUndefined()
    }
    expect((await server.app.inject({ url: '/api/regions', headers })).statusCode).toBe(200)
  })
})

describe('the auditor', () => {
  test('alone reads the trail; the head is for all three administrators', async () => {
    for (const role of ['system-admin', 'security-admin', 'operator', 'province', 'reviewer'] as const)
      expect((await server.get(role, '/api/audit')).statusCode).toBe(403)
    expect((await server.get('audit-admin', '/api/audit')).statusCode).toBe(200)
    expect((await server.get('system-admin', '/api/audit/head')).statusCode).toBe(200)
    expect((await server.get('operator', '/api/audit/head')).statusCode).toBe(403)
  })

  test('is recorded as well', async () => {
    await server.get('audit-admin', '/api/audit?object=seek-me')
    expect(await records('&object=seek-me&username=audit-admin')).not.toEqual([])
  })

  test('filters by time, name, event, object and result, page by page', async () => {
    for (const item of await records('&result=refused')) expect(item.result).toMatch(/^4/)
    for (const item of await records('&result=begun')) expect(item.result).toBe('begun')
    for (const item of await records('&result=done')) expect(item.result).toMatch(/^[23]/)
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(server.clock.now)
    expect((await records(`&from=${today}&to=${today}`)).length).toBeGreaterThan(10)
    expect(await records('&to=2020-01-01')).toEqual([])

    const pages: number[] = []
    let cursor = ''
    for (let page = 0; page < 3; page++) {
      const answer = await server.get('audit-admin', `/api/audit?username=county&limit=2${cursor}`)
      const { items, nextCursor } = answer.json<AuditList>()
      pages.push(...items.map(({ sequence }) => sequence))
      if (nextCursor === null) break
      cursor = `&cursor=${nextCursor}`
    }
    expect(pages.length).toBeGreaterThan(2)
    expect(pages).toEqual([...new Set(pages)].toSorted((a, b) => b - a))
  })

  test.each(['from=2026-02-30', 'from=yesterday', 'cursor=x', 'result=good', 'cursor=0'])(
    'is told what is wrong with %s',
    async (query) => {
      expect((await server.get('audit-admin', `/api/audit?${query}`)).statusCode).toBe(400)
    },
  )

  test('verifies the chain and is told where it breaks', async () => {
    const verify = () => server.request('audit-admin', { method: 'POST', url: '/api/audit/verification' })
    const whole = (await verify()).json<{ count: number; broken: unknown }>()
    expect(whole).toMatchObject({ broken: null })
    await server.database.pool.query('alter table brain.audit disable trigger audit_is_append_only')
    await server.database.pool.query(`update brain.audit set username = 'nobody' where sequence = 4`)
    expect((await verify()).json()).toMatchObject({ count: 3, broken: { sequence: 4 } })
  })
})
