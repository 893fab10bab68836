import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import concentration from '../../server/capabilities/concentration.ts'
import ellisonGlaeser from '../../server/capabilities/ellison-glaeser.ts'
import locationQuotient from '../../server/capabilities/location-quotient.ts'
import pmi from '../../server/capabilities/pmi.ts'

const resources = { divisions: () => Promise.reject(new Error('不用区划')) }
const quotientOf = async (input: Parameters<typeof locationQuotient.run>[0]) =>
  locationQuotient.run(input, resources)
const agglomerationOf = async (regions: Parameters<typeof ellisonGlaeser.run>[0]['regions']) =>
  ellisonGlaeser.run({ regions }, resources)
const amount = fc.double({ min: 0.01, max: 1e9, noNaN: true })
const amounts = fc.array(amount, { minLength: 2, maxLength: 40 })

describe('集中度', () => {
  const run = async (values: number[], reference?: number[]) =>
    concentration.run({ values, ...(reference !== undefined && { reference }) }, resources)

  test('与单位、次序无关，界于 1/N 与 1 之间', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, fc.integer({ min: 1, max: 1000 }), async (values, factor) => {
        const { hhi, normalised, equivalentNumber } = await run(values)
        const scaled = await run(values.map((value) => value * factor).toReversed())
        expect(scaled.hhi).toBeCloseTo(hhi, 10)
        expect(hhi).toBeGreaterThanOrEqual(1 / values.length - 1e-12)
        expect(hhi).toBeLessThanOrEqual(1 + 1e-12)
        expect(normalised).toBeGreaterThanOrEqual(-1e-12)
        expect(equivalentNumber).toBeCloseTo(1 / hhi, 10)
      }),
    )
  })

  test('一样大的 N 家：HHI 为 1/N，标准化为 0，基尼系数对自身为 0', async () => {
    const { hhi, normalised, equivalentNumber, gini } = await run([3, 3, 3, 3, 3], [3, 3, 3, 3, 3])
    expect(hhi).toBeCloseTo(0.2, 12)
    expect(normalised).toBeCloseTo(0, 12)
    expect(equivalentNumber).toBeCloseTo(5, 12)
    expect(gini).toBeCloseTo(0, 12)
  })

  test('一家独占：HHI 为 1，标准化没有意义', async () => {
    expect(await run([7])).toMatchObject({ hhi: 1, normalised: null, gini: null })
  })

  test('前 n 家份额随 n 不减，全体为 1', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, async (values) => {
        const largest = values.slice(0, 20).map((_, at) => at + 1)
        const answer = await concentration.run(
          { values, largest: [...largest, values.length].slice(-20) },
          resources,
        )
        const shares = answer.largestShares.map(({ share }) => share)
        expect(shares.toSorted((a, b) => a - b)).toEqual(shares)
        expect(shares.at(-1)).toBeCloseTo(1, 10)
      }),
    )
  })

  test('说出不能计算的原因', async () => {
    await expect(run([0, 0])).rejects.toThrow('values 之和为 0')
    await expect(run([1, 2], [1])).rejects.toThrow('reference 有 1 项，应与 values 的 2 项')
  })
})

describe('区位商', () => {
  test('同比放大本地或全国，值不变', async () => {
    await fc.assert(
      fc.asyncProperty(amount, amount, amount, amount, amount, async (a, b, c, d, factor) => {
        const input = { regionIndustry: a, regionTotal: a + b, industryTotal: c, total: c + d }
        const { quotient } = await quotientOf(input)
        const other = await quotientOf({
          ...input,
          regionIndustry: a * factor,
          regionTotal: (a + b) * factor,
        })
        expect(other.quotient / quotient).toBeCloseTo(1, 8)
      }),
    )
  })

  test('规模低于下限时不作判断；部分大于全体则拒绝', async () => {
    const input = { regionIndustry: 30, regionTotal: 60, industryTotal: 100, total: 1000 }
    expect(await quotientOf(input)).toMatchObject({ quotient: 5, specialised: true })
    expect(await quotientOf({ ...input, minimum: 31 })).toMatchObject({
      specialised: null,
    })
    await expect(quotientOf({ ...input, regionTotal: 20 })).rejects.toThrow('部分大于全体')
  })
})

describe('产业地理集聚指数', () => {
  test('产业分布与全体一致时 G 为 0，γ 不大于 0', async () => {
    const regions = [
      { firms: [10, 20], total: 300 },
      { firms: [30, 10, 10], total: 500 },
      { firms: [20], total: 200 },
    ]
    const { rawConcentration, gamma } = await agglomerationOf(regions)
    expect(rawConcentration).toBeCloseTo(0, 12)
    expect(gamma).toBeLessThan(0)
  })

  test('与单位无关', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, amounts, fc.integer({ min: 2, max: 50 }), async (one, two, factor) => {
        const regions = [
          { firms: one, total: 1e10 },
          { firms: two, total: 3e10 },
        ]
        const scaled = regions.map(({ firms, total }) => ({
          firms: firms.map((firm) => firm * factor),
          total: total * factor,
        }))
        const first = await agglomerationOf(regions)
        const second = await agglomerationOf(scaled)
        expect(Math.abs(second.gamma - first.gamma)).toBeLessThan(1e-6 * Math.max(1, Math.abs(first.gamma)))
      }),
    )
  })

  test('只有一家企业或一个地区则没有定义', async () => {
    const only = { firms: [5], total: 10 }
    await expect(agglomerationOf([only, { firms: [], total: 10 }])).rejects.toThrow(
      '规模大于 0 的企业有 1 家',
    )
    await expect(agglomerationOf([only, { firms: [3], total: 0 }])).rejects.toThrow(
      'total 大于 0 的地区有 1 个',
    )
  })
})

describe('PMI', () => {
  const all = (value: number) => ({
    newOrders: value,
    production: value,
    employment: value,
    delivery: value,
    stock: value,
  })

  test('五个指数都在荣枯线上则为 50，配送时间是逆指数', async () => {
    expect((await pmi.run(all(50), resources)).pmi).toBeCloseTo(50, 12)
    expect((await pmi.run({ ...all(50), delivery: 60 }, resources)).pmi).toBeCloseTo(48.5, 12)
    expect((await pmi.run({ ...all(0), delivery: 0 }, resources)).pmi).toBeCloseTo(15, 12)
    expect((await pmi.run({ ...all(100), delivery: 0 }, resources)).pmi).toBeCloseTo(100, 12)
  })
})
