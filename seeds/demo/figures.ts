import type { ElectricityAnomaly } from './anomalies.ts'
import type { Firm } from './enterprises.ts'
import type { Fate } from './fates.ts'
import { segmentPlan } from './economy.ts'
import { HOME_PROVINCE } from './geography.ts'
import { MONTH_COUNT, monthsOfYear, season, trend, workingShare } from './months.ts'
import { randomStream } from './random.ts'
import type { Trade } from './transactions.ts'

/** A firm's monthly business: what its yearly, staff and electricity records are made of. */
export interface Figures {
  /** Yuan. Never below the recorded sales of the month. */
  readonly revenue: Float64Array
  /** Whole persons at the end of the month. */
  readonly headcount: Float64Array
  readonly kwh: Float64Array
}

/** Yuan of revenue a head and year, and kWh a yuan of output, by stage. */
const byStage: Readonly<Record<string, readonly [revenueAHead: number, kwhAYuan: number]>> = {
  raw: [2_600_000, 0.031],
  frame: [1_700_000, 0.034],
  equipment: [780_000, 0.012],
  tyre: [1_350_000, 0.021],
  application: [1_250_000, 0.015],
}
const traders: readonly [number, number] = [2_900_000, 0.0012]
const otherFactory: readonly [number, number] = [850_000, 0.014]
const otherService: readonly [number, number] = [620_000, 0.003]

/** Share of a works' electricity that runs whatever the output. */
const BASE_LOAD = 0.18

function productivity(firm: Firm): readonly [number, number] {
  if (firm.stage === null) return firm.factory ? otherFactory : otherService
  return firm.factory ? (byStage[firm.stage] ?? otherFactory) : traders
}

/** Recorded sales by firm and month, yuan. */
function salesByFirm(trades: readonly Trade[]): ReadonlyMap<Firm, Float64Array> {
  const sales = new Map<Firm, Float64Array>()
  for (const { edge, month, cents } of trades) {
    if (!('serial' in edge.supplier)) continue
    const series = sales.get(edge.supplier) ?? new Float64Array(MONTH_COUNT)
    series[month] = (series[month] ?? 0) + cents / 100
    sales.set(edge.supplier, series)
  }
  return sales
}

export function planFigures(
  firms: readonly Firm[],
  fateOf: ReadonlyMap<Firm, Fate>,
  activity: ReadonlyMap<Firm, Float64Array>,
  trades: readonly Trade[],
  anomalies: readonly ElectricityAnomaly[],
): ReadonlyMap<Firm, Figures> {
  const random = randomStream('figures')
  const sales = salesByFirm(trades)
  const anomalyOf = new Map(anomalies.map((anomaly) => [anomaly.firm, anomaly]))
  const figures = new Map<Firm, Figures>()
  for (const firm of firms) {
    const [revenueAHead, kwhAYuan] = productivity(firm)
    const staff = Math.max(2, (firm.plan / revenueAHead) * random.lognormal(0.22))
    const intensity = kwhAYuan * random.lognormal(0.25)
    // What the transactions record of all sales; the rest is scattered and small.
    const recorded = 0.9 + 0.09 * random.uniform()
    const scattered = firm.segment === null || segmentPlan(firm.segment).retail === true ? 1 : 1 - recorded
    const own = sales.get(firm)
    const recordedYear = own === undefined ? 0 : own.reduce((sum, value) => sum + value, 0) / 3
    // Small relations are not in the transactions: a firm below its plan sells the rest unrecorded.
    const missing = Math.max(scattered * firm.plan, firm.plan * 0.8 - recordedYear)
    const levels = activity.get(firm)
    const anomaly = anomalyOf.get(firm)
    const result: Figures = {
      revenue: new Float64Array(MONTH_COUNT),
      headcount: new Float64Array(MONTH_COUNT),
      kwh: new Float64Array(MONTH_COUNT),
    }
    for (let month = 0; month < MONTH_COUNT; month++) {
      const level = levels?.[month] ?? 0
      const business = level * (trend[month] ?? 1)
      const output = (firm.plan / 12) * business * (season[month] ?? 1)
      result.revenue[month] = (own?.[month] ?? 0) + (missing / 12) * business * (season[month] ?? 1)
      if (level <= 0) continue
      const heads =
        staff * (0.3 + 0.7 * level) * (0.97 + 0.03 * (workingShare[month] ?? 1)) * random.lognormal(0.012)
      result.headcount[month] = Math.max(1, Math.round(heads))
      const load = BASE_LOAD * (firm.plan / 12) * Math.min(1, level + 0.25) + (1 - BASE_LOAD) * output
      const odd = anomaly !== undefined && month >= anomaly.month && month < anomaly.month + anomaly.months
      result.kwh[month] = Math.round(load * intensity * random.lognormal(0.035) * (odd ? anomaly.factor : 1))
    }
    figures.set(firm, result)
  }
  return figures
}

/** Growth between the year 2023 and the first twelve months of the series. */
const GROWTH_SINCE_2023 = 1.05

/** Yuan of a calendar year, from its months; 2023 is set back from the first twelve. */
export function annualRevenue({ revenue }: Figures, year: number): number {
  const months = year === 2023 ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] : monthsOfYear(year)
  const sum = months.reduce((total, month) => total + (revenue[month] ?? 0), 0)
  return year === 2023 ? sum / GROWTH_SINCE_2023 : sum
}

/** Mean staff of a calendar year, whole persons. */
export function annualStaff({ headcount }: Figures, year: number): number {
  const months = monthsOfYear(year)
  return Math.round(months.reduce((total, month) => total + (headcount[month] ?? 0), 0) / months.length)
}

/** Whether the province's registers see the firm in a month: born, not gone, not moved away. */
export function isSeen(firm: Firm, fate: Fate | undefined, month: number): boolean {
  if (month < firm.bornAt || month >= (fate?.kind === 'closed' ? (fate.endsAt ?? Infinity) : Infinity))
    return false
  const place = fate?.move !== undefined && month >= fate.move.month ? fate.move.to : firm.place
  return place.province === HOME_PROVINCE
}
