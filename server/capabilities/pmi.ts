import { Type } from 'typebox'
import { capability } from './frame/contract.ts'

const index = (description: string) =>
  Type.Number({ minimum: 0, maximum: 100, description: `${description}扩散指数，%，0 至 100` })

const source = (month: string, published: string) =>
  `国家统计局：${month}中国制造业采购经理指数及分类指数，公布 PMI 为 ${published}`

export default capability({
  title: '采购经理指数（PMI）',
  kind: 'algorithm',
  summary:
    '由五个分类扩散指数加权合成制造业 PMI。供应商配送时间为逆指数，合成时取 100 减去它；分类指数应为季节调整后的值。',
  method:
    '国家统计局采购经理调查统计报表制度：PMI = 0.30·新订单 + 0.25·生产 + 0.20·从业人员 + 0.15·(100 − 供应商配送时间) + 0.10·主要原材料库存',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    newOrders: index('新订单'),
    production: index('生产'),
    employment: index('从业人员'),
    delivery: index('供应商配送时间（逆指数，按公布值给出）'),
    stock: index('主要原材料库存'),
  }),
  output: Type.Object({ pmi: Type.Number({ description: '采购经理指数，%；50 为荣枯线' }) }),
  sample: { newOrders: 51.8, production: 52.6, employment: 48.2, delivery: 50.3, stock: 47.2 },
  cases: [
    {
      title: '2025 年 3 月全国制造业',
      source: source('2025 年 3 月', '50.5'),
      basis: 'published',
      input: { newOrders: 51.8, production: 52.6, employment: 48.2, delivery: 50.3, stock: 47.2 },
      checks: [
        { title: 'PMI（公布值，一位小数）', published: 50.5, digits: 1, read: ({ pmi }) => pmi },
        { title: 'PMI（按公布的分类指数手算）', published: 50.505, digits: 3, read: ({ pmi }) => pmi },
      ],
    },
    {
      title: '2016 年 3 月全国制造业',
      source: source('2016 年 3 月', '50.2'),
      basis: 'published',
      input: { newOrders: 51.4, production: 52.3, employment: 48.1, delivery: 51.3, stock: 48.2 },
      checks: [
        { title: 'PMI（公布值，一位小数）', published: 50.2, digits: 1, read: ({ pmi }) => pmi },
        { title: 'PMI（按公布的分类指数手算）', published: 50.24, digits: 3, read: ({ pmi }) => pmi },
      ],
    },
  ],
  run({ newOrders, production, employment, delivery, stock }) {
    return {
      pmi: 0.3 * newOrders + 0.25 * production + 0.2 * employment + 0.15 * (100 - delivery) + 0.1 * stock,
    }
  },
})
