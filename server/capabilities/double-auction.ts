import { Type } from 'typebox'
import { clearAuction } from '../algorithms/double-auction.ts'
import { capability } from './frame/contract.ts'

const sample = { bids: [9, 8, 7, 4], asks: [2, 3, 4, 8] }
const amount = (description: string) => Type.Union([Type.Number(), Type.Null()], { description })

export default capability({
  title: '双边拍卖撮合',
  kind: 'algorithm',
  summary:
    '买卖双方各报一个密封价、各交易一个单位（如一批产能），撮合出成交量和价格。如实报价对各方最有利；一方报多个单位的，不适用。',
  method: 'McAfee，A dominant strategy double auction，Journal of Economic Theory 56 (1992)',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    bids: Type.Array(Type.Number(), { maxItems: 10_000, description: '买方报价，每个一单位，货币单位自定' }),
    asks: Type.Array(Type.Number(), {
      maxItems: 10_000,
      description: '卖方要价，每个一单位，货币单位同 bids',
    }),
  }),
  output: Type.Object({
    quantity: Type.Integer({ description: '成交单位数' }),
    price: amount('统一成交价；买卖价不同（见 buyerPrice、sellerPrice）或没有成交时为 null'),
    buyerPrice: amount('每个成交买方支付的价格；没有成交为 null'),
    sellerPrice: amount('每个成交卖方得到的价格；没有成交为 null'),
    surplus: Type.Number({ description: '成交的买方报价之和减卖方要价之和，货币单位同 bids' }),
    retained: Type.Number({ description: '组织者留存：(buyerPrice − sellerPrice) × quantity，不为负' }),
    efficientQuantity: Type.Integer({ description: '报价不低于要价的对数，即不计激励时可成交的单位数' }),
    efficientSurplus: Type.Number({ description: '该单位数的 surplus；与 surplus 之差是如实报价的代价' }),
    buyers: Type.Array(Type.Integer(), { description: '成交买方在 bids 中的序号，从 0 起，报价高者在前' }),
    sellers: Type.Array(Type.Integer(), { description: '成交卖方在 asks 中的序号，从 0 起，要价低者在前' }),
  }),
  sample,
  cases: [
    {
      title: '四个买方、四个卖方',
      source: 'McAfee (1992) 的规则，手算：k = 3，价格 (4 + 8) ÷ 2，剩余 24 − 9',
      basis: 'published',
      input: sample,
      checks: [
        { title: '成交单位数', published: 3, digits: 0, read: ({ quantity }) => quantity },
        { title: '成交价', published: 6, digits: 6, read: ({ price }) => price },
        { title: '总剩余', published: 15, digits: 6, read: ({ surplus }) => surplus },
      ],
    },
  ],
  run({ bids, asks }) {
    return clearAuction(bids, asks)
  },
})
