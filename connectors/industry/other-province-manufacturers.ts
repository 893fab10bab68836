import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { capitalInYuan } from '../registry-record.ts'

/** county_code of the file is the authority that first registered the firm, the best place there is to go by. */
export default {
  title: '省外制造业企业（公开登记数据抽样）',
  publisher: 'Enterprise-Registration-Data-of-Chinese-Mainland（GitHub）',
  licence: '来源未声明；仅供演示和研究，非商业使用',
  dataset: 'industry/target-enterprise',
  expectedYield: { minimum: 37_781, maximum: 37_781, outside: 'warn' },
  fetch: packFiles('2019-05-01', {
    file: 'enterprise_registry/other_provinces_manufacturing_sample.csv.gz',
    format: 'csv.gz',
  }),
  parse: (record) => ({
    credit_code: record.credit_code,
    name: record.name,
    province: record.province,
    city: record.city,
    county_code: record.county_code,
    address: record.address,
    registered_on: record.reg_date,
    registered_capital: capitalInYuan(record),
    business_scope: record.business_scope,
  }),
} satisfies Connector
