import type { SourceRecord } from '../../connectors/contract.ts'
import type { Span } from './deliveries.ts'
import { CLUSTER_CITY, CLUSTER_COUNTY, HOME_PROVINCE } from './geography.ts'
import { MONTHS, season, trend } from './months.ts'
import { randomStream } from './random.ts'

export const prosperitySurvey = '轮胎产业景气调查（演示）'

/** Diffusion indices of the survey, how strongly they follow output, and their weight in the index of managers. */
const parts = [
  { indicator: '新订单指数', swing: 26, weight: 0.3, inverse: false },
  { indicator: '生产指数', swing: 30, weight: 0.25, inverse: false },
  { indicator: '从业人员指数', swing: 9, weight: 0.2, inverse: false },
  { indicator: '供应商配送时间指数', swing: 7, weight: 0.15, inverse: true },
  { indicator: '主要原材料库存指数', swing: 8, weight: 0.1, inverse: false },
] as const

const regions = [HOME_PROVINCE, CLUSTER_CITY, CLUSTER_COUNTY] as const

/** Change of output against the month before, the festival's share softened as in an adjusted survey. */
function momentum(month: number): number {
  const output = (at: number): number => (season[at] ?? 1) ** 0.35 * (trend[at] ?? 1)
  return month === 0 ? 0.002 : output(month) / output(month - 1) - 1
}

/** Index of managers = Σ weight · index, delivery times counted as 100 − index. */
export function* prosperityRecords({ from, until }: Span): Generator<SourceRecord> {
  for (const region of regions) {
    const random = randomStream(`prosperity-${region}`)
    for (const [month, text] of MONTHS.entries()) {
      const values = parts.map(({ swing, inverse }) => {
        const moved = 50.6 + (inverse ? -1 : 1) * swing * momentum(month) + 0.9 * random.normal()
        return Math.round(Math.min(75, Math.max(25, moved)) * 10) / 10
      })
      const index = parts.reduce((sum, { weight, inverse }, position) => {
        const value = values[position] ?? 50
        return sum + weight * (inverse ? 100 - value : value)
      }, 0)
      const climate = 100 + (index - 50) * 4 + 2 * random.normal()
      if (month < from || month >= until) continue
      const row = (indicator: string, value: number, unit: string): SourceRecord => ({
        survey: prosperitySurvey,
        month: text,
        indicator,
        region_code: region,
        value: value.toFixed(1),
        unit,
      })
      for (const [position, { indicator }] of parts.entries())
        yield row(indicator, values[position] ?? 50, '%')
      yield row('采购经理指数', index, '%')
      yield row('景气指数', climate, '点')
    }
  }
}
