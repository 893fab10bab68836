import { month, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '景气调查与行业运行指标',
  summary: '采购经理指数、景气调查和行业月度运行指标，一行一项调查、一个月、一个指标；全国为 100000。',
  steward: '山东省统计局',
  cycle: 'monthly',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业运行/景气',
  key: ['survey', 'month', 'indicator', 'region_code'],
  columns: {
    survey: { title: '调查', type: 'text', maxLength: 100 },
    month,
    indicator: { title: '指标', type: 'text', maxLength: 200, aliases: ['指标名称'] },
    region_code: regionCode,
    value: { title: '数值', type: 'decimal', unit: '见“计量单位”', required: true },
    unit: { title: '计量单位', type: 'text', maxLength: 50, aliases: ['单位'] },
  },
  indexes: [['indicator', 'month']],
} as const satisfies Dataset
