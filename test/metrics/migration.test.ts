import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/warehouse/database.ts'
import {
  compute,
  dongying,
  dongyingDistrict,
  evidence,
  figure,
  guangrao,
  inputs,
  openScene,
  shandong,
  shouguang,
  sumOf,
  value,
  weifang,
} from './scene.ts'

let database: Database

beforeAll(async () => {
  database = await openScene()
  await compute(database)
})

afterAll(() => database.close())

describe('net-migration', () => {
  test.each([
    ['广饶县：迁往江阴、东营区', guangrao, -2],
    ['东营区：来自广饶', dongyingDistrict, 1],
    ['东营市：市内迁移不计', dongying, -1],
    ['寿光市：来自江阴', shouguang, 1],
    ['潍坊市', weifang, 1],
    ['山东省：一进一出', shandong, 0],
  ])('%s', async (_, region, net) => {
    expect(await value(database, 'net-migration', { region })).toBe(net)
  })

  test('counts those coming and going of the last twelve months', async () => {
    expect(await inputs(database, 'net-migration', { region: shandong })).toEqual({ inflow: 1, outflow: 1 })
    expect(await value(database, 'net-migration', { asOf: '2026-05' })).toBe(-3)
    expect(await value(database, 'net-migration', { asOf: '2026-06' })).toBe(-2)
    expect(await value(database, 'net-migration', { asOf: '2026-05', region: shouguang })).toBe(1)
    expect(await value(database, 'net-migration', { asOf: '2026-05', region: shandong })).toBe(-1)
  })

  test('is zero where nobody moved, and missing before changes are recorded', async () => {
    expect(await value(database, 'net-migration', { asOf: '2026-01', region: dongyingDistrict })).toBe(0)
    expect(await value(database, 'net-migration', { asOf: '2025-05' })).toBeNull()
    expect(await figure(database, 'net-migration', { realm: 'actual' })).toMatchObject({
      value: null,
      missing: { supplier: '市场监管部门' },
    })
  })

  test.each([guangrao, dongying, shouguang, shandong])('its records add up to it in %s', async (region) => {
    for (const asOf of ['2026-05', '2026-10']) {
      const items = await evidence(database, 'net-migration', { region, asOf })
      expect(sumOf(items)).toBe(await value(database, 'net-migration', { region, asOf }))
      expect(items.length).toBeGreaterThan(0)
    }
  })

  test('its records say which way', async () => {
    const labels = (await evidence(database, 'net-migration')).map((item) => [item.value, item.label])
    expect(labels).toEqual([
      [-1, '2026-05-20 迁出，至 东营区'],
      [-1, '2026-02-10 迁出，至 江阴市'],
    ])
  })
})
