import { productRelationRecords } from '../../seeds/demo/product-knowledge.ts'
import type { Connector } from '../contract.ts'

/** Nothing here is fictional: the words and links are those of the chain standard. */
export default {
  title: '产品关系（取自产业链标准）',
  publisher: '本平台产业链标准',
  licence: '随本项目使用',
  dataset: 'industry/product-relation',
  async *fetch() {
    yield {
      name: 'seeds/chains/rubber-tyre.json',
      format: 'records',
      content: { records: productRelationRecords },
    }
  },
} satisfies Connector
