/**
 * The supply network as compressed sparse rows in typed arrays: 8 bytes an edge and direction,
 * 4 bytes a node, nothing for the garbage collector to walk.
 */
export interface Network {
  readonly nodes: number
  readonly edges: number
  /** Customers of node v: targets[offsets[v] … offsets[v + 1]). */
  readonly downstream: Adjacency
  /** Suppliers of node v. */
  readonly upstream: Adjacency
}

export interface Adjacency {
  readonly offsets: Uint32Array
  readonly targets: Uint32Array
  /** Same order as targets; yuan, trailing 12 months. */
  readonly amounts: Float32Array
}

export type Direction = 'upstream' | 'downstream'

/** Edge lists of equal length; node numbers lie in [0, nodes). */
export interface EdgeList {
  readonly suppliers: Uint32Array
  readonly buyers: Uint32Array
  readonly amounts: Float32Array
  readonly length: number
}

export function createNetwork(nodes: number, edges: EdgeList): Network {
  return {
    nodes,
    edges: edges.length,
    downstream: compress(nodes, edges.length, edges.suppliers, edges.buyers, edges.amounts),
    upstream: compress(nodes, edges.length, edges.buyers, edges.suppliers, edges.amounts),
  }
}

/** Counting sort by source: two passes over the edges, no comparison. */
function compress(
  nodes: number,
  edges: number,
  sources: Uint32Array,
  destinations: Uint32Array,
  weights: Float32Array,
): Adjacency {
  const offsets = new Uint32Array(nodes + 1)
  for (let edge = 0; edge < edges; edge++) offsets[sources[edge]! + 1]!++
  for (let node = 0; node < nodes; node++) offsets[node + 1]! += offsets[node]!
  const targets = new Uint32Array(edges)
  const amounts = new Float32Array(edges)
  // The offsets double as write positions; afterwards each has moved to the next node's start.
  for (let edge = 0; edge < edges; edge++) {
    const position = offsets[sources[edge]!]!++
    targets[position] = destinations[edge]!
    amounts[position] = weights[edge]!
  }
  offsets.copyWithin(1, 0, nodes)
  offsets[0] = 0
  return { offsets, targets, amounts }
}

/** Nodes within k hops, nearest first; `hops[i]` is the distance of `nodes[i]`. Sources have distance 0. */
export interface Reach {
  readonly nodes: Uint32Array
  readonly hops: Uint8Array
}

/** Reuses its scratch memory between calls: one explorer per network, not shared between threads. */
export interface Explorer {
  reach(sources: ArrayLike<number>, hops: number, direction: Direction): Reach
}

export function createExplorer(network: Network): Explorer {
  // One bit a node: a million nodes fit a processor's second-level cache, where a word each would not.
  const seen = new Uint32Array((network.nodes >>> 5) + 1)
  const queue = new Uint32Array(network.nodes)
  return {
    reach(sources, hops, direction) {
      const { offsets, targets } = network[direction]
      seen.fill(0)
      let tail = 0
      for (let index = 0; index < sources.length; index++) {
        const source = sources[index]!
        const bit = 1 << (source & 31)
        if (source >= network.nodes || (seen[source >>> 5]! & bit) !== 0) continue
        seen[source >>> 5]! |= bit
        queue[tail++] = source
      }
      const levels = [tail]
      for (let head = 0, hop = 1; hop <= hops && head < tail; hop++) {
        for (const level = tail; head < level; head++) {
          const node = queue[head]!
          for (let edge = offsets[node]!, end = offsets[node + 1]!; edge < end; edge++) {
            const target = targets[edge]!
            const word = seen[target >>> 5]!
            const bit = 1 << (target & 31)
            if ((word & bit) !== 0) continue
            seen[target >>> 5] = word | bit
            queue[tail++] = target
          }
        }
        levels.push(tail)
      }
      const distances = new Uint8Array(tail)
      for (let hop = 1; hop < levels.length; hop++) distances.fill(hop, levels[hop - 1], levels[hop])
      return { nodes: queue.slice(0, tail), hops: distances }
    },
  }
}
