import { readGapsWithTargets } from '../attraction/gap-targets.ts'
import { readGapRegions } from '../chain/gaps.ts'
import { readChainGraph } from '../chain/graph.ts'
import type { RegionMonth } from '../chain/verdicts.ts'
import type { ChainStandard } from '../domain/chain.ts'
import { regionLevel } from '../domain/region.ts'
import { readMetric, readMetricRegions } from '../metrics/read.ts'
import { readDataSources, type DataSource } from '../warehouse/data-sources.ts'
import {
  applicationTable,
  attractionTable,
  chainTable,
  distributionTable,
  problemTable,
} from './chain-tables.ts'
import { clusterList } from './cluster-list.ts'
import { firmList, type AtlasDatabases } from './firm-list.ts'
import { atlasTable, type AtlasTable } from './table.ts'
import { technologyRoute } from './technology-route.ts'

/** What 五图五清单 rests on, in the order in which it is named. */
const sourceIds = [
  'public/enterprise-registration',
  'public/above-scale-annual',
  'public/honour',
  'public/listed-company',
  'enterprise/annual-report',
  'enterprise/enterprise-product',
  'enterprise/supply-transaction',
  'industry/chain-segment',
  'industry/segment-link',
  'industry/target-enterprise',
]

/** 五图五清单 of a chain in a region. */
export interface Atlas {
  readonly chain: { readonly id: string; readonly title: string; readonly version: string }
  readonly region: { readonly code: string; readonly name: string }
  readonly realm: RegionMonth['realm']
  /** YYYY-MM */
  readonly asOf: string
  readonly periodTitle: string
  /** The metric 产业链完整度, 0–1. */
  readonly completeness: number | null
  readonly sources: readonly DataSource[]
  /** 产业链图, 技术路线图, 应用领域图, 区域分布图, 招商路线图, as their data. */
  readonly figures: readonly AtlasTable[]
  /** 企业, 项目, 集群, 问题, 政策. */
  readonly lists: readonly AtlasTable[]
}

/** Targets named with each gap. */
const targetsShown = 3
const completenessMetric = 'chain-completeness'

/**
 * 五图五清单 as the chain-chief system of 湖南 names them: 产业链图, 技术路线图, 应用领域图, 区域分布图, 招商路线图;
 * 企业, 项目, 集群, 问题, 政策. All of it is generated from the warehouses.
 * @param projects the list of projects, which changes without a computation
 */
export async function readAtlas(
  databases: AtlasDatabases,
  chain: ChainStandard,
  query: RegionMonth,
  projects: AtlasTable,
): Promise<Atlas> {
  const { platform } = databases
  const level = regionLevel(query.region) === 'province' ? 'city' : 'county'
  const graph = await readChainGraph(platform, chain, query)
  const place = { chain, region: query.region, realm: query.realm, month: graph.asOf }
  const figure = { chain: chain.id, region: query.region, realm: query.realm, asOf: graph.asOf }
  const [gaps, regions, firms, technology, clusters, sources, whole, parts] = await Promise.all([
    readGapsWithTargets(platform, chain, { ...query, candidates: targetsShown }),
    readGapRegions(platform, chain, { ...query, level }),
    firmList(databases, place),
    technologyRoute(platform, place),
    clusterList(platform, place, level),
    readDataSources(platform, query.realm, sourceIds),
    readMetric(platform, completenessMetric, figure),
    readMetricRegions(platform, completenessMetric, { ...figure, level }),
  ])
  return {
    chain: graph.chain,
    region: graph.region,
    realm: query.realm,
    asOf: graph.asOf,
    periodTitle: graph.periodTitle,
    completeness: whole === null || whole.value === null ? null : whole.value / 100,
    sources,
    figures: [
      chainTable(graph),
      technology,
      applicationTable(graph),
      distributionTable(regions, new Map(parts?.map(({ region, value }) => [region.code, value]))),
      attractionTable(gaps),
    ],
    lists: [firms, projects, clusters, problemTable(gaps), policies],
  }
}

const policies = atlasTable({
  id: 'policies',
  title: '政策清单',
  note: '适用于本链的产业政策文件。',
  columns: [{ title: '文件' }, { title: '文号' }, { title: '发文机关' }, { title: '有效期' }],
  rows: [],
  whenEmpty: '尚未接入政策文件库；可由工业和信息化、发展改革、商务部门提供文件目录。',
})
