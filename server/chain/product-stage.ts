import type { Stage } from '../warehouse/stage.ts'

/** Knowledge of products has no place and no realm: only its makers have. */
export const productStage: Stage = {
  id: 'product-network',
  title: '产品网络',
  summary: '把产品目录、产品关系和企业产品归一成产品网络，滤去不是产品的名称，归入产业链环节。',
  datasets: ['industry/product-catalogue', 'industry/product-relation', 'enterprise/enterprise-product'],
  after: [],
  tables: ['product', 'product_relation', 'product_maker', 'product_segment', 'product_left_out'],
}
