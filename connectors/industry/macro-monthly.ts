import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

/** The last part of some indicators names a place: 公路货运量:当月值:广东. */
function placeOf(indicator: string): { readonly region: string; readonly indicator: string } {
  const last = indicator.slice(indicator.lastIndexOf(':') + 1)
  const region = last === '全国' ? '100000' : provinceCode(last)
  return region === undefined
    ? { region: '100000', indicator }
    : { region, indicator: indicator.slice(0, indicator.lastIndexOf(':')) }
}

/** Monthly series; prices per barrel go to commodity prices, daily and weekly market indices are not taken. */
export default {
  title: '宏观与行业月度指标（至 2018 年 7 月）',
  publisher: '通联数据；天池 FDDC 2018（GitHub 公开副本）',
  licence: '来源未声明；竞赛数据，仅供演示和研究',
  dataset: 'industry/prosperity-survey',
  expectedYield: { minimum: 9_022, maximum: 9_022, outside: 'warn' },
  fetch: packFiles('2018-08-03', {
    file: 'industry_indicators/macro_industry_series.csv.gz',
    format: 'csv.gz',
  }),
  parse({ indicator: stated = '', frequency, date = '', value, unit = '' }) {
    if (unit === '美元/桶') return { ignored: '价格序列，载入大宗商品价格' }
    if (frequency !== 'M') return { ignored: '不是月度序列（日、周、年）' }
    const { region, indicator } = placeOf(stated)
    return {
      survey: indicator.startsWith('制造业PMI') ? '制造业采购经理指数' : '宏观与行业月度指标',
      month: date.slice(0, 7),
      indicator,
      region_code: region,
      value,
      // The export writes "nan" where a ratio or an index has no unit.
      unit: unit === 'nan' ? '' : unit,
    }
  },
} satisfies Connector
