import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ElectricityUse, findAnomalies } from '../../server/alerts/electricity.ts'

/** Firms of one industry whose use moved by about `factor` on the year, each a little differently. */
function industry(count: number, factor: number, code = 'C2911'): ElectricityUse[] {
  return Array.from({ length: count }, (_, index) => {
    const base = 50_000 + 1_000 * index
    const wobble = 1 + 0.01 * ((index * 7) % 11) - 0.05
    return {
      creditCode: `${code}-${String(index).padStart(3, '0')}`,
      county: '370523',
      industryCode: code,
      kwh: base * factor * wobble,
      kwhYearBefore: base,
      kwhBefore: [base * (2 - wobble), base, base * wobble],
      source: null,
      sourceYearBefore: null,
    }
  })
}

const codes = (firms: readonly ElectricityUse[]) => findAnomalies(firms).map(({ firm }) => firm.creditCode)

describe('用电异常', () => {
  test('同行一起下降，谁都不异常', () => {
    expect(codes(industry(40, 0.4))).toEqual([])
  })

  test('只有一家骤降或停产，只报这一家，并给出同行的变化', () => {
    const firms = industry(40, 1.05)
    const [fallen, ...rest] = firms
    const found = findAnomalies([{ ...fallen!, kwh: fallen!.kwhYearBefore * 0.2 }, ...rest])
    expect(found.map(({ firm }) => firm.creditCode)).toEqual(['C2911-000'])
    expect(found[0]).toMatchObject({ group: 'C291', firms: 40 })
    expect(found[0]!.change).toBeCloseTo(-0.8, 6)
    expect(found[0]!.peers).toBeCloseTo(0.05, 1)
    expect(found[0]!.score).toBeLessThan(-3.5)
    expect(codes([{ ...fallen!, kwh: 0 }, ...rest])).toEqual(['C2911-000'])
  })

  test('上年同月才异常的企业，今年恢复正常，不报', () => {
    const [first, ...rest] = industry(40, 1)
    expect(codes([{ ...first!, kwhYearBefore: first!.kwhYearBefore * 0.2 }, ...rest])).toEqual([])
  })

  test('同行不足 12 家，不比较', () => {
    const [first, ...rest] = industry(11, 1)
    expect(codes([{ ...first!, kwh: 100 }, ...rest])).toEqual([])
  })

  test('各行业分别比较：一个行业整体减半不使其中企业异常', () => {
    expect(codes([...industry(40, 1, 'C2911'), ...industry(40, 0.5, 'C3311')])).toEqual([])
  })

  test('整个行业同乘一个倍数，结论不变', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 3, noNaN: true }), (factor) => {
        const [fallen, ...rest] = industry(30, 1)
        const firms = [{ ...fallen!, kwh: fallen!.kwhYearBefore * 0.2 }, ...rest]
        const scaled = firms.map((firm) => ({ ...firm, kwh: firm.kwh * factor }))
        expect(codes(scaled)).toEqual(['C2911-000'])
      }),
    )
  })
})
