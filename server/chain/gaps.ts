import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Strength } from '../domain/strength.ts'
import type { Database } from '../warehouse/database.ts'
import { windowMonths } from './flows.ts'
import { segmentWeights } from './graph.ts'
import { monthsBefore, transactionRealm } from './members.ts'
import { latestMonth } from './realms.ts'
import { completeness, type SegmentVerdict } from './segment-states.ts'
import { isPastCorrected, judgeRegions, type RegionMonth, readVerdicts } from './verdicts.ts'

/** Verdicts that call for a supplier, the gravest first. */
export const gapStrengths: readonly Strength[] = ['missing', 'over-dependent', 'single-source', 'weak']

/** The verdicts that are gaps, those with the largest unmet demand first. */
export function gapsOf(verdicts: readonly SegmentVerdict[]): SegmentVerdict[] {
  return verdicts
    .filter((verdict) => gapStrengths.includes(verdict.strength))
    .sort(
      (a, b) =>
        (unmet(b) ?? -1) - (unmet(a) ?? -1) ||
        severity(a) - severity(b) ||
        a.segment.localeCompare(b.segment),
    )
}

/** Gaps of a region, those with the largest unmet demand first. */
export async function readGaps(database: Database, chain: ChainStandard, query: RegionMonth) {
  const { month, verdicts } = await readVerdicts(database, chain, query)
  const weights = segmentWeights(chain)
  const now = completeness(verdicts, weights)
  const gaps = gapsOf(verdicts)
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
    }
  })
}

/** Purchases that local suppliers did not meet, yuan. */
export function unmet(verdict: Pick<SegmentVerdict, 'demand' | 'localPurchases'>): number | null {
  return verdict.demand === null ? null : verdict.demand - (verdict.localPurchases ?? 0)
}

function severity(verdict: SegmentVerdict): number {
  return gapStrengths.indexOf(verdict.strength)
}

async function countBuyers(
  database: Database,
  query: RegionMonth,
  month: string,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ segment: string; buyers: number }>`
    select segment, count(distinct coalesce(buyer_credit_code, buyer_name))::int as buyers
    from enterprise_warehouse.supply_transaction
    where month > ${monthsBefore(month, windowMonths)} and month <= ${month} and segment is not null
      and buyer_county_code like ${`${regionPrefix(query.region)}%`} and ${transactionRealm(query.realm)}
    group by segment`.execute(database.kysely)
  return new Map(rows.map((row) => [row.segment, row.buyers]))
}

/** Verdict counts of every region one level below, for the map. */
export async function readGapRegions(
  database: Database,
  chain: ChainStandard,
  query: RegionMonth & { readonly level: 'city' | 'county' },
) {
  const latest = await latestMonth(database, query.realm)
  const asked = query.asOf?.slice(0, 7) ?? latest
  const { rows: regions } = await sql<{ code: string; name: string }>`
    select code, name from public_warehouse.division
    where level = ${query.level} and valid_until_year is null and code like ${`${regionPrefix(query.region)}%`}
    order by code`.execute(database.kysely)
  const names = new Map(regions.map((region) => [region.code, region.name]))
  // Verdicts are stored for the latest month; an earlier one is judged from its facts.
  const rows: readonly Judged[] =
    asked < latest || (await isPastCorrected(database, query.asOf))
      ? await judgeRegions(database, chain, {
          regions: [...names.keys()],
          realm: query.realm,
          month: asked < latest ? asked : latest,
        })
      : await readStoredVerdicts(database, chain.id, {
          regions: [...names.keys()],
          realm: query.realm,
          month: latest,
        })
  const weights = segmentWeights(chain)
  return [...Map.groupBy(rows, (row) => row.region)].map(([code, verdicts]) => {
    const count = (strength: Strength) => verdicts.filter((verdict) => verdict.strength === strength).length
    const demanded = verdicts.filter((verdict) => verdict.demand !== null)
    return {
      region: { code, name: names.get(code) ?? code },
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

type Judged = Pick<
  SegmentVerdict,
  'region' | 'segment' | 'enterprises' | 'strength' | 'supply' | 'demand' | 'localPurchases'
>

async function readStoredVerdicts(
  database: Database,
  chain: string,
  { regions, realm, month }: { regions: readonly string[]; realm: Realm; month: string },
): Promise<Judged[]> {
  const { rows } = await sql<Judged>`
    select region_code as region, segment, enterprises, strength, supply::float8 / 100 as supply,
           demand::float8 / 100 as demand, local_purchases::float8 / 100 as "localPurchases"
    from brain.segment_state
    where chain = ${chain} and realm = ${realm} and month = ${month} and region_code = any(${regions})
    order by region_code`.execute(database.kysely)
  return rows
}
