import { sourceDate, sourceTitle } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '产业链环节供需关系',
  summary: '上下游环节之间的投入关系：投入占采购环节中间投入成本的份额、是否为必需投入，每一条注明依据。',
  steward: '山东省工业和信息化厅',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业链/环节关系',
  key: ['chain', 'supplier_segment', 'buyer_segment'],
  columns: {
    chain: { title: '产业链', type: 'text', maxLength: 60, pattern: '^[a-z0-9-]+$' },
    supplier_segment: { title: '供应环节', type: 'text', maxLength: 60, pattern: '^[a-z0-9-]+$' },
    buyer_segment: { title: '采购环节', type: 'text', maxLength: 60, pattern: '^[a-z0-9-]+$' },
    input_weight: { title: '投入成本份额', type: 'decimal', unit: '无量纲', minimum: 0, maximum: 1 },
    essential: { title: '是否必需投入', type: 'boolean' },
    source_title: sourceTitle,
    source_date: sourceDate,
  },
  indexes: [['chain', 'buyer_segment']],
} as const satisfies Dataset
