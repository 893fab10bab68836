/** Which firms of the network are shown, and what they add up to. */
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { leastAmounts, type LeastAmount } from './cluster-network-state.ts'

/** As many relations as still show paths and not a fog. */
const MAIN = 4_000

/** 元; relations stand in falling order. */
export function leastOf({ edges }: ClusterNetwork, limit: LeastAmount): number {
  return leastAmounts[limit].least ?? edges.amount[MAIN - 1] ?? 0
}

/** Matching firms and their partners; undefined = all. */
export function maskOf(
  { nodes, edges, segments, counties }: ClusterNetwork,
  within: string | null,
  county: string | null,
): Uint8Array | undefined {
  const [kind, id] = within?.split(':') ?? []
  const place = counties.findIndex(({ code }) => code === county)
  if (id === undefined && place < 0) return undefined
  const wanted = segments.map(
    (segment) => id === undefined || id === (kind === 'stage' ? segment.stage : segment.id),
  )
  const mask = Uint8Array.from(nodes.node, (_, node) => {
    const inside = id === undefined || wanted[nodes.segment[node] ?? -1] === true
    return inside && (place < 0 || nodes.county[node] === place) ? 2 : 0
  })
  const partners = mask.slice()
  for (const [edge, supplier] of edges.supplier.entries()) {
    const buyer = edges.buyer[edge] ?? 0
    if (mask[supplier] === 2 && mask[buyer] === 0) partners[buyer] = 1
    if (mask[buyer] === 2 && mask[supplier] === 0) partners[supplier] = 1
  }
  return partners
}

export interface NetworkFigures {
  /** Firms that match, and their partners. */
  readonly firms: number
  readonly partners: number
  readonly relations: number
  /** Of them large enough to be drawn. */
  readonly drawn: number
  /** 元 */
  readonly amount: number
  /** Share of the ten largest relations, 0–1. */
  readonly topTen: number
  /** Trade from stage to stage, the largest first; positions in data.stages. */
  readonly flows: readonly {
    readonly from: string
    readonly to: string
    readonly amount: number
    readonly relations: number
  }[]
}

export function networkFigures(
  data: ClusterNetwork,
  mask: Uint8Array | undefined,
  least: number,
): NetworkFigures {
  const { nodes, edges, segments } = data
  const stageOf = (node: number) => segments[nodes.segment[node] ?? -1]?.stage ?? ''
  const flows = new Map<string, { from: string; to: string; amount: number; relations: number }>()
  let relations = 0
  let drawn = 0
  let amount = 0
  let topTen = 0
  for (const [edge, value] of edges.amount.entries()) {
    const supplier = edges.supplier[edge] ?? 0
    const buyer = edges.buyer[edge] ?? 0
    if (mask !== undefined && (mask[supplier] ?? 0) + (mask[buyer] ?? 0) < 3) continue
    relations += 1
    if (value >= least) drawn += 1
    amount += value
    if (relations <= 10) topTen += value
    const [from, to] = [stageOf(supplier), stageOf(buyer)]
    const key = `${from}>${to}`
    const flow = flows.get(key) ?? { from, to, amount: 0, relations: 0 }
    flows.set(key, { ...flow, amount: flow.amount + value, relations: flow.relations + 1 })
  }
  const firms =
    mask === undefined ? nodes.node.length : mask.reduce((sum, value) => sum + (value === 2 ? 1 : 0), 0)
  return {
    firms,
    partners: mask === undefined ? 0 : mask.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0),
    relations,
    drawn,
    amount,
    topTen: amount === 0 ? 0 : topTen / amount,
    flows: [...flows.values()].toSorted((a, b) => b.amount - a.amount),
  }
}

/** Positions of the firms that trade most, the largest first. */
export function largestFirms(
  { nodes }: ClusterNetwork,
  mask: Uint8Array | undefined,
  most: number,
): readonly number[] {
  const trade = (node: number) => (nodes.sales[node] ?? 0) + (nodes.purchases[node] ?? 0)
  return nodes.node
    .map((_, position) => position)
    .filter((position) => mask === undefined || mask[position] === 2)
    .sort((a, b) => trade(b) - trade(a) || a - b)
    .slice(0, most)
}

export interface Partner {
  readonly position: number
  /** 元 */
  readonly amount: number
}

/** Suppliers and customers of a firm, the largest first. */
export function partnersOf({ edges }: ClusterNetwork, firm: number) {
  const suppliers: Partner[] = []
  const customers: Partner[] = []
  for (const [edge, amount] of edges.amount.entries()) {
    const supplier = edges.supplier[edge] ?? 0
    const buyer = edges.buyer[edge] ?? 0
    if (buyer === firm) suppliers.push({ position: supplier, amount })
    if (supplier === firm) customers.push({ position: buyer, amount })
  }
  return { suppliers, customers }
}
