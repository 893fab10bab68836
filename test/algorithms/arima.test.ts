import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitArima } from '../../server/algorithms/arima.ts'
import { airlinePassengers } from '../../server/capabilities/cases/monthly-series.ts'

const log = airlinePassengers.map(Math.log)
const plain = [0, 0, 0] as const

describe('ARIMA 精确似然', () => {
  test.each([
    // statsmodels 0.15.0, SARIMAX(simple_differencing=True), maximum likelihood.
    { order: [0, 1, 1], seasonal: [0, 1, 1], likelihood: 244.6964869, first: -0.4018231 },
    { order: [1, 0, 1], seasonal: plain, likelihood: 121.7038782, first: 0.9628789 },
    { order: [1, 1, 0], seasonal: [1, 0, 0], likelihood: 237.9434431, first: -0.2905047 },
  ] as const)('$order$seasonal 的似然和首个系数同 statsmodels', ({ order, seasonal, likelihood, first }) => {
    const fit = fitArima(log, { order, seasonal, period: 12 })
    expect(fit.logLikelihood).toBeCloseTo(likelihood, 5)
    expect(fit.ar[0] ?? fit.ma[0]).toBeCloseTo(first, 4)
  })

  test('没有参数时，差分后的似然就是正态分布的', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 10, maxLength: 40 }), (values) => {
        const steps = values.slice(1).map((value, at) => value - values[at]!)
        const variance = steps.reduce((sum, step) => sum + step * step, 0) / steps.length
        fc.pre(variance > 0)
        const fit = fitArima(values, { order: [0, 1, 0], seasonal: plain, period: 1 })
        expect(fit.sigma2).toBeCloseTo(variance, 9)
        expect(fit.logLikelihood).toBeCloseTo((-steps.length / 2) * (Math.log(2 * Math.PI * variance) + 1), 6)
        expect(fit.forecast(2)).toEqual([values.at(-1), values.at(-1)])
      }),
    )
  })

  test('自回归过程的系数被找回，预测趋于均值', () => {
    let state = 1
    const random = () => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    }
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
    const values = [0]
    for (let at = 1; at < 1500; at++) values.push(0.7 * values[at - 1]! + normal())
    const fit = fitArima(
      values.map((value) => value + 20),
      { order: [1, 0, 0], seasonal: plain, period: 1 },
    )
    expect(Math.abs(fit.ar[0]! - 0.7)).toBeLessThan(0.06)
    expect(Math.abs(fit.mean! - 20)).toBeLessThan(0.3)
    expect(fit.forecast(200).at(-1)).toBeCloseTo(fit.mean!, 6)
  })

  test('两次差分的预测沿直线延伸', () => {
    const values = Array.from({ length: 30 }, (_, at) => 5 + 3 * at)
    const fit = fitArima(values, { order: [0, 2, 0], seasonal: plain, period: 1 })
    expect(fit.forecast(3)).toEqual([95, 98, 101])
  })

  test('系数总在平稳、可逆的范围内', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 20, maxLength: 40 }),
        (values) => {
          const { ar, ma } = fitArima(values, { order: [1, 0, 1], seasonal: plain, period: 1 })
          expect(Math.abs(ar[0]!)).toBeLessThan(1)
          expect(Math.abs(ma[0]!)).toBeLessThan(1)
        },
      ),
      { numRuns: 30 },
    )
  })
})
