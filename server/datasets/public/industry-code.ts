import { industryCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '国民经济行业分类',
  summary: 'GB/T 4754—2017 的门类、大类、中类、小类代码、名称和说明。',
  steward: '山东省统计局',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '基础信息资源/标准代码/行业分类',
  key: ['code'],
  columns: {
    code: { ...industryCode, title: '行业代码', aliases: ['full_code', '代码'] },
    title: { title: '行业名称', type: 'text', required: true, maxLength: 100, aliases: ['类别名称'] },
    level: { title: '层级', type: 'integer', unit: '级', required: true, minimum: 1, maximum: 4 },
    parent_code: { ...industryCode, title: '上级行业代码', aliases: ['parent_full_code'] },
    description: { title: '说明', type: 'text', maxLength: 2000 },
  },
  indexes: [['parent_code']],
} as const satisfies Dataset
