import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createExplorer, createNetwork, type EdgeList } from '../../server/chain/network.ts'

function edgeList(edges: readonly (readonly [number, number, number])[]): EdgeList {
  return {
    suppliers: Uint32Array.from(edges, (edge) => edge[0]),
    buyers: Uint32Array.from(edges, (edge) => edge[1]),
    amounts: Float32Array.from(edges, (edge) => edge[2]),
    length: edges.length,
  }
}

/** Breadth-first search over plain sets, the definition of k-hop reach. */
function plainReach(
  edges: readonly (readonly [number, number, number])[],
  source: number,
  hops: number,
): Map<number, number> {
  const distance = new Map([[source, 0]])
  let frontier = [source]
  for (let hop = 1; hop <= hops; hop++) {
    const next = new Set<number>()
    for (const [supplier, buyer] of edges)
      if (frontier.includes(supplier) && !distance.has(buyer)) next.add(buyer)
    for (const node of next) distance.set(node, hop)
    frontier = [...next]
  }
  return distance
}

describe('supply network', () => {
  // The network of Diem et al. 2022, Fig. 1, firms numbered from 0.
  const figure = edgeList(
    (
      [
        [2, 1],
        [2, 3],
        [3, 7],
        [6, 7],
        [7, 4],
        [7, 11],
        [8, 11],
        [9, 5],
        [9, 10],
        [10, 7],
      ] as const
    ).map(([supplier, buyer]) => [supplier - 1, buyer - 1, 1] as const),
  )

  test('reaches customers and suppliers by hops', () => {
    const explorer = createExplorer(createNetwork(11, figure))
    const down = explorer.reach([1], 4, 'downstream')
    expect([...down.nodes].map((node, index) => [node + 1, down.hops[index]])).toEqual([
      [2, 0],
      [1, 1],
      [3, 1],
      [7, 2],
      [4, 3],
      [11, 3],
    ])
    const up = explorer.reach([6], 1, 'upstream')
    expect([...up.nodes].map((node) => node + 1).toSorted((a, b) => a - b)).toEqual([3, 6, 7, 10])
  })

  test('keeps the amounts beside their edges', () => {
    const network = createNetwork(
      3,
      edgeList([
        [2, 0, 5],
        [0, 1, 7],
        [0, 2, 9],
      ]),
    )
    expect([...network.downstream.offsets]).toEqual([0, 2, 2, 3])
    expect([...network.downstream.targets]).toEqual([1, 2, 0])
    expect([...network.downstream.amounts]).toEqual([7, 9, 5])
    expect([...network.upstream.targets]).toEqual([2, 0, 0])
    expect([...network.upstream.amounts]).toEqual([5, 7, 9])
  })

  test('agrees with plain breadth-first search on any graph, call after call', () => {
    const graph = fc.integer({ min: 1, max: 25 }).chain((nodes) =>
      fc.record({
        nodes: fc.constant(nodes),
        edges: fc.array(fc.tuple(fc.nat({ max: nodes - 1 }), fc.nat({ max: nodes - 1 }), fc.constant(1)), {
          maxLength: 80,
        }),
        sources: fc.array(fc.nat({ max: nodes - 1 }), { minLength: 1, maxLength: 4 }),
        hops: fc.nat({ max: 6 }),
      }),
    )
    fc.assert(
      fc.property(graph, ({ nodes, edges, sources, hops }) => {
        const explorer = createExplorer(createNetwork(nodes, edgeList(edges)))
        for (const source of sources) {
          const reach = explorer.reach([source], hops, 'downstream')
          const found = new Map([...reach.nodes].map((node, index) => [node, reach.hops[index]]))
          expect(found).toEqual(plainReach(edges, source, hops))
        }
      }),
    )
  })

  test('has no nodes and no edges when there is no trade', () => {
    const network = createNetwork(0, edgeList([]))
    expect(network.downstream.offsets).toHaveLength(1)
    expect(createExplorer(network).reach([0], 3, 'upstream').nodes).toHaveLength(0)
  })
})
