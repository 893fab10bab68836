/** Label points, bounds and clipping for outlines in longitude and latitude. */
import type { Boundaries } from '../../../server/api/schemas/region.ts'

export type Point = readonly [longitude: number, latitude: number]
type Ring = readonly Point[]
export type Outline = Boundaries['features'][number]

export interface Box {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}

/** Outer rings of a polygon or multipolygon. */
export function outerRings({ geometry }: Outline): readonly Ring[] {
  const polygons = (
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  ) as readonly (readonly Ring[])[]
  return polygons.flatMap((rings) => rings.slice(0, 1))
}

/** Twice the signed area, and the centroid (shoelace formula). */
function measure(ring: Ring): { readonly area: number; readonly centre: Point } {
  let area = 0
  let x = 0
  let y = 0
  for (const [index, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1]
    const cross = x1 * y2 - x2 * y1
    area += cross
    x += (x1 + x2) * cross
    y += (y1 + y2) * cross
  }
  const [first = [0, 0] as const] = ring
  return area === 0
    ? { area: 0, centre: first }
    : { area: Math.abs(area), centre: [x / (3 * area), y / (3 * area)] }
}

/** Centroid of the largest part: where a label of the region stands. */
export function labelPoint(outline: Outline): Point | null {
  let best: ReturnType<typeof measure> | null = null
  for (const ring of outerRings(outline)) {
    const measured = measure(ring)
    if (best === null || measured.area > best.area) best = measured
  }
  return best?.centre ?? null
}

export function boundsOf(outlines: readonly Outline[]): Box | null {
  let west = Infinity
  let east = -Infinity
  let south = Infinity
  let north = -Infinity
  for (const [x, y] of outlines.flatMap((outline) => outerRings(outline).flat())) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return west > east ? null : { west, east, south, north }
}

export function contains(box: Box, [x, y]: Point): boolean {
  return x >= box.west && x <= box.east && y >= box.south && y <= box.north
}

/** Where the way from a point inside to one outside leaves the box. */
export function leaveBox(box: Box, [x, y]: Point, [toX, toY]: Point): Point {
  const dx = toX - x
  const dy = toY - y
  const shares = [
    dx > 0 ? (box.east - x) / dx : dx < 0 ? (box.west - x) / dx : 1,
    dy > 0 ? (box.north - y) / dy : dy < 0 ? (box.south - y) / dy : 1,
  ]
  const share = Math.max(0, Math.min(1, ...shares))
  return [x + dx * share, y + dy * share]
}
