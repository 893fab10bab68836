import { sql } from 'kysely'
import { type CascadeModel, prepareCascade, type ProductionFunction } from '../algorithms/cascade-model.ts'
import { createCascade, type Cascade } from '../algorithms/cascade.ts'
import { readChainStandards } from '../chain/chain-standard.ts'
import { windowMonths } from '../chain/flows.ts'
import { monthsBefore } from '../chain/members.ts'
import type { ChainSegment, ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { stageVersion } from '../warehouse/stage-state.ts'

/** A party of the supply network; its position in the list is brain.network_node.node. */
export interface NetworkFirm {
  readonly node: number
  /** Credit code, or 'EXT:' and the name. */
  readonly party: string
  readonly name: string
  readonly creditCode: string | null
  readonly county: string | null
  readonly countyName: string | null
  /** ISO 3166-1 alpha-2 of a party abroad. */
  readonly country: string | null
  /** Segment it sells most of, else the one it is classified in most surely. */
  readonly segment: string | null
  /** 元, 12 months, within the network */
  readonly sales: number
  readonly purchases: number
}

/** Who supplied whom in one realm over twelve months, kept in memory and prepared for shocks. */
export interface EnterpriseNetwork {
  readonly realm: Realm
  readonly chain: ChainStandard
  readonly segments: ReadonlyMap<string, ChainSegment>
  /** Of the chain stage. */
  readonly version: number
  /** First and last month of the trade; null without any. */
  readonly window: { readonly from: string; readonly to: string } | null
  readonly firms: readonly NetworkFirm[]
  readonly parties: ReadonlyMap<string, NetworkFirm>
  readonly edges: EdgeColumns
  /** Edges by their buyer: positions in the columns. */
  readonly bought: readonly (readonly number[])[]
  /** Firms of the realm that trade. */
  readonly active: readonly NetworkFirm[]
  readonly totalSales: number
  isEssential(supplier: NetworkFirm, buyer: NetworkFirm, production: ProductionFunction): boolean
  model(production: ProductionFunction): CascadeModel
  cascade(production: ProductionFunction, replaceability: boolean): Cascade
}

interface EdgeColumns {
  readonly suppliers: readonly number[]
  readonly buyers: readonly number[]
  /** 元 */
  readonly amounts: readonly number[]
}

/** Losses smaller than this are not handed on; far below a yuan of any firm's day. */
export const tolerance = 1e-9
/** More than any network met so far takes to come to rest at the tolerance. */
const mostRounds = 2000

interface Kept {
  readonly version: number
  readonly networks: Map<string, Promise<EnterpriseNetwork>>
}
const kept = new WeakMap<Database, Kept>()
let standards: Promise<ReadonlyMap<string, ChainStandard>> | null = null

/** The chain asked for, else the one with the most segments; null = there is none of that id. */
export async function chainOf(id: string | undefined): Promise<ChainStandard | null> {
  standards ??= readChainStandards().then((chains) => new Map(chains.map((chain) => [chain.id, chain])))
  const chains = await standards
  if (id !== undefined) return chains.get(id) ?? null
  return [...chains.values()].sort((a, b) => b.segments.length - a.segments.length)[0] ?? null
}

/** Read anew when the chain stage has computed another network; kept until then. */
export async function readEnterpriseNetwork(
  platform: Database,
  chain: ChainStandard,
  realm: Realm,
): Promise<EnterpriseNetwork> {
  const version = await stageVersion(platform, 'chain')
  let state = kept.get(platform)
  if (state?.version !== version) {
    state = { version, networks: new Map() }
    kept.set(platform, state)
  }
  const { networks } = state
  const key = `${realm} ${chain.id}`
  const found = networks.get(key)
  if (found !== undefined) return found
  const reading = read(platform, chain, realm, version)
  networks.set(key, reading)
  reading.catch(() => networks.delete(key))
  return reading
}

type FirmRow = Omit<NetworkFirm, 'sales' | 'purchases'> & { readonly industry: string | null }

async function read(
  platform: Database,
  chain: ChainStandard,
  realm: Realm,
  version: number,
): Promise<EnterpriseNetwork> {
  const { rows: firmRows } = await sql<FirmRow>`
    select node.node, node.party, node.name,
           case when node.external then null else node.party end as "creditCode",
           node.county_code as county, division.name as "countyName", abroad.country,
           coalesce(sold.segment, member.segment) as segment, left(golden.industry_code, 3) as industry
    from brain.network_node node
    left join brain.golden_enterprise golden on golden.credit_code = node.party
    left join public_warehouse.division on division.code = node.county_code
    left join (
      select distinct on (supplier_node) supplier_node, segment
      from (select supplier_node, segment, sum(amount) as amount from brain.supply_edge
            where segment = any(${chain.segments.map(({ id }) => id)}) group by 1, 2) sale
      order by supplier_node, amount desc, segment
    ) sold on sold.supplier_node = node.node
    left join (
      select distinct on (credit_code) credit_code, segment from brain.enterprise_segment
      where chain = ${chain.id} order by credit_code, confidence desc, segment
    ) member on member.credit_code = node.party
    left join (
      select party, max(country) as country from (
        select 'EXT:' || supplier_name as party, supplier_country as country
        from enterprise_warehouse.supply_transaction where supplier_credit_code is null
        union all
        select 'EXT:' || buyer_name, buyer_country
        from enterprise_warehouse.supply_transaction where buyer_credit_code is null
      ) named group by party
    ) abroad on abroad.party = node.party
    order by node.node`.execute(platform.kysely)
  // Fictional firms trade with no real one: an edge is of the realm of whichever end has a code.
  const { rows: edges } = await sql<{ supplier: number; buyer: number; amount: number; month: string }>`
    select supplier_node as supplier, buyer_node as buyer, sum(amount)::float8 / 100 as amount, max(last_month) as month
    from brain.supply_edge
    join brain.network_node supplier on supplier.node = supplier_node
    join brain.network_node buyer on buyer.node = buyer_node
    where (substr(supplier.party, 9, 4) = 'DEM0' or substr(buyer.party, 9, 4) = 'DEM0') = ${realm === 'demonstration'}
      and supplier_node <> buyer_node
    group by supplier_node, buyer_node order by supplier_node, buyer_node`.execute(platform.kysely)
  return assemble(chain, realm, version, firmRows, edges)
}

function assemble(
  chain: ChainStandard,
  realm: Realm,
  version: number,
  rows: readonly FirmRow[],
  trades: readonly { supplier: number; buyer: number; amount: number; month: string }[],
): EnterpriseNetwork {
  const count = (rows.at(-1)?.node ?? -1) + 1
  const sales = new Float64Array(count)
  const purchases = new Float64Array(count)
  const bought: number[][] = Array.from({ length: count }, () => [])
  let to = ''
  for (const [place, { supplier, buyer, amount, month }] of trades.entries()) {
    sales[supplier]! += amount
    purchases[buyer]! += amount
    bought[buyer]?.push(place)
    if (month > to) to = month
  }
  const firms = rows.map((row) => ({
    ...row,
    sales: sales[row.node] ?? 0,
    purchases: purchases[row.node] ?? 0,
  }))
  const edges = {
    suppliers: trades.map(({ supplier }) => supplier),
    buyers: trades.map(({ buyer }) => buyer),
    amounts: trades.map(({ amount }) => amount),
  }
  const sectors = numberSectors(rows)
  const isEssential = essentialInputs(chain, firms, sectors)
  const models = new Map<ProductionFunction, CascadeModel>()
  const cascades = new Map<string, Cascade>()
  const network: EnterpriseNetwork = {
    realm,
    chain,
    segments: new Map(chain.segments.map((segment) => [segment.id, segment])),
    version,
    window: to === '' ? null : { from: monthsBefore(to, windowMonths - 1), to },
    firms,
    parties: new Map(firms.map((firm) => [firm.party, firm])),
    edges,
    bought,
    active: firms.filter((firm) => firm.sales > 0 || firm.purchases > 0),
    totalSales: sales.reduce((sum, amount) => sum + amount, 0),
    isEssential: (supplier, buyer, production) =>
      isEssential(sectors[supplier.node]!, sectors[buyer.node]!, production),
    model(production) {
      const known = models.get(production)
      if (known !== undefined) return known
      const model = prepareCascade(
        { sectors, suppliers: edges.suppliers, buyers: edges.buyers, weights: edges.amounts },
        (supplier, buyer) => (isEssential(supplier, buyer, production) ? 'essential' : 'non-essential'),
      )
      models.set(production, model)
      return model
    },
    cascade(production, replaceability) {
      const key = `${production} ${replaceability}`
      const known = cascades.get(key)
      if (known !== undefined) return known
      const cascade = createCascade(network.model(production), {
        replaceability,
        tolerance,
        rounds: mostRounds,
      })
      cascades.set(key, cascade)
      return cascade
    },
  }
  return network
}

/** A firm's sector is its segment, else its 大类 of GB/T 4754, else what is unknown. */
function numberSectors(rows: readonly FirmRow[]): number[] {
  const known = new Map<string, number>()
  const sectors: number[] = []
  for (const { node, segment, industry } of rows) {
    const key = segment ?? `industry ${industry ?? ''}`
    const sector = known.get(key) ?? known.size
    known.set(key, sector)
    sectors[node] = sector
  }
  return sectors
}

/** By the links of the chain standard; trade that the standard does not know is not essential. */
function essentialInputs(chain: ChainStandard, firms: readonly NetworkFirm[], sectors: readonly number[]) {
  const numbers = new Map<string, number>()
  for (const { node, segment } of firms) if (segment !== null) numbers.set(segment, sectors[node]!)
  const essential = new Set(
    chain.links
      .filter((link) => link.essential)
      .map(({ from, to }) => `${numbers.get(from) ?? '-'} ${numbers.get(to) ?? '-'}`),
  )
  return (supplier: number, buyer: number, production: ProductionFunction): boolean =>
    production === 'leontief' || (production === 'mixed' && essential.has(`${supplier} ${buyer}`))
}
