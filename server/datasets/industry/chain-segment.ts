import { sourceDate, sourceTitle } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '产业链环节',
  summary: '产业链标准库的环节：所属阶段、对应行业代码、产品词和权重，每一条注明依据。',
  steward: '山东省工业和信息化厅',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业链/环节',
  key: ['chain', 'segment'],
  columns: {
    chain: { title: '产业链', type: 'text', maxLength: 60, pattern: '^[a-z0-9-]+$' },
    segment: { title: '环节', type: 'text', maxLength: 60, pattern: '^[a-z0-9-]+$' },
    title: { title: '环节名称', type: 'text', required: true, maxLength: 100 },
    stage: { title: '阶段', type: 'text', required: true, maxLength: 60, pattern: '^[a-z0-9-]+$' },
    stage_title: { title: '阶段名称', type: 'text', required: true, maxLength: 100 },
    position: { title: '次序', type: 'integer', unit: '位', minimum: 0, maximum: 10_000 },
    industry_codes: { title: '对应行业代码（以|分隔）', type: 'text', maxLength: 1000 },
    product_words: { title: '产品词（以|分隔）', type: 'text', maxLength: 8000 },
    weight: { title: '权重', type: 'decimal', unit: '无量纲', minimum: 0, maximum: 100 },
    source_title: sourceTitle,
    source_date: sourceDate,
  },
} as const satisfies Dataset
