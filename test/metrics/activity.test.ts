import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locationQuotient } from '../../server/metrics/named/location-quotient.ts'
import type { Database } from '../../server/warehouse/database.ts'
import {
  compute,
  dongyingDistrict,
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
} from './scene.ts'

let database: Database

beforeAll(async () => {
  database = await openScene()
  const insured = (firm: { code: string }, county: string, headcount: number, month = '2026-10') => ({
    credit_code: firm.code,
    month,
    headcount,
    county_code: county,
  })
  await load(
    database,
    'public/insured-headcount',
    [
      insured(firms.tyre, guangrao, 1714),
      insured(firms.rival, shouguang, 877_449),
      insured(firms.listed, dongyingDistrict, 50),
      insured(firms.canteen, guangrao, 5000),
      insured(firms.closed, guangrao, 5000),
      insured(firms.young, guangrao, 900, '2026-02'),
      insured(firms.tyre, guangrao, 9999, '2026-11'),
    ],
    true,
  )
  const total = (region: string, period: string, people: number, unit = '人') => ({
    region_code: region,
    period,
    indicator: '社会保险参保人数',
    value: people,
    unit,
  })
  await load(
    database,
    'public/region-statistics',
    [
      total(guangrao, '2026-10', 79_006),
      total(guangrao, '2026', 1),
      // By the year only, and below the size at which a quotient says something.
      total(shouguang, '2026', 2_000_000),
      total(dongyingDistrict, '2026-10', 900),
      total(shandong, '2026-10', 1559.3224, '万人'),
    ],
    true,
  )
  const used = (firm: { code: string }, county: string | null, month: string, kwh: number) => ({
    credit_code: firm.code,
    month,
    kwh,
    county_code: county,
  })
  await load(
    database,
    'public/electricity-use',
    [
      used(firms.tyre, guangrao, '2026-09', 100_000),
      used(firms.tyre, guangrao, '2026-10', 110_000),
      used(firms.young, guangrao, '2026-02', 5000),
      used(firms.young, guangrao, '2026-10', 20_000),
      used(firms.rival, shouguang, '2026-10', 40_000),
      used(firms.canteen, guangrao, '2026-10', 900_000),
      used(firms.listed, null, '2026-10', 900_000),
      used(firms.tyre, guangrao, '2026-11', 900_000),
    ],
    true,
  )
  await compute(database)
})

afterAll(() => database.close())

describe('location-quotient', () => {
  // R package REAT: locq(1714, 79006, 879213, 15593224) = 0.3847623.
  test('reproduces the published case', () => {
    expect(locationQuotient(1714, 79_006, 879_213, 15_593_224)).toBeCloseTo(0.3847623, 7)
  })

  test('comes out the same from rows', async () => {
    expect(await inputs(database, 'location-quotient')).toEqual({
      cluster: 1714,
      region: 79_006,
      clusterBase: 879_213,
      base: 15_593_224,
    })
    expect(await value(database, 'location-quotient')).toBeCloseTo(0.3847623, 7)
    expect((await figure(database, 'location-quotient')).estimated).toBe(false)
  })

  test('takes the total of the year where there is none of the month', async () => {
    expect(await value(database, 'location-quotient', { region: shouguang })).toBeCloseTo(
      877_449 / 2_000_000 / (879_213 / 15_593_224),
      9,
    )
  })

  test('is one for the province and missing for a place too small', async () => {
    expect(await value(database, 'location-quotient', { region: shandong })).toBeCloseTo(1, 12)
    expect(await figure(database, 'location-quotient', { region: dongyingDistrict })).toMatchObject({
      value: null,
      missing: { supplier: '人力资源和社会保障部门' },
    })
  })

  test('its records are the totals and the headcounts of the cluster', async () => {
    const items = await evidence(database, 'location-quotient')
    expect(items.map((item) => [item.value, item.unit])).toEqual([
      [79_006, '人'],
      [1559.3224, '万人'],
      [1714, '人'],
    ])
    const byYear = await evidence(database, 'location-quotient', { region: shouguang })
    expect(byYear.map((item) => item.value)).toEqual([2_000_000, 1559.3224, 877_449])
  })

  test('without headcounts counts firms, says so, and shows them', async () => {
    const found = await figure(database, 'location-quotient', { realm: 'actual' })
    expect(found.value).toBeCloseTo(1 / 30 / (1 / 40), 12)
    expect(found).toMatchObject({ estimated: true, period: '2026-11' })
    expect(found.method).toContain('估算')
    expect(await value(database, 'location-quotient', { realm: 'actual', region: shouguang })).toBeNull()
    const items = await evidence(database, 'location-quotient', { realm: 'actual' })
    expect(sumOf(items)).toBe((await inputs(database, 'location-quotient', { realm: 'actual' }))['cluster'])
  })
})

describe('electricity-index', () => {
  test('is 100 in the first month with data and follows the cluster’s use', async () => {
    expect(await value(database, 'electricity-index', { asOf: '2026-09' })).toBe(100)
    expect(await value(database, 'electricity-index')).toBeCloseTo(130, 9)
    expect((await figure(database, 'electricity-index')).method).toBe('2026-09 = 100')
    expect(await value(database, 'electricity-index', { region: shouguang })).toBe(100)
    expect(await value(database, 'electricity-index', { region: shandong })).toBeCloseTo(170, 9)
  })

  test('is missing, not zero, where no use is known', async () => {
    for (const region of [dongyingDistrict, '370102'])
      expect(await figure(database, 'electricity-index', { region })).toMatchObject({
        value: null,
        missing: { supplier: '国网供电公司，经企业授权' },
      })
    expect(await value(database, 'electricity-index', { asOf: '2026-08' })).toBeNull()
  })

  test('its records add up to the use of the month', async () => {
    for (const region of [guangrao, shandong]) {
      const { electricity } = await inputs(database, 'electricity-index', { region })
      expect(sumOf(await evidence(database, 'electricity-index', { region }))).toBeCloseTo(
        electricity ?? NaN,
        9,
      )
    }
  })
})
