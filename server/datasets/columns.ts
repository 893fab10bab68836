import type { Column } from './contract.ts'

/** Columns that mean the same in every dataset; a dataset spreads one and gives it the title of its role. */

export const creditCode = {
  title: '统一社会信用代码',
  type: 'text',
  maxLength: 18,
  pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$',
  warn: 'credit-code',
  aliases: ['社会信用代码', '信用代码', '企业统一社会信用代码', 'uscc'],
} as const satisfies Column

export const enterpriseName = {
  title: '企业名称',
  type: 'text',
  maxLength: 200,
  aliases: ['单位名称', '公司名称', '企业（机构）名称'],
} as const satisfies Column

/** GB/T 2260, six digits; codes in force and codes that were in force. */
export const regionCode = {
  title: '行政区划代码',
  type: 'text',
  maxLength: 6,
  pattern: '^[1-9]\\d{5}$',
} as const satisfies Column

/** GB/T 4754-2017: section letter alone, or section letter and two to four digits, e.g. C2911. */
export const industryCode = {
  title: '国民经济行业代码',
  type: 'text',
  maxLength: 5,
  pattern: '^[A-T](\\d{2,4})?$',
  aliases: ['行业代码', '国民经济行业分类代码'],
} as const satisfies Column

/** Exchange code with suffix, e.g. 600000.SH. */
export const securityCode = {
  title: '证券代码',
  type: 'text',
  maxLength: 9,
  pattern: '^\\d{6}\\.(SZ|SH|BJ)$',
  aliases: ['ts_code', '股票代码'],
} as const satisfies Column

export const year = {
  title: '年度',
  type: 'integer',
  unit: '年',
  minimum: 1949,
  maximum: 2100,
  aliases: ['年份'],
} as const satisfies Column

export const month = {
  title: '月份',
  type: 'month',
  notFuture: true,
  aliases: ['统计月份', '所属月份'],
} as const satisfies Column

/** Yuan. The bound is above any amount a single enterprise reports and keeps cents exact in a JavaScript number. */
export const amount = {
  title: '金额',
  type: 'money',
  unit: '元',
  minimum: -50_000_000_000_000,
  maximum: 50_000_000_000_000,
} as const satisfies Column

/** Yuan, an amount that cannot be negative. */
export const positiveAmount = { ...amount, minimum: 0 } as const satisfies Column

/**
 * Units of the currency in `capital_currency`. The largest registered capital in the country,
 * 中国国家铁路集团有限公司, is 1.7395 × 10¹² yuan: anything above 2 × 10¹² is a slip of the unit.
 */
export const registeredCapital = {
  title: '注册资本',
  type: 'money',
  unit: '元',
  minimum: 0,
  maximum: 2_000_000_000_000,
  aliases: ['注册资本（元）', '注册资金'],
} as const satisfies Column

export const headcount = {
  title: '从业人数',
  type: 'integer',
  unit: '人',
  minimum: 0,
  maximum: 5_000_000,
  aliases: ['员工人数', '职工人数'],
} as const satisfies Column

/** ISO 3166-1 alpha-2; absent for China. */
export const country = {
  title: '国家（地区）代码',
  type: 'text',
  maxLength: 2,
  pattern: '^[A-Z]{2}$',
} as const satisfies Column

export const sourceTitle = {
  title: '依据名称',
  type: 'text',
  required: true,
  maxLength: 500,
} as const satisfies Column

export const sourceDate = {
  title: '依据日期',
  type: 'date',
  required: true,
} as const satisfies Column
