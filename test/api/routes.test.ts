import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardRoutes, type DeclaredRoute } from '../../server/api/guard.ts'
import type { Sessions } from '../../server/access/sessions.ts'
import { demonstrationAccounts } from '../../server/access/accounts.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
let routes: readonly DeclaredRoute[]

beforeAll(async () => {
  server = await startTestServer()
  routes = server.app.declaredRoutes
})
afterAll(() => server.close())

const roles = demonstrationAccounts.map(({ username }) => username)

/** Outward names that other programs rely on. */
const promised = [
  'GET /api/health',
  'POST /api/session',
  'GET /api/session',
  'GET /api/catalog/datasets',
  'GET /api/catalog/datasets/{warehouse}/{name}',
  'POST /api/datasets/{warehouse}/{name}/batches',
  'GET /api/datasets/{warehouse}/{name}/batches',
  'GET /api/datasets/{warehouse}/{name}/batches/{id}',
  'GET /api/enterprises',
  'GET /api/enterprises/{creditCode}',
  'GET /api/enterprises/{creditCode}/transactions',
  'GET /api/enterprises/{creditCode}/energy',
  'GET /api/enterprises/{creditCode}/capacity',
  'GET /api/chains',
  'GET /api/chains/{id}/graph',
  'GET /api/chains/{id}/gaps',
  'GET /api/metrics',
  'GET /api/metrics/{id}',
  'GET /api/metrics/{id}/evidence',
  'GET /api/alerts',
  'GET /api/openapi.json',
]

/** An address of a route with parameters that fit its schema and name nothing that exists. */
function addressOf(url: string): string {
  return url
    .replace(':warehouse', 'public')
    .replace(':name', 'honour')
    .replace(':creditCode', '91370523MA00000000')
    .replace(
      /:(id|rowId|accountId|contract)\b/,
      url.includes('/chains/') || url.includes('/metrics/') ? 'none' : '1',
    )
    .replace(':segment', 'none')
    .replace('*', '')
}

/** Open to programs that carry the key of a contract in place of a session. */
const keyed = ['GET /api/deliveries/:contract/copy', 'GET /api/deliveries/:contract/rows']

function isApi({ url, method }: DeclaredRoute): boolean {
  return url.startsWith('/api/') && method !== 'HEAD'
}

describe('every route', () => {
  test('is found', () => {
    expect(routes.filter(isApi).length).toBeGreaterThan(promised.length)
  })

  test('asks for a session unless it is open to anyone', async () => {
    for (const route of routes.filter(isApi)) {
      const answer = await server.app.inject({
        method: route.method as 'GET',
        url: addressOf(route.url),
      })
      const byKey = keyed.includes(`${route.method} ${route.url}`)
      const open = route.access.includes('anyone') && !byKey
      expect([`${route.method} ${route.url}`, answer.statusCode === 401]).toEqual([
        `${route.method} ${route.url}`,
        !open,
      ])
      const code = byKey ? 'key-refused' : 'sign-in-required'
      if (!open) expect(answer.json()).toMatchObject({ code, status: 401 })
    }
  })

  test.each(roles)('lets %s in where its rule says so, and only there', async (role) => {
    for (const route of routes.filter(isApi)) {
      if (route.method === 'DELETE' || route.access.includes('anyone')) continue
      const answer = await server.request(role, {
        method: route.method as 'GET',
        url: addressOf(route.url),
      })
      const name = `${route.method} ${route.url}`
      const refused = answer.statusCode === 403 && answer.json<{ code: string }>().code === 'role-not-allowed'
      expect([name, refused]).toEqual([name, !route.access.includes(role)])
      expect([name, answer.statusCode]).not.toEqual([name, 401])
      expect(answer.statusCode, `${name}: ${answer.body}`).toBeLessThan(500)
    }
  })

  test('open to anyone is one of these', () => {
    const open = routes
      .filter(({ method }) => method !== 'HEAD')
      .filter(({ access }) => access.includes('anyone'))
      .map(({ method, url }) => `${method} ${url}`)
    expect(open.filter((route) => !keyed.includes(route)).toSorted()).toEqual([
      'GET /*',
      'GET /api/health',
      'GET /api/openapi.json',
      'GET /api/session/demonstration',
      'GET /api/session/oidc',
      'GET /api/session/oidc/callback',
      'POST /api/session',
      'POST /api/session/second-factor',
    ])
  })

  test('without a rule keeps the server from starting', () => {
    const app = fastify()
    guardRoutes(app, {} as Sessions)
    expect(() => app.get('/api/forgotten', () => 'open')).toThrow('没有声明 config.access')
    expect(() => app.get('/api/empty', { config: { access: [] } }, () => 'open')).toThrow('没有声明')
  })
})

describe('the description', () => {
  interface Description {
    readonly openapi: string
    readonly paths: Record<
      string,
      Record<string, { summary?: string; responses: object; security?: unknown[] }>
    >
  }

  test('holds every route, with a summary and what it answers', async () => {
    const answer = await server.app.inject({ url: '/api/openapi.json' })
    const { openapi, paths } = answer.json<Description>()
    expect(openapi).toBe('3.1.0')
    const described = Object.entries(paths).flatMap(([url, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${url}`),
    )
    const declared = routes
      .filter(isApi)
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.toSorted()).toEqual(declared.toSorted())
    expect(described).toEqual(expect.arrayContaining(promised))
    for (const operations of Object.values(paths)) {
      for (const operation of Object.values(operations)) {
        expect(operation.summary).toMatch(/\p{Script=Han}/u)
        expect(Object.keys(operation.responses).some((status) => /^[23]/.test(status))).toBe(true)
      }
    }
  })
})
