import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { windowMonths } from './flows.ts'
import { monthsBefore } from './members.ts'

/**
 * Numbers the parties of all supply transactions and keeps who supplied whom over the twelve months that
 * end with the latest one. A party without a credit code is known by its name ('EXT:…').
 */
export async function refreshSupplyEdges(database: Database): Promise<void> {
  await database.transaction(async (transaction) => {
    const { rows } = await sql<{ month: string | null }>`
      select max(month) as month from enterprise_warehouse.supply_transaction`.execute(transaction)
    const month = rows[0]?.month
    await sql`truncate brain.network_node, brain.supply_edge`.execute(transaction)
    if (month === null || month === undefined) return
    const after = monthsBefore(month, windowMonths)
    await sql`
      insert into brain.network_node (node, party, name, county_code, external)
      select (row_number() over (order by party) - 1)::int, party, name, county_code, party like 'EXT:%'
      from (
        select party, (array_agg(name order by month desc))[1] as name,
               (array_agg(county_code order by month desc))[1] as county_code
        from (
          select coalesce(supplier_credit_code, 'EXT:' || supplier_name) as party, supplier_name as name,
                 supplier_county_code as county_code, month
          from enterprise_warehouse.supply_transaction where month > ${after}
          union all
          select coalesce(buyer_credit_code, 'EXT:' || buyer_name), buyer_name, buyer_county_code, month
          from enterprise_warehouse.supply_transaction where month > ${after}
        ) mentioned
        group by party
      ) parties`.execute(transaction)
    await sql`
      insert into brain.supply_edge (supplier_node, buyer_node, segment, amount, transactions, last_month)
      select supplier.node, buyer.node, coalesce(trade.segment, ''), sum(trade.amount), count(*), max(trade.month)
      from enterprise_warehouse.supply_transaction trade
      join brain.network_node supplier on supplier.party = coalesce(trade.supplier_credit_code, 'EXT:' || trade.supplier_name)
      join brain.network_node buyer on buyer.party = coalesce(trade.buyer_credit_code, 'EXT:' || trade.buyer_name)
      where trade.month > ${after}
      group by supplier.node, buyer.node, coalesce(trade.segment, '')`.execute(transaction)
  })
}
