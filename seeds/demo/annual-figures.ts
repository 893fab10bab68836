import type { SourceRecord } from '../../connectors/contract.ts'
import type { Firm } from './enterprises.ts'
import { annualRevenue, annualStaff } from './figures.ts'
import { randomStream } from './random.ts'
import { monthsOfYear } from './months.ts'
import type { World } from './world.ts'

/** Yuan: 规模以上工业企业, and wholesale trade above its limit, start here. */
const ABOVE_SCALE = 20_000_000

/** Closed years the series covers; 2023 is set back from the first twelve months. */
export const closedYears = [2023, 2024, 2025] as const

/** A closed year of one firm, whole yuan. */
export interface Annual {
  readonly firm: Firm
  readonly year: number
  readonly revenue: number
  readonly staff: number
  readonly researchExpense: number
  readonly researchStaff: number
  readonly profit: number
  readonly tax: number
}

/** Every firm that traded in a closed year, in the order of the plan, then of the years. */
export function planAnnuals(world: World): readonly Annual[] {
  const random = randomStream('annuals')
  const annuals: Annual[] = []
  for (const firm of world.firms) {
    const figures = world.figures.get(firm)
    const margin = firm.factory ? 0.055 * random.lognormal(0.35) : 0.021 * random.lognormal(0.3)
    const researching = firm.factory && random.chance(firm.plan > 1e8 ? 0.92 : 0.5)
    const research = researching ? 0.024 * random.lognormal(0.4) : 0
    for (const year of closedYears) {
      const noise = random.lognormal(0.12)
      if (figures === undefined || firm.branch) continue
      const months = monthsOfYear(year)
      const traded = months.every((month) => (figures.headcount[month] ?? 0) > 0)
      const revenue = Math.round(annualRevenue(figures, year))
      if (!traded || revenue <= 0) continue
      const staff = annualStaff(figures, year)
      annuals.push({
        firm,
        year,
        revenue,
        staff,
        researchExpense: Math.round(revenue * research * noise),
        researchStaff: researching ? Math.round(staff * Math.min(0.3, research * 3.6)) : 0,
        profit: Math.round(revenue * margin * noise * (year === 2025 ? 0.93 : 1)),
        tax: Math.round(revenue * 0.028 * noise),
      })
    }
  }
  return annuals
}

export function isAboveScale({ firm, revenue }: Annual): boolean {
  return revenue >= ABOVE_SCALE && (firm.factory || firm.segment !== null)
}

export function aboveScaleRecords(annuals: readonly Annual[], year: number): readonly SourceRecord[] {
  return annuals
    .filter(
      (annual) => annual.year === year && isAboveScale(annual) && annual.firm.place.province === '370000',
    )
    .map(({ firm, revenue, staff, researchExpense, profit, tax }) => ({
      credit_code: firm.code,
      year: String(year),
      revenue: String(revenue),
      staff: String(staff),
      research_expense: String(researchExpense),
      output_value: firm.factory ? String(Math.round(revenue * 1.012)) : '',
      profit: String(profit),
      tax: String(tax),
      industry_code: firm.industryCode,
    }))
}
