import type { Metric } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'
import { readRevenue, revenueDatasets, revenueEvidence } from '../revenue.ts'

export default {
  title: '集群规模',
  unit: '亿元',
  definition: '产业集群所有企业的营业收入总和',
  formula: 'Σ 营业收入',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平',
  period: 'year',
  datasets: revenueDatasets,
  digits: 1,
  better: 'higher',
  confidential: true,
  inputs: {
    revenue: { title: '营业收入合计', unit: '亿元' },
    firms: { title: '有营业收入记录的企业', unit: '家' },
  },
  missing: { reason: '集群企业没有该年度的营业收入记录', supplier: '企业授权填报，或统计部门经企业授权提供' },
  async compute(context) {
    const rows = await readRevenue(context)
    return sumByRegion(
      rows.map(({ county_code, period, revenue }) => ({
        county_code,
        period,
        values: { revenue, firms: 1 },
      })),
    ).map(({ region, period, values }) => ({
      region,
      period,
      value: values.revenue / 1e8,
      inputs: { revenue: values.revenue / 1e8, firms: values.firms },
      method: `${values.firms} 家有营业收入记录的企业合计`,
    }))
  },
  evidence: revenueEvidence,
} as const satisfies Metric
