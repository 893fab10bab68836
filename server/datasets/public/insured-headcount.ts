import { creditCode, headcount, month, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业月度社保参保人数',
  summary: '单位参加企业职工基本养老保险的月末人数，只有人数，没有参保人信息。',
  steward: '山东省人力资源和社会保障厅',
  cycle: 'monthly',
  share: 'conditional',
  shareCondition: '仅用于产业监测，单个企业数据不对外提供',
  grade: 'L2',
  category: '主题信息资源/就业和社会保障/单位参保',
  key: ['credit_code', 'month'],
  columns: {
    credit_code: creditCode,
    month,
    headcount: { ...headcount, title: '参保人数', required: true, aliases: ['社保人数'] },
    county_code: { ...regionCode, title: '参保地县级行政区划代码' },
  },
  indexes: [['month', 'county_code']],
  rollups: [{ name: 'county', month: 'month', by: ['county_code'], sum: ['headcount'] }],
} as const satisfies Dataset
