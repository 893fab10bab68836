import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nottinghamTemperatures } from '../../server/capabilities/cases/monthly-series.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import component from '../../server/capabilities/seasonal-adjust.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
const monthly = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 25, maxLength: 90 })

describe('季节调整', () => {
  test('诺丁汉气温第一行同 R：−9.347198、49.680673、0.266525', async () => {
    const { seasonal, trend, remainder, warning } = await run({
      values: nottinghamTemperatures,
      period: 12,
      seasonalWindow: 'periodic',
    })
    expect(seasonal[0]).toBeCloseTo(-9.347198, 6)
    expect(trend[0]).toBeCloseTo(49.680673, 6)
    expect(remainder[0]).toBeCloseTo(0.266525, 6)
    expect(warning).toBeNull()
  })

  test('三个分量之和就是原值，调整后的值是原值减季节', async () => {
    await fc.assert(
      fc.asyncProperty(monthly, fc.boolean(), async (values, robust) => {
        const parts = await run({ values, period: 12, seasonalWindow: 7, robust })
        for (const [at, value] of values.entries()) {
          expect(parts.seasonal[at]! + parts.trend[at]! + parts.remainder[at]!).toBeCloseTo(value, 6)
          expect(parts.adjusted[at]).toBeCloseTo(value - parts.seasonal[at]!, 9)
          expect(parts.weights[at]).toBeGreaterThanOrEqual(0)
          expect(parts.weights[at]).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    [0, 1e-9],
    [0.05, 0.05],
  ])('每期升 %d 的直线加固定季节被分开', async (slope, error) => {
    const wave = [5, 3, 0, -2, -4, -2, 0, 1, 2, 1, -1, -3]
    const values = Array.from({ length: 72 }, (_, at) => 100 + slope * at + wave[at % 12]!)
    const { seasonal, trend, remainder } = await run({ values, period: 12, seasonalWindow: 'periodic' })
    for (const at of values.keys()) {
      expect(Math.abs(remainder[at]!)).toBeLessThan(error)
      expect(Math.abs(trend[at]! - (100 + slope * at))).toBeLessThan(error)
      expect(seasonal[at]).toBeCloseTo(seasonal[at % 12]!, 9)
    }
  })

  test('整体加一个数只加到趋势上', async () => {
    const base = await run({ values: nottinghamTemperatures, period: 12 })
    const raised = await run({ values: nottinghamTemperatures.map((value) => value + 1000), period: 12 })
    for (const at of [0, 100, 239]) {
      expect(raised.seasonal[at]).toBeCloseTo(base.seasonal[at]!, 8)
      expect(raised.trend[at]).toBeCloseTo(base.trend[at]! + 1000, 8)
    }
  })

  test('稳健分解不受一个异常月影响', async () => {
    const values = [...nottinghamTemperatures]
    values[100] = 500
    const { trend, weights } = await run({ values, period: 12, seasonalWindow: 35, robust: true })
    const plain = await run({ values, period: 12, seasonalWindow: 35 })
    expect(weights[100]).toBe(0)
    expect(Math.abs(trend[100]! - 49)).toBeLessThan(1)
    expect(Math.abs(plain.trend[100]! - 49)).toBeGreaterThan(5)
  })

  test('不足四年的月度数列提示看同比，并给出同比', async () => {
    const { warning, yearOnYear } = await run({ values: nottinghamTemperatures.slice(0, 36), period: 12 })
    expect(warning).toContain('同比')
    expect(yearOnYear.slice(0, 12).every((value) => value === null)).toBe(true)
    expect(yearOnYear[12]).toBeCloseTo((44.2 / 40.6 - 1) * 100, 9)
  })

  test('1、2 月取均值，春节错月不再进余项', async () => {
    const values = Array.from({ length: 60 }, (_, at) => {
      const shift = Math.floor(at / 12) % 2 === 0 ? 20 : -20
      return 100 + (at % 12 === 0 ? shift : at % 12 === 1 ? -shift : 0)
    })
    const separate = await run({ values, period: 12 })
    const joined = await run({ values, period: 12, januaryFebruary: 'mean' })
    expect(Math.max(...separate.remainder.map(Math.abs))).toBeGreaterThan(10)
    expect(Math.max(...joined.remainder.map(Math.abs))).toBeLessThan(1e-6)
  })

  test('2 月是累计而 1 月缺报时，平分到两月；从 7 月开始也认得 1 月', async () => {
    const values = Array.from({ length: 48 }, (_, at) => {
      const month = ((at + 6) % 12) + 1
      return month === 1 ? null : month === 2 ? 60 : 30
    })
    const { adjusted, seasonal } = await run({
      values,
      period: 12,
      start: 7,
      januaryFebruary: 'february-total',
    })
    for (const at of values.keys()) expect(adjusted[at]! + seasonal[at]!).toBeCloseTo(30, 9)
  })

  test.each([
    [{ values: Array.from({ length: 24 }, () => 1), period: 12 }, '至少需要 25 个值'],
    [{ values: nottinghamTemperatures, period: 12, trendWindow: 18 }, '须为奇数'],
    [{ values: nottinghamTemperatures, period: 4, januaryFebruary: 'mean' as const }, '只用于月度'],
    [{ values: nottinghamTemperatures, period: 12, start: 13 }, 'start 是 13'],
    [{ values: [...nottinghamTemperatures.slice(0, 40), null], period: 12 }, '第 41 个值是 null'],
  ])('不能分解的输入说明原因 %#', async (input, reason) => {
    await expect(async () => await run(input)).rejects.toThrow(InvalidInput)
    await expect(async () => await run(input)).rejects.toThrow(reason)
  })
})
