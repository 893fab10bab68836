import type { Dataset } from '../contract.ts'

export default {
  title: '大宗商品价格',
  summary: '原料和产品的市场报价，一行一个商品、一天；计价单位随商品给出。',
  steward: '山东省发展和改革委员会',
  cycle: 'daily',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/产业运行/价格',
  key: ['commodity', 'date'],
  columns: {
    commodity: { title: '商品', type: 'text', maxLength: 100, aliases: ['商品名称', '品种'] },
    date: { title: '日期', type: 'date', notFuture: true },
    price: {
      title: '价格',
      type: 'decimal',
      unit: '见“计价单位”',
      required: true,
      aliases: ['报价', '均价'],
    },
    unit: { title: '计价单位', type: 'text', maxLength: 50, aliases: ['单位'] },
    market: { title: '市场', type: 'text', maxLength: 100 },
    specification: { title: '规格', type: 'text', maxLength: 200 },
  },
  indexes: [['date']],
} as const satisfies Dataset
