import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertDivisions } from '../api/golden.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'

let server: TestServer
const zone = { code: '370571', parentCode: '370500', name: '虚构经济开发区', basis: '虚构文〔2026〕1号' }

beforeAll(async () => {
  server = await startTestServer({ fill: insertDivisions })
})
afterAll(() => server.close())

const add = (body: object, role = 'system-admin' as const) =>
  server.request(role, { method: 'POST', url: '/api/regions/added', payload: body })

interface Listed {
  readonly items: readonly { readonly code: string; readonly tier: string }[]
}
const tierOf = async (code: string) =>
  (await server.get('city', '/api/regions')).json<Listed>().items.find((region) => region.code === code)?.tier

test('a zone joins the tree at once, below its city, and a city of the plan is a tier of its own', async () => {
  expect(await tierOf(zone.code)).toBeUndefined()
  expect((await add(zone)).statusCode).toBe(201)
  expect(await tierOf(zone.code)).toBe('zone')
  const all = (await server.get('province', '/api/regions')).json<Listed>().items
  expect(all.find(({ code }) => code === '370200')?.tier).toBe('separate-plan-city')
  expect(all.find(({ code }) => code === '370500')?.tier).toBe('city')
})

test('an account of the zone reaches what carries its code, and nothing of the county beside it', async () => {
  await server.database.kysely
    .updateTable('brain.account')
    .set({ region_code: zone.code, region_name: zone.name })
    .where('username', '=', 'county')
    .execute()
  server.app.sessions.forget()
  expect((await server.get('county', `/api/enterprises?region=${zone.code}`)).statusCode).toBe(200)
  expect((await server.get('county', '/api/enterprises?region=370523')).statusCode).toBe(403)
  const ending = { method: 'DELETE' as const, url: `/api/regions/added/${zone.code}` }
  const refused = await server.request('system-admin', ending)
  expect(refused.json()).toMatchObject({ status: 409, code: 'region-in-use' })
  await server.database.kysely
    .updateTable('brain.account')
    .set({ region_code: '370523', region_name: '广饶县' })
    .where('username', '=', 'county')
    .execute()
  server.app.sessions.forget()
  expect((await server.request('system-admin', ending)).statusCode).toBe(204)
  expect(await tierOf(zone.code)).toBeUndefined()
  // Its code is not given to another: past records carry it.
  expect((await add(zone)).json()).toMatchObject({ status: 409, code: 'region-taken' })
})

test.each([
  [{ ...zone, code: '370272' }, 422, 'region-code-outside'],
  [{ ...zone, code: '370523' }, 409, 'region-taken'],
  [{ ...zone, code: '370572', parentCode: '379900' }, 422, 'region-unknown'],
  [{ ...zone, code: '370572', name: ' ' }, 400, undefined],
] as const)('refuses %j', async (body, status, code) => {
  const answer = await add(body)
  expect(answer.statusCode, answer.body).toBe(status)
  if (code !== undefined) expect(answer.json()).toMatchObject({ code })
})
