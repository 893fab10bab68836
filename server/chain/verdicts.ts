import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import { isCorrectedSince, isPast } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { readFlows, readLinkFlows } from './flows.ts'
import { countFirms, countMembers } from './members.ts'
import { latestMonth } from './realms.ts'
import { chainStage } from './stage.ts'
import { baseRegion, judgeRegion, type SegmentVerdict } from './segment-states.ts'

export interface RegionMonth {
  readonly region: string
  readonly realm: Realm
  /** 'YYYY-MM' or 'YYYY-MM-DD'; absent = the latest month with data. */
  readonly asOf?: string | undefined
}

export interface RegionVerdicts {
  readonly month: string
  readonly verdicts: readonly SegmentVerdict[]
  /** Trade along links by 'supplier>buyer', yuan. */
  readonly trade: ReadonlyMap<string, number>
}

/** Verdicts of a chain in a region: stored for the latest month, computed from the facts for earlier ones. */
export async function readVerdicts(
  database: Database,
  chain: ChainStandard,
  query: RegionMonth,
): Promise<RegionVerdicts> {
  const latest = await latestMonth(database, query.realm)
  const asked = query.asOf?.slice(0, 7) ?? latest
  const month = asked < latest ? asked : latest
  if (month < latest || (await isPastCorrected(database, query.asOf)))
    return judgeMonth(database, chain, { ...query, month })
  const [verdicts, flows] = await Promise.all([
    readStored(database, chain.id, query, month),
    sql<{ supplier: string; buyer: string; amount: number }>`
      select supplier_segment as supplier, buyer_segment as buyer, sum(amount)::float8 / 100 as amount
      from brain.segment_flow
      where chain = ${chain.id} and realm = ${query.realm} and month = ${month}
        and buyer_county_code like ${`${regionPrefix(query.region)}%`}
      group by supplier_segment, buyer_segment`.execute(database.kysely),
  ])
  return {
    month,
    verdicts:
      verdicts.length > 0 ? verdicts : (await judgeMonth(database, chain, { ...query, month })).verdicts,
    trade: new Map(flows.rows.map((flow) => [`${flow.supplier}>${flow.buyer}`, flow.amount])),
  }
}

/** Stored verdicts rest on present facts: of a date that is over they hold only while nothing was corrected. */
export async function isPastCorrected(database: Database, asOf: string | undefined): Promise<boolean> {
  return asOf !== undefined && isPast(asOf) && isCorrectedSince(database, chainStage.datasets, asOf)
}

/** Verdicts of several regions for one month, from the facts. */
export async function judgeRegions(
  database: Database,
  chain: ChainStandard,
  { regions, realm, month }: { regions: readonly string[]; realm: Realm; month: string },
): Promise<SegmentVerdict[]> {
  const [members, firms, flows] = await Promise.all([
    countMembers(database, { chain: chain.id, realm, month }),
    countFirms(database, { realm, month }),
    readFlows(database, { realm, month }),
  ])
  const segments = chain.segments.map((segment) => segment.id)
  const inputs = { segments, links: chain.links, members, firms, flows, base: baseRegion }
  return regions.flatMap((region) => judgeRegion(region, inputs))
}

async function judgeMonth(
  database: Database,
  chain: ChainStandard,
  { region, realm, month }: { region: string; realm: Realm; month: string },
): Promise<RegionVerdicts> {
  const [members, firms, flows, linkFlows] = await Promise.all([
    countMembers(database, { chain: chain.id, realm, month }),
    countFirms(database, { realm, month }),
    readFlows(database, { realm, month }),
    readLinkFlows(database, { chain: chain.id, realm, month }),
  ])
  const segments = chain.segments.map((segment) => segment.id)
  const prefix = regionPrefix(region)
  const trade = new Map<string, number>()
  for (const flow of linkFlows) {
    if (!(flow.buyer_county_code ?? '').startsWith(prefix)) continue
    const link = `${flow.supplier_segment}>${flow.buyer_segment}`
    trade.set(link, (trade.get(link) ?? 0) + flow.amount)
  }
  return {
    month,
    verdicts: judgeRegion(region, { segments, links: chain.links, members, firms, flows, base: baseRegion }),
    trade,
  }
}

async function readStored(
  database: Database,
  chain: string,
  { region, realm }: RegionMonth,
  month: string,
): Promise<SegmentVerdict[]> {
  const { rows } = await sql<SegmentVerdict>`
    select segment, region_code as region, enterprises, above_scale as "aboveScale",
           supply::float8 / 100 as supply, demand::float8 / 100 as demand,
           local_purchases::float8 / 100 as "localPurchases", local_supply_ratio as "localSupplyRatio",
           ratio_method as "ratioMethod", location_quotient as "locationQuotient", hhi, cr1,
           external_supplier as "externalSupplier", external_share as "externalShare", strength, reasons
    from brain.segment_state
    where chain = ${chain} and realm = ${realm} and region_code = ${region} and month = ${month}`.execute(
    database.kysely,
  )
  return rows
}
