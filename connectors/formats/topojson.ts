import type { SourceRecord } from '../contract.ts'

type Position = readonly [number, number]
type Ring = readonly Position[]

export interface PolygonGeometry {
  readonly type: 'Polygon'
  readonly coordinates: readonly Ring[]
}
export interface MultiPolygonGeometry {
  readonly type: 'MultiPolygon'
  readonly coordinates: readonly (readonly Ring[])[]
}
export type AreaGeometry = PolygonGeometry | MultiPolygonGeometry

type ArcIndexes = readonly number[]

interface TopologyArea {
  readonly id: string
  readonly properties: { readonly name: string }
  readonly type: 'Polygon' | 'MultiPolygon'
  readonly arcs: readonly ArcIndexes[] | readonly (readonly ArcIndexes[])[]
}

/** The part of the TopoJSON 1.0 specification that boundary files of areas use. */
export interface Topology {
  readonly transform: { readonly scale: Position; readonly translate: Position }
  readonly arcs: readonly (readonly Position[])[]
  readonly objects: Readonly<Record<string, { readonly geometries: readonly TopologyArea[] }>>
}

export interface Area {
  readonly id: string
  readonly name: string
  readonly geometry: AreaGeometry
}

/**
 * The areas of one object of a topology as GeoJSON geometries, coordinates in degrees to four decimals.
 * @throws when the topology has no such object.
 */
export function areasOf(topology: Topology, object: string): readonly Area[] {
  const collection = topology.objects[object]
  if (collection === undefined) {
    throw new Error(`底图中没有“${object}”；有：${Object.keys(topology.objects).join('、')}`)
  }
  const arcs = topology.arcs.map((arc) => decodeArc(arc, topology.transform))
  const ring = (indexes: ArcIndexes): Ring => joinArcs(indexes, arcs)
  return collection.geometries.map(({ id, properties, type, arcs: indexes }) => ({
    id,
    name: properties.name,
    geometry:
      type === 'Polygon'
        ? { type, coordinates: (indexes as readonly ArcIndexes[]).map(ring) }
        : {
            type,
            coordinates: (indexes as readonly (readonly ArcIndexes[])[]).map((polygon) => polygon.map(ring)),
          },
  }))
}

/** Quantised positions are stored as steps from the one before. */
function decodeArc(steps: readonly Position[], { scale, translate }: Topology['transform']): Ring {
  let x = 0
  let y = 0
  return steps.map(([dx, dy]) => {
    x += dx
    y += dy
    return [degrees(x * scale[0] + translate[0]), degrees(y * scale[1] + translate[1])]
  })
}

function degrees(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

/** Arcs share their end points; a negative index is the arc ~index read backwards. */
function joinArcs(indexes: ArcIndexes, arcs: readonly Ring[]): Ring {
  const positions: Position[] = []
  for (const index of indexes) {
    const arc = index < 0 ? arcs[~index]?.toReversed() : arcs[index]
    if (arc === undefined) throw new Error(`底图文件损坏：没有编号为 ${index} 的弧段`)
    positions.push(...arc.slice(positions.length === 0 ? 0 : 1))
  }
  return positions
}

/** Centre of gravity of the largest polygon (outer ring): a point to label, in degrees. */
export function labelPoint(geometry: AreaGeometry): Position {
  const rings =
    geometry.type === 'Polygon'
      ? [geometry.coordinates[0]]
      : geometry.coordinates.map((polygon) => polygon[0])
  let best: { area: number; point: Position } | undefined
  for (const ring of rings) {
    const candidate = centreOfGravity(ring ?? [])
    if (candidate !== undefined && candidate.area > (best?.area ?? 0)) best = candidate
  }
  if (best === undefined) throw new Error('轮廓没有面积，无法取代表点')
  return best.point
}

function centreOfGravity(ring: Ring): { area: number; point: Position } | undefined {
  let area = 0
  let x = 0
  let y = 0
  for (const [position, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(position + 1) % ring.length] ?? [x1, y1]
    const cross = x1 * y2 - x2 * y1
    area += cross
    x += (x1 + x2) * cross
    y += (y1 + y2) * cross
  }
  if (area === 0) return undefined
  return { area: Math.abs(area) / 2, point: [degrees(x / (3 * area)), degrees(y / (3 * area))] }
}

/** The columns of public/region-boundary but for level and basis. */
export function boundaryRecord({ id, name, geometry }: Area): SourceRecord {
  return { code: id, name, geometry: JSON.stringify(geometry) }
}
