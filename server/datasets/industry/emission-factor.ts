import { year } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '碳排放因子',
  summary: '电网排放因子和化石燃料默认因子，逐年分版本，注明适用范围；未公布的年份不填。',
  steward: '山东省生态环境厅',
  cycle: 'yearly',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/生态环境/排放因子',
  key: ['kind', 'name', 'year'],
  columns: {
    kind: { title: '因子类别', type: 'text', oneOf: ['grid', 'fuel'] },
    name: { title: '名称', type: 'text', maxLength: 50 },
    year: { ...year, title: '适用年份' },
    factor: { title: '二氧化碳排放因子', type: 'decimal', unit: '见“因子单位”', required: true, minimum: 0 },
    unit: { title: '因子单位', type: 'text', required: true, maxLength: 50 },
    lower_heating_value: { title: '低位发热量', type: 'decimal', unit: '吉焦/燃料单位', minimum: 0 },
    carbon_content: { title: '单位热值含碳量', type: 'decimal', unit: '吨碳/吉焦', minimum: 0 },
    oxidation_rate: { title: '碳氧化率', type: 'decimal', unit: '%', minimum: 0, maximum: 100 },
    scope: { title: '适用范围', type: 'text', maxLength: 50 },
  },
} as const satisfies Dataset
