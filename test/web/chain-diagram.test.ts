import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  layColumns,
  supplyDepths,
  type ColumnGroup,
  type ColumnLayout,
} from '../../web/charts/chain-diagram/column-layout.ts'
import { routeLinks, type LinkPath } from '../../web/charts/chain-diagram/link-routes.ts'
import { neighbourCard } from '../../web/charts/chain-diagram/keyboard.ts'

const limits = { minimumWidth: 112, minimumHeight: 47, maximumWidth: 224, maximumHeight: 84 }

const groupsOf = (sizes: readonly number[]): ColumnGroup[] =>
  sizes.map((size, group) => ({
    id: `g${group}`,
    members: Array.from({ length: size }, (_, index) => `${group}-${index}`),
  }))

const sizes = fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 6 })
const boxes = fc.record({
  width: fc.integer({ min: 600, max: 2_400 }),
  height: fc.integer({ min: 300, max: 1_200 }),
})

describe('columns', () => {
  test('every card has a place of its own inside the picture, groups from left to right', () => {
    fc.assert(
      fc.property(sizes, boxes, (counts, box) => {
        const layout = layColumns(groupsOf(counts), box, limits)
        const cards = [...layout.cards.values()]
        expect(cards).toHaveLength(counts.reduce((sum, count) => sum + count, 0))
        const places = new Set(cards.map(({ column, row }) => `${column} ${row}`))
        expect(places.size).toBe(cards.length)
        for (const { x, y } of cards) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x + layout.cardWidth).toBeLessThanOrEqual(layout.width + 1e-6)
          expect(y).toBeGreaterThanOrEqual(layout.head)
          expect(y + layout.cardHeight).toBeLessThanOrEqual(layout.height + 1e-6)
        }
        expect(layout.cardWidth).toBeGreaterThanOrEqual(limits.minimumWidth)
        expect(layout.cardHeight).toBeGreaterThanOrEqual(limits.minimumHeight)
        const starts = layout.groups.map(({ x }) => x)
        expect(starts).toEqual(starts.toSorted((a, b) => a - b))
      }),
    )
  })

  test('the tyre chain fits a desk and a wall without moving the picture', () => {
    const stages = groupsOf([19, 7, 10, 13, 19])
    for (const box of [
      { width: 1_180, height: 594 },
      { width: 1_296, height: 862 },
    ]) {
      const layout = layColumns(stages, box, limits)
      expect(layout.width).toBeLessThanOrEqual(box.width)
      expect(layout.height).toBeLessThanOrEqual(box.height)
    }
  })

  test('within a group suppliers stand to the left of their buyers; a circle is cut', () => {
    const links = [
      { supplier: 'a', buyer: 'b' },
      { supplier: 'b', buyer: 'c' },
      { supplier: 'c', buyer: 'a' },
      { supplier: 'outside', buyer: 'a' },
      { supplier: 'd', buyer: 'd' },
    ]
    const depths = supplyDepths(['a', 'b', 'c', 'd'], links)
    expect(depths.get('d')).toBe(0)
    expect([...depths.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd'])
    const chain = supplyDepths(['c', 'b', 'a'], links.slice(0, 2))
    expect([chain.get('a'), chain.get('b'), chain.get('c')]).toEqual([0, 1, 2])
  })
})

/** Points along a path, curves by their parameter. */
function pointsOf(path: LinkPath): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = []
  let [x, y] = [0, 0]
  for (const command of path) {
    const to = command.slice(-2) as [number, number]
    if (command[0] === 'C') {
      const [, x1, y1, x2, y2] = command
      for (let step = 1; step <= 24; step += 1) {
        const t = step / 24
        const at = (p0: number, p1: number, p2: number, p3: number) =>
          (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t ** 2 * p2 + t ** 3 * p3
        points.push([at(x, x1, x2, to[0]), at(y, y1, y2, to[1])])
      }
    } else if (command[0] === 'L') {
      for (let step = 1; step <= 24; step += 1) {
        points.push([x + ((to[0] - x) * step) / 24, y + ((to[1] - y) * step) / 24])
      }
    } else points.push(to)
    ;[x, y] = to
  }
  return points
}

function cardsCrossed(layout: ColumnLayout, path: LinkPath): string[] {
  return [...layout.cards.values()]
    .filter((card) =>
      pointsOf(path).some(
        ([x, y]) =>
          x > card.x + 0.5 &&
          x < card.x + layout.cardWidth - 0.5 &&
          y > card.y + 0.5 &&
          y < card.y + layout.cardHeight - 0.5,
      ),
    )
    .map(({ id }) => id)
}

describe('links', () => {
  test('lead from card to card and cross none, whatever stands where', () => {
    const ends = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(sizes, boxes, ends, (counts, box, pairs) => {
        const layout = layColumns(groupsOf(counts), box, limits)
        const cards = [...layout.cards.values()]
        const links = pairs.map(([from, to], index) => ({
          id: String(index),
          source: cards[from % cards.length]!.id,
          target: cards[to % cards.length]!.id,
        }))
        const routes = routeLinks(layout, links)
        for (const { id, source, target } of links) {
          const route = routes.get(id)
          if (source === target) {
            expect(route).toBeUndefined()
            continue
          }
          expect(cardsCrossed(layout, route!)).toEqual([])
          const [first, last] = [pointsOf(route!)[0]!, pointsOf(route!).at(-1)!]
          const touches = ([x, y]: readonly [number, number], id_: string) => {
            const card = layout.cards.get(id_)!
            const side = Math.min(Math.abs(x - card.x), Math.abs(x - card.x - layout.cardWidth))
            return side < 1e-6 && y > card.y && y < card.y + layout.cardHeight
          }
          expect(touches(first, source)).toBe(true)
          expect(touches(last, target)).toBe(true)
        }
      }),
    )
  })
})

test('arrow keys reach every card from every other', () => {
  const layout = layColumns(groupsOf([19, 7, 10, 13, 19]), { width: 1_296, height: 862 }, limits)
  const reached = new Set<string>()
  const open = ['0-0']
  while (open.length > 0) {
    const id = open.pop()!
    if (reached.has(id)) continue
    reached.add(id)
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']) {
      const next = neighbourCard(layout, id, key)
      if (next !== null) open.push(next)
    }
  }
  expect(reached.size).toBe(68)
  expect(neighbourCard(layout, '0-0', 'a')).toBeNull()
  expect(neighbourCard(layout, 'gone', 'ArrowUp')).toBeNull()
})
