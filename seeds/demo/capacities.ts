import type { SourceRecord } from '../../connectors/contract.ts'
import { segmentById } from './chain.ts'
import type { Firm } from './enterprises.ts'
import { CLUSTER_CITY } from './geography.ts'
import { monthNumber, MONTH_COUNT, season } from './months.ts'
import { unitPrice } from './prices.ts'
import { randomStream } from './random.ts'
import type { World } from './world.ts'

/** 52 weeks that begin on Mondays; the last begins on 2026-10-26. */
const WEEKS = 52
const lastWeek = Date.UTC(2026, 9, 26)
const WEEK = 7 * 86_400_000

/** Makers of the cluster that report, the largest first. */
const REPORTING = 96

export const weekStarts: readonly string[] = Array.from({ length: WEEKS }, (_, week) =>
  new Date(lastWeek - (WEEKS - 1 - week) * WEEK).toISOString().slice(0, 10),
)

function reportingFirms(world: World): readonly Firm[] {
  return world.firms
    .filter(
      (firm) =>
        firm.factory &&
        firm.place.city === CLUSTER_CITY &&
        firm.stage !== 'application' &&
        firm.segment !== null &&
        firm.products.length > 0 &&
        (world.activity.get(firm)?.[MONTH_COUNT - 1] ?? 0) > 0,
    )
    .toSorted((a, b) => b.plan - a.plan)
    .slice(0, REPORTING)
}

/** Weekly capacity of the main product: what could be made, what is made, what is promised to customers. */
export function capacityRecords(world: World): readonly SourceRecord[] {
  const random = randomStream('capacities')
  const records: SourceRecord[] = []
  for (const firm of reportingFirms(world)) {
    const segment = segmentById(firm.segment ?? '')
    const use = 0.66 + 0.26 * random.uniform()
    const weekly = firm.plan / 52 / unitPrice(segment.id, MONTH_COUNT - 1)
    const digits = weekly >= 50 ? 0 : weekly >= 1 ? 1 : 2
    const maximum = (weekly / use) * 1.12
    for (const week of weekStarts) {
      const month = Math.min(MONTH_COUNT - 1, monthNumber(week))
      const level = (world.activity.get(firm)?.[month] ?? 0) * (season[month] ?? 1)
      const actual = Math.min(maximum, weekly * 1.1 * level * random.lognormal(0.05))
      const agreed = Math.min(maximum, actual * (1.02 + 0.08 * random.uniform()))
      records.push({
        credit_code: firm.code,
        week_start: week,
        product: firm.products[0] ?? segment.title,
        maximum: maximum.toFixed(digits),
        actual: actual.toFixed(digits),
        agreed: agreed.toFixed(digits),
        unit: segment.unit,
        load_factor: '1',
      })
    }
  }
  return records
}
