import { regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '区域统计指标',
  summary: '国家、省、市、县各级公开统计指标，一行一个地区、一个时期、一个指标；单位随指标给出。',
  steward: '山东省统计局',
  cycle: 'monthly',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/宏观经济/区域统计',
  key: ['region_code', 'period', 'indicator'],
  columns: {
    region_code: regionCode,
    period: { title: '时期', type: 'text', maxLength: 7, pattern: '^\\d{4}(-(0[1-9]|1[0-2]))?$' },
    indicator: { title: '指标', type: 'text', maxLength: 200, aliases: ['指标名称'] },
    value: { title: '数值', type: 'decimal', unit: '见“计量单位”', required: true, aliases: ['指标值'] },
    unit: { title: '计量单位', type: 'text', maxLength: 50, aliases: ['单位'] },
    region_name: { title: '地区名称', type: 'text', maxLength: 100, aliases: ['地区'] },
  },
  indexes: [['indicator', 'period']],
} as const satisfies Dataset
