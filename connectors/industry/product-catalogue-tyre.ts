import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** A product stands once for each path to it: the repetitions are duplicates. */
export default {
  title: '橡胶轮胎产品目录',
  publisher: 'OpenSPG/KAG 供应链示例（GitHub）',
  licence: 'Apache-2.0',
  dataset: 'industry/product-catalogue',
  expectedYield: { minimum: 78, maximum: 78, outside: 'warn' },
  fetch: packFiles('2024-12-31', { file: 'supplychain_kag/products.csv', format: 'csv' }),
  columns: { product: 'product', level: 'level', parent: 'parent_product', industry: 'industry' },
} satisfies Connector
