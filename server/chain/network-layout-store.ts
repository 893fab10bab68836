import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { layNetwork, type LayoutFirm } from './network-layout.ts'

/** More cannot be told apart on a screen; a larger network shows those that trade most. */
export const mostPlaced = 12_000

/** Places the network of every chain and realm anew and keeps it with the version of the chain stage. */
export async function refreshNetworkLayouts(
  database: Database,
  chains: readonly ChainStandard[],
  realms: readonly Realm[],
  version: number,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await sql`truncate brain.network_layout, brain.network_place`.execute(transaction)
    for (const chain of chains) {
      for (const realm of realms) {
        const firms = await readFirms(transaction, chain, realm)
        if (firms.length === 0) continue
        const { places, width, height, columns, bands } = layNetwork(chain, firms)
        await sql`
          insert into brain.network_layout (chain, realm, version, width, height, columns, bands)
          values (${chain.id}, ${realm}, ${version}, ${width}, ${height}, ${JSON.stringify(columns)}::jsonb,
            ${JSON.stringify(bands)}::jsonb)`.execute(transaction)
        await sql`
          insert into brain.network_place (chain, realm, node, segment, x, y, radius)
          select ${chain.id}, ${realm}, node, segment, x, y, radius
          from unnest(${places.map(({ node }) => node)}::int[], ${places.map(({ segment }) => segment)}::text[],
            ${places.map(({ x }) => x)}::real[], ${places.map(({ y }) => y)}::real[],
            ${places.map(({ radius }) => radius)}::real[]) as place (node, segment, x, y, radius)`.execute(
          transaction,
        )
      }
    }
  })
}

/**
 * Firms of the chain that trade, each in one segment: of those it is classified in, the one whose goods it sells
 * most of, else the one it is classified in most surely; a firm without classification stands where the goods it
 * sells belong. Their partners from outside the chain have no segment. A party known by its name alone is of the
 * realm of those it trades with.
 */
async function readFirms(
  transaction: Database['kysely'],
  chain: ChainStandard,
  realm: Realm,
): Promise<LayoutFirm[]> {
  const { rows } = await sql<LayoutFirm>`
    with party as (
      select node.node, node.party, golden.demonstration
      from brain.network_node node left join brain.golden_enterprise golden on golden.credit_code = node.party
    ), trade as (
      select supplier_node as node, buyer_node as partner, amount from brain.supply_edge
      union all
      select buyer_node, supplier_node, amount from brain.supply_edge
    ), inside as (
      select node from party where demonstration = ${realm === 'demonstration'}
      union
      select unknown.node from party unknown
      join trade on trade.node = unknown.node
      join party partner on partner.node = trade.partner and partner.demonstration = ${realm === 'demonstration'}
      where unknown.demonstration is null
    ), sold as (
      select supplier_node as node, segment, sum(amount) as amount
      from brain.supply_edge where segment = any(${chain.segments.map(({ id }) => id)}) group by 1, 2
    ), core as (
      select distinct on (node) node, segment
      from (
        select party.node, member.segment, true as classified, coalesce(sold.amount, 0) as amount, member.confidence
        from party join brain.enterprise_segment member on member.credit_code = party.party and member.chain = ${chain.id}
        left join sold on sold.node = party.node and sold.segment = member.segment
        union all
        select node, segment, false, amount, 0 from sold
      ) standing
      where node in (select node from inside)
      order by node, classified desc, amount desc, confidence desc, segment
    )
    select node, coalesce(core.segment, '') as segment, sum(trade.amount)::float8 as trade
    from trade join inside using (node) left join core using (node)
    where core.node is not null or trade.partner in (select node from core)
    group by node, core.segment
    order by trade desc, node limit ${mostPlaced}`.execute(transaction)
  return rows
}
