import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/warehouse/database.ts'
import {
  actualFirm,
  compute,
  dongying,
  dongyingDistrict,
  evidence,
  figure,
  firms,
  guangrao,
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
  const annual = (firm: { code: string }, year: number) => ({ credit_code: firm.code, year, revenue: yi(1) })
  await load(
    database,
    'public/above-scale-annual',
    [
      annual(firms.tyre, 2024),
      annual(firms.movedToCity, 2024),
      annual(firms.left, 2024),
      annual(firms.tyre, 2025),
      annual(firms.rival, 2025),
      annual(firms.closed, 2025),
      annual(firms.canteen, 2025),
      // Registered in 2026: it was of no cluster when 2025 ended.
      annual(firms.young, 2025),
    ],
    true,
  )
  const listing = (firm: { code: string; name: string }, security_code: string, list_date: string) => ({
    security_code,
    full_name: firm.name,
    credit_code: firm.code,
    list_date,
  })
  await load(
    database,
    'public/listed-company',
    [
      listing(firms.listed, '900001.SH', '2024-03-15'),
      listing(firms.movedToCity, '900002.SZ', '2025-01-10'),
      listing(firms.canteen, '900003.SZ', '2020-01-10'),
    ],
    true,
  )
  const award = (firm: { code: string; name: string }, kind: string, year: number) => ({
    enterprise_name: firm.name,
    kind,
    awarded_year: year,
    credit_code: firm.code,
    region_code: guangrao,
  })
  await load(
    database,
    'public/honour',
    [
      award(firms.tyre, '专精特新', 2023),
      // The same honour renewed is still one.
      award(firms.tyre, '专精特新', 2025),
      award(firms.tyre, '高新技术企业', 2024),
      award(firms.movedToCity, '高新技术企业', 2024),
      award(firms.canteen, '餐饮名店', 2024),
      // On the list by name only.
      { ...award(firms.rival, '专精特新', 2024), credit_code: null, region_code: shouguang },
    ],
    true,
  )
  await compute(database)
})

afterAll(() => database.close())

describe('enterprise-count', () => {
  test('counts the firms of the chain that are registered and not closed, each once', async () => {
    expect(await value(database, 'enterprise-count')).toBe(3)
    expect(await value(database, 'enterprise-count', { region: dongying })).toBe(5)
    expect(await value(database, 'enterprise-count', { region: shouguang })).toBe(3)
    expect(await value(database, 'enterprise-count', { region: shandong })).toBe(8)
  })

  test.each([
    ['2025-05', 5, 1],
    ['2025-06', 4, 2],
    ['2026-01', 4, 2],
    ['2026-02', 3, 2],
    ['2026-03', 4, 2],
    ['2026-05', 3, 2],
    ['2026-07', 3, 3],
  ])('at the end of %s 广饶 has %i and 寿光 %i', async (asOf, inGuangrao, inShouguang) => {
    expect(await value(database, 'enterprise-count', { asOf })).toBe(inGuangrao)
    expect(await value(database, 'enterprise-count', { asOf, region: shouguang })).toBe(inShouguang)
  })

  test.each(['2025-05', '2026-02', '2026-10'])('its records of %s are these firms', async (asOf) => {
    for (const region of [guangrao, shouguang, shandong]) {
      const items = await evidence(database, 'enterprise-count', { region, asOf })
      expect(sumOf(items)).toBe(await value(database, 'enterprise-count', { region, asOf }))
      const codes = items.map((item) => item.enterprise?.creditCode)
      expect(new Set(codes).size).toBe(codes.length)
    }
  })

  test('keeps real firms apart', async () => {
    expect(await value(database, 'enterprise-count', { realm: 'actual' })).toBe(1)
    const items = await evidence(database, 'enterprise-count', { realm: 'actual' })
    expect(items.map((item) => item.enterprise?.creditCode)).toEqual([actualFirm.code])
  })

  test('has no figure for a chain without firms there', async () => {
    expect(await figure(database, 'enterprise-count', { chain: 'petroleum-equipment' })).toMatchObject({
      value: null,
      missing: { supplier: '市场监管部门' },
    })
  })
})

describe('above-scale-count', () => {
  test('counts firms of the cluster with a record of the year, where they stood when it ended', async () => {
    expect(await value(database, 'above-scale-count')).toBe(1)
    expect(await value(database, 'above-scale-count', { region: shandong })).toBe(2)
    expect(await value(database, 'above-scale-count', { asOf: '2024-12' })).toBe(3)
    expect(await value(database, 'above-scale-count', { asOf: '2024-12', region: shouguang })).toBeNull()
  })

  test.each(['2024-12', '2026-10'])('has as many records in %s', async (asOf) => {
    for (const region of [guangrao, shandong])
      expect(await evidence(database, 'above-scale-count', { region, asOf })).toHaveLength(
        (await value(database, 'above-scale-count', { region, asOf })) ?? -1,
      )
  })
})

describe('listed-count', () => {
  test('counts from the month of listing, where the firm then stood', async () => {
    expect(await value(database, 'listed-count', { asOf: '2024-02', region: shandong })).toBeNull()
    expect(await value(database, 'listed-count', { asOf: '2024-03', region: shandong })).toBe(1)
    expect(await value(database, 'listed-count', { asOf: '2025-05' })).toBe(1)
    expect(await value(database, 'listed-count', { region: shouguang })).toBe(1)
    expect(await value(database, 'listed-count', { region: dongyingDistrict })).toBe(1)
    expect(await value(database, 'listed-count', { region: shandong })).toBe(2)
  })

  test('no longer counts a firm where it has left', async () => {
    const found = await figure(database, 'listed-count', { asOf: '2025-06' })
    expect(found).toMatchObject({ value: null, period: null })
    expect(found.series.at(-1)).toEqual({ period: '2025-05', value: 1, estimated: false })
  })

  test.each(['2025-05', '2026-10'])('its records of %s are the listings', async (asOf) => {
    const items = await evidence(database, 'listed-count', { region: shandong, asOf })
    expect(sumOf(items)).toBe(await value(database, 'listed-count', { region: shandong, asOf }))
    expect(items.map((item) => item.source?.dataset)).toEqual([
      'public/listed-company',
      'public/listed-company',
    ])
  })
})

describe('honours', () => {
  test.each([
    ['2023-12', guangrao, 1],
    ['2024-12', guangrao, 3],
    ['2024-12', weifang, 1],
    ['2025-12', guangrao, 2],
    ['2025-12', weifang, 2],
    ['2026-10', shandong, 4],
  ])('by the end of %s %s has %i', async (asOf, region, count) => {
    expect(await value(database, 'honours', { region, asOf })).toBe(count)
  })

  test('counts by kind, also firms that the list only names', async () => {
    expect((await figure(database, 'honours', { region: shandong })).breakdown).toEqual([
      { key: '专精特新', title: '专精特新', value: 2 },
      { key: '高新技术企业', title: '高新技术企业', value: 2 },
    ])
    const items = await evidence(database, 'honours', { region: shouguang })
    expect(new Set(items.map((item) => item.enterprise?.creditCode))).toEqual(
      new Set([firms.rival.code, firms.movedToCity.code]),
    )
  })

  test.each(['2024-12', '2025-12', '2026-10'])('its records of %s add up to it', async (asOf) => {
    for (const region of [guangrao, weifang, shandong])
      expect(sumOf(await evidence(database, 'honours', { region, asOf }))).toBe(
        await value(database, 'honours', { region, asOf }),
      )
  })
})
