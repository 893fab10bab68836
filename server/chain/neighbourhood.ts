import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { stageVersion } from '../warehouse/stage-state.ts'
import { createExplorer, type Explorer, type Network } from './network.ts'
import { readNetwork } from './read-network.ts'

interface Loaded {
  readonly version: number
  readonly network: Network
  readonly explorer: Explorer
}

const loaded = new WeakMap<Database, Promise<Loaded>>()

/** The network of the database, read once per version of the chain stage. */
async function currentNetwork(database: Database): Promise<Loaded> {
  const version = await stageVersion(database, 'chain')
  const known = await loaded.get(database)
  if (known?.version === version) return known
  const reading = readNetwork(database).then((network) => ({
    version,
    network,
    explorer: createExplorer(network),
  }))
  loaded.set(database, reading)
  return reading
}

/**
 * A firm with its suppliers (negative hops) and customers (positive hops) to k hops, the nearest first.
 * @param limit firms drawn at most: beyond about a hundred a diagram shows a crowd
 * @returns null when the firm has no transaction in the window.
 */
export async function readNeighbourhood(database: Database, creditCode: string, hops: number, limit: number) {
  const { rows } = await sql<{ node: number }>`
    select node from brain.network_node where party = ${creditCode}`.execute(database.kysely)
  const centre = rows[0]?.node
  if (centre === undefined) return null
  const { explorer } = await currentNetwork(database)
  const upstream = explorer.reach([centre], hops, 'upstream')
  const downstream = explorer.reach([centre], hops, 'downstream')
  const hop = new Map<number, number>([[centre, 0]])
  // Suppliers and customers take turns, so that neither side crowds the other out.
  for (
    let index = 1;
    hop.size < limit && index < Math.max(upstream.nodes.length, downstream.nodes.length);
    index++
  ) {
    const supplier = upstream.nodes[index]
    if (supplier !== undefined && !hop.has(supplier)) hop.set(supplier, -upstream.hops[index]!)
    const customer = downstream.nodes[index]
    if (customer !== undefined && !hop.has(customer)) hop.set(customer, downstream.hops[index]!)
  }
  const [nodes, links] = await Promise.all([readNodes(database, hop), readLinks(database, [...hop.keys()])])
  const reached = new Set([...upstream.nodes, ...downstream.nodes]).size
  return {
    centre: creditCode,
    hops,
    nodes,
    links,
    hidden: { nodes: reached - hop.size, links: 0 },
    reach: { upstream: upstream.nodes.length - 1, downstream: downstream.nodes.length - 1 },
  }
}

async function readNodes(database: Database, hop: ReadonlyMap<number, number>) {
  const { rows } = await sql<{
    node: number
    id: string
    name: string
    external: boolean
    regionCode: string | null
    regionName: string | null
    segment: string | null
    segmentTitle: string | null
  }>`
    select node.node, node.party as id, node.name, node.external, node.county_code as "regionCode",
           division.name as "regionName", member.segment, segment.title as "segmentTitle"
    from brain.network_node node
    left join public_warehouse.division on division.code = node.county_code
    left join lateral (
      select chain, segment from brain.enterprise_segment
      where credit_code = node.party order by confidence desc, segment limit 1
    ) member on true
    left join industry_warehouse.chain_segment segment on segment.chain = member.chain and segment.segment = member.segment
    where node.node = any(${[...hop.keys()]})`.execute(database.kysely)
  return rows.map(({ node, regionCode, regionName, ...rest }) => ({
    ...rest,
    hop: hop.get(node) ?? 0,
    region: regionCode === null ? null : { code: regionCode, name: regionName ?? regionCode },
  }))
}

async function readLinks(database: Database, nodes: readonly number[]) {
  const { rows } = await sql<{
    supplier: string
    buyer: string
    segment: string
    amount: number
    transactions: number
    lastMonth: string
  }>`
    select supplier.party as supplier, buyer.party as buyer, edge.segment, edge.amount::float8 / 100 as amount,
           edge.transactions, edge.last_month as "lastMonth"
    from brain.supply_edge edge
    join brain.network_node supplier on supplier.node = edge.supplier_node
    join brain.network_node buyer on buyer.node = edge.buyer_node
    where edge.supplier_node = any(${nodes}) and edge.buyer_node = any(${nodes})
    order by edge.amount desc`.execute(database.kysely)
  return rows
}
