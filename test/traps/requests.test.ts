import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { compute, fillScene, firms } from '../metrics/scene.ts'
import { type RealServer, startRealServer } from './real-server.ts'

/**
 * Hostile values in every text that a request can carry, against the stages themselves and a filled
 * database: what is not understood is the caller's mistake, never a failure of the server.
 */
const hostile = [
  '%00',
  'a%00b',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '99999999999999999999',
  '%20%20',
  '%EF%BC%91%EF%BC%92',
  '2023-02-30',
  '2024-1-5',
  '0000-00',
  '9999-12',
  '../../../etc/passwd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  "'%20or%201=1%20--",
  "');drop%20table%20brain.batch;--",
  '%25%25%25',
  '%5C',
  '%ED%A0%80',
  '%E2%80%AE',
  '__proto__',
  'constructor',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '=1%2B1',
  'x'.repeat(5000),
]

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required?: boolean
}

interface Route {
  readonly url: string
  readonly parameters: readonly Parameter[]
}

/** What each path parameter is where it is not the hostile one; `id` depends on the resource. */
const sound: Readonly<Record<string, string>> = {
  warehouse: 'public',
  name: 'enterprise-registration',
  rowId: '1',
  segment: 'carbon-black',
  creditCode: firms.tyre.code,
  '/api/chains/id': 'rubber-tyre',
  '/api/metrics/id': 'location-quotient',
  '/api/products/id': '0123456789ab',
  projectId: '1',
  documentId: '1',
  visitId: '1',
  id: '1',
  contract: '1',
}

let server: RealServer
let routes: readonly Route[]

beforeAll(async () => {
  server = await startRealServer(async (database) => {
    await fillScene(database)
    await compute(database)
  })
  const answer = await server.get('operator', '/api/openapi.json')
  const { paths } = answer.json<{ paths: Record<string, { get?: { parameters?: Parameter[] } }> }>()
  routes = Object.entries(paths).flatMap(([url, { get }]) =>
    get === undefined ? [] : [{ url, parameters: get.parameters ?? [] }],
  )
})
afterAll(() => server.close())

function pathOf(url: string, given: Readonly<Record<string, string>> = {}): string {
  return url.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const resource = `${/^\/api\/\w+/.exec(url)?.[0] ?? ''}/${name}`
    return given[name] ?? sound[resource] ?? sound[name] ?? 'x'
  })
}

/** Every request of a route with one hostile value in one of its parameters. */
function requestsOf({ url, parameters }: Route): string[] {
  return parameters.flatMap((parameter) =>
    hostile.map((value) =>
      parameter.in === 'path'
        ? pathOf(url, { [parameter.name]: value })
        : `${pathOf(url)}?${parameter.name}=${value}`,
    ),
  )
}

describe('a hostile value in any parameter of any route', () => {
  test('the routes and their parameters are known', () => {
    expect(routes.length).toBeGreaterThan(20)
    expect(routes.flatMap(requestsOf).length).toBeGreaterThan(1000)
  })

  test.each<AccountRole>(['operator', 'enterprise'])('is never a failure of the server: %s', async (role) => {
    const failed: string[] = []
    for (const url of routes.flatMap(requestsOf)) {
      const { statusCode } = await server.get(role, url)
      if (statusCode >= 500 || statusCode < 200) failed.push(`${statusCode} ${url.slice(0, 200)}`)
    }
    expect(failed).toEqual([])
  })

  test('has changed nothing', async () => {
    const [row] = await server.query<{ firms: number; batches: number }>(`
      select (select count(*)::int from public_warehouse.enterprise_registration) as firms,
             (select count(*)::int from brain.batch) as batches`)
    expect(row).toEqual({ firms: 51, batches: 6 })
  })
})

describe('sound requests are answered by the stages themselves', () => {
  test('every route that reads answers the operator', async () => {
    const failed: string[] = []
    for (const { url, parameters } of routes) {
      const { statusCode } = await server.get('operator', pathOf(url))
      // What must be asked for by a parameter is refused without it.
      const incomplete = parameters.some((one) => one.in === 'query' && one.required === true)
      const expected = incomplete ? statusCode === 400 || statusCode === 401 : statusCode !== 400
      if (statusCode >= 500 || !expected) failed.push(`${statusCode} ${url}`)
    }
    expect(failed).toEqual([])
  })

  test.each(['370523', '370500', '370000', '370999', '990000'])('for the region %s', async (region) => {
    const failed: string[] = []
    for (const { url, parameters } of routes) {
      if (!parameters.some(({ name }) => name === 'region')) continue
      for (const realm of ['demonstration', 'actual']) {
        const { statusCode, body } = await server.get(
          'operator',
          `${pathOf(url)}?region=${region}&realm=${realm}`,
        )
        if (statusCode >= 500) failed.push(`${statusCode} ${url} ${body}`)
      }
    }
    expect(failed).toEqual([])
  })
})
