import { fleggQuotient } from '../algorithms/flegg-quotient.ts'
import { densities, proximities, specialisations } from '../algorithms/relatedness.ts'
import type { MemberCount } from '../chain/members.ts'
import { baseRegion, type SegmentVerdict } from '../chain/segment-states.ts'
import type { ChainStandard } from '../domain/chain.ts'
import { regionLevel, regionPrefix } from '../domain/region.ts'

/** How near the segments of a chain are to each other, by the counties of the province. */
export interface Relatedness {
  /** Density of each segment in a region, 0–1, with the present segments that it is nearest to. */
  densityIn(
    region: string,
  ): ReadonlyMap<string, { readonly density: number; readonly near: readonly string[] }>
}

const nearest = 3

/** Firms counted by county and segment; RCA ≥ 1 is presence. */
export function relatednessOf(chain: ChainStandard, members: readonly MemberCount[]): Relatedness {
  const segments = chain.segments.map(({ id }) => id)
  const countsOf = (inside: (code: string) => boolean) => {
    const row = new Map(segments.map((id) => [id, 0]))
    for (const { segment, county_code, enterprises } of members) {
      const sum = row.get(segment)
      if (sum !== undefined && county_code !== null && inside(county_code))
        row.set(segment, sum + enterprises)
    }
    return [...row.values()]
  }
  const base = regionPrefix(baseRegion)
  const counties = [
    ...new Set(
      members.flatMap(({ county_code: code }) =>
        code !== null && code.startsWith(base) && regionLevel(code) === 'county' ? [code] : [],
      ),
    ),
  ]
  const amounts = counties.map((county) => countsOf((code) => code === county))
  const proximity = proximities(specialisations(amounts))
  return {
    densityIn: (region) => {
      const prefix = regionPrefix(region)
      const [present = new Uint8Array(segments.length)] = specialisations(
        [countsOf((code) => code.startsWith(prefix))],
        amounts,
      )
      const found = new Map<string, { density: number; near: string[] }>()
      const density = densities(present, proximity)
      for (const [index, { id }] of chain.segments.entries()) {
        const value = density[index] ?? Number.NaN
        if (Number.isNaN(value)) continue
        const near = chain.segments
          .map(({ title }, other) => ({
            title,
            phi: present[other] === 1 ? (proximity[index]?.[other] ?? 0) : 0,
          }))
          .filter(({ phi }) => phi > 0)
          .sort((a, b) => b.phi - a.phi)
          .slice(0, nearest)
        found.set(id, { density: value, near: near.map(({ title }) => title) })
      }
      return found
    },
  }
}

/**
 * Share of the purchases of a segment that is taken to come from outside, by FLQ over the segments it supplies,
 * weighted by link and number of buyers; counted in firms against the province.
 * @returns segments without a buyer in the region, or without quotients, are missing
 */
export function outsideShares(
  chain: ChainStandard,
  verdicts: readonly SegmentVerdict[],
  sizeShare: number,
): ReadonlyMap<string, number> {
  const bySegment = new Map(verdicts.map((verdict) => [verdict.segment, verdict]))
  const shares = new Map<string, number>()
  for (const [segment, links] of Map.groupBy(chain.links, ({ from }) => from)) {
    const own = bySegment.get(segment)
    const supplier = own?.enterprises === 0 ? 0 : (own?.locationQuotient ?? null)
    if (supplier === null) continue
    let met = 0
    let total = 0
    for (const { to, weight } of links) {
      const buyer = bySegment.get(to)
      const quotient = buyer?.locationQuotient ?? 0
      if (buyer === undefined || buyer.enterprises === 0 || quotient <= 0) continue
      const bought = weight * buyer.enterprises
      met += bought * fleggQuotient({ supplier, buyer: quotient, sizeShare })
      total += bought
    }
    if (total > 0) shares.set(segment, 1 - met / total)
  }
  return shares
}
