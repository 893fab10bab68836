import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { RelationBasis } from '../warehouse/schema/products.ts'

/** Neighbours of node n: `ends[offsets[n] … offsets[n + 1] - 1]`. */
interface Adjacency {
  readonly offsets: Int32Array
  readonly ends: Int32Array
  readonly mutual: Uint8Array
}

/** The supply relations of all products, 2 MB beside the names: steps and paths take no query. */
export interface ProductGraph {
  readonly ids: readonly string[]
  readonly names: readonly string[]
  readonly nodes: ReadonlyMap<string, number>
  readonly makers: Readonly<Record<Realm, Int32Array>>
  readonly materials: Adjacency
  readonly uses: Adjacency
}

export async function readProductGraph(database: Database): Promise<ProductGraph> {
  const { rows: products } = await sql<{ id: string; name: string; actual: number; demonstration: number }>`
    select id, name, listed_makers as actual, demonstration_makers as demonstration
    from brain.product order by id`.execute(database.kysely)
  const { rows: relations } = await sql<{ source: string; target: string; basis: RelationBasis }>`
    select source, target, basis from brain.product_relation where relation = 'supply'
    order by source, target`.execute(database.kysely)
  const nodes = new Map(products.map(({ id }, node) => [id, node]))
  const edges = relations.flatMap(({ source, target, basis }) => {
    const from = nodes.get(source)
    const to = nodes.get(target)
    return from === undefined || to === undefined ? [] : [{ from, to, mutual: basis === 'mutual' }]
  })
  const opposite = edges.map(({ from, to, mutual }) => ({ from: to, to: from, mutual }))
  return {
    ids: products.map(({ id }) => id),
    names: products.map(({ name }) => name),
    nodes,
    makers: {
      actual: Int32Array.from(products, ({ actual }) => actual),
      demonstration: Int32Array.from(products, ({ demonstration }) => demonstration),
    },
    materials: adjacency(products.length, opposite),
    uses: adjacency(products.length, edges),
  }
}

function adjacency(
  size: number,
  edges: readonly { readonly from: number; readonly to: number; readonly mutual: boolean }[],
): Adjacency {
  const offsets = new Int32Array(size + 1)
  for (const { from } of edges) offsets[from + 1]! += 1
  for (let node = 0; node < size; node += 1) offsets[node + 1]! += offsets[node]!
  const next = offsets.slice()
  const ends = new Int32Array(edges.length)
  const mutual = new Uint8Array(edges.length)
  for (const edge of edges) {
    const place = next[edge.from]!
    next[edge.from] = place + 1
    ends[place] = edge.to
    mutual[place] = edge.mutual ? 1 : 0
  }
  return { offsets, ends, mutual }
}

function neighbours({ offsets, ends }: Adjacency, node: number): Int32Array {
  return ends.subarray(offsets[node], offsets[node + 1])
}

export interface NeighbourhoodOfProduct {
  readonly nodes: readonly {
    readonly id: string
    readonly name: string
    /** Steps from the centre, negative upstream. */
    readonly hop: number
    readonly makers: number
    /** Materials and uses, in the whole network. */
    readonly relations: number
  }[]
  readonly links: readonly { readonly source: string; readonly target: string; readonly inferred: boolean }[]
  /** Products of each step in the whole network, beside those given. */
  readonly steps: readonly { readonly hop: number; readonly total: number; readonly shown: number }[]
}

/**
 * A product with what it is made of and what is made of it. Of each step the products with most makers, then with
 * most relations; each hangs on a product that is given.
 * @returns null when there is no such product
 */
export function productNeighbourhood(
  graph: ProductGraph,
  id: string,
  { hops, perStep, realm }: { readonly hops: number; readonly perStep: number; readonly realm: Realm },
): NeighbourhoodOfProduct | null {
  const centre = graph.nodes.get(id)
  if (centre === undefined) return null
  const hopOf = new Map([[centre, 0]])
  const steps: NeighbourhoodOfProduct['steps'][number][] = []
  for (const side of [-1, 1]) {
    const along = side < 0 ? graph.materials : graph.uses
    const totals = stepSizes(along, centre, hops)
    let frontier: readonly number[] = [centre]
    for (let step = 1; step <= hops; step += 1) {
      const reached = new Set(frontier.flatMap((node) => [...neighbours(along, node)]))
      frontier = [...reached]
        .filter((node) => !hopOf.has(node))
        .toSorted(
          (a, b) =>
            graph.makers[realm][b]! - graph.makers[realm][a]! || degree(graph, b) - degree(graph, a) || a - b,
        )
        .slice(0, perStep)
      for (const node of frontier) hopOf.set(node, side * step)
      const total = totals[step - 1] ?? 0
      if (total > 0) steps.push({ hop: side * step, total, shown: frontier.length })
    }
  }
  return {
    nodes: [...hopOf].map(([node, hop]) => ({
      id: graph.ids[node]!,
      name: graph.names[node]!,
      hop,
      makers: graph.makers[realm][node]!,
      relations: degree(graph, node),
    })),
    links: linksAmong(graph, hopOf),
    steps: steps.toSorted((a, b) => a.hop - b.hop),
  }
}

/** Links between products of neighbouring steps, in the direction of supply. */
function linksAmong(graph: ProductGraph, hopOf: ReadonlyMap<number, number>) {
  const { offsets, ends, mutual } = graph.uses
  return [...hopOf].flatMap(([node, hop]) => {
    const links: NeighbourhoodOfProduct['links'][number][] = []
    for (let place = offsets[node]!; place < offsets[node + 1]!; place += 1) {
      const end = ends[place]!
      if (hopOf.get(end) !== hop + 1) continue
      links.push({ source: graph.ids[node]!, target: graph.ids[end]!, inferred: mutual[place] === 1 })
    }
    return links
  })
}

function degree({ materials, uses }: ProductGraph, node: number): number {
  return (
    materials.offsets[node + 1]! - materials.offsets[node]! + uses.offsets[node + 1]! - uses.offsets[node]!
  )
}

/** How many products stand at 1, 2, … steps; a circle counts once, at its shortest. */
function stepSizes(along: Adjacency, centre: number, hops: number): number[] {
  const seen = new Set([centre])
  let frontier: readonly number[] = [centre]
  return Array.from({ length: hops }, () => {
    const next = new Set<number>()
    for (const node of frontier) for (const end of neighbours(along, node)) if (!seen.has(end)) next.add(end)
    for (const node of next) seen.add(node)
    frontier = [...next]
    return next.size
  })
}

/** A path longer than this says nothing about supply any more. */
const longestPath = 8

/**
 * The shortest way on which one product goes into another, ids from material to product; null when there is none of
 * at most eight steps.
 */
export function supplyPath(graph: ProductGraph, from: string, to: string): readonly string[] | null {
  const start = graph.nodes.get(from)
  const goal = graph.nodes.get(to)
  if (start === undefined || goal === undefined || start === goal) return null
  const before = new Map<number, number>([[start, -1]])
  let frontier: readonly number[] = [start]
  for (let step = 0; step < longestPath && frontier.length > 0 && !before.has(goal); step += 1) {
    const next: number[] = []
    for (const node of frontier)
      for (const end of neighbours(graph.uses, node)) {
        if (before.has(end)) continue
        before.set(end, node)
        next.push(end)
      }
    frontier = next
  }
  if (!before.has(goal)) return null
  const path: string[] = []
  for (let node = goal; node >= 0; node = before.get(node)!) path.unshift(graph.ids[node]!)
  return path
}
