import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

export default {
  title: '国民经济行业分类 GB/T 4754—2017',
  publisher: '国家标准化管理委员会；公开前端项目副本合并校对',
  licence: '国家标准文本，来源未声明',
  dataset: 'public/industry-code',
  expectedYield: { minimum: 1_971, maximum: 1_971, outside: 'warn' },
  fetch: packFiles('2017-10-01', { file: 'gb4754_2017/industry_codes.csv', format: 'csv' }),
  columns: {
    full_code: 'code',
    name: 'title',
    level: 'level',
    parent_full_code: 'parent_code',
    description: 'description',
  },
} satisfies Connector
