import { type RawBuilder, sql } from 'kysely'
import { windowMonths } from '../../chain/flows.ts'
import { firmsAt, monthsBefore, transactionRealm } from '../../chain/members.ts'
import { regionPrefix } from '../../domain/region.ts'
import type { Realm } from '../../domain/realm.ts'
import type { EvidenceRow } from '../../metrics/contract.ts'
import { sourceRef } from '../../warehouse/source-ref.ts'

/** Trade of the twelve months that end with `month`. */
export interface TradeWindow {
  readonly realm: Realm
  readonly month: string
}

/** Transactions that meet a condition on `trade`, the largest first; value in 万元. */
export function tradeRecords(
  { realm, month }: TradeWindow,
  condition: RawBuilder<unknown>,
): RawBuilder<EvidenceRow> {
  return sql<EvidenceRow>`
    select trade.buyer_credit_code as "creditCode", trade.buyer_name as name,
           concat_ws(' ', trade.month, '自', trade.supplier_name, '采购', trade.product) as label,
           trade.amount::float8 / 1e6 as value, '万元' as unit,
           ${sourceRef('enterprise/supply-transaction', 'trade', 'amount')} as source
    from enterprise_warehouse.supply_transaction trade
    where trade.month > ${monthsBefore(month, windowMonths)} and trade.month <= ${month}
      and ${transactionRealm(realm)} and ${condition}
    order by trade.amount desc nulls last, trade.transaction_id`
}

export const boughtIn = (region: string) => sql`trade.buyer_county_code like ${`${regionPrefix(region)}%`}`
export const soldFrom = (region: string) => sql`trade.supplier_county_code like ${`${regionPrefix(region)}%`}`

/** Firms that stand in a segment of the chain in the region, each with its registration. */
export function memberRecords(
  { realm, month }: TradeWindow,
  {
    chain,
    segments,
    region,
    aboveScale = false,
  }: {
    readonly chain: string
    readonly segments: readonly string[]
    readonly region: string
    readonly aboveScale?: boolean
  },
): RawBuilder<EvidenceRow> {
  return sql<EvidenceRow>`
    select firm.credit_code as "creditCode", firm.name,
           concat_ws('，', '列入 ' || coalesce(standard.title, member.segment),
             '可信度 ' || to_char(member.confidence, 'FM0.00'),
             '登记日期 ' || registration.registered_on) as label,
           1::float8 as value, '家' as unit,
           ${sourceRef('public/enterprise-registration', 'registration', 'business_scope')} as source
    from (${firmsAt(realm, month)}) firm
    join brain.enterprise_segment member using (credit_code)
    left join industry_warehouse.chain_segment standard
      on standard.chain = member.chain and standard.segment = member.segment
    left join public_warehouse.enterprise_registration registration using (credit_code)
    where member.chain = ${chain} and firm.county_code like ${`${regionPrefix(region)}%`}
      and member.segment = any(${segments})
      ${aboveScale ? sql`and firm.above_scale` : sql``}
    order by member.confidence desc, firm.credit_code`
}

export const tradeDatasets = ['enterprise/supply-transaction'] as const
export const memberDatasets = ['public/enterprise-registration'] as const
