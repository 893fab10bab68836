import { creditCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

/** Fields after Catena-X WeekBasedCapacityGroup 3.0.1 (CC-BY-4.0). */
export default {
  title: '周产能',
  summary: '企业按周、按产品填报的最大产能、实际负荷、约定产能和负荷系数；约定产能不构成法律义务。',
  steward: '填报企业',
  cycle: 'weekly',
  share: 'conditional',
  shareCondition: '经企业授权，按授权范围提供',
  grade: 'L3',
  category: '企业数据资源/生产能力/周产能',
  key: ['credit_code', 'week_start', 'product'],
  columns: {
    credit_code: creditCode,
    week_start: { title: '周起始日（周一）', type: 'date' },
    product: { title: '产品', type: 'text', maxLength: 200 },
    maximum: { title: '最大产能', type: 'decimal', unit: '见“计量单位”', minimum: 0 },
    actual: { title: '实际产能', type: 'decimal', unit: '见“计量单位”', minimum: 0 },
    agreed: { title: '约定产能', type: 'decimal', unit: '见“计量单位”', minimum: 0 },
    unit: { title: '计量单位', type: 'text', required: true, maxLength: 20 },
    load_factor: { title: '负荷系数', type: 'decimal', unit: '无量纲', minimum: 0, maximum: 1000 },
  },
  indexes: [['week_start']],
} as const satisfies Dataset
