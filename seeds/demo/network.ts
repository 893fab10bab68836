import { inputsOf, segments } from './chain.ts'
import { outputs, purchaseShare, segmentPlan } from './economy.ts'
import type { Firm } from './enterprises.ts'
import { consolidatedSegment, type Fate } from './fates.ts'
import { CLUSTER_CITY } from './geography.ts'
import { MONTH_COUNT } from './months.ts'
import type { Outside, OutsideBuyer, OutsideSupplier } from './outside.ts'
import { type Random, randomStream } from './random.ts'
import { provinceMix } from './segment-plan.ts'

/** A trading relation: what one party sells another, yuan a year at the first month's level. */
export interface Edge {
  readonly supplier: Firm | OutsideSupplier
  readonly buyer: Firm | OutsideBuyer
  readonly segment: string
  readonly amount: number
  /** Months [from, until). */
  readonly from: number
  readonly until: number
}

/** Below this a year a relation is too small to be recorded. */
const LEAST_AMOUNT = 300_000

interface Pool {
  readonly supplier: Firm | OutsideSupplier
  /** What the plan still lets it sell to this side; yuan a year. */
  left: number
}

interface Demand {
  readonly buyer: Firm
  readonly amount: number
}

type Side = 'cluster' | 'province'

/** The side on which a firm stands in the plan; arrivals from outside count to the cluster. */
function sideOf(firm: Firm): Side {
  return firm.place.city === CLUSTER_CITY || !firm.place.county.startsWith('37') ? 'cluster' : 'province'
}

function demandsBySegment(firms: readonly Firm[]): ReadonlyMap<string, Record<Side, Demand[]>> {
  const random = randomStream('demand')
  const demands = new Map<string, Record<Side, Demand[]>>(
    segments.map(({ id }) => [id, { cluster: [], province: [] }]),
  )
  for (const firm of firms) {
    if (firm.segment === null || firm.branch) continue
    for (const input of inputsOf(firm.segment)) {
      // Small dealers and makers take a few of the possible inputs.
      if (firm.segment === 'replacement-market' && random.chance(0.45)) continue
      const amount = firm.plan * purchaseShare(firm.segment) * input.weight * random.lognormal(0.2)
      if (amount >= LEAST_AMOUNT) demands.get(input.segment)?.[sideOf(firm)].push({ buyer: firm, amount })
    }
  }
  return demands
}

function poolOf(
  segment: string,
  side: Side,
  total: number,
  firms: readonly Firm[],
  outside: Outside,
): Pool[] {
  const plan = segmentPlan(segment)
  const [cluster, province, beyond] =
    side === 'cluster'
      ? [plan.mix[0], plan.mix[1], 1 - plan.mix[0] - plan.mix[1]]
      : provinceMix(segment, plan)
  const output = outputs.get(segment)
  const pool: Pool[] = []
  for (const firm of firms) {
    const own = sideOf(firm)
    const whole = own === 'cluster' ? output?.cluster : output?.province
    if (whole === undefined || whole <= 0) continue
    const left = total * (own === 'cluster' ? cluster : province) * (firm.plan / whole)
    if (left > 0) pool.push({ supplier: firm, left })
  }
  for (const supplier of outside.suppliers) {
    if (supplier.segment === segment && beyond > 1e-9)
      pool.push({ supplier, left: total * beyond * supplier.weight })
  }
  return pool
}

function nearness(supplier: Firm | OutsideSupplier, buyer: Firm): number {
  if (supplier.place === null) return 1
  if (supplier.place.county === buyer.place.county) return 1.5
  return supplier.place.city === buyer.place.city ? 1.25 : 1
}

function supplierCount(amount: number, random: Random): number {
  if (amount > 1.5e8) return random.integer(3, 4)
  if (amount > 3e7) return random.integer(2, 3)
  return amount > 8e6 ? random.integer(1, 2) : 1
}

/** Splits a buyer's demand over suppliers with room left, so that sales come out as the plan has them. */
function allocate(segment: string, demand: Demand, pool: readonly Pool[], random: Random): Edge[] {
  const edges: Edge[] = []
  const choices = pool.filter((choice) => choice.supplier !== demand.buyer)
  const count = Math.min(supplierCount(demand.amount, random), choices.length)
  const chosen = new Set<Pool>()
  while (chosen.size < count) {
    chosen.add(
      random.weighted(choices, (choice) =>
        chosen.has(choice)
          ? 0
          : Math.max(choice.left, demand.amount * 1e-3) * nearness(choice.supplier, demand.buyer),
      ),
    )
  }
  const shares = [...chosen].map(
    (choice) => Math.max(choice.left, demand.amount * 0.02) * (0.6 + 0.8 * random.uniform()),
  )
  const total = shares.reduce((sum, share) => sum + share, 0)
  for (const [position, choice] of [...chosen].entries()) {
    const amount = (demand.amount * (shares[position] ?? 0)) / total
    choice.left = Math.max(0, choice.left - amount)
    if (amount < LEAST_AMOUNT / 2) continue
    edges.push({
      supplier: choice.supplier,
      buyer: demand.buyer,
      segment,
      amount,
      from: 0,
      until: MONTH_COUNT,
    })
  }
  return edges
}

function salesOutside(firms: readonly Firm[], outside: Outside): Edge[] {
  const random = randomStream('sales-outside')
  const edges: Edge[] = []
  for (const firm of firms) {
    if (firm.segment === null || firm.branch) continue
    const plan = segmentPlan(firm.segment)
    const side = sideOf(firm)
    const output = outputs.get(firm.segment)?.[side] ?? 0
    const sold = plan.sales[side === 'cluster' ? 0 : 1] * 1e8
    const amount = output > 0 ? firm.plan * Math.min(1, sold / output) : 0
    if (plan.retail === true || amount < LEAST_AMOUNT) continue
    const buyers = outside.buyers.filter((buyer) => buyer.stage === firm.stage)
    const count = Math.min(buyers.length, 1 + Math.floor(Math.log10(amount / 1e6 + 1) * 3))
    const chosen = new Set<OutsideBuyer>()
    while (chosen.size < count)
      chosen.add(random.weighted(buyers, (buyer) => (chosen.has(buyer) ? 0 : buyer.weight)))
    const shares = [...chosen].map(() => 0.3 + random.uniform())
    const total = shares.reduce((sum, share) => sum + share, 0)
    for (const [position, buyer] of [...chosen].entries()) {
      const part = (amount * (shares[position] ?? 0)) / total
      edges.push({ supplier: firm, buyer, segment: firm.segment, amount: part, from: 0, until: MONTH_COUNT })
    }
  }
  return edges
}

/** When a supplier leaves, shuts or stops, its customers go to others of the segment. */
function replaced(
  edge: Edge,
  fate: Fate,
  peers: readonly Firm[],
  fateOf: ReadonlyMap<Firm, Fate>,
  random: Random,
): Edge[] {
  const ends = fate.endsAt ?? fate.move?.month
  if (ends === undefined || !('serial' in edge.buyer)) return [edge]
  const consolidated = edge.segment === consolidatedSegment && sideOf(edge.buyer) === 'cluster'
  // Most customers follow a supplier that only moved house.
  if (fate.endsAt === undefined && !consolidated && random.chance(0.72)) return [edge]
  const steady = peers.filter((peer) => peer !== edge.buyer && fateOf.get(peer) === undefined)
  const before = { ...edge, until: ends }
  const survivor = consolidated ? steady.filter((peer) => sideOf(peer) === 'cluster')[0] : undefined
  const heir = survivor ?? (steady.length > 0 ? random.weighted(steady, (peer) => peer.plan) : undefined)
  return heir === undefined ? [before] : [before, { ...edge, supplier: heir, from: ends }]
}

export function planNetwork(
  firms: readonly Firm[],
  outside: Outside,
  fateOf: ReadonlyMap<Firm, Fate>,
): readonly Edge[] {
  const random = randomStream('network')
  const bySegment = Map.groupBy(
    firms.filter((firm) => firm.segment !== null && !firm.branch),
    (firm) => firm.segment ?? '',
  )
  const edges: Edge[] = []
  for (const [segment, demands] of demandsBySegment(firms)) {
    const makers = bySegment.get(segment) ?? []
    for (const side of ['cluster', 'province'] as const) {
      const wanted = demands[side].toSorted((a, b) => b.amount - a.amount)
      const total = wanted.reduce((sum, demand) => sum + demand.amount, 0)
      const pool = poolOf(segment, side, total, makers, outside)
      for (const demand of wanted) edges.push(...allocate(segment, demand, pool, random))
    }
  }
  edges.push(...salesOutside(firms, outside))
  return edges.flatMap((edge) => {
    const fate = 'serial' in edge.supplier ? fateOf.get(edge.supplier) : undefined
    return fate === undefined
      ? [edge]
      : replaced(edge, fate, bySegment.get(edge.segment) ?? [], fateOf, random)
  })
}
