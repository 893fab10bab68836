import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import { regionContains, regionLevel, regionPrefix } from '../domain/region.ts'
import type { Strength } from '../domain/strength.ts'
import type { Database } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { windowMonths } from './flows.ts'
import { hiddenWords } from './network-layout-words.ts'
import { readVerdicts } from './verdicts.ts'

interface ClusterQuery {
  readonly region: string
  readonly realm: Realm
  readonly asOf?: string | undefined
}

interface Place {
  readonly node: number
  readonly party: string
  readonly name: string
  readonly county: string | null
  readonly external: boolean
  readonly segment: string
  readonly x: number
  readonly y: number
  readonly radius: number
}

interface Edge {
  readonly supplier: number
  readonly buyer: number
  readonly amount: number
}

/** What a viewer may see of the network: its own firms' trade, and the firms at the other end of it. */
interface Shown {
  readonly places: readonly Place[]
  readonly edges: readonly Edge[]
  readonly inside: ReadonlySet<number>
}

/**
 * The placed network of a chain, cut to a region: firms of the region that trade, their partners, and the trade
 * that touches the region. The network has one period, the latest.
 * @param viewers decides which firms are within reach: trade that touches none of them is not shown
 */
export async function readClusterNetwork(
  { platform, viewers }: { readonly platform: Database; readonly viewers: Database },
  chain: ChainStandard,
  query: ClusterQuery,
) {
  const { region, realm } = query
  const [layout, places, edges, verdicts, regionName, computedAt] = await Promise.all([
    readLayout(platform, chain.id, realm),
    readPlaces(platform, chain.id, realm),
    readEdges(platform, chain.id, realm),
    readVerdicts(platform, chain, { region, realm }),
    readRegionName(platform, region),
    readComputedAt(platform),
  ])
  const reached = await withinReach(viewers, places)
  const shown = cut(
    places,
    edges,
    (place) => reached.has(place.party) && regionContains(region, place.county ?? ''),
  )
  const counties = [...new Set(shown.places.flatMap(({ county }) => county ?? []))].sort()
  const names = await readNames(platform, counties)
  const strengths = new Map(verdicts.verdicts.map(({ segment, strength }) => [segment, strength]))
  const hidden = { nodes: places.length - shown.places.length, edges: edges.length - shown.edges.length }
  return {
    chain: { id: chain.id, title: chain.title, version: chain.version },
    region: { code: region, name: regionName },
    realm,
    asOf: layout === undefined ? null : verdicts.month,
    periodTitle: layout === undefined ? '没有供应交易' : `截至 ${verdicts.month} 的 ${windowMonths} 个月`,
    version: layout?.version ?? 0,
    computedAt,
    width: layout?.width ?? 0,
    height: layout?.height ?? 0,
    ...headings(chain, layout, shown.places, strengths),
    counties: counties.map((code) => ({ code, name: names.get(code) ?? code })),
    ...columns(chain, counties, shown),
    places: layout === undefined ? await readPlacesOfFirms(platform, chain, query) : [],
    hidden: {
      ...hidden,
      words: hiddenWords({
        ...hidden,
        traded: layout !== undefined,
        asOf: query.asOf,
        month: verdicts.month,
      }),
    },
  }
}

function cut(places: readonly Place[], edges: readonly Edge[], isInside: (place: Place) => boolean): Shown {
  const inside = new Set(places.filter(isInside).map(({ node }) => node))
  const touching = edges.filter(({ supplier, buyer }) => inside.has(supplier) || inside.has(buyer))
  const drawn = new Set(touching.flatMap(({ supplier, buyer }) => [supplier, buyer]))
  return { places: places.filter(({ node }) => drawn.has(node)), edges: touching, inside }
}

type Layout = NonNullable<Awaited<ReturnType<typeof readLayout>>>

/** Names and places of columns and bands, with how many firms of the answer stand in them. */
function headings(
  chain: ChainStandard,
  layout: Layout | undefined,
  places: readonly Place[],
  strengths: ReadonlyMap<string, Strength>,
) {
  const counts = new Map<string, number>()
  for (const { segment } of places) counts.set(segment, (counts.get(segment) ?? 0) + 1)
  const stageOf = new Map(chain.segments.map(({ id, stage }) => [id, stage]))
  const bands = new Map(layout?.bands.map(({ segment, ...band }) => [segment, band]))
  return {
    stages: (layout?.columns ?? []).map(({ id, from, to }) => ({
      id,
      title: chain.stages.find((stage) => stage.id === id)?.title ?? '链外企业',
      from,
      to,
      nodes: [...counts].reduce(
        (sum, [segment, count]) => sum + ((stageOf.get(segment) ?? '') === id ? count : 0),
        0,
      ),
    })),
    segments: chain.segments.map(({ id, title, stage }) => ({
      id,
      title,
      stage,
      strength: strengths.get(id) ?? ('unknown' as const),
      nodes: counts.get(id) ?? 0,
      band: bands.get(id) ?? null,
    })),
  }
}

function columns(chain: ChainStandard, counties: readonly string[], { places, edges, inside }: Shown) {
  const position = new Map(places.map(({ node }, index) => [node, index]))
  const segments = new Map(chain.segments.map(({ id }, index) => [id, index]))
  const county = new Map(counties.map((code, index) => [code, index]))
  const sales = Array.from<number>({ length: places.length }).fill(0)
  const purchases = sales.slice()
  const supplier = edges.map((edge) => position.get(edge.supplier) ?? 0)
  const buyer = edges.map((edge) => position.get(edge.buyer) ?? 0)
  for (const [index, { amount }] of edges.entries()) {
    sales[supplier[index] ?? 0]! += amount
    purchases[buyer[index] ?? 0]! += amount
  }
  // Partners from outside have the smallest mark: what they trade beyond this answer is not told by its size.
  const smallest = places.reduce((least, { radius }) => Math.min(least, radius), Infinity)
  return {
    nodes: {
      node: places.map(({ node }) => node),
      party: places.map(({ party }) => party),
      name: places.map(({ name }) => name),
      segment: places.map(({ segment }) => segments.get(segment) ?? -1),
      county: places.map((place) => county.get(place.county ?? '') ?? -1),
      external: places.map(({ external }) => (external ? 1 : 0)),
      outside: places.map(({ node }) => (inside.has(node) ? 0 : 1)),
      sales: sales.map(Math.round),
      purchases: purchases.map(Math.round),
      x: places.map(({ x }) => x),
      y: places.map(({ y }) => y),
      radius: places.map(({ node, radius }) => (inside.has(node) ? radius : smallest)),
    },
    edges: { supplier, buyer, amount: edges.map(({ amount }) => Math.round(amount)) },
  }
}

/**
 * Firms of each city of a province or county of a city, by segment: how a hundred thousand firms are reached
 * where no trade orders them.
 */
async function readPlacesOfFirms(platform: Database, chain: ChainStandard, { region, realm }: ClusterQuery) {
  const level = regionLevel(region)
  const { rows } = await sql<{ code: string; name: string; segment: string; enterprises: number }>`
    select state.region_code as code, division.name, state.segment, state.enterprises
    from brain.segment_state state join public_warehouse.division on division.code = state.region_code
    where state.chain = ${chain.id} and state.realm = ${realm}
      and state.region_code like ${`${regionPrefix(region)}%`}
      and division.level = ${level === 'province' ? 'city' : 'county'}
    order by state.region_code`.execute(platform.kysely)
  return [...Map.groupBy(rows, ({ code }) => code)].map(([code, found]) => {
    const counts = new Map(found.map(({ segment, enterprises }) => [segment, enterprises]))
    return {
      region: { code, name: found[0]?.name ?? code },
      enterprises: chain.segments.map(({ id }) => counts.get(id) ?? 0),
    }
  })
}

async function readLayout(platform: Database, chain: string, realm: Realm) {
  return platform.kysely
    .selectFrom('brain.network_layout')
    .select(['version', 'width', 'height', 'columns', 'bands'])
    .where('chain', '=', chain)
    .where('realm', '=', realm)
    .executeTakeFirst()
}

async function readPlaces(platform: Database, chain: string, realm: Realm): Promise<readonly Place[]> {
  const { rows } = await sql<Place>`
    select place.node, node.party, node.name, node.county_code as county, node.external, place.segment,
           place.x::float8 as x, place.y::float8 as y, place.radius::float8 as radius
    from brain.network_place place join brain.network_node node using (node)
    where place.chain = ${chain} and place.realm = ${realm} order by place.node`.execute(platform.kysely)
  return rows
}

/** Trade between two firms in all goods together, the largest first. */
async function readEdges(platform: Database, chain: string, realm: Realm): Promise<readonly Edge[]> {
  const { rows } = await sql<Edge>`
    select edge.supplier_node as supplier, edge.buyer_node as buyer, sum(edge.amount)::float8 / 100 as amount
    from brain.supply_edge edge
    join brain.network_place seller on seller.node = edge.supplier_node and seller.chain = ${chain} and seller.realm = ${realm}
    join brain.network_place buyer on buyer.node = edge.buyer_node and buyer.chain = ${chain} and buyer.realm = ${realm}
    group by 1, 2 order by amount desc, 1, 2`.execute(platform.kysely)
  return rows
}

async function withinReach(viewers: Database, places: readonly Place[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ code: string }>`
    select credit_code as code from brain.golden_enterprise
    where credit_code = any(${places.map(({ party }) => party)})`.execute(viewers.kysely)
  return new Set(rows.map(({ code }) => code))
}

async function readNames(platform: Database, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from public_warehouse.division where code = any(${codes})`.execute(platform.kysely)
  return new Map(rows.map(({ code, name }) => [code, name]))
}

async function readComputedAt(platform: Database): Promise<string> {
  const row = await platform.kysely
    .selectFrom('brain.stage_state')
    .select('computed_at')
    .where('stage', '=', 'chain')
    .executeTakeFirst()
  return (row?.computed_at ?? new Date(0)).toISOString()
}
