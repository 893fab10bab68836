import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { readChainStandards } from './chain-standard.ts'
import { latestTradeMonth, readFlows, readLinkFlows } from './flows.ts'
import { countFirms, countMembers } from './members.ts'
import { refreshNetworkLayouts } from './network-layout-store.ts'
import { readRealms } from './realms.ts'
import { baseRegion, judgeRegion, type SegmentVerdict } from './segment-states.ts'
import { refreshClassification } from './segment-membership.ts'
import { chainStage } from './stage.ts'
import { refreshSupplyEdges } from './supply-edges.ts'

/** Computes classification, network and verdicts again where their inputs changed. */
export async function refreshChain(
  database: Database,
  now: Date = new Date(),
): Promise<{ changed: boolean }> {
  const startedAt = new Date()
  const fusion = await stageVersion(database, 'fusion')
  // Each part only grows, so the sum changes exactly when one of them does.
  const version =
    fusion + (await inputsVersion(database, chainStage.datasets)) + (await overridesVersion(database))
  if (version === (await stageVersion(database, 'chain'))) return { changed: false }
  const chains = await readChainStandards()
  await refreshClassification(database, chains)
  await refreshSupplyEdges(database)
  // Mass writes leave the planner with old counts, and it would then join a hundred thousand firms row by row.
  await sql`analyze brain.golden_enterprise, brain.enterprise_segment, brain.network_node, brain.supply_edge`.execute(
    database.kysely,
  )
  await refreshRealms(database, now)
  const realms = await readRealms(database)
  for (const { realm, month } of realms)
    for (const chain of chains) await refreshVerdicts(database, chain, realm, month)
  const held = realms.map(({ realm }) => realm)
  await refreshNetworkLayouts(database, chains, held, version)
  await recordStage(database, 'chain', version, { startedAt, finishedAt: new Date() })
  return { changed: true }
}

/** Counts the enterprises of each realm; figures end with its last transaction, else with the current month. */
async function refreshRealms(database: Database, now: Date): Promise<void> {
  const { rows } = await sql<{ realm: Realm; enterprises: number }>`
    select case when demonstration then 'demonstration' else 'actual' end as realm, count(*)::int as enterprises
    from brain.golden_enterprise group by 1`.execute(database.kysely)
  const today = now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 7)
  await sql`delete from brain.realm_state`.execute(database.kysely)
  for (const { realm, enterprises } of rows) {
    const month = (await latestTradeMonth(database, realm)) ?? today
    await sql`
      insert into brain.realm_state (realm, month, enterprises)
      values (${realm}, ${month}, ${enterprises})`.execute(database.kysely)
  }
}

/** Changes with every override made or taken back. */
async function overridesVersion(database: Database): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select count(*) + count(revoked_at) as version from brain.segment_override`.execute(database.kysely)
  return rows[0]?.version ?? 0
}

async function refreshVerdicts(
  database: Database,
  chain: ChainStandard,
  realm: Realm,
  month: string,
): Promise<void> {
  const [members, firms, flows, linkFlows, regions] = await Promise.all([
    countMembers(database, { chain: chain.id, realm, month }),
    countFirms(database, { realm, month }),
    readFlows(database, { realm, month }),
    readLinkFlows(database, { chain: chain.id, realm, month }),
    readRegions(database),
  ])
  const segments = chain.segments.map((segment) => segment.id)
  const known = members.length === 0 && flows.length === 0 ? [] : regions
  const verdicts = known.flatMap((region) =>
    judgeRegion(region, { segments, links: chain.links, members, firms, flows, base: baseRegion }),
  )
  await database.transaction(async (transaction) => {
    await sql`delete from brain.segment_state where chain = ${chain.id} and realm = ${realm}`.execute(
      transaction,
    )
    await sql`delete from brain.segment_flow where chain = ${chain.id} and realm = ${realm}`.execute(
      transaction,
    )
    await sql`
      insert into brain.segment_state
      select ${chain.id}, ${realm}, region_code, ${month}, segment, enterprises, above_scale, supply, demand,
             local_purchases, demand, local_supply_ratio, ratio_method, location_quotient, hhi, cr1,
             external_supplier, external_share, strength, reasons
      from jsonb_to_recordset(${JSON.stringify(verdicts.map(stateRow))}::jsonb) as state(
        region_code text, segment text, enterprises int, above_scale int, supply bigint, demand bigint,
        local_purchases bigint, local_supply_ratio float8, ratio_method text, location_quotient float8,
        hhi float8, cr1 float8, external_supplier text, external_share float8, strength text, reasons jsonb)`.execute(
      transaction,
    )
    await sql`
      insert into brain.segment_flow (chain, realm, month, supplier_segment, buyer_segment, buyer_county_code, amount)
      select ${chain.id}, ${realm}, ${month}, supplier_segment, buyer_segment, coalesce(buyer_county_code, ''), round(amount * 100)
      from jsonb_to_recordset(${JSON.stringify(linkFlows)}::jsonb) as flow(
        supplier_segment text, buyer_segment text, buyer_county_code text, amount float8)`.execute(
      transaction,
    )
  })
}

function stateRow(verdict: SegmentVerdict) {
  return {
    region_code: verdict.region,
    segment: verdict.segment,
    enterprises: verdict.enterprises,
    above_scale: verdict.aboveScale,
    supply: cents(verdict.supply),
    demand: cents(verdict.demand),
    local_purchases: cents(verdict.localPurchases),
    local_supply_ratio: verdict.localSupplyRatio,
    ratio_method: verdict.ratioMethod,
    location_quotient: verdict.locationQuotient,
    hhi: verdict.hhi,
    cr1: verdict.cr1,
    external_supplier: verdict.externalSupplier,
    external_share: verdict.externalShare,
    strength: verdict.strength,
    reasons: verdict.reasons,
  }
}

function cents(yuan: number | null): number | null {
  return yuan === null ? null : Math.round(yuan * 100)
}

/** Shandong, its cities and counties as now in force. */
async function readRegions(database: Database): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from public_warehouse.division
    where code like '37%' and (valid_until_year is null or valid_until_year > extract(year from now()))
    order by code`.execute(database.kysely)
  return rows.map((row) => row.code)
}
