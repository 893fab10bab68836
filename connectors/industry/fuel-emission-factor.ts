import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** 《企业温室气体排放核算方法与报告指南》 default values carry no year of their own: 2022 is that of the guide's edition. */
const editionYear = '2022'

export default {
  title: '化石燃料默认排放因子',
  publisher: '《企业温室气体排放核算方法与报告指南》缺省值的公开副本',
  licence: '来源未声明；正式使用前须与指南核对',
  dataset: 'industry/emission-factor',
  expectedYield: { minimum: 27, maximum: 27, outside: 'warn' },
  fetch: packFiles('2022-12-31', { file: 'carbon/fuel_default_factors.csv', format: 'csv' }),
  parse: (record) => ({
    kind: 'fuel',
    name: record.fuel,
    year: editionYear,
    factor: record.tco2_per_unit_derived,
    unit: record.unit === 't' ? '吨二氧化碳/吨' : '吨二氧化碳/万标准立方米',
    lower_heating_value: record.lower_heating_value_gj_per_unit,
    carbon_content: record.carbon_content_tc_per_gj,
    oxidation_rate: record.oxidation_rate_pct,
    scope: '指南缺省值',
  }),
} satisfies Connector
