import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

export default {
  title: '上市公司产业链知识图谱：产品名称',
  publisher: 'liuhuanyong/ChainKnowledgeGraph（GitHub）',
  licence: '来源未声明；仅供演示和研究',
  dataset: 'industry/product-catalogue',
  expectedYield: { minimum: 95_559, maximum: 95_559, outside: 'warn' },
  fetch: packFiles('2021-11-30', { file: 'chain_kg/products.csv', format: 'csv' }),
  columns: { name: 'product' },
} satisfies Connector
