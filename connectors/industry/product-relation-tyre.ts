import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

export default {
  title: '橡胶轮胎产品下游关系',
  publisher: 'OpenSPG/KAG 供应链示例（GitHub）',
  licence: 'Apache-2.0',
  dataset: 'industry/product-relation',
  expectedYield: { minimum: 1_125, maximum: 1_125, outside: 'warn' },
  fetch: packFiles('2024-12-31', { file: 'supplychain_kag/product_downstream.csv', format: 'csv' }),
  columns: {
    product: 'from_product',
    relation: '=下游产品',
    downstream_product: 'to_product',
    source: '=OpenSPG/KAG 供应链示例',
  },
} satisfies Connector
