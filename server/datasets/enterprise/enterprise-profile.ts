import { creditCode, enterpriseName, headcount, positiveAmount, year } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '企业画像',
  summary: '企业自行填报的简介、主营业务、规模和研发力量；联系方式只到部门，不含个人。',
  steward: '填报企业',
  cycle: 'yearly',
  share: 'conditional',
  shareCondition: '经企业授权，按授权范围提供',
  grade: 'L2',
  category: '企业数据资源/企业基本情况/企业画像',
  key: ['credit_code'],
  columns: {
    credit_code: creditCode,
    name: { ...enterpriseName, required: true },
    short_name: { title: '企业简称', type: 'text', maxLength: 50 },
    website: { title: '网址', type: 'text', maxLength: 500 },
    introduction: { title: '企业简介', type: 'text', maxLength: 20_000 },
    main_business: { title: '主营业务', type: 'text', maxLength: 4000 },
    employees: headcount,
    revenue: { ...positiveAmount, title: '营业收入', grade: 'L3' },
    revenue_year: { ...year, title: '营业收入所属年度', aliases: [] },
    research_staff: { ...headcount, title: '研发人员数', aliases: [] },
    contact_department: { title: '对接部门', type: 'text', maxLength: 100 },
  },
  indexes: [['name']],
} as const satisfies Dataset
