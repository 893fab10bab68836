/** The network of an answer as typed arrays, and who trades with whom from either end; lengths in units of the picture. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly nodes: number
  readonly x: Float32Array
  readonly y: Float32Array
  readonly radius: Float32Array
  readonly edges: number
  readonly supplier: Uint32Array
  readonly buyer: Uint32Array
  /** 元; edges stand in falling order of it. */
  readonly amount: Float64Array
  /** Edges of node v: incident[offsets[v] … offsets[v + 1]), in falling order of amount. */
  readonly offsets: Uint32Array
  readonly incident: Uint32Array
  /** Nodes from the largest mark to the smallest: labels are given in this order, marks painted in the reverse. */
  readonly bySize: Uint32Array
}

export function preparePicture({ width, height, nodes, edges }: ClusterNetwork): Picture {
  const count = nodes.node.length
  const supplier = Uint32Array.from(edges.supplier)
  const buyer = Uint32Array.from(edges.buyer)
  const radius = Float32Array.from(nodes.radius)
  return {
    width,
    height,
    nodes: count,
    x: Float32Array.from(nodes.x),
    y: Float32Array.from(nodes.y),
    radius,
    edges: supplier.length,
    supplier,
    buyer,
    amount: Float64Array.from(edges.amount),
    ...incidence(count, supplier, buyer),
    bySize: Uint32Array.from({ length: count }, (_, node) => node).sort(
      (a, b) => (radius[b] ?? 0) - (radius[a] ?? 0) || a - b,
    ),
  }
}

/** Counting sort of both ends: the order of the edges is kept within each node. */
function incidence(nodes: number, supplier: Uint32Array, buyer: Uint32Array) {
  const offsets = new Uint32Array(nodes + 1)
  for (let edge = 0; edge < supplier.length; edge += 1) {
    offsets[supplier[edge]! + 1]! += 1
    offsets[buyer[edge]! + 1]! += 1
  }
  for (let node = 0; node < nodes; node += 1) offsets[node + 1]! += offsets[node]!
  const next = offsets.slice()
  const incident = new Uint32Array(2 * supplier.length)
  for (let edge = 0; edge < supplier.length; edge += 1) {
    incident[next[supplier[edge]!]!++] = edge
    incident[next[buyer[edge]!]!++] = edge
  }
  return { offsets, incident }
}

/** Edges of a node, the largest first. */
export function edgesOf({ offsets, incident }: Picture, node: number): Uint32Array {
  return incident.subarray(offsets[node] ?? 0, offsets[node + 1] ?? 0)
}

/**
 * What is drawn. By position in data.nodes, 0 = not drawn, 1 = drawn as a partner, with its trade with firms of 2
 * alone, 2 = drawn with all its trade.
 */
export interface EdgeFilter {
  readonly mask?: Uint8Array | undefined
  /** 元 */
  readonly least: number
}

export function isEdgeDrawn(picture: Picture, edge: number, { mask, least }: EdgeFilter): boolean {
  if ((picture.amount[edge] ?? 0) < least) return false
  return mask === undefined || mask[picture.supplier[edge]!]! + mask[picture.buyer[edge]!]! > 2
}
