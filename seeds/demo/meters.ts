import type { SourceRecord } from '../../connectors/contract.ts'
import type { Firm } from './enterprises.ts'
import { CLUSTER_CITY } from './geography.ts'
import { dayText, daysIn, MONTH_COUNT, monthText } from './months.ts'
import { randomStream } from './random.ts'
import type { World } from './world.ts'

/** Works of the cluster under continuous monitoring: the largest users of electricity. */
const MONITORED = 24

/** Days before the end of the series with a reading a day; before them one a month. */
const DAILY_MONTHS = 3

const media = [
  { medium: '电', unit: '千瓦时', perKwh: 1 },
  { medium: '天然气', unit: '立方米', perKwh: 0.055 },
  { medium: '蒸汽', unit: '吨', perKwh: 0.0019 },
  { medium: '水', unit: '立方米', perKwh: 0.0042 },
] as const

function monitoredFirms(world: World): readonly Firm[] {
  const used = (firm: Firm): number =>
    world.figures.get(firm)?.kwh.reduce((sum, value) => sum + value, 0) ?? 0
  return world.firms
    .filter(
      (firm) =>
        firm.factory && firm.place.city === CLUSTER_CITY && world.fateOf.get(firm)?.move === undefined,
    )
    .toSorted((a, b) => used(b) - used(a))
    .slice(0, MONITORED)
}

/** The register of a meter only rises: its rise over a month is the month's use (for electricity the billed kWh). */
export function* meterRecords(world: World): Generator<SourceRecord> {
  const random = randomStream('meters')
  for (const [position, firm] of monitoredFirms(world).entries()) {
    const kwh = world.figures.get(firm)?.kwh
    for (const { medium, unit, perKwh } of media) {
      const ratio = medium === '电' ? 1 : perKwh * random.lognormal(0.2)
      const meter = `DEM-${String(position + 1).padStart(3, '0')}-${medium}`
      let register = Math.round(1e4 + 1e6 * random.uniform())
      const reading = (readAt: string): SourceRecord => ({
        meter_id: meter,
        read_at: readAt,
        credit_code: firm.code,
        medium,
        value: String(Math.round(register * 100) / 100),
        unit,
      })
      yield reading(`${monthText(0)}-01T00:00:00+08:00`)
      for (let month = 0; month < MONTH_COUNT; month++) {
        const used = (kwh?.[month] ?? 0) * ratio * (medium === '电' ? 1 : random.lognormal(0.05))
        const days = daysIn(month)
        const daily = month >= MONTH_COUNT - DAILY_MONTHS
        const shares = Array.from({ length: days }, () => (daily ? 0.85 + 0.3 * random.uniform() : 1))
        const total = shares.reduce((sum, share) => sum + share, 0)
        for (const [day, share] of shares.entries()) {
          register += (used * share) / total
          if (daily || day === days - 1) yield reading(`${dayText(month, day + 1)}T23:59:59+08:00`)
        }
      }
    }
  }
}
