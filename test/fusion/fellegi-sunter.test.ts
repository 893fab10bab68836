import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agreementWeight,
  disagreementWeight,
  estimateParameters,
  levelShares,
  missing,
  pairWeight,
  type Pattern,
} from '../../server/fusion/fellegi-sunter.ts'

describe('Fellegi–Sunter', () => {
  it('gives the reference weights for m = .95, u = .01', () => {
    expect(agreementWeight(0.95, 0.01)).toBeCloseTo(6.57, 3)
    expect(disagreementWeight(0.95, 0.01)).toBeCloseTo(-4.307, 3)
    expect(
      pairWeight(
        [0, 1, missing],
        [
          [0.95, 0.05],
          [0.95, 0.05],
          [0.9, 0.1],
        ],
        [
          [0.01, 0.99],
          [0.01, 0.99],
          [0.2, 0.8],
        ],
      ),
    ).toBeCloseTo(6.57 - 4.307, 2)
  })

  /** Exact expected counts of every pattern of two-level fields, so that the truth is the likeliest answer. */
  function population(total: number, matches: number, m: readonly number[], u: readonly number[]): Pattern[] {
    const patterns: Pattern[] = []
    for (let code = 0; code < 2 ** m.length; code++) {
      const levels = m.map((_, field) => (code >> field) & 1)
      const probability = (agree: readonly number[]) =>
        agree.reduce((product, p, field) => product * (levels[field] === 0 ? p : 1 - p), 1)
      patterns.push({ levels, count: total * (matches * probability(m) + (1 - matches) * probability(u)) })
    }
    return patterns
  }

  it('recovers by EM the m, u and share of matches of a population, without labels', () => {
    const m = [0.95, 0.9, 0.8, 0.85]
    const u = [0.01, 0.05, 0.1, 0.3]
    const patterns = population(1_000_000, 0.02, m, u)
    const options = { levels: [2, 2, 2, 2], maximumIterations: 5000, tolerance: 1e-12 }
    const estimate = estimateParameters(patterns, options)
    expect(estimate.matches).toBeCloseTo(0.02, 4)
    for (const [field, expected] of m.entries()) {
      expect(estimate.m[field]?.[0]).toBeCloseTo(expected, 3)
      expect(estimate.u[field]?.[0]).toBeCloseTo(u[field] ?? 0, 3)
    }
    const known = estimateParameters(patterns, { ...options, u: u.map((p) => [p, 1 - p]) })
    expect(known.matches).toBeCloseTo(0.02, 4)
    expect(known.m[2]?.[0]).toBeCloseTo(0.8, 3)
  })

  it('leaves missing levels out of weights and shares', () => {
    const shares = levelShares([{ levels: [0, missing], count: 98 }], [2, 2])
    expect(shares[0]?.[0]).toBeCloseTo(0.99, 10)
    expect(shares[1]).toEqual([0.5, 0.5])
    expect(pairWeight([missing, missing], shares, shares)).toBe(0)
  })

  it('keeps what it started from when no pair was counted', () => {
    const { matches } = estimateParameters([{ levels: [0, 0], count: 0 }], { levels: [3, 2], matches: 0.2 })
    expect(matches).toBe(0.2)
  })

  it('never gives an infinite weight, whatever the counts', () => {
    const pattern = fc.record({
      levels: fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: -1, max: 1 })),
      count: fc.nat(1000),
    })
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1 }), (patterns) => {
        const { m, u, matches } = estimateParameters(patterns, { levels: [3, 2], maximumIterations: 20 })
        for (const levels of [...m, ...u]) {
          for (const share of levels) expect(share).toBeGreaterThan(0)
          expect(levels.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3)
        }
        expect(matches).toBeGreaterThan(0)
        expect(matches).toBeLessThan(1)
      }),
    )
  })
})
