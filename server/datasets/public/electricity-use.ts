import { creditCode, industryCode, month, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业月度用电量',
  summary: '企业用电户按月合计的用电量，户号不入仓。',
  steward: '国网山东省电力公司',
  cycle: 'monthly',
  share: 'conditional',
  shareCondition: '经企业授权；仅用于产业监测，单个企业数据不对外提供',
  grade: 'L3',
  category: '主题信息资源/产业运行/用电',
  key: ['credit_code', 'month'],
  columns: {
    credit_code: creditCode,
    month,
    kwh: {
      title: '用电量',
      type: 'decimal',
      unit: '千瓦时',
      required: true,
      minimum: 0,
      maximum: 100_000_000_000,
      aliases: ['电量', '用电量（千瓦时）'],
    },
    county_code: { ...regionCode, title: '用电地县级行政区划代码' },
    industry_code: industryCode,
  },
  indexes: [['month', 'county_code']],
  rollups: [{ name: 'county_industry', month: 'month', by: ['county_code', 'industry_code'], sum: ['kwh'] }],
} as const satisfies Dataset
