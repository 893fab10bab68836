import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

export default {
  title: '各省新认定高新技术企业数（2018—2024 年）',
  publisher: '全国高新技术企业认定管理工作领导小组办公室公告；techme（GitHub，MIT）整理',
  licence: 'MIT',
  dataset: 'public/region-statistics',
  expectedYield: { minimum: 217, maximum: 217, outside: 'warn' },
  fetch: packFiles('2024-12-31', { file: 'statistics/province_hightech_firms_count.csv', format: 'csv' }),
  parse: ({ province = '', year, num }) => ({
    region_code: provinceCode(province),
    period: year,
    indicator: '当年新认定高新技术企业数',
    value: num,
    unit: '个',
    region_name: province,
  }),
} satisfies Connector
