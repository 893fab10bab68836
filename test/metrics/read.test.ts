import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEvidence, readMetric, readMetricRegions } from '../../server/metrics/read.ts'
import { refreshMetrics } from '../../server/metrics/refresh.ts'
import { metrics } from '../../server/metrics/registry.ts'
import type { Database } from '../../server/warehouse/database.ts'
import {
  compute,
  figure,
  firms,
  guangrao,
  load,
  openScene,
  shandong,
  shouguang,
  trade,
  value,
  yi,
} from './scene.ts'

const query = { chain: 'rubber-tyre', region: guangrao, realm: 'demonstration' } as const
let database: Database

beforeAll(async () => {
  database = await openScene()
  await load(
    database,
    'public/above-scale-annual',
    [
      { credit_code: firms.tyre.code, year: 2024, revenue: yi(16) },
      { credit_code: firms.rival.code, year: 2024, revenue: yi(8) },
      { credit_code: firms.tyre.code, year: 2025, revenue: yi(20) },
    ],
    true,
  )
  await compute(database)
})

afterAll(() => database.close())

describe('every metric', () => {
  test.each([...metrics.keys()])('%s says what it is, with or without a figure', async (id) => {
    for (const region of [guangrao, shouguang, shandong, '370102', '999999'])
      for (const realm of ['demonstration', 'actual'] as const)
        for (const asOf of [undefined, '2025-03', '2026-10-15', '1999-01', '2999-12']) {
          const found = await figure(database, id, { region, realm, ...(asOf !== undefined && { asOf }) })
          expect(found.value === null).toBe(found.missing !== null)
          if (found.value === null) expect(found.change).toBeNull()
          else expect(Number.isFinite(found.value)).toBe(true)
          for (const point of found.series) expect(point.period <= found.asOf).toBe(true)
        }
  })

  test.each([...metrics.keys()])('%s has records, or none, for every region and month', async (id) => {
    for (const region of [guangrao, '370102', '999999'])
      for (const realm of ['demonstration', 'actual'] as const)
        for (const asOf of [undefined, '2025-03', '1999-01']) {
          const found = await readEvidence(database, id, {
            ...query,
            region,
            realm,
            limit: 5,
            offset: 0,
            ...(asOf !== undefined && { asOf }),
          })
          expect(found?.inputs.length).toBeGreaterThan(0)
          expect(found?.items.length).toBe(Math.min(5, found?.total ?? -1))
          if (found?.value !== null) expect(found?.total).toBeGreaterThan(0)
        }
  })
})

describe('a month asked for', () => {
  test('may be given as a day', async () => {
    expect(await figure(database, 'enterprise-count', { asOf: '2026-01-15' })).toMatchObject({
      asOf: '2026-01',
      period: '2026-01',
      value: 4,
    })
  })

  test('knows no figure of a year that was not over', async () => {
    expect(await value(database, 'cluster-scale', { asOf: '2025-11' })).toBeCloseTo(16, 9)
    expect(await value(database, 'cluster-scale', { asOf: '2025-12' })).toBeCloseTo(20, 9)
    expect((await figure(database, 'cluster-scale', { asOf: '2025-11' })).series).toHaveLength(1)
  })

  test('after the latest gives the latest', async () => {
    expect(await figure(database, 'cluster-scale', { asOf: '2030-01' })).toMatchObject({ period: '2025' })
  })
})

describe('the regions of a map', () => {
  test('all show one period; a region that lacks it is missing, not shown by an older one', async () => {
    const counties = await readMetricRegions(database, 'cluster-scale', {
      ...query,
      region: shandong,
      level: 'county',
    })
    expect(counties?.map((item) => [item.region.name, item.value])).toEqual([
      ['东营区', null],
      ['广饶县', 20],
      ['寿光市', null],
    ])
    expect(await figure(database, 'cluster-scale', { region: shouguang })).toMatchObject({
      value: null,
      period: null,
      series: [{ period: '2024', value: 8 }],
    })
  })

  test('are those below the region asked for', async () => {
    const of = async (region: string, level: 'city' | 'county') =>
      (await readMetricRegions(database, 'enterprise-count', { ...query, region, level }))?.map(
        (item) => item.region.code,
      )
    expect(await of(shandong, 'city')).toEqual(['370500', '370700'])
    expect(await of('370500', 'county')).toEqual(['370502', '370523'])
  })
})

describe('computing again', () => {
  test('happens only for metrics whose inputs changed', async () => {
    expect(await refreshMetrics(database)).toEqual({ changed: [] })
    await load(
      database,
      'public/electricity-use',
      [{ credit_code: firms.tyre.code, month: '2026-10', kwh: 1, county_code: guangrao }],
      true,
    )
    expect(await refreshMetrics(database)).toEqual({ changed: ['electricity-index'] })
    expect(await refreshMetrics(database)).toEqual({ changed: [] })
  })

  test('sees a long load that is committed after a later short one', async () => {
    await database.pool.query(`
      insert into brain.batch (id, dataset, source, file_name, file_sha256, effective_at, demonstration, status, read,
        accepted, inserted, finished_at)
      overriding system value
      values (-1, 'public/electricity-use', 'test', 'late.csv', 'late', now(), true, 'loaded', 1, 1, 1, now())`)
    expect(await refreshMetrics(database)).toEqual({ changed: ['electricity-index'] })
  })

  test('follows the chain under the metric', async () => {
    await load(
      database,
      'enterprise/supply-transaction',
      [trade('t9', 'carbon-black', '外省炭黑公司', firms.tyre, 600_000)],
      true,
    )
    await compute(database)
    expect(await value(database, 'local-supply-ratio')).toBeCloseTo(50, 9)
  })
})

test('an unknown metric or chain is no figure', async () => {
  expect(await readMetric(database, 'no-such', query)).toBeNull()
  expect(await readMetricRegions(database, 'no-such', { ...query, level: 'city' })).toBeNull()
  expect(await readEvidence(database, 'no-such', { ...query, limit: 1, offset: 0 })).toBeNull()
  expect(
    await readEvidence(database, 'cluster-scale', { ...query, chain: 'x', limit: 1, offset: 0 }),
  ).toBeNull()
})
