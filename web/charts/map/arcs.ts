/** Migration flows as curves between label points; an end outside the picture is led to its edge and named there. */
import type { MigrationFlows } from '../../../server/api/schemas/migration.ts'
import { contains, leaveBox, type Box, type Point } from './geometry.ts'
import { withProvincePoints } from './province-points.ts'

type Flow = MigrationFlows['flows'][number]

export interface Arc {
  readonly coords: readonly [Point, Point]
  readonly direction: Flow['direction']
  readonly enterprises: number
  readonly from: string
  readonly to: string
}

export interface EdgeLabel {
  readonly at: Point
  readonly text: string
  readonly direction: Flow['direction']
}

export interface Arcs {
  readonly arcs: readonly Arc[]
  readonly edges: readonly EdgeLabel[]
  /** Flows that have no place on the picture, and those left out beyond the limit. */
  readonly hidden: number
}

/** Beyond this the picture is a hairball; the rest is said in words. */
const LIMIT = 30

export function layArcs(
  flows: readonly Flow[],
  box: Box,
  pointOf: (place: Flow['origin']) => Point | null,
): Arcs {
  const arcs: Arc[] = []
  const edges = new Map<string, EdgeLabel & { enterprises: number }>()
  const ordered = withProvincePoints(flows).toSorted((a, b) => b.enterprises - a.enterprises)
  for (const { origin, destination, direction, enterprises } of ordered) {
    if (arcs.length >= LIMIT) break
    const start = pointOf(origin)
    const end = pointOf(destination)
    if (start === null || end === null) continue
    const inside = [contains(box, start), contains(box, end)]
    if (!inside[0] && !inside[1]) continue
    const from = inside[0] ? start : leaveBox(box, end, start)
    const to = inside[1] ? end : leaveBox(box, start, end)
    arcs.push({ coords: [from, to], direction, enterprises, from: origin.name, to: destination.name })
    const outside = inside[0] ? (inside[1] ? null : destination) : origin
    if (outside === null) continue
    const at = inside[0] ? to : from
    const key = `${outside.code}${direction}`
    const known = edges.get(key)
    const count = (known?.enterprises ?? 0) + enterprises
    edges.set(key, {
      at: known?.at ?? at,
      direction,
      enterprises: count,
      text: `${direction === 'in' ? '来自' : '迁往'} ${outside.name} ${count} 家`,
    })
  }
  return { arcs, edges: [...edges.values()], hidden: flows.length - arcs.length }
}
