import type { SourceRecord } from '../../connectors/contract.ts'
import { MONTH_COUNT, monthNumber } from './months.ts'
import { unitPrice } from './prices.ts'
import { randomStream } from './random.ts'

const commodities = [
  { commodity: '天然橡胶', segment: 'natural-rubber', specification: '标准胶 20 号' },
  { commodity: '丁苯橡胶', segment: 'styrene-butadiene-rubber', specification: '1502' },
  { commodity: '顺丁橡胶', segment: 'butadiene-rubber', specification: 'BR9000' },
  { commodity: '丁二烯', segment: 'monomer', specification: '聚合级' },
  { commodity: '炭黑', segment: 'carbon-black', specification: 'N330' },
  { commodity: '白炭黑', segment: 'silica', specification: '高分散' },
  { commodity: '钢帘线', segment: 'steel-cord', specification: '3+9+15×0.175' },
  { commodity: '锦纶帘子布', segment: 'cord-fabric', specification: '1400dtex/2' },
  { commodity: '全钢子午线轮胎', segment: 'all-steel-radial', specification: '12R22.5' },
] as const

const DAY = 86_400_000
const firstFriday = Date.UTC(2023, 10, 3)
const end = Date.UTC(2026, 9, 31)

/** Friday quotations of fictional markets over the 36 months. */
export function* commodityPriceRecords(): Generator<SourceRecord> {
  const random = randomStream('quotations')
  for (const { commodity, segment, specification } of commodities) {
    let wander = 0
    for (let day = firstFriday; day <= end; day += 7 * DAY) {
      const date = new Date(day).toISOString().slice(0, 10)
      const month = Math.min(MONTH_COUNT - 1, monthNumber(date))
      const within = Number(date.slice(8)) / 31
      const next = unitPrice(segment, Math.min(MONTH_COUNT - 1, month + 1))
      const level = unitPrice(segment, month) * (1 - within) + next * within
      wander = 0.8 * wander + 0.006 * random.normal()
      yield {
        commodity,
        date,
        price: (Math.round((level * (1 + wander)) / 10) * 10).toFixed(0),
        unit: segment === 'all-steel-radial' ? '元/条' : '元/吨',
        market: '演示市场',
        specification,
      }
    }
  }
}
