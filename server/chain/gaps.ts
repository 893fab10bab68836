import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Strength } from '../domain/strength.ts'
import type { Database } from '../warehouse/database.ts'
import { segmentWeights } from './graph.ts'
import { completeness, type SegmentVerdict } from './segment-states.ts'
import { readTargets } from './targets.ts'
import { type RegionMonth, readVerdicts } from './verdicts.ts'

const gapStrengths: readonly Strength[] = ['missing', 'over-dependent', 'single-source', 'weak']

export interface GapQuery extends RegionMonth {
  /** Target firms listed with each gap. */
  readonly candidates: number
}

/** Gaps of a region, those with the largest unmet demand first, each with its first targets. */
export async function readGaps(database: Database, chain: ChainStandard, query: GapQuery) {
  const { month, verdicts } = await readVerdicts(database, chain, query)
  const weights = segmentWeights(chain)
  const now = completeness(verdicts, weights)
  const gaps = verdicts
    .filter((verdict) => gapStrengths.includes(verdict.strength))
    .sort(
      (a, b) =>
        (unmet(b) ?? -1) - (unmet(a) ?? -1) ||
        severity(a) - severity(b) ||
        a.segment.localeCompare(b.segment),
    )
  const targets = await readTargets(database, {
    chain,
    region: query.region,
    realm: query.realm,
    month,
    limit: query.candidates,
    gaps: gaps.map((gap) => ({ segment: gap.segment, unmet: unmet(gap) })),
  })
  const buyers = await countBuyers(database, query, month)
  return gaps.map((gap) => {
    const segment = chain.segments.find((item) => item.id === gap.segment)!
    return {
      segment: gap.segment,
      title: segment.title,
      stageTitle: chain.stages.find((stage) => stage.id === segment.stage)?.title ?? segment.stage,
      strength: gap.strength,
      reasons: [...gap.reasons],
      demand: gap.demand,
      localPurchases: gap.localPurchases,
      unmet: unmet(gap),
      localBuyers: gap.demand === null ? null : (buyers.get(gap.segment) ?? 0),
      completeness: now,
      completenessAfter: completeness(
        verdicts.map((verdict) =>
          verdict.segment === gap.segment ? { ...verdict, supply: verdict.demand } : verdict,
        ),
        weights,
      ),
      candidates: targets.get(gap.segment) ?? [],
    }
  })
}

/** Purchases that local suppliers did not meet, yuan. */
function unmet(verdict: SegmentVerdict): number | null {
  return verdict.demand === null ? null : verdict.demand - (verdict.localPurchases ?? 0)
}

function severity(verdict: SegmentVerdict): number {
  return gapStrengths.indexOf(verdict.strength)
}

async function countBuyers(database: Database, query: GapQuery, month: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ segment: string; buyers: number }>`
    select edge.segment, count(distinct edge.buyer_node)::int as buyers
    from brain.supply_edge edge join brain.network_node buyer on buyer.node = edge.buyer_node
    where buyer.county_code like ${`${regionPrefix(query.region)}%`}
      and (coalesce(substr(buyer.party, 9, 4), '') = 'DEM0') = ${query.realm === 'demonstration'}
      and edge.last_month <= ${month}
    group by edge.segment`.execute(database.kysely)
  return new Map(rows.map((row) => [row.segment, row.buyers]))
}

/** Verdict counts of every region one level below, for the map. */
export async function readGapRegions(
  database: Database,
  chain: ChainStandard,
  query: RegionMonth & { readonly level: 'city' | 'county' },
) {
  const { month } = await readVerdicts(database, chain, query)
  const prefix = regionPrefix(query.region)
  const { rows } = await sql<SegmentVerdict & { name: string }>`
    select division.code as region, division.name, state.segment, state.enterprises, state.strength,
           state.supply::float8 / 100 as supply, state.demand::float8 / 100 as demand,
           state.local_purchases::float8 / 100 as "localPurchases"
    from public_warehouse.division
    join brain.segment_state state on state.region_code = division.code
      and state.chain = ${chain.id} and state.realm = ${query.realm} and state.month = ${month}
    where division.level = ${query.level} and division.code like ${`${prefix}%`}
    order by division.code`.execute(database.kysely)
  const weights = segmentWeights(chain)
  return [...Map.groupBy(rows, (row) => row.region)].map(([code, verdicts]) => {
    const count = (strength: Strength) => verdicts.filter((verdict) => verdict.strength === strength).length
    const demanded = verdicts.filter((verdict) => verdict.demand !== null)
    return {
      region: { code, name: verdicts[0]!.name },
      // A firm in several segments is counted in each: the map says 环节企业数.
      enterprises: verdicts.reduce((sum, verdict) => sum + verdict.enterprises, 0),
      missing: count('missing'),
      weak: count('weak'),
      singleSource: count('single-source'),
      overDependent: count('over-dependent'),
      completeness: completeness(verdicts, weights),
      unmet: demanded.length === 0 ? null : demanded.reduce((sum, verdict) => sum + (unmet(verdict) ?? 0), 0),
    }
  })
}
