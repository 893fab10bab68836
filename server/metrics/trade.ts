import { type RawBuilder, sql } from 'kysely'
import { windowMonths } from '../chain/flows.ts'
import { monthsBefore, transactionRealm } from '../chain/members.ts'
import { sourceRef } from '../warehouse/source-ref.ts'
import { inRegion } from './cluster.ts'
import type { EvidenceQuery, EvidenceRow, MetricContext } from './contract.ts'
import { type CountyRow, enclosingRegions, type RegionSum, sumByRegion, trailingYear } from './region-sums.ts'

export interface SegmentTrade {
  readonly segment: string
  /** yuan, trailing 12 months, by region and month */
  readonly sums: readonly RegionSum<'demand' | 'supply' | 'local'>[]
}

/** Demand, supply and local purchases of every segment of the chain by region over trailing years. */
export async function readTrade({ database, chain, realm, months }: MetricContext): Promise<SegmentTrade[]> {
  const first = months[0]
  if (first === undefined) return []
  const { rows } = await sql<{
    segment: string
    month: string
    supplier_county_code: string | null
    buyer_county_code: string | null
    amount: number
  }>`
    select segment, month, nullif(supplier_county_code, '') as supplier_county_code,
           nullif(buyer_county_code, '') as buyer_county_code, amount::float8 / 100 as amount
    from enterprise_warehouse.supply_transaction_by_segment_county
    where month >= ${first} and realm = ${realm} and amount is not null
      and segment = any(${chain.segments.map((segment) => segment.id)})`.execute(database.kysely)
  return [...Map.groupBy(rows, (row) => row.segment)].map(([segment, trades]) => ({
    segment,
    sums: trailingYear(joinLocal(trades), months),
  }))
}

/** A purchase is local to every region that holds both parties. */
function joinLocal(
  trades: readonly {
    month: string
    supplier_county_code: string | null
    buyer_county_code: string | null
    amount: number
  }[],
): RegionSum<'demand' | 'supply' | 'local'>[] {
  const traded: CountyRow<'demand' | 'supply' | 'local'>[] = []
  const local: RegionSum<'demand' | 'supply' | 'local'>[] = []
  for (const { month, supplier_county_code: from, buyer_county_code: to, amount } of trades) {
    traded.push({ county_code: to, period: month, values: { demand: amount, supply: 0, local: 0 } })
    traded.push({ county_code: from, period: month, values: { demand: 0, supply: amount, local: 0 } })
    if (from === null || to === null) continue
    const shared = new Set(enclosingRegions(from))
    for (const region of enclosingRegions(to))
      if (shared.has(region) && region.startsWith('37'))
        local.push({ region, period: month, values: { demand: 0, supply: 0, local: amount } })
  }
  return [...sumByRegion(traded), ...local]
}

/** Purchases of buyers in the region over the trailing year, the largest first; value in 万元. */
export function purchaseEvidence(query: EvidenceQuery) {
  return tradeEvidence(query, inRegion('trade.buyer_county_code', query.region))
}

/** These purchases and what suppliers in the region sold elsewhere. */
export function supplyAndDemandEvidence(query: EvidenceQuery) {
  const sold = inRegion('trade.supplier_county_code', query.region)
  return tradeEvidence(query, sql`(${inRegion('trade.buyer_county_code', query.region)} or ${sold})`)
}

function tradeEvidence({ chain, realm, period }: EvidenceQuery, condition: RawBuilder<unknown>) {
  return sql<EvidenceRow>`
    select trade.buyer_credit_code as "creditCode", trade.buyer_name as name,
           concat_ws(' ', trade.month, '自', trade.supplier_name, '采购', trade.product) as label,
           trade.amount::float8 / 1e6 as value, '万元' as unit,
           ${sourceRef('enterprise/supply-transaction', 'trade', 'amount')} as source
    from enterprise_warehouse.supply_transaction trade
    where trade.month > ${monthsBefore(period, windowMonths)} and trade.month <= ${period}
      and trade.segment = any(${chain.segments.map((segment) => segment.id)})
      and ${condition} and ${transactionRealm(realm)}
    order by trade.amount desc, trade.transaction_id`
}
