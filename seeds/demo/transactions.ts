import { segmentById } from './chain.ts'
import type { Firm } from './enterprises.ts'
import { MONTH_COUNT, MONTHS, season, trend } from './months.ts'
import type { Edge } from './network.ts'
import type { OutsideParty } from './outside.ts'
import { unitPrice } from './prices.ts'
import { type Random, randomStream } from './random.ts'

/** One month's trade between two parties. */
export interface Trade {
  readonly edge: Edge
  readonly month: number
  readonly product: string
  /** 分, whole. */
  readonly cents: number
  readonly quantity: number
}

/** Months between deliveries, by yuan a year. */
function interval(amount: number): number {
  if (amount >= 8e7) return 1
  if (amount >= 3e7) return 2
  if (amount >= 1.4e7) return 3
  return amount >= 3e6 ? 6 : 12
}

const steady = new Float64Array(MONTH_COUNT).fill(1)

function isFirm(party: Firm | OutsideParty): party is Firm {
  return 'serial' in party
}

/** All trade of the 36 months, by month, then in the order of the relations. */
export function planTrades(
  edges: readonly Edge[],
  activity: ReadonlyMap<Firm, Float64Array>,
): readonly Trade[] {
  const random = randomStream('trades')
  const byMonth: Trade[][] = MONTHS.map(() => [])
  for (const edge of edges) {
    const every = interval(edge.amount)
    const phase = random.integer(0, every - 1)
    const supplier = isFirm(edge.supplier) ? (activity.get(edge.supplier) ?? steady) : steady
    const buyer = isFirm(edge.buyer) ? (activity.get(edge.buyer) ?? steady) : steady
    const product = productOf(edge, random)
    for (let month = edge.from; month < edge.until; month++) {
      if ((month + phase) % every !== 0) continue
      const level = Math.sqrt((supplier[month] ?? 0) * (buyer[month] ?? 0))
      if (level <= 0.02) continue
      const yuan =
        (edge.amount / 12) *
        every *
        level *
        (season[month] ?? 1) *
        (trend[month] ?? 1) *
        random.lognormal(0.14)
      const cents = Math.round(yuan * 100)
      if (cents < 100_000) continue
      const quantity = Math.max(0.01, Math.round(cents / unitPrice(edge.segment, month)) / 100)
      byMonth[month]?.push({ edge, month, product, cents, quantity })
    }
  }
  return byMonth.flat()
}

function productOf(edge: Edge, random: Random): string {
  const segment = segmentById(edge.segment)
  if (edge.segment === 'replacement-market') return '旧轮胎'
  if (isFirm(edge.supplier) && edge.supplier.products.length > 0) return random.pick(edge.supplier.products)
  return segment.products[0] ?? segment.title
}
