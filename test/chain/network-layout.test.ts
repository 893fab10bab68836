import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { layNetwork, type LayoutFirm } from '../../server/chain/network-layout.ts'

const chain = {
  stages: [
    { id: 'down', order: 2 },
    { id: 'up', order: 1 },
    { id: 'bare', order: 3 },
  ],
  segments: [
    { id: 'second', stage: 'up', order: 2 },
    { id: 'first', stage: 'up', order: 1 },
    { id: 'made', stage: 'down', order: 1 },
    { id: 'unused', stage: 'bare', order: 1 },
  ],
}

/** Firms numbered from 0; segments and trade repeat without chance. */
const firmsOf = (count: number, segments = ['first', 'second', 'made', '']): LayoutFirm[] =>
  Array.from({ length: count }, (_, node) => ({
    node,
    segment: segments[(node * 7) % segments.length] ?? '',
    trade: (node * 7919) % 1_000_003,
  }))

describe('layout of a network', () => {
  test('places every firm once, in the band of its segment and the column of its stage', () => {
    const { places, bands, columns, width, height } = layNetwork(chain, firmsOf(1_000))
    expect(places.map(({ node }) => node).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1_000 }, (_, node) => node),
    )
    expect(columns.map(({ id }) => id)).toEqual(['up', 'down', ''])
    expect(bands.map(({ segment }) => segment)).toEqual(['first', 'second', 'made', ''])
    const bandOf = new Map(bands.map((band) => [band.segment, band]))
    for (const { x, y, radius, segment } of places) {
      const band = bandOf.get(segment)!
      expect(x - radius).toBeGreaterThanOrEqual(band.x)
      expect(x + radius).toBeLessThanOrEqual(band.x + band.width + 0.02)
      expect(y - radius).toBeGreaterThanOrEqual(band.y)
      expect(y + radius).toBeLessThanOrEqual(band.y + band.height + 0.02)
    }
    for (const band of bands) {
      expect(band.x + band.width).toBeLessThanOrEqual(width)
      expect(band.y + band.height).toBeLessThanOrEqual(height)
    }
  })

  test('lets no mark cover another and no column run into the next', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            segment: fc.constantFrom('first', 'second', 'made', '', 'foreign'),
            trade: fc.double({ min: 0, max: 1e12, noNaN: true }),
          }),
          { minLength: 1, maxLength: 150 },
        ),
        (given) => {
          const { places, columns } = layNetwork(
            chain,
            given.map((firm, node) => ({ ...firm, node })),
          )
          expect(places).toHaveLength(given.length)
          for (const [index, a] of places.entries())
            for (const b of places.slice(index + 1))
              expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.radius + b.radius - 0.05)
          for (const [index, column] of columns.slice(1).entries())
            expect(column.from).toBeGreaterThan(columns[index]?.to ?? Infinity)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('gives the firm that trades more the earlier place and no smaller mark', () => {
    const { places } = layNetwork(chain, firmsOf(400, ['first']))
    const trade = new Map(firmsOf(400, ['first']).map((firm) => [firm.node, firm.trade]))
    const sorted = places.toSorted((a, b) => (trade.get(b.node) ?? 0) - (trade.get(a.node) ?? 0))
    for (const [index, place] of sorted.slice(1).entries())
      expect(place.radius).toBeLessThanOrEqual(sorted[index]?.radius ?? 0)
    expect(places[0]?.node).toBe(sorted[0]?.node)
    expect(sorted[0]?.y).toBe(
      Math.min(...places.filter(({ radius }) => radius === sorted[0]?.radius).map(({ y }) => y)),
    )
  })

  test('does not depend on the order in which firms are read', () => {
    const firms = firmsOf(700)
    const shuffled = firms.toSorted((a, b) => ((a.node * 31) % 97) - ((b.node * 31) % 97))
    expect(layNetwork(chain, shuffled)).toEqual(layNetwork(chain, firms))
  })

  test('holds twelve thousand firms, also where all stand in one segment, and none', () => {
    for (const segments of [['first'], ['first', 'second', 'made', '']]) {
      const { places, height } = layNetwork(chain, firmsOf(12_000, segments))
      expect(places).toHaveLength(12_000)
      expect(Math.max(...places.map(({ y, radius }) => y + radius))).toBeLessThanOrEqual(height)
    }
    expect(layNetwork(chain, [])).toMatchObject({ columns: [], bands: [], places: [] })
  })
})
