import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  Cohorts,
  DetectedList,
  ForecastAnswer,
  MigrationMatrix,
} from '../../server/api/schemas/migration-study.ts'
import { refreshAddressHistory } from '../../server/migration/address-history.ts'
import { demonstrationCode, divisions, load } from '../alerts/facts.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
const code = demonstrationCode('370523', 1)
const realm = 'demonstration'

beforeAll(async () => {
  server = await startTestServer()
  await load(server.database, 'public/division', divisions)
  await load(server.database, 'public/registration-change', [
    {
      credit_code: code,
      changed_on: '2026-05-01',
      item: '住所',
      before: '广饶县大王镇1号',
      after: '寿光市圣城街2号',
      before_county_code: '370523',
      after_county_code: '370783',
    },
  ])
  await refreshAddressHistory(server.database)
}, 60_000)
afterAll(() => server.close())

const get = (url: string, role: Parameters<TestServer['request']>[0] = 'province') =>
  server.request(role, { url })

test('officials see moves that touch their region, with both addresses', async () => {
  const answer = await get(`/api/migration/detected?realm=${realm}&region=370500`)
  expect(answer.statusCode, answer.body).toBe(200)
  const { items, kind } = answer.json<DetectedList>()
  expect(kind).toBe('registration-change')
  expect(items).toMatchObject([{ firm: code, beforeAddress: '广饶县大王镇1号', level: 'cross_city' }])
  const elsewhere = await get(`/api/migration/detected?realm=${realm}&region=370100`)
  expect(elsewhere.json<DetectedList>().items).toEqual([])
  expect((await get(`/api/migration/matrix?realm=${realm}&months=120`)).json<MigrationMatrix>().total).toBe(1)
})

test('a move shown is written to the ledger of its firm', async () => {
  await get(`/api/migration/detected?realm=${realm}`)
  const { rows } = await server.database.pool.query<{ count: number }>(
    `select count(*)::int as count from brain.firm_access where credit_code = $1 and object = 'migration'`,
    [code],
  )
  expect(rows[0]?.count).toBeGreaterThan(0)
})

test('a register is not opened nationwide, only what is disclosed', async () => {
  for (const url of [
    `/api/migration/detected?realm=${realm}&nationwide=true`,
    `/api/migration/detected?realm=${realm}&nationwide=true&kind=registration-delivery`,
    `/api/migration/matrix?realm=${realm}&nationwide=true`,
  ]) {
    expect([url, (await get(url)).statusCode]).toEqual([url, 400])
  }
  expect(
    (await get(`/api/migration/matrix?realm=${realm}&nationwide=true&source=annual-report`)).statusCode,
  ).toBe(200)
})

test('firms and banks see nothing of it', async () => {
  for (const resource of ['detected', 'matrix', 'cohorts', 'forecast'])
    for (const role of ['enterprise', 'bank'] as const)
      expect([resource, role, (await get(`/api/migration/${resource}`, role)).statusCode]).toEqual([
        resource,
        role,
        403,
      ])
})

test('what is not known is null, not zero', async () => {
  expect((await get('/api/migration/forecast?realm=actual')).json<ForecastAnswer>().study).toBeNull()
  expect((await get('/api/migration/cohorts?realm=actual')).json<Cohorts>()).toMatchObject({
    survival: null,
    trace: [],
  })
})
