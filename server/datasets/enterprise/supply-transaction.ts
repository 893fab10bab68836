import { country, creditCode, enterpriseName, month, positiveAmount, regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '供应交易',
  summary:
    '企业授权提供的按月供应交易：供应方、采购方、供应环节、产品、数量、金额。省外、境外一方可以没有统一社会信用代码，以名称和地区标识；境外以国家（地区）代码标识。',
  steward: '授权企业',
  cycle: 'monthly',
  share: 'conditional',
  shareCondition: '经供需双方授权；单笔交易不对外提供，汇总数据须通过小单元抑制',
  grade: 'L3',
  category: '企业数据资源/供应链/交易',
  key: ['transaction_id'],
  columns: {
    transaction_id: { title: '交易编号', type: 'text', maxLength: 64 },
    month: { ...month, required: true },
    supplier_credit_code: { ...creditCode, title: '供应方统一社会信用代码', aliases: [] },
    supplier_name: { ...enterpriseName, title: '供应方名称', required: true, aliases: ['供应商名称'] },
    supplier_county_code: { ...regionCode, title: '供应方县级行政区划代码' },
    supplier_country: { ...country, title: '供应方国家（地区）代码' },
    buyer_credit_code: { ...creditCode, title: '采购方统一社会信用代码', aliases: [] },
    buyer_name: { ...enterpriseName, title: '采购方名称', required: true, aliases: ['客户名称'] },
    buyer_county_code: { ...regionCode, title: '采购方县级行政区划代码' },
    buyer_country: { ...country, title: '采购方国家（地区）代码' },
    segment: { title: '供应环节', type: 'text', maxLength: 60, pattern: '^[a-z0-9-]+$' },
    product: { title: '产品', type: 'text', maxLength: 200 },
    quantity: { title: '数量', type: 'decimal', unit: '见“计量单位”', minimum: 0 },
    unit: { title: '计量单位', type: 'text', maxLength: 20 },
    amount: { ...positiveAmount, required: true },
  },
  indexes: [
    ['supplier_credit_code', 'month'],
    ['buyer_credit_code', 'month'],
    ['month', 'segment'],
  ],
  rollups: [
    {
      name: 'segment_county',
      month: 'month',
      by: ['segment', 'supplier_county_code', 'buyer_county_code'],
      byRealm: true,
      sum: ['amount'],
    },
  ],
} as const satisfies Dataset
