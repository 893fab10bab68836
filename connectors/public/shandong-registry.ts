import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { shandongCityCode } from '../regions.ts'
import { capitalInYuan } from '../registry-record.ts'

/**
 * county_code of the file is the authority that first registered the firm (characters 3–8 of the credit code),
 * not where it is now: the county of the address is left to the reading of the address.
 */
export default {
  title: '山东省企业登记（1980—2019 年公开数据）',
  publisher: 'Enterprise-Registration-Data-of-Chinese-Mainland（GitHub）',
  licence: '来源未声明；仅供演示和研究，非商业使用',
  dataset: 'public/enterprise-registration',
  expectedYield: { minimum: 102_016, maximum: 102_016, outside: 'warn' },
  fetch: packFiles('2019-05-01', { file: 'enterprise_registry/shandong_registry.csv.gz', format: 'csv.gz' }),
  parse: (record) => ({
    credit_code: record.credit_code,
    name: record.name,
    registered_on: record.reg_date,
    enterprise_type: record.enterprise_type,
    registered_capital: capitalInYuan(record),
    capital_currency: record.reg_capital_currency,
    province_code: '370000',
    city_code: shandongCityCode(record.city ?? ''),
    address: record.address,
    business_scope: record.business_scope,
    is_branch: record.is_branch,
    registration_authority_code: record.county_code,
  }),
} satisfies Connector
