import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

/** Indicators whose unit is plain from the size of the values; those without a known unit are not taken. */
const indicators: Readonly<Record<string, readonly [title: string, unit: string]>> = {
  carbon_emission: ['二氧化碳排放量', '百万吨'],
  primary_gdp: ['第一产业增加值', '亿元'],
  secondary_gdp: ['第二产业增加值', '亿元'],
  tertiary_gdp: ['第三产业增加值', '亿元'],
  export: ['出口总额', '万美元'],
  fixed_asset_investment: ['固定资产投资', '亿元'],
  population: ['年末常住人口', '万人'],
  energy_consumption: ['能源消费总量', '万吨标准煤'],
  thermal_power: ['火力发电量', '亿千瓦时'],
  cement_production: ['水泥产量', '万吨'],
  vechicle: ['民用汽车拥有量', '万辆'],
  highway: ['公路里程', '公里'],
  railway: ['铁路营业里程', '公里'],
  freight_transport: ['货运量', '万吨'],
}

export default {
  title: '省级碳排放与经济面板（1998—2019 年）',
  publisher: 'carbondata（GitHub）整理的统计年鉴数据',
  licence: '来源未声明；统计事实，仅供演示和研究',
  dataset: 'public/region-statistics',
  expectedYield: { minimum: 9_240, maximum: 9_240, outside: 'warn' },
  fetch: packFiles('2019-12-31', {
    file: 'statistics/province_carbon_economy_panel_1998_2019.csv',
    format: 'csv',
  }),
  parse: (record) =>
    Object.entries(indicators).flatMap(([column, [indicator, unit]]) => {
      const value = record[column] ?? ''
      if (value === '') return []
      const { province = '', year } = record
      return [
        { region_code: provinceCode(province), period: year, indicator, value, unit, region_name: province },
      ]
    }),
} satisfies Connector
