import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/warehouse/database.ts'
import {
  actualFirm,
  compute,
  dongying,
  evidence,
  figure,
  firms,
  guangrao,
  inputs,
  load,
  openScene,
  shandong,
  shouguang,
  sumOf,
  value,
  weifang,
  yi,
} from './scene.ts'

let database: Database

beforeAll(async () => {
  database = await openScene()
  const annual = (firm: { code: string }, year: number, revenue: number) => ({
    credit_code: firm.code,
    year,
    revenue: yi(revenue),
  })
  await load(
    database,
    'public/above-scale-annual',
    [
      annual(firms.tyre, 2024, 16),
      annual(firms.movedToCity, 2024, 5),
      annual(firms.left, 2024, 3),
      annual(firms.tyre, 2025, 20),
      annual(firms.rival, 2025, 10),
      annual(firms.closed, 2025, 500),
      annual(firms.canteen, 2025, 1000),
      { credit_code: firms.young.code, year: 2025, revenue: null },
    ],
    true,
  )
  await load(
    database,
    'enterprise/enterprise-profile',
    [
      {
        credit_code: firms.black.code,
        name: firms.black.name,
        revenue: yi(50),
        revenue_year: 2025,
      },
      // Known already from the 规上 record, which leads.
      { credit_code: firms.tyre.code, name: firms.tyre.name, revenue: yi(99), revenue_year: 2025 },
    ],
    true,
  )
  await load(
    database,
    'public/listed-company',
    [{ security_code: '900001.SH', full_name: firms.listed.name, credit_code: firms.listed.code }],
    true,
  )
  await load(
    database,
    'enterprise/annual-report',
    [{ security_code: '900001.SH', year: 2025, revenue: yi(20) }],
    true,
  )
  await load(database, 'public/above-scale-annual', [annual(actualFirm, 2025, 7)])
  const total = (region: string, year: number, amount: number, unit: string | null) => ({
    region_code: region,
    period: String(year),
    indicator: '全部企业营业收入',
    value: amount,
    unit,
  })
  await load(
    database,
    'public/region-statistics',
    [
      total(guangrao, 2024, 100, '亿元'),
      total(guangrao, 2025, 140, '亿元'),
      total(dongying, 2025, 1_800_000, '万元'),
      total(weifang, 2025, 300, null),
      total(shandong, 2025, 500, '千亿元'),
    ],
    true,
  )
  await load(database, 'public/region-statistics', [total(shouguang, 2025, 5, '亿元')])
  await compute(database)
})

afterAll(() => database.close())

describe('cluster-scale', () => {
  test('adds up one revenue of each firm of the cluster, in 亿元', async () => {
    const found = await figure(database, 'cluster-scale')
    expect(found).toMatchObject({ period: '2025', unit: '亿元', missing: null, estimated: false })
    expect(found.value).toBeCloseTo(20 + 50, 9)
    expect(await value(database, 'cluster-scale', { region: dongying })).toBeCloseTo(90, 9)
    expect(await value(database, 'cluster-scale', { region: shouguang })).toBeCloseTo(10, 9)
    expect(await value(database, 'cluster-scale', { region: shandong })).toBeCloseTo(100, 9)
  })

  test('counts a past year where firms stood when it ended', async () => {
    expect(await value(database, 'cluster-scale', { asOf: '2024-12' })).toBeCloseTo(16 + 5 + 3, 9)
    const moved = await figure(database, 'cluster-scale', { region: shouguang, asOf: '2024-12' })
    expect(moved).toMatchObject({ value: null, period: null })
    expect(moved.missing?.reason).toContain('营业收入')
  })

  test('shows the change on the year', async () => {
    const found = await figure(database, 'cluster-scale')
    expect(found.change?.value).toBeCloseTo((70 / 24 - 1) * 100, 9)
    expect(found.change).toMatchObject({ unit: '%', base: '2024' })
    expect(found.series.map((point) => point.period)).toEqual(['2024', '2025'])
  })

  test.each(['2024-12', '2026-10'])('its records of %s add up to it and lead to their rows', async (asOf) => {
    for (const region of [guangrao, dongying, shandong]) {
      const items = await evidence(database, 'cluster-scale', { region, asOf })
      expect(sumOf(items)).toBeCloseTo((await value(database, 'cluster-scale', { region, asOf })) ?? NaN, 9)
    }
  })

  test('names for each firm the source that was used', async () => {
    const items = await evidence(database, 'cluster-scale', { region: shandong })
    expect(items.map((item) => [item.enterprise?.creditCode, item.value, item.source?.dataset])).toEqual([
      [firms.black.code, 50, 'enterprise/enterprise-profile'],
      [firms.tyre.code, 20, 'public/above-scale-annual'],
      [firms.listed.code, 20, 'enterprise/annual-report'],
      [firms.rival.code, 10, 'public/above-scale-annual'],
    ])
  })

  test('never adds a real firm to fictional ones', async () => {
    expect(await value(database, 'cluster-scale', { realm: 'actual' })).toBeCloseTo(7, 9)
    const items = await evidence(database, 'cluster-scale', { realm: 'actual' })
    expect(items.map((item) => item.enterprise?.creditCode)).toEqual([actualFirm.code])
  })
})

describe('concentration', () => {
  test('is the cluster’s share of all revenue of the region, whatever unit the total is stated in', async () => {
    expect(await value(database, 'concentration')).toBeCloseTo((70 / 140) * 100, 9)
    expect(await value(database, 'concentration', { region: dongying })).toBeCloseTo((90 / 180) * 100, 9)
    expect(await value(database, 'concentration', { asOf: '2024-12' })).toBeCloseTo((24 / 100) * 100, 9)
  })

  test.each([
    ['without a total', shouguang],
    ['with a total whose unit is not stated', weifang],
    ['with a total in a unit it does not know', shandong],
  ])('is missing %s', async (_, region) => {
    const found = await figure(database, 'concentration', { region })
    expect(found.value).toBeNull()
    expect(found.missing?.supplier).toContain('统计局')
  })

  test('takes no fictional total for real firms, nor the reverse', async () => {
    expect(await value(database, 'concentration', { realm: 'actual' })).toBeNull()
    expect(await value(database, 'concentration', { region: shouguang })).toBeNull()
  })

  test('its records are the total and the revenues', async () => {
    const items = await evidence(database, 'concentration')
    expect(items.map((item) => [item.value, item.unit])).toEqual([
      [140, '亿元'],
      [50, '亿元'],
      [20, '亿元'],
    ])
    const { value: share } = await figure(database, 'concentration')
    expect((sumOf(items.slice(1)) / (items[0]?.value ?? NaN)) * 100).toBeCloseTo(share ?? NaN, 9)
  })
})

describe('herfindahl', () => {
  // R package REAT: herf(c(20, 50, 20, 10)) = 0.34, equivalent number 2.94.
  test('HHI of 20, 50, 20, 10 is 0.34', async () => {
    expect(await value(database, 'herfindahl', { region: shandong })).toBeCloseTo(0.34, 12)
  })

  test('of two firms with 20 and 50, and of one firm alone', async () => {
    expect(await value(database, 'herfindahl')).toBeCloseTo((2 / 7) ** 2 + (5 / 7) ** 2, 12)
    expect(await value(database, 'herfindahl', { region: shouguang })).toBe(1)
  })

  test('comes from the firms, not from the shares of counties', async () => {
    const items = await evidence(database, 'herfindahl', { region: shandong })
    const total = sumOf(items)
    const shares = items.map((item) => ((item.value ?? 0) / total) ** 2)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.34, 12)
    expect(items).toHaveLength(4)
  })

  test('tells the equivalent number of firms', async () => {
    const found = await inputs(database, 'herfindahl', { region: shandong })
    expect(found['equivalent']).toBeCloseTo(2.94, 2)
    expect(found['firms']).toBe(4)
    expect(found['revenue']).toBeCloseTo(100, 9)
  })
})
