import { sql } from 'kysely'
import type { Metric } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'
import { readRegionStatistics, regionStatisticsEvidence, totalRevenue } from '../region-statistics.ts'
import { readRevenue, revenueDatasets, revenueEvidence } from '../revenue.ts'

export default {
  title: '产业集聚度',
  unit: '%',
  definition: '主导产业营业收入占所在区域整体收入的比重',
  formula: '集群营业收入 ÷ 区域全部企业营业收入 × 100 %',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平；分母口径：区域全部企业营业收入',
  period: 'year',
  datasets: [...revenueDatasets, 'public/region-statistics'],
  digits: 1,
  better: 'higher',
  confidential: true,
  inputs: {
    revenue: { title: '集群营业收入', unit: '亿元' },
    total: { title: '区域全部企业营业收入', unit: '亿元' },
  },
  missing: { reason: '没有该区域全部企业营业收入的统计数', supplier: '县（市、区）统计局' },
  async compute(context) {
    const [rows, totals] = await Promise.all([
      readRevenue(context),
      readRegionStatistics(context, totalRevenue),
    ])
    return sumByRegion(
      rows.map(({ county_code, period, revenue }) => ({ county_code, period, values: { revenue } })),
    ).flatMap(({ region, period, values }) => {
      const total = totals.get(`${region} ${period}`)
      if (total === undefined || total <= 0) return []
      const revenue = values.revenue / 1e8
      return [{ region, period, value: (revenue / total) * 100, inputs: { revenue, total } }]
    })
  },
  evidence: (query) => sql`
    (${regionStatisticsEvidence(query, totalRevenue)})
    union all
    (${revenueEvidence(query)})`,
} as const satisfies Metric
