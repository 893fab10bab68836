import { sql } from 'kysely'
import { endOfMonth, monthsBefore } from '../chain/members.ts'
import { judgeRegions } from '../chain/verdicts.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { Trial } from './backtest.ts'
import { revenueOf } from './points.ts'
import { type Ranked, rankFor, readGround } from './rank.ts'

interface Investment {
  readonly investor: string
  readonly county: string
}

interface Cut {
  readonly realm: Realm
  /** Nothing after its end is known to the lists. */
  readonly month: string
  /** Months within which an investment counts. */
  readonly horizon: number
}

/** Every investment of the horizon, held against the lists of its county made at the cut. */
export async function readTrials(database: Database, chain: ChainStandard, cut: Cut): Promise<Trial[]> {
  const investments = await readInvestments(database, chain.id, cut)
  const counties = [...new Set(investments.map(({ county }) => county))]
  if (counties.length === 0) return []
  const [ground, verdicts] = await Promise.all([
    readGround(database, chain, { ...cut, region: '100000' }),
    judgeRegions(database, chain, { ...cut, regions: counties }),
  ])
  const judged = Map.groupBy(verdicts, ({ region }) => region)
  return counties.flatMap((county) => {
    const firms = bestOfEach(rankFor(ground, county, judged.get(county) ?? [], 'all'))
    const scored = placesOf(firms)
    const bySize = placesOf(firms.toSorted((a, b) => sizeOf(b) - sizeOf(a)))
    return investments
      .filter((investment) => investment.county === county)
      .map(({ investor }) => ({
        list: `${cut.month} ${county}`,
        candidates: firms.length,
        scored: scored.get(investor) ?? null,
        bySize: bySize.get(investor) ?? null,
      }))
  })
}

/** Each firm once, for the gap it scores highest in; the list stays in order. */
export function bestOfEach(ranked: readonly Ranked[]): Ranked[] {
  const seen = new Set<string>()
  return ranked.filter(({ firm }) => !seen.has(firm.key) && seen.add(firm.key))
}

function placesOf(firms: readonly Ranked[]): ReadonlyMap<string, number> {
  return new Map(firms.map(({ firm }, index) => [firm.key, index + 1]))
}

/** The baseline: revenue, and below all revenues registered capital. */
function sizeOf({ firm }: Ranked): number {
  const revenue = revenueOf({ ...firm, confidence: 1, revenueShare: null })
  return revenue ?? (firm.capital ?? 0) * 1e-9
}

/** Investments of firms of the chain into a county of the province other than their own, once a firm and county. */
async function readInvestments(
  database: Database,
  chain: string,
  { realm, month, horizon }: Cut,
): Promise<Investment[]> {
  const { rows } = await sql<Investment>`
    select distinct investment.credit_code as investor, investment.target_county_code as county
    from public_warehouse.outbound_investment investment
    join brain.golden_enterprise golden using (credit_code)
    where investment.invested_on >= ${endOfMonth(month)}::date
      and investment.invested_on < ${endOfMonth(monthsBefore(month, -horizon))}::date
      and investment.target_county_code like '37%' and right(investment.target_county_code, 2) <> '00'
      and investment.target_county_code is distinct from golden.county_code
      and golden.demonstration = ${realm === 'demonstration'}
      and exists (select from brain.enterprise_segment member
        where member.chain = ${chain} and member.credit_code = investment.credit_code)
    order by county, investor`.execute(database.kysely)
  return rows
}
