import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layArcs } from '../../web/charts/map/arcs.ts'
import { classify, classOf } from '../../web/charts/map/classes.ts'
import { boundsOf, contains, labelPoint, leaveBox, type Outline } from '../../web/charts/map/geometry.ts'
import { springFestival, springFestivalMonths } from '../../web/charts/spring-festival.ts'

describe('shades of a map', () => {
  test('cover every value once, in ascending order, zero apart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 1_000 }), { maxLength: 200 }), (values) => {
        const classes = classify(values)
        for (const value of values) {
          expect(classes.filter(({ from, to }) => value >= from && value <= to)).toHaveLength(1)
        }
        for (const [index, { from, to }] of classes.entries()) {
          expect(from).toBeLessThanOrEqual(to)
          const next = classes[index + 1]
          if (next !== undefined) expect(next.from).toBeGreaterThan(to)
        }
      }),
    )
  })

  test('give zero its own shade, and the greatest the darkest', () => {
    const classes = classify([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(classOf(classes, 0)?.shade).toEqual({ kind: 'sequential', step: 0 })
    expect(classOf(classes, 10)?.shade).toEqual({ kind: 'sequential', step: 5 })
    expect(classify([7])).toEqual([{ from: 7, to: 7, shade: { kind: 'sequential', step: 4 } }])
    expect(classify([])).toEqual([])
  })

  test('part losses from gains', () => {
    const classes = classify([-6, -1, 0, 2, 9])
    expect(classOf(classes, -6)?.shade).toEqual({ kind: 'diverging', side: 'below', deep: true })
    expect(classOf(classes, -1)?.shade).toEqual({ kind: 'diverging', side: 'below', deep: false })
    expect(classOf(classes, 9)?.shade).toEqual({ kind: 'diverging', side: 'above', deep: true })
  })
})

function square(code: string, west: number, south: number, size: number): Outline {
  const ring = [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ]
  return {
    type: 'Feature',
    properties: { code, name: code },
    geometry: { type: 'Polygon', coordinates: [ring] },
  }
}

describe('outlines', () => {
  test('are labelled in the middle of their largest part', () => {
    expect(labelPoint(square('1', 0, 0, 2))).toEqual([1, 1])
    const islands: Outline = {
      ...square('1', 0, 0, 2),
      geometry: {
        type: 'MultiPolygon',
        coordinates: [square('', 50, 50, 1).geometry.coordinates, square('', 0, 0, 2).geometry.coordinates],
      },
    }
    expect(labelPoint(islands)).toEqual([1, 1])
  })

  test('are bounded together', () => {
    expect(boundsOf([square('1', 0, 0, 2), square('2', 5, -1, 1)])).toEqual({
      west: 0,
      east: 6,
      south: -1,
      north: 2,
    })
    expect(boundsOf([])).toBeNull()
  })

  test('a way out of a box ends on its edge', () => {
    const box = { west: 0, east: 10, south: 0, north: 10 }
    const inside = fc.tuple(
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
    )
    const anywhere = fc.tuple(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    )
    fc.assert(
      fc.property(inside, anywhere, (from, to) => {
        const [x, y] = leaveBox(box, from, to)
        const near = { west: -1e-9, east: 10 + 1e-9, south: -1e-9, north: 10 + 1e-9 }
        expect(contains(near, [x, y])).toBe(true)
        if (contains(box, to)) {
          expect(x).toBeCloseTo(to[0], 6)
          expect(y).toBeCloseTo(to[1], 6)
        }
      }),
    )
  })
})

describe('arcs of migration', () => {
  const box = { west: 0, east: 10, south: 0, north: 10 }
  const place = (code: string, longitude: number | null, latitude: number | null) => ({
    code,
    name: code,
    longitude,
    latitude,
  })
  const pointOf = ({ longitude, latitude }: ReturnType<typeof place>) =>
    longitude === null || latitude === null ? null : ([longitude, latitude] as const)

  test('lead to the edge where one end is outside, and name it once', () => {
    const away = place('江苏', 5, -10)
    const { arcs, edges, hidden } = layArcs(
      [
        { origin: place('a', 5, 5), destination: away, enterprises: 3, direction: 'out' },
        { origin: place('b', 5, 2), destination: away, enterprises: 1, direction: 'out' },
        { origin: place('c', null, null), destination: away, enterprises: 9, direction: 'out' },
        { origin: away, destination: place('d', 5, -20), enterprises: 9, direction: 'out' },
      ],
      box,
      pointOf,
    )
    expect(arcs.map(({ coords }) => coords[1])).toEqual([
      [5, 0],
      [5, 0],
    ])
    expect(edges).toMatchObject([{ text: '迁往 江苏 4 家' }])
    expect(hidden).toBe(2)
  })

  test('are at most thirty, the greatest first', () => {
    const flows = Array.from({ length: 60 }, (_, index) => ({
      origin: place('a', 1, 1),
      destination: place(String(index), 2, 2),
      enterprises: index,
      direction: 'within' as const,
    }))
    const { arcs, hidden } = layArcs(flows, box, pointOf)
    expect(arcs).toHaveLength(30)
    expect(arcs[0]?.enterprises).toBe(59)
    expect(hidden).toBe(30)
  })
})

describe('Spring Festival', () => {
  // 国务院办公厅 holiday notices of these years.
  test.each([
    [2019, '2019-02-05'],
    [2020, '2020-01-25'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
  ])('of %d is %s', (year, day) => {
    expect(springFestival(year)).toBe(day)
  })

  test('is marked in the months shown only', () => {
    expect(springFestivalMonths(['2024-12', '2025-01', '2025-02', '2026-01'])).toEqual(new Set(['2025-01']))
  })
})
