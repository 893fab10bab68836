import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { monthsBefore, transactionRealm } from './members.ts'

/** Length of the window over which trade is judged, months. */
export const windowMonths = 12

/** Sales of one supplier into one county over the window; amount in yuan. */
export interface Flow {
  readonly segment: string
  /** Credit code, or the name of a party without one. */
  readonly supplier: string
  readonly supplier_name: string
  readonly supplier_county_code: string | null
  readonly buyer_county_code: string | null
  readonly amount: number
}

export interface Window {
  readonly realm: Realm
  /** Last month of the window. */
  readonly month: string
}

export async function readFlows(database: Database, { realm, month }: Window): Promise<Flow[]> {
  const { rows } = await sql<Flow>`
    select segment, coalesce(supplier_credit_code, 'EXT:' || supplier_name) as supplier,
           max(supplier_name) as supplier_name, supplier_county_code, buyer_county_code,
           sum(amount)::float8 / 100 as amount
    from enterprise_warehouse.supply_transaction
    where month > ${monthsBefore(month, windowMonths)} and month <= ${month} and segment is not null
      and ${transactionRealm(realm)}
    group by segment, coalesce(supplier_credit_code, 'EXT:' || supplier_name), supplier_county_code, buyer_county_code`.execute(
    database.kysely,
  )
  return rows
}

/** Trade along one link of the chain standard, by the county of the buyer; amount in yuan. */
export interface LinkFlow {
  readonly supplier_segment: string
  readonly buyer_segment: string
  readonly buyer_county_code: string | null
  readonly amount: number
}

/**
 * Attributes purchases to the links of the chain: a purchase of segment s by a firm standing in several
 * segments that s supplies is shared equally among them.
 */
export async function readLinkFlows(
  database: Database,
  { chain, realm, month }: Window & { readonly chain: string },
): Promise<LinkFlow[]> {
  const { rows } = await sql<LinkFlow>`
    with bought as (
      select segment, buyer_credit_code, buyer_county_code, sum(amount)::float8 / 100 as amount
      from enterprise_warehouse.supply_transaction
      where month > ${monthsBefore(month, windowMonths)} and month <= ${month}
        and segment is not null and buyer_credit_code is not null and ${transactionRealm(realm)}
      group by segment, buyer_credit_code, buyer_county_code
    ), linked as (
      select bought.segment as supplier_segment, link.buyer_segment, bought.buyer_county_code,
             bought.amount / count(*) over (partition by bought.segment, bought.buyer_credit_code, bought.buyer_county_code) as amount
      from bought
      join brain.enterprise_segment buyer on buyer.credit_code = bought.buyer_credit_code and buyer.chain = ${chain}
      join industry_warehouse.segment_link link on link.chain = ${chain}
        and link.supplier_segment = bought.segment and link.buyer_segment = buyer.segment
    )
    select supplier_segment, buyer_segment, buyer_county_code, sum(amount) as amount
    from linked group by supplier_segment, buyer_segment, buyer_county_code`.execute(database.kysely)
  return rows
}

/** Latest month with transactions of the realm, or null. */
export async function latestTradeMonth(database: Database, realm: Realm): Promise<string | null> {
  const { rows } = await sql<{ month: string | null }>`
    select max(month) as month from enterprise_warehouse.supply_transaction_by_segment_county
    where realm = ${realm}`.execute(database.kysely)
  return rows[0]?.month ?? null
}
