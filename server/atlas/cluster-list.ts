import { readMetricRegions } from '../metrics/read.ts'
import { metrics } from '../metrics/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { AtlasPlace } from './firm-list.ts'
import { atlasTable, hundredths, type AtlasTable } from './table.ts'

/** Metrics of a cluster by region, in the order of the columns; the first tells where it is. */
const shownMetrics = [
  'enterprise-count',
  'above-scale-count',
  'cluster-scale',
  'location-quotient',
  'chain-completeness',
]

/** 集群清单: regions one level below that hold firms of the chain, by the named metrics of the cockpit. */
export async function clusterList(
  database: Database,
  { chain, region, realm, month }: AtlasPlace,
  level: 'city' | 'county',
): Promise<AtlasTable> {
  const answers = await Promise.all(
    shownMetrics.map((metric) =>
      readMetricRegions(database, metric, { chain: chain.id, region, realm, asOf: month, level }),
    ),
  )
  const values = answers.map((items) => new Map((items ?? []).map((item) => [item.region.code, item.value])))
  const names = new Map((answers[0] ?? []).map(({ region: place }) => [place.code, place.name]))
  const rows = [...names]
    .filter(([code]) => (values[0]?.get(code) ?? 0) > 0)
    .map(([code, name]) => ({
      region: code,
      cells: [name, ...values.map((figure) => hundredths(figure.get(code) ?? null))],
    }))
    .toSorted((a, b) => Number(b.cells[1] ?? 0) - Number(a.cells[1] ?? 0))
  return atlasTable({
    id: 'clusters',
    title: '集群清单',
    note: `有本链企业的${level === 'city' ? '市' : '县（市、区）'}；各数的口径同产业动态监测的同名指标，空为不能证明，不是零。`,
    columns: [
      { title: '区域' },
      ...shownMetrics.flatMap((id) => {
        const metric = metrics.get(id)
        return metric === undefined ? [] : [{ title: metric.title, unit: metric.unit }]
      }),
    ],
    rows,
    whenEmpty: '下级区域没有归入本链的企业。',
  })
}
