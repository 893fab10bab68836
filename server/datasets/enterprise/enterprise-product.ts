import { creditCode, enterpriseName, securityCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业产品与产能',
  summary: '企业的产品、营业收入占比、主要工艺和年产能。来源口径不一时收入占比合计可能超过 100%。',
  steward: '填报企业',
  cycle: 'yearly',
  share: 'conditional',
  shareCondition: '经企业授权，按授权范围提供；已公开披露的内容不受限',
  grade: 'L2',
  category: '企业数据资源/生产能力/产品',
  key: ['enterprise_name', 'product'],
  columns: {
    enterprise_name: enterpriseName,
    product: { title: '产品', type: 'text', maxLength: 200, aliases: ['产品名称'] },
    credit_code: creditCode,
    security_code: securityCode,
    revenue_ratio: { title: '营业收入占比', type: 'decimal', unit: '无量纲', minimum: 0, maximum: 1 },
    process: { title: '主要工艺', type: 'text', maxLength: 500 },
    capacity: { title: '年产能', type: 'decimal', unit: '见“产能单位”', minimum: 0, grade: 'L3' },
    capacity_unit: { title: '产能单位', type: 'text', maxLength: 20 },
  },
  indexes: [['credit_code'], ['security_code'], ['product']],
} as const satisfies Dataset
