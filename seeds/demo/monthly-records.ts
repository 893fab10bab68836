import type { SourceRecord } from '../../connectors/contract.ts'
import type { Span } from './deliveries.ts'
import { isSeen } from './figures.ts'
import { MONTHS } from './months.ts'
import { placeAt, type World } from './world.ts'

/** Firms smaller than this are not in the monthly staff records. */
const LEAST_STAFF = 3

/** Electricity of every factory in the province. */
export function* electricityRecords(world: World, { from, until }: Span): Generator<SourceRecord> {
  for (let month = from; month < until; month++) {
    for (const firm of world.firms) {
      if (!firm.factory || firm.branch || !isSeen(firm, world.fateOf.get(firm), month)) continue
      const kwh = world.figures.get(firm)?.kwh[month] ?? 0
      if (kwh < 1) continue
      yield {
        credit_code: firm.code,
        month: MONTHS[month] ?? '',
        kwh: String(kwh),
        county_code: placeAt(world, firm, month).county,
        industry_code: firm.industryCode,
      }
    }
  }
}

/** Insured staff of every firm in the province with three or more. */
export function* headcountRecords(world: World, { from, until }: Span): Generator<SourceRecord> {
  for (let month = from; month < until; month++) {
    for (const firm of world.firms) {
      if (firm.branch || !isSeen(firm, world.fateOf.get(firm), month)) continue
      const headcount = world.figures.get(firm)?.headcount[month] ?? 0
      if (headcount < LEAST_STAFF) continue
      yield {
        credit_code: firm.code,
        month: MONTHS[month] ?? '',
        headcount: String(headcount),
        county_code: placeAt(world, firm, month).county,
      }
    }
  }
}
