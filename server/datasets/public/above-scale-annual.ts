import { amount, creditCode, headcount, industryCode, positiveAmount, year } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '规模以上企业年度经营信息',
  summary:
    '企业授权填报的年度营业收入、从业人数、研发费用、产值、利润、税收。由企业自行授权提供，不取自统计调查的单个调查对象资料。',
  steward: '山东省工业和信息化厅',
  cycle: 'yearly',
  share: 'conditional',
  shareCondition: '经企业授权；单个企业数据不对外提供，汇总数据须通过小单元抑制',
  grade: 'L3',
  category: '主题信息资源/产业运行/规模以上企业',
  key: ['credit_code', 'year'],
  columns: {
    credit_code: creditCode,
    year,
    revenue: { ...positiveAmount, title: '营业收入', aliases: ['主营业务收入'] },
    staff: { ...headcount, title: '从业人员平均人数' },
    research_expense: { ...positiveAmount, title: '研发费用', aliases: ['研究开发费用'] },
    output_value: { ...positiveAmount, title: '工业总产值', aliases: ['产值'] },
    profit: { ...amount, title: '利润总额' },
    tax: { ...amount, title: '税金总额', aliases: ['实缴税金'] },
    industry_code: industryCode,
  },
  indexes: [['year', 'industry_code']],
} as const satisfies Dataset
