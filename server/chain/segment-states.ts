import { regionPrefix } from '../domain/region.ts'
import type { Strength } from '../domain/strength.ts'
import type { Flow } from './flows.ts'
import type { MemberCount } from './members.ts'
import { judgeSegment } from './strength.ts'

/** Verdict on one segment in one region with the figures it rests on; money in yuan. */
export interface SegmentVerdict {
  readonly segment: string
  readonly region: string
  readonly enterprises: number
  readonly aboveScale: number | null
  readonly supply: number | null
  readonly demand: number | null
  readonly localPurchases: number | null
  readonly localSupplyRatio: number | null
  readonly ratioMethod: 'measured' | null
  readonly locationQuotient: number | null
  readonly hhi: number | null
  readonly cr1: number | null
  readonly externalSupplier: string | null
  readonly externalShare: number | null
  readonly strength: Strength
  readonly reasons: readonly string[]
}

/** The region location quotients compare with; clusters of this platform lie in Shandong. */
export const baseRegion = '370000'

export interface ChainInputs {
  readonly segments: readonly string[]
  readonly links: readonly { readonly from: string; readonly to: string }[]
  readonly members: readonly MemberCount[]
  readonly firms: readonly { readonly county_code: string | null; readonly enterprises: number }[]
  readonly flows: readonly Flow[]
  /** The region location quotients compare with: the province, or the country. */
  readonly base: string
}

interface Account {
  enterprises: number
  aboveScale: number
  demand: number
  localPurchases: number
  supply: number
  /** Sales by local supplier, and purchases by external supplier; yuan. */
  readonly local: Map<string, number>
  readonly external: Map<string, { name: string; amount: number }>
}

/** Verdicts of all segments of a chain in one region. Pure: the same inputs give the same verdicts. */
export function judgeRegion(region: string, inputs: ChainInputs): SegmentVerdict[] {
  const accounts = new Map(inputs.segments.map((segment) => [segment, emptyAccount()]))
  const inside = insideOf(region)
  addMembers(accounts, inputs.members, inside)
  addFlows(accounts, inputs.flows, inside)
  const quotient = locationQuotients(region, inputs)
  const traded = inputs.flows.length > 0
  const buyersOf = Map.groupBy(inputs.links, (link) => link.from)
  return inputs.segments.map((segment) => {
    const account = accounts.get(segment)!
    const demand = traded ? account.demand : null
    const top = [...account.external.values()].reduce<{ name: string; amount: number } | null>(
      (largest, item) => (largest === null || item.amount > largest.amount ? item : largest),
      null,
    )
    const sales = [...account.local.values()]
    const figures = {
      enterprises: account.enterprises,
      suppliers: account.supply > 0 ? sales.length : null,
      demand,
      demandInferred:
        !traded &&
        (buyersOf.get(segment) ?? []).some((link) => (accounts.get(link.to)?.enterprises ?? 0) > 0),
      supply: traded ? account.supply : null,
      localSupplyRatio: account.demand > 0 ? account.localPurchases / account.demand : null,
      locationQuotient: quotient(segment),
      hhi: account.supply > 0 ? herfindahl(sales) : null,
      cr1: account.supply > 0 ? Math.max(...sales) / account.supply : null,
      externalSupplier: top?.name ?? null,
      externalShare: account.demand > 0 && top !== null ? top.amount / account.demand : null,
    }
    const { strength, reasons } = judgeSegment(figures)
    return {
      segment,
      region,
      enterprises: account.enterprises,
      aboveScale: account.enterprises === 0 ? 0 : account.aboveScale,
      supply: figures.supply,
      demand,
      localPurchases: traded ? account.localPurchases : null,
      localSupplyRatio: figures.localSupplyRatio,
      ratioMethod: figures.localSupplyRatio === null ? null : 'measured',
      locationQuotient: figures.locationQuotient,
      hhi: figures.hhi,
      cr1: figures.cr1,
      externalSupplier: figures.externalSupplier,
      externalShare: figures.externalShare,
      strength,
      reasons,
    }
  })
}

/** HHI = Σs², s the share of each supplier. */
export function herfindahl(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0)
  return values.reduce((sum, value) => sum + (value / total) ** 2, 0)
}

/**
 * Completeness = Σ w·min(1, supply ÷ demand) ÷ Σ w over segments that are wanted in the region
 * (demand > 0); null where nothing is wanted. 0–1.
 */
export function completeness(
  verdicts: readonly Pick<SegmentVerdict, 'segment' | 'supply' | 'demand'>[],
  weights: ReadonlyMap<string, number>,
): number | null {
  let met = 0
  let total = 0
  for (const { segment, supply, demand } of verdicts) {
    if (demand === null || demand <= 0) continue
    const weight = weights.get(segment) ?? 0
    met += weight * Math.min(1, (supply ?? 0) / demand)
    total += weight
  }
  return total === 0 ? null : met / total
}

function emptyAccount(): Account {
  return {
    enterprises: 0,
    aboveScale: 0,
    demand: 0,
    localPurchases: 0,
    supply: 0,
    local: new Map(),
    external: new Map(),
  }
}

function insideOf(region: string): (code: string | null) => boolean {
  const prefix = regionPrefix(region)
  return (code) => code !== null && code.startsWith(prefix)
}

function addMembers(
  accounts: Map<string, Account>,
  members: ChainInputs['members'],
  inside: (code: string | null) => boolean,
) {
  for (const member of members) {
    const account = accounts.get(member.segment)
    if (account === undefined || !inside(member.county_code)) continue
    account.enterprises += member.enterprises
    account.aboveScale += member.above_scale
  }
}

function addFlows(
  accounts: Map<string, Account>,
  flows: readonly Flow[],
  inside: (code: string | null) => boolean,
) {
  for (const flow of flows) {
    const account = accounts.get(flow.segment)
    if (account === undefined) continue
    const fromHere = inside(flow.supplier_county_code)
    if (fromHere) {
      account.supply += flow.amount
      account.local.set(flow.supplier, (account.local.get(flow.supplier) ?? 0) + flow.amount)
    }
    if (!inside(flow.buyer_county_code)) continue
    account.demand += flow.amount
    if (fromHere) account.localPurchases += flow.amount
    else {
      const party = account.external.get(flow.supplier)
      if (party === undefined)
        account.external.set(flow.supplier, { name: flow.supplier_name, amount: flow.amount })
      else party.amount += flow.amount
    }
  }
}

/** Fewer firms than this in a region make no quotient: it explodes in small counties. */
const minimumFirms = 30

/** LQ = (segment firms ÷ all firms, region) ÷ (the same in the base region); counted in firms. */
function locationQuotients(region: string, inputs: ChainInputs): (segment: string) => number | null {
  if (region === inputs.base) return () => null
  const here = insideOf(region)
  const base = insideOf(inputs.base)
  const firms = { here: 0, base: 0 }
  for (const { county_code, enterprises } of inputs.firms) {
    if (here(county_code)) firms.here += enterprises
    if (base(county_code)) firms.base += enterprises
  }
  const counts = new Map<string, { here: number; base: number }>()
  for (const { segment, county_code, enterprises } of inputs.members) {
    const count = counts.get(segment) ?? { here: 0, base: 0 }
    if (here(county_code)) count.here += enterprises
    if (base(county_code)) count.base += enterprises
    counts.set(segment, count)
  }
  return (segment) => {
    const count = counts.get(segment)
    if (firms.here < minimumFirms || count === undefined || count.base === 0) return null
    return count.here / firms.here / (count.base / firms.base)
  }
}
