import type { SourceRecord } from '../../connectors/contract.ts'
import { closedYears } from './annual-figures.ts'
import type { Span } from './deliveries.ts'
import { annualRevenue, isSeen } from './figures.ts'
import { CLUSTER_COUNTY, HOME_PROVINCE, type Place, shandongCounties } from './geography.ts'
import { MONTH_COUNT, MONTHS, trend, workingShare } from './months.ts'
import { randomStream } from './random.ts'
import { placeAt, type World } from './world.ts'

/** What the plan's firms add to a county: monthly staff and kWh, yearly revenue in yuan. */
interface CountySums {
  readonly staff: Float64Array
  readonly kwh: Float64Array
  readonly revenue: Float64Array
}

/** All of a county's economy of which the plan's firms are a part (fictional). */
interface County {
  readonly place: Place
  readonly sums: CountySums
  /** Beside the plan's firms: people, kWh a month, yuan a year at the first month's level. */
  readonly otherStaff: number
  readonly otherKwh: number
  readonly otherRevenue: number
}

/** In the cluster's county the plan's firms take about this share of all revenue. */
const CLUSTER_CONCENTRATION = 0.58

function sumByCounty(world: World): ReadonlyMap<string, CountySums> {
  const sums = new Map<string, CountySums>(
    shandongCounties.map(({ county }) => [
      county,
      {
        staff: new Float64Array(MONTH_COUNT),
        kwh: new Float64Array(MONTH_COUNT),
        revenue: new Float64Array(closedYears.length),
      },
    ]),
  )
  for (const firm of world.firms) {
    const figures = world.figures.get(firm)
    if (figures === undefined || firm.branch) continue
    for (let month = 0; month < MONTH_COUNT; month++) {
      const county = sums.get(placeAt(world, firm, month).county)
      if (county === undefined || !isSeen(firm, world.fateOf.get(firm), month)) continue
      county.staff[month] = (county.staff[month] ?? 0) + (figures.headcount[month] ?? 0)
      county.kwh[month] = (county.kwh[month] ?? 0) + (figures.kwh[month] ?? 0)
    }
    // Revenue is stated for where a firm stood when the year ended.
    for (const [position, year] of closedYears.entries()) {
      const county = sums.get(placeAt(world, firm, lastMonthOf(year)).county)
      if (county !== undefined) {
        county.revenue[position] = (county.revenue[position] ?? 0) + annualRevenue(figures, year)
      }
    }
  }
  return sums
}

function planCounties(world: World): readonly County[] {
  const random = randomStream('counties')
  const sums = sumByCounty(world)
  return shandongCounties.flatMap((place) => {
    const own = sums.get(place.county)
    const size = random.lognormal(0.5)
    const perHead = 1_150_000 * random.lognormal(0.2)
    if (own === undefined) return []
    const isCluster = place.county === CLUSTER_COUNTY
    const otherRevenue = isCluster
      ? (own.revenue[0] ?? 0) * (1 / CLUSTER_CONCENTRATION - 1)
      : 6.2e10 * size + 0.5 * (own.revenue[0] ?? 0)
    const otherStaff = Math.round(isCluster ? 52_000 : otherRevenue / perHead)
    return [{ place, sums: own, otherStaff, otherKwh: otherRevenue * 0.0011, otherRevenue }]
  })
}

/** Position of a year's December; the series begins in November 2023. */
function lastMonthOf(year: number): number {
  return (year - 2023) * 12 + 1
}

interface Totals {
  readonly name: string
  staff: number
  kwh: number
  revenue: number
}

/** County, city and province sums of one period. */
function totalsOf(
  counties: readonly County[],
  values: (county: County) => Omit<Totals, 'name'>,
): Map<string, Totals> {
  const totals = new Map<string, Totals>()
  for (const county of counties) {
    const { place } = county
    const value = values(county)
    for (const [code, name] of [
      [HOME_PROVINCE, place.provinceName],
      [place.city, place.cityName],
      [place.county, place.countyName],
    ] as const) {
      const total = totals.get(code) ?? { name, staff: 0, kwh: 0, revenue: 0 }
      total.staff += value.staff
      total.kwh += value.kwh
      total.revenue += value.revenue
      totals.set(code, total)
    }
  }
  return totals
}

function record(
  code: string,
  period: string,
  indicator: string,
  value: string,
  unit: string,
  name: string,
): SourceRecord {
  return { region_code: code, period, indicator, value, unit, region_name: name }
}

/** Fictional totals of the 136 counties, the 16 cities and the province: yearly revenue, monthly staff and electricity. */
export function* regionStatisticsRecords(world: World, { from, until }: Span): Generator<SourceRecord> {
  const counties = planCounties(world)
  for (const [position, year] of closedYears.entries()) {
    // A year is stated with the delivery in which it closes.
    const closesAt = lastMonthOf(year)
    if (closesAt < from || closesAt >= until) continue
    const growth = 1.045 ** (year - 2023)
    const totals = totalsOf(counties, ({ sums, otherRevenue }) => ({
      staff: 0,
      kwh: 0,
      revenue: (sums.revenue[position] ?? 0) + otherRevenue * growth,
    }))
    for (const [code, { revenue, name }] of totals) {
      yield record(code, String(year), '全部企业营业收入', (revenue / 1e8).toFixed(2), '亿元', name)
    }
  }
  for (let month = from; month < until; month++) {
    const period = MONTHS[month] ?? ''
    const growth = 1 + 0.001 * month
    const totals = totalsOf(counties, ({ sums, otherStaff, otherKwh }) => ({
      staff: (sums.staff[month] ?? 0) + Math.round(otherStaff * growth),
      kwh: (sums.kwh[month] ?? 0) + otherKwh * (trend[month] ?? 1) * (0.4 + 0.6 * (workingShare[month] ?? 1)),
      revenue: 0,
    }))
    for (const [code, { staff, kwh, name }] of totals) {
      yield record(code, period, '社会保险参保人数', String(Math.round(staff)), '人', name)
      yield record(code, period, '全社会用电量', (kwh / 1e4).toFixed(1), '万千瓦时', name)
    }
  }
}
