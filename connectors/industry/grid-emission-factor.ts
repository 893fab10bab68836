import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

const scopes: Readonly<Record<string, string>> = { province: '省级电网', region: '区域电网' }

export default {
  title: '电力二氧化碳排放因子（2021、2022 年）',
  publisher: '生态环境部、国家统计局公布值的公开副本',
  licence: '来源未声明；正式使用前须与公告核对',
  dataset: 'industry/emission-factor',
  expectedYield: { minimum: 74, maximum: 74, outside: 'warn' },
  fetch: packFiles('2024-12-31', { file: 'carbon/grid_emission_factors.csv', format: 'csv' }),
  parse: ({ scope = '', name, year, kg_co2_per_kwh: factor }) => ({
    kind: 'grid',
    name,
    year,
    factor,
    unit: '千克二氧化碳/千瓦时',
    scope: scopes[scope] ?? scope,
  }),
} satisfies Connector
