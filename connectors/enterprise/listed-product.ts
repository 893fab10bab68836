import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** Lines that balance an account and name no product. */
const eliminations = /平衡项目|调整项目|抵[销消]/

/** Put in where the product comes from the business scope and no share is reported. */
const filler = '0.001'

export default {
  title: '上市公司主营产品',
  publisher: 'liuhuanyong/ChainKnowledgeGraph（GitHub），据年报主营构成',
  licence: '来源未声明；仅供演示和研究',
  dataset: 'enterprise/enterprise-product',
  expectedYield: { minimum: 51_283, maximum: 51_283, outside: 'warn' },
  fetch: packFiles('2021-11-30', { file: 'chain_kg/company_product.csv', format: 'csv' }),
  parse({ ts_code: code, short_name: name, product = '', revenue_ratio: ratio = '' }) {
    if (eliminations.test(product)) return { ignored: '平衡、调整、抵销项目，不是产品' }
    return {
      enterprise_name: name,
      product,
      security_code: code,
      revenue_ratio: ratio === filler ? '' : ratio,
    }
  },
} satisfies Connector
