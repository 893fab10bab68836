import type { Dataset } from '../contract.ts'

export default {
  title: '产品关系',
  summary: '产品之间的上游材料、下游产品、产品小类关系，读作“甲产品的上游材料是乙产品”。',
  steward: '山东省工业和信息化厅',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业链/产品关系',
  key: ['from_product', 'relation', 'to_product'],
  columns: {
    from_product: { title: '产品', type: 'text', maxLength: 200 },
    relation: { title: '关系', type: 'text', oneOf: ['上游材料', '下游产品', '产品小类'] },
    to_product: { title: '关联产品', type: 'text', maxLength: 200 },
    source: { title: '来源', type: 'text', maxLength: 200 },
  },
  indexes: [['to_product']],
} as const satisfies Dataset
