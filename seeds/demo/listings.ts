import type { SourceRecord } from '../../connectors/contract.ts'
import type { Annual } from './annual-figures.ts'
import type { Firm } from './enterprises.ts'
import { CLUSTER_CITY, HOME_PROVINCE } from './geography.ts'
import { MONTH_COUNT } from './months.ts'
import { randomStream } from './random.ts'
import { nameAt, placeAt, type World } from './world.ts'

const LAST = MONTH_COUNT - 1

/** Listed firms in 东营 and in the other cities. */
const CLUSTER_LISTED = 4
const PROVINCE_LISTED = 3

/** Security codes of these number ranges are given to no share of the three exchanges. */
const venues = [
  { prefix: '7770', suffix: 'SH', exchange: 'SSE', board: '主板' },
  { prefix: '7770', suffix: 'SZ', exchange: 'SZSE', board: '主板' },
  { prefix: '7773', suffix: 'SZ', exchange: 'SZSE', board: '创业板' },
  { prefix: '7778', suffix: 'BJ', exchange: 'BSE', board: '北交所' },
] as const

export interface Listing {
  readonly firm: Firm
  readonly security: string
  readonly exchange: string
  readonly board: string
  readonly listedOn: string
}

/** The largest makers of the chain that stay where they are. */
export function planListings(world: World): readonly Listing[] {
  const random = randomStream('listings')
  const makers = world.firms
    .filter((firm) => firm.factory && firm.segment !== null && !world.fateOf.has(firm) && firm.bornAt < -120)
    .toSorted((a, b) => b.plan - a.plan)
  const inCluster = makers.filter((firm) => firm.place.city === CLUSTER_CITY)
  const elsewhere = makers.filter((firm) => firm.place.city !== CLUSTER_CITY && firm.stage !== 'application')
  const chosen = [...inCluster.slice(0, CLUSTER_LISTED), ...elsewhere.slice(2, 2 + PROVINCE_LISTED)]
  return chosen.map((firm, index) => {
    const venue = venues[index % venues.length] ?? venues[0]
    return {
      firm,
      security: `${venue.prefix}${String(index + 1).padStart(2, '0')}.${venue.suffix}`,
      exchange: venue.exchange,
      board: venue.board,
      listedOn: `${random.integer(2012, 2022)}-0${random.integer(1, 9)}-${random.integer(10, 28)}`,
    }
  })
}

export function listedCompanyRecords(world: World, annuals: readonly Annual[]): readonly SourceRecord[] {
  return planListings(world).map(({ firm, security, exchange, board, listedOn }) => {
    const place = placeAt(world, firm, LAST)
    const latest = annuals.find((annual) => annual.firm === firm && annual.year === 2025)
    return {
      security_code: security,
      short_name: `演示${firm.brand}`,
      full_name: nameAt(world, firm, LAST),
      credit_code: firm.code,
      exchange,
      board,
      list_date: listedOn,
      province: place.province === HOME_PROVINCE ? '山东' : place.provinceName,
      city_code: place.city,
      county_code: place.county,
      registered_address: firm.address,
      industry: firm.stage === 'tyre' ? '轮胎轮毂' : '橡胶及制品',
      registered_capital: String(firm.capital),
      employees: String(latest?.staff ?? ''),
      controller_type: '民营企业',
      website: '',
      revenue: String(latest?.revenue ?? ''),
      revenue_year: latest === undefined ? '' : '2025',
    }
  })
}

export function annualReportRecords(
  world: World,
  annuals: readonly Annual[],
  year: number,
): readonly SourceRecord[] {
  return planListings(world).flatMap(({ firm, security }) => {
    const annual = annuals.find((each) => each.firm === firm && each.year === year)
    if (annual === undefined) return []
    const { revenue, staff, profit } = annual
    const assets = Math.round(revenue * 1.18)
    const liabilities = Math.round(assets * 0.56)
    const incomeTax = Math.round(profit * 0.15)
    const cost = Math.round(revenue * 0.83)
    return [
      {
        security_code: security,
        year: String(year),
        credit_code: firm.code,
        full_name: nameAt(world, firm, LAST),
        short_name: `演示${firm.brand}`,
        published_on: `${year + 1}-04-2${firm.serial % 10}`,
        registered_address: firm.address,
        office_address: firm.address,
        county_code: firm.place.county,
        city_code: firm.place.city,
        employees: String(staff),
        research_staff: String(annual.researchStaff),
        revenue: String(revenue),
        operating_cost: String(cost),
        selling_expense: String(Math.round(revenue * 0.034)),
        administrative_expense: String(Math.round(revenue * 0.027)),
        research_expense: String(annual.researchExpense),
        finance_expense: String(Math.round(revenue * 0.008)),
        operating_profit: String(profit),
        total_profit: String(profit),
        income_tax: String(incomeTax),
        net_profit: String(profit - incomeTax),
        total_assets: String(assets),
        total_liabilities: String(liabilities),
        current_assets: String(Math.round(assets * 0.54)),
        current_liabilities: String(Math.round(liabilities * 0.71)),
      },
    ]
  })
}
