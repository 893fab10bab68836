import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetDetail, DatasetList } from '../../server/api/schemas/dataset.ts'
import { Boundaries, RegionList } from '../../server/api/schemas/region.ts'
import { Health } from '../../server/api/schemas/session.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { recordStage } from '../../server/warehouse/stage-state.ts'
import { fakeServices } from './fake-services.ts'
import { golden, insertBatch, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
let computed = 0
const own = '91370523DEM000014Q'

beforeAll(async () => {
  const services = fakeServices()
  server = await startTestServer({
    services: {
      chain: {
        ...services.chain,
        async list() {
          computed += 1
          return []
        },
      },
    },
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: own, name: '演示轮胎有限公司', industry_code: 'C2911', revenue: 5 }),
        golden({
          credit_code: '91370211MA3QD0007T',
          name: '青岛某厂',
          city_code: '370200',
          county_code: '370211',
        }),
      ])
    },
  })
})
afterAll(() => server.close())

test('health says that the database answers', async () => {
  const answer = await server.app.inject({ url: '/api/health' })
  expect(answer.statusCode).toBe(200)
  expect(Check(Health, answer.json())).toBe(true)
})

describe('regions', () => {
  test('are those in force of the caller’s region and below', async () => {
    const province = await server.get('province', '/api/regions')
    expect(Check(RegionList, province.json())).toBe(true)
    expect(province.json()).toMatchObject({ nextCursor: null, total: 6 })
    const city = await server.get('city', '/api/regions')
    expect(city.json<{ items: unknown[] }>().items).toEqual([
      {
        code: '370500',
        name: '东营市',
        level: 'city',
        tier: 'city',
        parent: '370000',
        longitude: null,
        latitude: null,
      },
      {
        code: '370502',
        name: '东营区',
        level: 'county',
        tier: 'county',
        parent: '370500',
        longitude: null,
        latitude: null,
      },
      {
        code: '370523',
        name: '广饶县',
        level: 'county',
        tier: 'county',
        parent: '370500',
        longitude: null,
        latitude: null,
      },
    ])
  })

  test('have boundaries with their basis, to four decimals', async () => {
    const batch = await insertBatch(server.database, 'public/region-boundary')
    const ring = [
      [118.1234567, 37.0000149],
      [118.12345, 37.00001],
      [118.2, 37],
      [118.2, 37.1],
      [118.1, 37.1],
      [118.1234567, 37.0000149],
    ]
    await sql`
      insert into public_warehouse.region_boundary (code, name, level, geometry, basis, batch_id, row_number, row_hash, valid_from)
      values ('370523', '广饶县', 'county', ${JSON.stringify({ type: 'MultiPolygon', coordinates: [[ring]] })},
        '示意图，无审图号', ${batch}, 1, 0, now())`.execute(server.database.kysely)
    const answer = await server.get('county', '/api/regions/boundaries?level=county')
    expect(Check(Boundaries, answer.json())).toBe(true)
    expect(answer.json()).toEqual({
      type: 'FeatureCollection',
      basis: '示意图，无审图号',
      features: [
        {
          type: 'Feature',
          properties: { code: '370523', name: '广饶县' },
          geometry: {
            type: 'MultiPolygon',
            coordinates: [
              [
                [
                  [118.1235, 37],
                  [118.2, 37],
                  [118.2, 37.1],
                  [118.1, 37.1],
                  [118.1235, 37],
                ],
              ],
            ],
          },
        },
      ],
    })
    const none = await server.get('county', '/api/regions/boundaries')
    expect(none.json()).toEqual({ type: 'FeatureCollection', basis: '尚未加载行政区划边界', features: [] })
  })
})

describe('the catalogue', () => {
  test('lists every dataset with what the ledger says of it', async () => {
    const before = await server.get('county', '/api/catalog/datasets?limit=500')
    const list = before.json<Static<typeof DatasetList>>()
    expect(Check(DatasetList, list)).toBe(true)
    expect(list.items.map(({ id }) => id).toSorted()).toEqual([...datasets.keys()].toSorted())
    expect(list.items.find(({ id }) => id === 'public/honour')).toMatchObject({ rows: 0, lastLoadedAt: null })
    await insertBatch(server.database, 'public/honour')
    await insertBatch(server.database, 'public/honour')
    const after = await server.get('county', '/api/catalog/datasets/public/honour')
    expect(after.json()).toMatchObject({
      rows: 2,
      lastLoadedAt: '2026-10-01T00:00:00.000Z',
      demonstration: false,
    })
  })

  test('tells the items of each dataset, their rules and units', async () => {
    for (const { warehouse, name, columns } of datasets.values()) {
      const answer = await server.get('enterprise', `/api/catalog/datasets/${warehouse}/${name}`)
      expect(answer.statusCode).toBe(200)
      const detail = answer.json<DatasetDetail>()
      expect(Check(DatasetDetail, detail)).toBe(true)
      expect(detail.items.map((item) => item.name)).toEqual(Object.keys(columns))
      for (const key of detail.key)
        expect(detail.items.find((item) => item.name === key)?.required).toBe(true)
    }
    const registration = await server.get('county', '/api/catalog/datasets/public/enterprise-registration')
    expect(registration.json()).toMatchObject({
      share: '无条件共享',
      cycle: '每日',
      warehouseTitle: '公共数据仓',
    })
    expect(registration.json<DatasetDetail>().items.find(({ name }) => name === 'status')?.rule).toBe(
      '取值：存续、注销、吊销、迁出',
    )
  })
})

describe('an answer that is kept', () => {
  test('is computed once, until a stage is computed again', async () => {
    const start = computed
    const times = { startedAt: new Date(), finishedAt: new Date() }
    for (let count = 0; count < 5; count++) await server.get('province', '/api/chains')
    expect(computed - start).toBeLessThanOrEqual(1)
    const kept = computed
    await recordStage(server.database, 'chain', 1, times)
    server.app.versions.touch()
    await server.get('province', '/api/chains')
    expect(computed).toBe(kept + 1)
    // Without being told, the server looks for itself: while requests come in within a second or two,
    await recordStage(server.database, 'chain', 2, times)
    server.clock.now = new Date(server.clock.now.getTime() + 1001)
    await expect
      .poll(async () => {
        await server.get('province', '/api/chains')
        return computed
      })
      .toBe(kept + 2)
    // and after a pause at once.
    await recordStage(server.database, 'chain', 3, times)
    server.clock.now = new Date(server.clock.now.getTime() + 60_000)
    await server.get('province', '/api/chains')
    expect(computed).toBe(kept + 3)
  })

  test('is computed once for callers that ask together', async () => {
    const start = computed
    await recordStage(server.database, 'chain', 9, { startedAt: new Date(), finishedAt: new Date() })
    server.app.versions.touch()
    await Promise.all(Array.from({ length: 20 }, () => server.get('province', '/api/chains')))
    expect(computed).toBe(start + 1)
  })

  test('is not sent again to a browser that has it', async () => {
    const first = await server.get('province', '/api/regions')
    const etag = String(first.headers.etag)
    expect(first.headers['cache-control']).toBe('private, no-cache')
    const ask = (tag: string) =>
      server.request('province', { url: '/api/regions', headers: { 'if-none-match': tag } })
    const again = await ask(`"other", W/${etag}`)
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect((await ask('"other"')).statusCode).toBe(200)
  })

  test('is sent compressed to those who take it', async () => {
    const [answer] = [
      await server.request('province', {
        url: '/api/regions/boundaries?level=county',
        headers: { 'accept-encoding': 'gzip, deflate' },
      }),
    ]
    expect(answer?.statusCode).toBe(200)
    const long = await server.request('province', {
      url: '/api/catalog/datasets?limit=500',
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(long.headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(long.rawPayload).toString())).toHaveProperty('items')
  })
})

test('the session says which realms hold data', async () => {
  const answer = await server.get('enterprise', '/api/session')
  expect(answer.json()).toMatchObject({
    creditCode: own,
    enterpriseName: '演示轮胎有限公司',
    region: { code: '370523', name: '广饶县' },
    realms: ['demonstration', 'actual'],
  })
})
