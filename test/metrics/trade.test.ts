import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readChainGraph } from '../../server/chain/graph.ts'
import type { Database } from '../../server/warehouse/database.ts'
import {
  chain,
  compute,
  dongying,
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
  trade,
  value,
} from './scene.ts'

let database: Database

// The scene holds t1: 600,000 yuan of carbon black within 广饶.
beforeAll(async () => {
  database = await openScene()
  await load(
    database,
    'enterprise/supply-transaction',
    [
      trade('t2', 'carbon-black', firms.rival, firms.tyre, 400_000),
      trade('t3', 'silica', '外省白炭黑公司', firms.tyre, 300_000),
      trade('t4', 'natural-rubber', '海外橡胶公司', firms.tyre, 900_000),
      trade('t5', 'carbon-black', firms.black, firms.listed, 200_000),
      // Of no segment, of another chain, and out of the year.
      trade('t6', null, firms.black, firms.tyre, 5_000_000),
      trade('t7', 'drill-bit', firms.black, firms.tyre, 7_000_000),
      trade('old', 'silica', '外省白炭黑公司', firms.tyre, 999_000, '2025-10'),
    ],
    true,
  )
  await compute(database)
})

afterAll(() => database.close())

describe('local-supply-ratio', () => {
  test.each([
    ['广饶县', guangrao, 600 / 2200],
    ['东营区，全部外购', dongyingDistrict, 0],
    ['东营市：县间采购也是本地', dongying, 800 / 2400],
    ['山东省', shandong, 1200 / 2400],
  ])('divides local by all purchases: %s', async (_, region, ratio) => {
    expect(await value(database, 'local-supply-ratio', { region })).toBeCloseTo(ratio * 100, 9)
  })

  test('is missing where nobody buys, though firms sell there', async () => {
    expect(await figure(database, 'local-supply-ratio', { region: shouguang })).toMatchObject({
      value: null,
      missing: { reason: '没有供应交易数据' },
    })
  })

  test('looks back over twelve months', async () => {
    expect(await value(database, 'local-supply-ratio', { asOf: '2026-09' })).toBe(0)
    expect(await inputs(database, 'local-supply-ratio', { asOf: '2026-09' })).toEqual({
      local: 0,
      demand: 0.00999,
    })
    expect(await value(database, 'local-supply-ratio', { asOf: '2025-09' })).toBeNull()
  })

  test('its records are all purchases, the largest first', async () => {
    const items = await evidence(database, 'local-supply-ratio')
    expect(items.map((item) => item.value)).toEqual([90, 60, 40, 30])
    const { demand } = await inputs(database, 'local-supply-ratio')
    expect(sumOf(items) / 1e4).toBeCloseTo(demand ?? NaN, 9)
  })
})

describe('chain-completeness', () => {
  // Weights of the standard: 炭黑 5, 白炭黑 4, 天然橡胶 5. 广饶 makes 80 of 100 carbon black and nothing else.
  test('weighs how far local supply meets demand', async () => {
    expect(await value(database, 'chain-completeness')).toBeCloseTo(((5 * 0.8) / 14) * 100, 9)
    expect(await value(database, 'chain-completeness', { region: shandong })).toBeCloseTo((5 / 14) * 100, 9)
    expect(await inputs(database, 'chain-completeness')).toEqual({
      wanted: 3,
      met: 0,
      missing: 2,
      segments: chain.segments.length,
    })
  })

  test('agrees with the graph of the same region and month', async () => {
    for (const [region, asOf] of [
      [guangrao, '2026-10'],
      [shandong, '2026-10'],
      [guangrao, '2026-03'],
    ] as const) {
      const graph = await readChainGraph(database, chain, { region, realm: 'demonstration', asOf })
      expect(await value(database, 'chain-completeness', { region, asOf })).toBeCloseTo(
        (graph.completeness ?? NaN) * 100,
        9,
      )
    }
  })

  test('its records hold what the region’s suppliers sold elsewhere too', async () => {
    const items = await evidence(database, 'chain-completeness')
    expect(items.map((item) => item.value)).toEqual([90, 60, 40, 30, 20])
  })

  test('without trade is the share of segments with a firm, marked as an estimate', async () => {
    const found = await figure(database, 'chain-completeness', { realm: 'actual' })
    expect(found.value).toBeCloseTo((1 / chain.segments.length) * 100, 9)
    expect(found.estimated).toBe(true)
    expect(found.method).toContain('估算')
    const items = await evidence(database, 'chain-completeness', { realm: 'actual' })
    expect(items.map((item) => item.source?.dataset)).toEqual(['public/enterprise-registration'])
  })
})
