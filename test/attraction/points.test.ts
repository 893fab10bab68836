import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FirmFacts, type LocalFacts, pointsOf } from '../../server/attraction/points.ts'
import { pointKinds } from '../../server/attraction/weights.ts'

const row = { dataset: 'industry/target-enterprise', rowId: 7 }
const firm: FirmFacts = {
  confidence: 0.8,
  revenueShare: null,
  basis: row,
  accounts: [],
  undatedRevenue: null,
  capital: null,
  isBranch: false,
  listedCode: null,
  shortName: null,
  industry: null,
  expansions: [],
}
const local: LocalFacts = {
  unmet: null,
  outsideShare: null,
  density: null,
  neighbours: [],
  customers: [],
  customersFrom: 'none',
  kilometres: null,
}
const account = (year: number, revenue: number | null, rest: object = {}) => ({
  dataset: 'enterprise/annual-report',
  rowId: year,
  year,
  revenue,
  profit: null,
  assets: null,
  liabilities: null,
  ...rest,
})
const of = (kind: string, given: Partial<FirmFacts>, place: Partial<LocalFacts> = {}) =>
  pointsOf({ ...firm, ...given }, { ...local, ...place }).find((point) => point.kind === kind)

describe('points of a target', () => {
  test('the most that can be reached is 100', () => {
    const most = Object.values(pointKinds).reduce((sum, item) => sum + Math.max(0, item.most), 0)
    expect(most).toBe(100)
  })

  test('what is not known gives nothing and says so', () => {
    const points = pointsOf(firm, local)
    expect(points.filter(({ state }) => state === 'unknown').map(({ kind }) => kind)).toEqual([
      'unmet',
      'customers',
      'size',
      'relatedness',
      'expansion',
      'distance',
      'growth',
    ])
    for (const point of points.filter(({ state }) => state === 'unknown')) {
      expect(point.points).toBe(0)
      expect(point.detail).toMatch(/^无数据：/)
    }
  })

  test('demand in yuan, else the FLQ share marked as an estimate', () => {
    expect(of('unmet', {}, { unmet: 1e9, outsideShare: 0.5 })).toMatchObject({ points: 18, state: 'known' })
    expect(of('unmet', {}, { unmet: 1e6 })).toMatchObject({ points: 0 })
    expect(of('unmet', {}, { outsideShare: 1 })).toMatchObject({ points: 9, state: 'estimated' })
  })

  test('size by the latest revenue, else by capital as a stand-in', () => {
    const accounts = [account(2020, 1e10), account(2021, 1e7)]
    expect(of('size', { accounts, capital: 1e9 })).toMatchObject({ points: 0, row: accounts[1] })
    expect(of('size', { undatedRevenue: 1e10 })).toMatchObject({ points: 12, state: 'known', row })
    expect(of('size', { capital: 1e9 })).toMatchObject({ points: 6, state: 'estimated' })
  })

  test('customers by transactions, by announced contracts less', () => {
    const customers = [{ name: '甲', amount: 2e6, dataset: 'x', rowId: 1 }]
    expect(of('customers', {}, { customers, customersFrom: 'transactions' })).toMatchObject({
      points: 6,
      row: customers[0],
    })
    expect(of('customers', {}, { customers, customersFrom: 'awards-province' })?.points).toBe(3)
    expect(of('customers', {}, { customersFrom: 'transactions' })).toMatchObject({
      points: 0,
      state: 'known',
    })
  })

  test('growth over the last years, distance by its logarithm', () => {
    const accounts = [account(2019, 1e8), account(2020, null), account(2021, 1.5625e8)]
    expect(of('growth', { accounts })).toMatchObject({ points: 5 })
    expect(of('growth', { accounts: [account(2020, 2e8), account(2021, 1e8)] })).toMatchObject({ points: 0 })
    expect(of('distance', {}, { kilometres: 80 })?.points).toBe(8)
    expect(of('distance', {}, { kilometres: 1500 })?.points).toBe(0)
  })

  test('deducts for what stands against it, each stated', () => {
    const points = pointsOf(
      {
        ...firm,
        isBranch: true,
        shortName: '*ST演示',
        industry: '住宅开发',
        accounts: [account(2021, 1e8, { profit: -2e7, assets: 100, liabilities: 90 })],
      },
      local,
    )
    expect(points.filter((point) => point.points < 0).map((point) => [point.kind, point.points])).toEqual([
      ['branch', -15],
      ['delisting', -10],
      ['loss', -6],
      ['leverage', -5],
      ['business', -12],
    ])
  })

  test('a product that is little of the revenue counts for less', () => {
    expect(of('match', { confidence: 1, revenueShare: 0 })?.points).toBe(10)
    expect(of('match', { confidence: 1, revenueShare: 0.3 })?.points).toBe(20)
  })

  test('stays within the stated limits whatever is known', () => {
    const amount = fc.option(fc.double({ min: -1e12, max: 1e14, noNaN: true }), { nil: null })
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, amount, amount, amount, share, (confidence, unmet, revenue, kilometres, density) => {
        const points = pointsOf(
          { ...firm, confidence, accounts: [account(2020, 1), account(2021, revenue)] },
          { ...local, unmet, density, kilometres: kilometres === null ? null : Math.abs(kilometres) },
        )
        for (const { kind, points: value } of points) {
          expect(Number.isInteger(value)).toBe(true)
          expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(pointKinds[kind].most))
        }
      }),
    )
  })
})
