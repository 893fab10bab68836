import { creditCode, enterpriseName, positiveAmount, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '招标采购中标成交信息',
  summary: '公开招标、政府采购和重大合同公告中的采购人、中标人、项目和金额。',
  steward: '山东省发展和改革委员会',
  cycle: 'daily',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/公共资源交易/中标成交',
  publicBasis: '中标成交结果依《招标投标法》《政府采购法》公告',
  key: ['award_id'],
  columns: {
    award_id: { title: '中标成交编号', type: 'text', maxLength: 200, aliases: ['公告编号'] },
    awarded_on: { title: '中标日期', type: 'date', notFuture: true },
    buyer_name: { ...enterpriseName, title: '采购人名称', aliases: ['采购单位', '招标人'] },
    buyer_credit_code: { ...creditCode, title: '采购人统一社会信用代码', aliases: [] },
    supplier_name: {
      ...enterpriseName,
      title: '中标人名称',
      required: true,
      aliases: ['供应商名称', '中标单位'],
    },
    supplier_credit_code: { ...creditCode, title: '中标人统一社会信用代码', aliases: [] },
    project: { title: '项目名称', type: 'text', maxLength: 1000, aliases: ['采购项目', '标的'] },
    amount: { ...positiveAmount, title: '中标金额', aliases: ['成交金额', '合同金额'] },
    region_code: { ...regionCode, title: '项目所在地行政区划代码' },
  },
  indexes: [['buyer_credit_code'], ['supplier_credit_code'], ['supplier_name']],
} as const satisfies Dataset
