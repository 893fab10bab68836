/** Analyses to start from. */
import type { Asked } from './state.ts'

export interface Example {
  readonly title: string
  readonly detail: string
  readonly asked: Asked
}

export const examples: readonly Example[] = [
  {
    title: '各市规上企业营业收入与从业人数',
    detail: '规模以上企业年度经营信息，2025 年',
    asked: {
      subject: 'dataset:public/above-scale-annual',
      measures: [
        { of: 'sum', field: 'revenue' },
        { of: 'sum', field: 'staff' },
      ],
      by: [{ field: 'firm_county_code', grain: 'city' }],
      filters: [{ field: 'year', is: 'period', from: '2025', to: '2025' }],
      chart: 'bar',
    },
  },
  {
    title: '企业用电量逐月走势，按行业大类',
    detail: '企业月度用电量，近两年',
    asked: {
      subject: 'dataset:public/electricity-use',
      measures: [{ of: 'sum', field: 'kwh' }],
      by: [
        { field: 'month', grain: 'month' },
        { field: 'industry_code', grain: 'division' },
      ],
      filters: [{ field: 'month', is: 'period', from: '2024-11' }],
      chart: 'line',
    },
  },
  {
    title: '各县（市、区）集群规模',
    detail: '指标：集群规模，最近一期',
    asked: {
      subject: 'metric:cluster-scale',
      measures: [{ of: 'value' }],
      by: [{ field: 'region', grain: 'county' }],
      filters: [],
      chart: 'map',
    },
  },
]
