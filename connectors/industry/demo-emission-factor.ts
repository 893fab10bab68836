import { emissionFactorRecords } from '../../seeds/demo/emission-factors.ts'
import type { Connector } from '../contract.ts'

/** Published values, not fictional: the demonstration pack needs some without files of its own. */
export default {
  title: '排放因子（指南缺省值与公布的电力因子）',
  publisher: '《企业温室气体排放核算方法与报告指南》；生态环境部、国家统计局电力二氧化碳排放因子公告',
  licence: '政府公开信息；正式使用前须与原文核对',
  dataset: 'industry/emission-factor',
  async *fetch() {
    yield { name: '排放因子缺省值', format: 'records', content: { records: emissionFactorRecords } }
  },
} satisfies Connector
