import { sql } from 'kysely'
import { clusterThroughTime, memberEvidence, placeAt, type Whereabouts } from '../cluster.ts'
import type { Metric, MetricContext } from '../contract.ts'
import { enclosingRegions } from '../region-sums.ts'

export default {
  title: '企业数量',
  unit: '家',
  definition: '期末登记在册（存续）且属于本产业链任一环节的企业数，一家企业只计一次',
  formula: '计数（存续企业 ∩ 产业链环节企业）',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平',
  period: 'month',
  datasets: ['public/enterprise-registration', 'public/registration-change'],
  digits: 0,
  better: 'higher',
  confidential: false,
  inputs: { firms: { title: '企业数', unit: '家' } },
  missing: { reason: '该区域没有登记为本产业链的企业', supplier: '市场监管部门' },
  async compute(context) {
    const counts = await countByMonth(context)
    return counts.map(({ region, month, firms }) => ({
      region,
      period: month,
      value: firms,
      inputs: { firms },
    }))
  },
  evidence: memberEvidence,
} as const satisfies Metric

/**
 * Members at the end of every month, in one pass: each firm is counted from its registration on at the
 * place it then had, which changes with every recorded move.
 */
async function countByMonth({ database, chain, realm, months }: MetricContext) {
  const { rows } = await sql<Whereabouts & { firms: number }>`
    select registered, county_code, moves, count(*)::int as firms
    from (${clusterThroughTime(chain, realm)}) member
    group by registered, county_code, moves`.execute(database.kysely)
  const counts = new Map<string, Int32Array>()
  for (const row of rows)
    months.forEach((month, index) => {
      const place = placeAt(row, month)
      if (place === null || !place.startsWith('37')) return
      for (const region of enclosingRegions(place)) {
        let series = counts.get(region)
        if (series === undefined) counts.set(region, (series = new Int32Array(months.length)))
        series[index] = (series[index] ?? 0) + row.firms
      }
    })
  return [...counts].flatMap(([region, series]) =>
    months.map((month, index) => ({ region, month, firms: series[index] ?? 0 })),
  )
}
