import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minimumWithin } from '../../server/algorithms/bounded-minimum.ts'

const exact = { step: 1e-6, tolerance: 1e-15, iterations: 500 }
const wide = { lower: [-10, -10], upper: [10, 10] }

describe('有界最小值', () => {
  test('Rosenbrock 函数的最小值在 (1, 1)', () => {
    const rosenbrock = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2
    const { point, converged } = minimumWithin(rosenbrock, [-1.2, 1], wide, exact)
    expect(converged).toBe(true)
    expect(point[0]).toBeCloseTo(1, 4)
    expect(point[1]).toBeCloseTo(1, 4)
  })

  test('界限内的二次函数：最小值是中心在界限上的投影', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.double({ min: 0.5, max: 8, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (centre, widths) => {
          const value = (point: readonly number[]) =>
            point.reduce((sum, x, i) => sum + widths[i]! * (x - centre[i]!) ** 2, 0)
          const bounds = { lower: centre.map(() => -5), upper: centre.map(() => 5) }
          const { point } = minimumWithin(
            value,
            centre.map(() => 0),
            bounds,
            exact,
          )
          for (const [i, x] of point.entries())
            expect(x).toBeCloseTo(Math.min(5, Math.max(-5, centre[i]!)), 4)
        },
      ),
    )
  })

  test('从不离开界限，也不比起点差', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        fc.double({ min: 1, max: 20, noNaN: true }),
        (start, frequency) => {
          const seen: number[] = []
          const value = (point: readonly number[]) => {
            seen.push(...point)
            return point.reduce((sum, x) => sum + Math.sin(frequency * x), 0)
          }
          const found = minimumWithin(value, start, { lower: [0, 0], upper: [1, 1] })
          expect(found.value).toBeLessThanOrEqual(value(start))
          expect(Math.min(...seen)).toBeGreaterThanOrEqual(0)
          expect(Math.max(...seen)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('平的函数立即结束', () => {
    expect(minimumWithin(() => 3, [1, 2], wide)).toMatchObject({ value: 3, point: [1, 2], iterations: 0 })
  })
})
