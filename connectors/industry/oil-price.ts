import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

const commodities: Readonly<
  Record<string, readonly [commodity: string, market: string, specification: string]>
> = {
  '期货收盘价:布伦特原油': ['布伦特原油', '洲际交易所期货', '收盘价'],
  '国际现货价格:航空煤油(日)': ['航空煤油', '国际现货', '月度'],
}

export default {
  title: '国际油价（至 2018 年 8 月）',
  publisher: '通联数据；天池 FDDC 2018（GitHub 公开副本）',
  licence: '来源未声明；竞赛数据，仅供演示和研究',
  dataset: 'industry/commodity-price',
  expectedYield: { minimum: 3_407, maximum: 3_407, outside: 'warn' },
  fetch: packFiles('2018-08-03', {
    file: 'industry_indicators/macro_industry_series.csv.gz',
    format: 'csv.gz',
  }),
  parse({ indicator = '', date, value, unit }) {
    const known = commodities[indicator]
    if (known === undefined) return { ignored: '不是价格序列' }
    const [commodity, market, specification] = known
    return { commodity, date, price: value, unit, market, specification }
  },
} satisfies Connector
