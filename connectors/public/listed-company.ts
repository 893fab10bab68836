import { yuanFromWan } from '../amounts.ts'
import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

export default {
  title: 'A 股上市公司',
  publisher: 'Tushare、FinGLM、ChainKnowledgeGraph（GitHub 公开副本）',
  licence: '来源未声明；交易所公开披露事实，仅供演示和研究',
  dataset: 'public/listed-company',
  expectedYield: { minimum: 5_500, maximum: 5_500, outside: 'warn' },
  fetch: packFiles('2024-05-14', { file: 'a_share/companies.csv', format: 'csv' }),
  parse: (record) => ({
    security_code: record.ts_code,
    short_name: record.short_name,
    full_name: record.full_name,
    exchange: record.exchange,
    board: record.market,
    list_date: record.list_date,
    province: record.province,
    city_code: record.city_code,
    county_code: record.latest_report_county_code,
    registered_address: record.latest_report_registered_address,
    industry: record.industry_sw3 === '' ? record.industry_tushare : record.industry_sw3,
    registered_capital: yuanFromWan(record.reg_capital_wan ?? ''),
    employees: record.employees,
    controller_type: record.controller_type,
    website: record.website,
    revenue: record.latest_report_revenue,
    revenue_year: record.latest_report_revenue === '' ? '' : record.latest_report_year,
  }),
} satisfies Connector
