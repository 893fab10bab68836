import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fleggQuotient } from '../../server/algorithms/flegg-quotient.ts'

test('a region as large as the nation keeps the cross-industry quotient', () => {
  expect(fleggQuotient({ supplier: 0.4, buyer: 0.8, sizeShare: 1 })).toBeCloseTo(0.5, 12)
})

test('λ shrinks it for smaller regions: 10 % of the nation, δ = 0.3', () => {
  // log₂(1.1) = 0.137504, to the power 0.3 = 0.551430
  expect(fleggQuotient({ supplier: 1, buyer: 1, sizeShare: 0.1 })).toBeCloseTo(0.55143, 5)
})

test('a share: 0 without suppliers, never above 1, growing with the region', () => {
  fc.assert(
    fc.property(
      fc.record({
        supplier: fc.double({ min: 0, max: 100, noNaN: true }),
        buyer: fc.double({ min: 0.01, max: 100, noNaN: true }),
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (quotients, one, other) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)]
        const below = fleggQuotient({ ...quotients, sizeShare: small })
        const above = fleggQuotient({ ...quotients, sizeShare: large })
        expect(below).toBeGreaterThanOrEqual(0)
        expect(above).toBeLessThanOrEqual(1)
        expect(below).toBeLessThanOrEqual(above)
      },
    ),
  )
  expect(fleggQuotient({ supplier: 0, buyer: 1, sizeShare: 0.5 })).toBe(0)
})
