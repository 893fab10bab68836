import type { Metric } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'
import { readRevenue, revenueDatasets, revenueEvidence } from '../revenue.ts'

export default {
  title: '企业集中度（HHI）',
  unit: '',
  definition: '集群企业营业收入份额的平方和（赫芬达尔—赫希曼指数），1 为独家，越小越分散',
  formula: 'HHI = Σ (企业营业收入 ÷ 集群营业收入)²',
  standard: 'Herfindahl–Hirschman index',
  period: 'year',
  datasets: revenueDatasets,
  digits: 4,
  better: 'neither',
  confidential: true,
  inputs: {
    revenue: { title: '营业收入合计', unit: '亿元' },
    firms: { title: '有营业收入记录的企业', unit: '家' },
    equivalent: { title: '等效企业数（1 ÷ HHI）', unit: '家' },
  },
  missing: { reason: '集群企业没有该年度的营业收入记录', supplier: '企业授权填报，或统计部门经企业授权提供' },
  async compute(context) {
    const rows = await readRevenue(context)
    return sumByRegion(
      rows.map(({ county_code, period, revenue }) => ({
        county_code,
        period,
        values: { revenue, squares: revenue ** 2, firms: 1 },
      })),
    )
      .filter(({ values }) => values.revenue > 0)
      .map(({ region, period, values: { revenue, squares, firms } }) => {
        const value = squares / revenue ** 2
        return { region, period, value, inputs: { revenue: revenue / 1e8, firms, equivalent: 1 / value } }
      })
  },
  evidence: revenueEvidence,
} as const satisfies Metric
