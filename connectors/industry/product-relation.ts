import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

export default {
  title: '上市公司产业链知识图谱：产品关系',
  publisher: 'liuhuanyong/ChainKnowledgeGraph（GitHub）',
  licence: '来源未声明；仅供演示和研究',
  dataset: 'industry/product-relation',
  expectedYield: { minimum: 110_153, maximum: 110_153, outside: 'warn' },
  fetch: packFiles('2021-11-30', { file: 'chain_kg/product_product.csv', format: 'csv' }),
  columns: {
    from_product: 'from_product',
    relation: 'relation',
    to_product: 'to_product',
    source: '=ChainKnowledgeGraph 2021',
  },
} satisfies Connector
