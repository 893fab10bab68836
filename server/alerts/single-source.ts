import { sql } from 'kysely'
import { type Flow, windowMonths } from '../chain/flows.ts'
import { countFirms, countMembers, monthsBefore } from '../chain/members.ts'
import { baseRegion, judgeRegion, type SegmentVerdict } from '../chain/segment-states.ts'
import type { ChainStandard } from '../domain/chain.ts'
import { regionContains, regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Strength } from '../domain/strength.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'

/** Less demand than this over twelve months, yuan, is served by one supplier nearly everywhere. */
export const leastDemand = 10_000_000

/** A segment had several suppliers: from missing or unknown to one supplier is a gain, not a loss. */
const manySourced: readonly Strength[] = ['strong', 'medium', 'weak']

export interface Supplier {
  readonly party: string
  readonly name: string
  /** Of local sales of the segment over twelve months, 0–1; 0 = sells no more. */
  readonly share: number
  readonly shareBefore: number
}

export interface SingleSource {
  readonly segment: string
  readonly region: string
  /** First month of the unbroken run of single-source verdicts. */
  readonly since: string
  readonly now: SegmentVerdict
  /** Verdict of the month before the run. */
  readonly before: SegmentVerdict
  /** By share now, then before. */
  readonly suppliers: readonly Supplier[]
}

export interface SingleSourceQuery {
  readonly realm: Realm
  readonly month: string
  /** How many months up to `month` count as new. */
  readonly newMonths: number
  /** Trade of the twelve months that end with a month; chains share what is read. */
  readonly flowsOf: (month: string) => Promise<readonly Flow[]>
}

/**
 * Segments of a chain that became single-source in one of the latest months, in the widest region where they
 * did: a county is not told what its city is told.
 */
export async function findNewSingleSources(
  database: Database,
  chain: ChainStandard,
  query: SingleSourceQuery,
): Promise<SingleSource[]> {
  const { month, newMonths, flowsOf } = query
  let open = await readSingle(database, chain.id, query)
  if (open.length === 0) return []
  const flowsNow = await flowsOf(month)
  const found: SingleSource[] = []
  for (let count = 1; count <= newMonths && open.length > 0; count++) {
    const then = await judgeMonth(database, chain, { ...query, month: monthsBefore(month, count) }, open)
    const still: SegmentVerdict[] = []
    for (const now of open) {
      const before = then.verdictOf(now)
      if (before?.strength === 'single-source') still.push(now)
      if (before === undefined || !manySourced.includes(before.strength)) continue
      const { segment, region } = now
      const suppliers = suppliersOf(segment, region, flowsNow, then.flows)
      found.push({ segment, region, since: monthsBefore(month, count - 1), now, before, suppliers })
    }
    open = still
  }
  return found.filter(
    (one) =>
      !found.some(
        (other) =>
          other.segment === one.segment &&
          other.region !== one.region &&
          regionContains(other.region, one.region),
      ),
  )
}

/** Verdicts of an earlier month, only of the regions asked for. */
async function judgeMonth(
  database: Database,
  chain: ChainStandard,
  { realm, month, flowsOf }: SingleSourceQuery,
  asked: readonly SegmentVerdict[],
) {
  const [members, firms, flows] = await Promise.all([
    countMembers(database, { chain: chain.id, realm, month }),
    countFirms(database, { realm, month }),
    flowsOf(month),
  ])
  const verdicts = new Map<string, SegmentVerdict>()
  for (const [region, wanted] of Map.groupBy(asked, (verdict) => verdict.region)) {
    const segments = wanted.map((verdict) => verdict.segment)
    const inputs = { segments, links: chain.links, members, firms, flows, base: baseRegion }
    for (const verdict of judgeRegion(region, inputs)) verdicts.set(`${region}/${verdict.segment}`, verdict)
  }
  return {
    flows,
    verdictOf: ({ region, segment }: SegmentVerdict) => verdicts.get(`${region}/${segment}`),
  }
}

async function readSingle(
  database: Database,
  chain: string,
  { realm, month }: SingleSourceQuery,
): Promise<SegmentVerdict[]> {
  const { rows } = await sql<SegmentVerdict>`
    select segment, region_code as region, enterprises, above_scale as "aboveScale",
           supply::float8 / 100 as supply, demand::float8 / 100 as demand,
           local_purchases::float8 / 100 as "localPurchases", local_supply_ratio as "localSupplyRatio",
           ratio_method as "ratioMethod", location_quotient as "locationQuotient", hhi, cr1,
           external_supplier as "externalSupplier", external_share as "externalShare", strength, reasons
    from brain.segment_state
    where chain = ${chain} and realm = ${realm} and month = ${month} and strength = 'single-source'
      and demand >= ${leastDemand * 100}
    order by region_code, segment`.execute(database.kysely)
  return rows
}

function suppliersOf(
  segment: string,
  region: string,
  flows: readonly Flow[],
  flowsBefore: readonly Flow[],
): Supplier[] {
  const names = new Map<string, string>()
  const sales = (list: readonly Flow[]): Map<string, number> => {
    const byParty = new Map<string, number>()
    for (const flow of list) {
      if (flow.segment !== segment || flow.supplier_county_code === null) continue
      if (!regionContains(region, flow.supplier_county_code)) continue
      names.set(flow.supplier, flow.supplier_name)
      byParty.set(flow.supplier, (byParty.get(flow.supplier) ?? 0) + flow.amount)
    }
    const total = byParty.values().reduce((sum, amount) => sum + amount, 0)
    return new Map([...byParty].map(([party, amount]) => [party, amount / total]))
  }
  const now = sales(flows)
  const before = sales(flowsBefore)
  return [...names]
    .map(([party, name]) => ({
      party,
      name,
      share: now.get(party) ?? 0,
      shareBefore: before.get(party) ?? 0,
    }))
    .toSorted((a, b) => b.share - a.share || b.shareBefore - a.shareBefore)
}

/** The latest sale of each supplier in the region, also of those that sell no more. */
export async function readLatestSales(
  database: Database,
  { segment, region }: { readonly segment: string; readonly region: string },
  month: string,
  parties: readonly string[],
): Promise<ReadonlyMap<string, { readonly month: string; readonly source: SourceRef }>> {
  const { rows } = await sql<{ party: string; month: string; source: SourceRef }>`
    select distinct on (party) party, month, source
    from (
      select coalesce(supplier_credit_code, 'EXT:' || supplier_name) as party, month, amount,
             ${sourceRef('enterprise/supply-transaction', 'sale')} as source
      from enterprise_warehouse.supply_transaction sale
      where segment = ${segment} and supplier_county_code like ${`${regionPrefix(region)}%`}
        and month > ${monthsBefore(month, windowMonths + 1)} and month <= ${month}
    ) sale
    where party = any(${parties})
    order by party, month desc, amount desc`.execute(database.kysely)
  return new Map(rows.map(({ party, ...latest }) => [party, latest]))
}
