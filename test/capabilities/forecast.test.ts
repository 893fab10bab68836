import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { airlinePassengers, maunaLoaCarbonDioxide } from '../../server/capabilities/cases/monthly-series.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import component from '../../server/capabilities/forecast.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
const parametersOf = ({ parameters }: Awaited<ReturnType<typeof run>>) =>
  new Map(parameters.map(({ name, value }) => [name, value]))
const methods = ['combined', 'seasonal-naive', 'damped-ets', 'theta', 'arima', 'holt-winters'] as const
const series = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 13, maxLength: 30 })

describe('时间序列预测', () => {
  test('ARIMA：航空旅客对数的三期预测、σ² 和系数同 R', async () => {
    const fit = await run({
      values: airlinePassengers.map(Math.log),
      method: 'arima',
      horizon: 3,
      origins: 0,
    })
    for (const [at, published] of [6.110186, 6.053775, 6.171714].entries())
      expect(fit.forecasts[at]?.value).toBeCloseTo(published, 6)
    expect(fit.sigma2).toBeCloseTo(0.001348, 6)
    expect(parametersOf(fit).get('ma1')).toBeCloseTo(-0.4018, 4)
    expect(parametersOf(fit).get('sma1')).toBeCloseTo(-0.5569, 4)
    expect(parametersOf(fit).get('logLikelihood')).toBeCloseTo(244.7, 1)
  })

  test('Holt–Winters：CO₂ 的 α、β、γ、a 同 R', async () => {
    const fit = await run({ values: maunaLoaCarbonDioxide, method: 'holt-winters', origins: 0 })
    const found = parametersOf(fit)
    expect(found.get('alpha')).toBeCloseTo(0.512648, 6)
    expect(found.get('beta')).toBeCloseTo(0.009498, 6)
    expect(found.get('gamma')).toBeCloseTo(0.472887, 6)
    expect(found.get('a')).toBeCloseTo(364.76162, 5)
    const { a = NaN, b = NaN, s1 = NaN } = Object.fromEntries(found)
    expect(fit.forecasts[0]?.value).toBeCloseTo(a + b + s1, 9)
  })

  test('组合是四种方法的中位数', async () => {
    const given = { values: airlinePassengers, horizon: 5, origins: 0 }
    const each = await Promise.all(
      (['seasonal-naive', 'damped-ets', 'theta', 'arima'] as const).map((method) =>
        run({ ...given, method }),
      ),
    )
    const { forecasts } = await run(given)
    for (const [at, { value }] of forecasts.entries()) {
      const sorted = each.map((one) => one.forecasts[at]!.value).toSorted((a, b) => a - b)
      expect(value).toBeCloseTo((sorted[1]! + sorted[2]!) / 2, 9)
    }
  })

  test('航空旅客：组合优于季节朴素，区间随期数不变窄', async () => {
    const { beatsSeasonalNaive, backtest, forecasts, warning } = await run({ values: airlinePassengers })
    expect(beatsSeasonalNaive).toBe(true)
    expect(backtest?.origins).toBe(12)
    expect(backtest!.meanAbsoluteError).toBeLessThan(backtest!.seasonalNaiveError)
    expect(warning).toBeNull()
    const widths = forecasts.map(({ lower, upper }) => upper! - lower!)
    expect(widths.toSorted((a, b) => a - b)).toEqual(widths)
    for (const { lower, value, upper } of forecasts) {
      expect(lower).toBeLessThanOrEqual(value)
      expect(upper).toBeGreaterThanOrEqual(value)
    }
  })

  test('季节朴素不优于自己，所以不应显示', async () => {
    const { beatsSeasonalNaive, warning, backtest } = await run({
      values: airlinePassengers,
      method: 'seasonal-naive',
    })
    expect(beatsSeasonalNaive).toBe(false)
    expect(backtest?.meanAbsoluteError).toBe(backtest?.seasonalNaiveError)
    expect(warning).toContain('不应显示')
  })

  test('回测只看当时已知的值：改动最后一期不影响预测之外的起点', async () => {
    const values = airlinePassengers.slice(0, 60)
    const known = await run({ values: values.slice(0, 59), method: 'theta', horizon: 1, origins: 0 })
    const tested = await run({ values, method: 'theta', horizon: 1, origins: 4 })
    const spoiled = await run({ values: values.with(59, 10_000), method: 'theta', horizon: 1, origins: 4 })
    const missed = (at: number, actual: number) => Math.abs(actual - at)
    const gained = missed(known.forecasts[0]!.value, 10_000) - missed(known.forecasts[0]!.value, values[59]!)
    expect(spoiled.backtest!.meanAbsoluteError - tested.backtest!.meanAbsoluteError).toBeCloseTo(
      gained / 4,
      6,
    )
  })

  test('历史太短时不回测，不判断，并说明', async () => {
    const { beatsSeasonalNaive, backtest, forecasts, warning } = await run({
      values: airlinePassengers.slice(0, 27),
    })
    expect([beatsSeasonalNaive, backtest]).toEqual([null, null])
    expect(forecasts.every(({ lower, upper }) => lower === null && upper === null)).toBe(true)
    expect(warning).toContain('历史太短')
  })

  test('起点少于水平所需时没有区间，并说明', async () => {
    const { forecasts, warning } = await run({ values: airlinePassengers, method: 'theta', level: 0.95 })
    expect(forecasts[0]?.lower).toBeNull()
    expect(warning).toContain('不足以给出 0.95 的区间')
  })

  test.each(methods)('%s：整体平移和放大，预测也平移和放大', async (method) => {
    const values = airlinePassengers.slice(0, 72)
    const base = await run({ values, method, horizon: 4, origins: 0 })
    const moved = await run({ values: values.map((value) => value + 1000), method, horizon: 4, origins: 0 })
    for (const [at, { value }] of base.forecasts.entries())
      expect(Math.abs(moved.forecasts[at]!.value - value - 1000)).toBeLessThan(0.01 * value)
  })

  test.each(methods)('%s：任意数列都给出有限的预测', async (method) => {
    await fc.assert(
      fc.asyncProperty(series, fc.constantFrom(1, 4), async (values, period) => {
        const { forecasts } = await run({ values, period, method, horizon: 3, origins: 0 })
        expect(forecasts).toHaveLength(3)
        expect(forecasts.every(({ value }) => Number.isFinite(value))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('常数数列预测为该常数', async () => {
    const values = Array.from({ length: 40 }, () => 7)
    for (const method of methods) {
      const { forecasts } = await run({ values, method, horizon: 2, origins: 0 })
      for (const { value } of forecasts) expect(value).toBeCloseTo(7, 9)
    }
  })

  test.each([
    [{ values: airlinePassengers.slice(0, 20), method: 'holt-winters' as const }, '至少需要 25 个值'],
    [
      { values: airlinePassengers, period: 1, seasonalOrder: [0, 1, 1] as [number, number, number] },
      'seasonalOrder 须为 [0, 0, 0]',
    ],
    [{ values: Array.from({ length: 2000 }, () => 1), period: 53 }, '计算量过大'],
  ])('不能预测的输入说明原因 %#', async (input, reason) => {
    await expect(async () => await run(input)).rejects.toThrow(InvalidInput)
    await expect(async () => await run(input)).rejects.toThrow(reason)
  })
})
