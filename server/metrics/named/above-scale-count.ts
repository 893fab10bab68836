import { sql } from 'kysely'
import { sourceRef } from '../../warehouse/source-ref.ts'
import {
  clusterAt,
  clusterThroughTime,
  inRegion,
  monthOfPeriod,
  placeAt,
  type Whereabouts,
} from '../cluster.ts'
import type { EvidenceRow, Metric } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'

export default {
  title: '规上企业数量',
  unit: '家',
  definition: '当年有规模以上企业年度记录的集群企业数',
  formula: '计数（规上企业年度记录 ∩ 集群企业）',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平',
  period: 'year',
  datasets: ['public/above-scale-annual'],
  digits: 0,
  better: 'higher',
  confidential: false,
  inputs: { firms: { title: '规上企业', unit: '家' } },
  missing: { reason: '没有规模以上企业的年度记录', supplier: '企业自行授权提供（不取自统计报表）' },
  async compute({ database, chain, realm, month }) {
    const { rows } = await sql<Whereabouts & { period: string }>`
      select member.registered, member.county_code, member.moves, annual.year::text as period
      from public_warehouse.above_scale_annual annual
      join (${clusterThroughTime(chain, realm)}) member using (credit_code)
      where annual.year <= ${Number(month.slice(0, 4))}`.execute(database.kysely)
    return sumByRegion(
      rows.map((row) => ({
        county_code: placeAt(row, monthOfPeriod(row.period, month)),
        period: row.period,
        values: { firms: 1 },
      })),
    ).map(({ region, period, values }) => ({ region, period, value: values.firms, inputs: values }))
  },
  evidence: ({ chain, realm, region, period, month }) => sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name, ${`${period} 年规上企业营业收入`}::text as label,
           annual.revenue::float8 / 1e10 as value, '亿元' as unit,
           ${sourceRef('public/above-scale-annual', 'annual', 'year')} as source
    from public_warehouse.above_scale_annual annual
    join (${clusterAt(chain, realm, month)}) member using (credit_code)
    where annual.year = ${Number(period)} and ${inRegion('member.county_code', region)}
    order by annual.revenue desc nulls last, member.credit_code`,
} as const satisfies Metric
