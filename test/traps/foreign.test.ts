import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { datasets } from '../../server/datasets/registry.ts'
import {
  compute,
  dongying,
  fillScene,
  firms,
  guangrao,
  load,
  shandong,
  shouguang,
  yi,
} from '../metrics/scene.ts'
import { type RealServer, startRealServer } from './real-server.ts'

/**
 * Role × route × own and foreign: every route that reads, with every firm, region, dataset and record that its
 * parameters can name. No answer may carry the code or the name of a firm that the caller has nothing to do with.
 */
let server: RealServer
let routes: readonly Route[]

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required?: boolean
  readonly schema?: {
    readonly enum?: readonly string[]
    readonly anyOf?: readonly { readonly const?: string }[]
  }
}
interface Route {
  readonly url: string
  readonly parameters: readonly Parameter[]
}

const all = Object.values(firms)

beforeAll(async () => {
  server = await startRealServer(async (database) => {
    await fillScene(database)
    await load(
      database,
      'public/above-scale-annual',
      all.map(({ code }, index) => ({ credit_code: code, year: 2025, revenue: yi(10 + index) })),
      true,
    )
    await load(
      database,
      'public/electricity-use',
      all.flatMap(({ code, county }) =>
        ['2025-10', '2026-10'].map((month) => ({ credit_code: code, month, kwh: 1000, county_code: county })),
      ),
      true,
    )
    await load(
      database,
      'enterprise/capacity-week',
      all.map(({ code }) => ({
        credit_code: code,
        week_start: '2026-10-05',
        product: '轮胎',
        maximum: 10,
        actual: 5,
        unit: '条',
      })),
      true,
    )
    await load(
      database,
      'public/honour',
      all.map(({ code, name, county }) => ({
        enterprise_name: name,
        kind: '专精特新中小企业',
        awarded_year: 2025,
        credit_code: code,
        region_code: county,
      })),
      true,
    )
    await compute(database)
  })
  const { paths } = (await server.get('operator', '/api/openapi.json')).json<{
    paths: Record<string, { get?: { parameters?: Parameter[] } }>
  }>()
  routes = Object.entries(paths).flatMap(([url, { get }]) =>
    get === undefined ? [] : [{ url, parameters: get.parameters ?? [] }],
  )
})
afterAll(() => server.close())

interface StoredRow {
  readonly warehouse: string
  readonly name: string
  readonly rowId: string
}

async function records(): Promise<StoredRow[]> {
  const found = await Promise.all(
    [...datasets.values()].map(async ({ schema, table, warehouse, name }) =>
      (
        await server.query<{ row_id: number }>(
          `select row_id from ${schema}.${table} order by row_id limit 60`,
        )
      ).map(({ row_id }): StoredRow => ({ warehouse, name, rowId: String(row_id) })),
    ),
  )
  return found.flat()
}

/** Values each path parameter can take; a route asks for the product of those it has. */
function addresses({ url, parameters }: Route, rows: readonly StoredRow[]): string[] {
  const names = [...url.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  let filled: string[]
  if (names.includes('rowId')) filled = rows.map((row) => fill(url, { ...row }))
  else if (names.includes('warehouse'))
    filled = [...new Set(rows.map(({ warehouse, name }) => `${warehouse}/${name}`))].map((id) => {
      const [warehouse = '', name = ''] = id.split('/')
      return fill(url, { warehouse, name })
    })
  else if (names.includes('creditCode')) filled = all.map(({ code }) => fill(url, { creditCode: code }))
  else
    filled = ['1', '2', '3', '4', '5', '6', '7', '8', 'cluster-scale', 'net-migration'].map((id) =>
      fill(url, { id }),
    )
  const query = new Set(parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name))
  const scopes = query.has('region')
    ? [guangrao, dongying, shandong, shouguang].flatMap((region) =>
        query.has('realm')
          ? [`region=${region}&realm=demonstration`, `region=${region}&realm=actual`]
          : [`region=${region}`],
      )
    : ['']
  const words = query.has('query') ? scopes.flatMap((scope) => [scope, `${scope}&query=示例`]) : scopes
  return [...new Set(filled)].flatMap((path) =>
    words.map((scope) => {
      const needed = parameters
        .filter((one) => one.in === 'query' && one.required === true && !scope.includes(`${one.name}=`))
        .map(
          ({ name, schema }) => `${name}=${schema?.enum?.[0] ?? schema?.anyOf?.[0]?.const ?? 'rubber-tyre'}`,
        )
      const text = [scope, ...needed].filter(Boolean).join('&')
      return text === '' ? path : `${path}?${text}`
    }),
  )
}

function fill(url: string, values: Readonly<{ [name: string]: string }>): string {
  return url
    .replace('/api/chains/{id}', '/api/chains/rubber-tyre')
    .replaceAll(
      /\{(\w+)\}/g,
      (_, name: string) => values[name] ?? (name === 'segment' ? 'carbon-black' : '1'),
    )
}

/** Who has nothing to do with the caller: not within its region, not its trade partner. */
const cases: readonly (readonly [AccountRole, { readonly own: string; readonly strangers: typeof all }])[] = [
  [
    'enterprise',
    { own: firms.tyre.code, strangers: all.filter((firm) => firm !== firms.tyre && firm !== firms.black) },
  ],
  ['bank', { own: '', strangers: all }],
  ['system-admin', { own: '', strangers: all }],
  ['security-admin', { own: '', strangers: all }],
  ['audit-admin', { own: '', strangers: all }],
]

/** What administrators need to know firms by: whose account it is, what was asked for, who read of a firm. */
const duties = /^\/api\/(accounts|audit|enterprises\/[0-9A-Z]+\/access-ledger)(?=[/?]|$)/

describe('no route tells of a firm the caller has nothing to do with', () => {
  test.each(cases)('%s', async (role, { own, strangers }) => {
    if (own !== '') {
      await server.query(
        `update brain.account set credit_code = $1, region_code = '370523', region_name = '广饶县' where role = 'enterprise'`,
        [own],
      )
      server.app.sessions.forget()
    }
    const rows = await records()
    const told: string[] = []
    let answered = 0
    for (const url of routes.flatMap((route) => addresses(route, rows))) {
      if (role.endsWith('-admin') && duties.test(url)) continue
      const { statusCode, body } = await server.get(role, encodeURI(url))
      expect([url, statusCode < 500]).toEqual([url, true])
      if (statusCode === 200) answered++
      // What was asked for may stand in the refusal.
      const text = statusCode === 200 ? body : body.replaceAll(/[0-9A-Z]{18}/g, '')
      const named = strangers.filter(({ code, name }) => text.includes(code) || text.includes(name))
      if (named.length > 0) told.push(`${url}: ${named.map(({ name }) => name).join('、')}`)
    }
    expect(told).toEqual([])
    if (own !== '') expect(answered).toBeGreaterThan(40)
  })

  test('and an enterprise does read of its own', async () => {
    const mine = await server.get('enterprise', `/api/enterprises/${firms.tyre.code}`)
    expect(mine.statusCode).toBe(200)
    expect(mine.body).toContain(firms.tyre.name)
    const other = await server.get('enterprise', `/api/enterprises/${firms.rival.code}`)
    expect([403, 404]).toContain(other.statusCode)
  })
})
