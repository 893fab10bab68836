import { sql } from 'kysely'
import { readAlerts } from '../alerts/read.ts'
import { readEvents, readFlows, readWatchList } from '../migration/read.ts'
import type { ChainScope, ChainServices, MetricServices, Services } from '../api/services.ts'
import { readGapsWithTargets } from '../attraction/gap-targets.ts'
import { readChainStandards } from '../chain/chain-standard.ts'
import { withoutTrade } from '../chain/disclosure.ts'
import { readGapRegions } from '../chain/gaps.ts'
import { readChainGraph } from '../chain/graph.ts'
import { readNeighbourhood } from '../chain/neighbourhood.ts'
import { readSegment } from '../chain/segment-detail.ts'
import { overrideSegment } from '../chain/segment-membership.ts'
import type { ChainStandard } from '../domain/chain.ts'
import { listMetrics, readEvidence, readMetric, readMetricRegions } from '../metrics/read.ts'
import { databaseAsOf } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'

/** Firms drawn around a centre: beyond about a hundred a diagram shows a crowd. */
const shownFirms = 120

/**
 * What screens read, from the stages that compute it: aggregates from the platform, records as the viewer.
 * @param refresh computes again after a person's decision
 */
export async function createReadServices(
  { platform, database }: { readonly platform: Database; readonly database: Database },
  refresh: () => Promise<unknown>,
): Promise<Pick<Services, 'chain' | 'metrics' | 'alerts' | 'migration'>> {
  const chains = new Map((await readChainStandards()).map((chain) => [chain.id, chain]))
  const defaultChain = mostSegments(chains)
  return {
    chain: chainServices(platform, database, chains, refresh),
    metrics: metricServices(platform, chains, defaultChain),
    alerts: { read: (query) => readAlerts(database, query) },
    migration: {
      flows: (query) => readFlows(databaseAsOf(platform, query.asOf), query),
      events: (query) => readEvents(databaseAsOf(platform, query.asOf), query),
      watchList: (query) => readWatchList(databaseAsOf(platform, query.asOf), query),
    },
  }
}

/** The chain shown where none is asked for. */
function mostSegments(chains: ReadonlyMap<string, ChainStandard>): string {
  const [first] = [...chains.values()].sort((a, b) => b.segments.length - a.segments.length)
  if (first === undefined) throw new Error('seeds/chains 中没有产业链标准')
  return first.id
}

function chainServices(
  database: Database,
  viewers: Database,
  chains: ReadonlyMap<string, ChainStandard>,
  refresh: () => Promise<unknown>,
): ChainServices {
  const withChain =
    <Q extends ChainScope, R>(read: (at: Database, chain: ChainStandard, query: Q) => Promise<R>) =>
    async (query: Q): Promise<R | null> => {
      const chain = chains.get(query.chain)
      return chain === undefined ? null : read(databaseAsOf(database, query.asOf), chain, query)
    }
  return {
    list: () => listChains(database, [...chains.values()]),
    graph: withChain(async (at, chain, query: Parameters<ChainServices['graph']>[0]) => {
      const graph = await readChainGraph(at, chain, query)
      return query.audience === 'enterprises' ? withoutTrade(graph) : graph
    }),
    segment: withChain((at, chain, query: Parameters<ChainServices['segment']>[0]) =>
      readSegment(at, chain, query.segment, query),
    ),
    gaps: withChain((at, chain, query: Parameters<ChainServices['gaps']>[0]) =>
      readGapsWithTargets(at, chain, query),
    ),
    gapRegions: withChain((at, chain, query: Parameters<ChainServices['gapRegions']>[0]) =>
      readGapRegions(at, chain, query),
    ),
    async neighbourhood({ creditCode, hops }) {
      const found = await readNeighbourhood(database, creditCode, hops, shownFirms)
      return found === null ? null : withinReach(viewers, found)
    },
    async override({ chain, by, ...decision }) {
      if (chains.get(chain)?.segments.some((item) => item.id === decision.segment) !== true) return 'unknown'
      await overrideSegment(database, { chain, ...decision, decidedBy: by })
      await refresh()
      return 'stored'
    },
  }
}

/** Of a network the trade that touches a firm within the viewer's reach, and the firms of that trade. */
async function withinReach(viewers: Database, found: Neighbours): Promise<Neighbours> {
  const { rows } = await sql<{ code: string }>`
    select credit_code as code from brain.golden_enterprise
    where credit_code = any(${found.nodes.map(({ id }) => id)})`.execute(viewers.kysely)
  const reached = new Set(rows.map(({ code }) => code))
  const links = found.links.filter(({ supplier, buyer }) => reached.has(supplier) || reached.has(buyer))
  const shown = new Set([found.centre, ...links.flatMap(({ supplier, buyer }) => [supplier, buyer])])
  const nodes = found.nodes.filter(({ id }) => shown.has(id))
  const { hidden } = found
  return {
    ...found,
    nodes,
    links,
    hidden: { ...hidden, nodes: hidden.nodes + found.nodes.length - nodes.length },
  }
}

type Neighbours = NonNullable<Awaited<ReturnType<typeof readNeighbourhood>>>

async function listChains(database: Database, chains: readonly ChainStandard[]) {
  const { rows } = await sql<{ chain: string; demonstration: number; actual: number }>`
    select member.chain, count(distinct golden.credit_code) filter (where golden.demonstration)::int as demonstration,
           count(distinct golden.credit_code) filter (where not golden.demonstration)::int as actual
    from brain.enterprise_segment member join brain.golden_enterprise golden using (credit_code)
    group by member.chain`.execute(database.kysely)
  return chains
    .toSorted((a, b) => b.segments.length - a.segments.length)
    .map((chain) => {
      const count = rows.find((row) => row.chain === chain.id)
      return {
        id: chain.id,
        title: chain.title,
        version: chain.version,
        segments: chain.segments.length,
        links: chain.links.length,
        stages: chain.stages.map(({ id, title }) => ({ id, title })),
        enterprises: { demonstration: count?.demonstration ?? 0, actual: count?.actual ?? 0 },
      }
    })
}

function metricServices(
  database: Database,
  chains: ReadonlyMap<string, ChainStandard>,
  defaultChain: string,
): MetricServices {
  const figure = <Q extends { readonly chain?: string }>(query: Q) => {
    const chain = query.chain ?? defaultChain
    return chains.has(chain) ? { ...query, chain } : null
  }
  return {
    list: listMetrics,
    async read(query) {
      const asked = figure(query)
      return asked === null ? null : readMetric(database, query.metric, asked)
    },
    async regions(query) {
      const asked = figure(query)
      return asked === null ? null : readMetricRegions(database, query.metric, asked)
    },
    async evidence(query) {
      const asked = figure(query)
      return asked === null ? null : readEvidence(database, query.metric, asked)
    },
  }
}
