import type { Dataset } from '../contract.ts'

export default {
  title: '产品目录',
  summary: '产业知识库中的产品名称、上级产品、层级和所属行业。',
  steward: '山东省工业和信息化厅',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业链/产品目录',
  key: ['product'],
  columns: {
    product: { title: '产品', type: 'text', maxLength: 200, aliases: ['产品名称'] },
    parent_product: { title: '上级产品', type: 'text', maxLength: 200, aliases: ['parent'] },
    level: { title: '层级', type: 'integer', unit: '级', minimum: 1, maximum: 20 },
    industry: { title: '所属行业', type: 'text', maxLength: 200 },
  },
  indexes: [['parent_product']],
} as const satisfies Dataset
