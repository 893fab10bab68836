import { addDecimals } from '../amounts.ts'
import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** Money in yuan as a program extracted it from the reports; where it found none, −1 was written and is no value. */
function found(text: string | undefined): string {
  return text === '-1' ? '' : (text ?? '')
}

export default {
  title: '上市公司年度报告（2019—2021 年）',
  publisher: 'FinGLM 竞赛（GitHub）自年度报告抽取',
  licence: '来源未声明；公开披露事实，仅供演示和研究',
  dataset: 'enterprise/annual-report',
  expectedYield: { minimum: 11_587, maximum: 11_587, outside: 'warn' },
  fetch: packFiles('2022-06-30', { file: 'a_share/annual_reports_2019_2021.csv', format: 'csv' }),
  parse: (record) => ({
    security_code: record.ts_code,
    year: record.report_year,
    full_name: record.full_name,
    short_name: record.short_name,
    published_on: record.report_date,
    registered_address: record.registered_address,
    office_address: record.office_address,
    county_code: record.reg_county_code,
    city_code: record.reg_city_code,
    employees: found(record.employees),
    research_staff: found(record.rd_staff),
    revenue: found(record.revenue),
    operating_cost: found(record.operating_cost),
    selling_expense: found(record.selling_expense),
    administrative_expense: found(record.admin_expense),
    research_expense: found(record.rd_expense),
    finance_expense: found(record.finance_expense),
    operating_profit: found(record.operating_profit),
    total_profit: found(record.total_profit),
    income_tax: found(record.income_tax),
    net_profit: found(record.net_profit),
    // Both parts are stated: their sum is the balance sheet's total.
    total_assets: addDecimals(found(record.current_assets), found(record.noncurrent_assets)),
    total_liabilities: addDecimals(found(record.current_liabilities), found(record.noncurrent_liabilities)),
    current_assets: found(record.current_assets),
    current_liabilities: found(record.current_liabilities),
  }),
} satisfies Connector
