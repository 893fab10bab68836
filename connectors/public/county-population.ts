import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

const years = ['2000', '2010', '2017', '2018'] as const

/** 2000 and 2010 are the census; the codes are those of 2019. Years without a figure give no row. */
export default {
  title: '县级人口',
  publisher: 'mapchina（R 包）整理的人口普查和统计年鉴数据',
  licence: 'GPL-3.0（整理者）',
  dataset: 'public/region-statistics',
  expectedYield: { minimum: 7_342, maximum: 7_342, outside: 'warn' },
  fetch: packFiles('2019-12-31', { file: 'statistics/county_population.csv', format: 'csv' }),
  parse: (record) =>
    years.flatMap((year) => {
      const value = record[`pop_${year}`] ?? ''
      if (value === '') return []
      const indicator = '常住人口'
      return [
        {
          region_code: record.county_code,
          period: year,
          indicator,
          value,
          unit: '人',
          region_name: record.county,
        },
      ]
    }),
} satisfies Connector
