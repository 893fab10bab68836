import {
  creditCode,
  enterpriseName,
  headcount,
  industryCode,
  positiveAmount,
  regionCode,
  registeredCapital,
} from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '招商目标企业',
  summary: '省外企业公开登记信息，作为沿链招商的候选；是否适合引进由评分和人工判断，不含联系人。',
  steward: '山东省商务厅',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/招商引资/目标企业',
  publicBasis: '企业登记、年度报告等依法公示和披露的信息',
  key: ['credit_code'],
  columns: {
    credit_code: creditCode,
    name: { ...enterpriseName, required: true },
    province: { title: '省份', type: 'text', maxLength: 50 },
    city: { title: '城市', type: 'text', maxLength: 50 },
    county_code: { ...regionCode, title: '县级行政区划代码' },
    address: { title: '住所', type: 'text', maxLength: 500, aliases: ['注册地址'] },
    registered_on: { title: '成立日期', type: 'date', notFuture: true, aliases: ['reg_date', '注册日期'] },
    registered_capital: registeredCapital,
    business_scope: { title: '经营范围', type: 'text', maxLength: 20_000 },
    industry_code: industryCode,
    revenue: { ...positiveAmount, title: '营业收入' },
    employees: headcount,
  },
  indexes: [['name'], ['county_code'], ['industry_code']],
} as const satisfies Dataset
