import type { SourceRecord } from '../../connectors/contract.ts'
import type { Annual } from './annual-figures.ts'
import { segmentById } from './chain.ts'
import type { Firm } from './enterprises.ts'
import { MONTH_COUNT } from './months.ts'
import { shortPlaceName } from './naming.ts'
import { unitPrice } from './prices.ts'
import { type Random, randomStream } from './random.ts'
import { nameAt, placeAt, type World } from './world.ts'

const LAST = MONTH_COUNT - 1
const PROFILE_YEAR = 2025

function introduction(firm: Firm, name: string, county: string): string {
  const goods = firm.products.length > 0 ? firm.products.join('、') : segmentById(firm.segment ?? '').title
  return `${name}（虚构企业，演示数据）成立于${firm.registeredOn.slice(0, 4)}年，位于${county}，主要产品和服务：${goods}。`
}

/** What the chain's firms say of themselves for the last closed year. */
export function profileRecords(world: World, annuals: readonly Annual[]): readonly SourceRecord[] {
  return annuals
    .filter(({ firm, year }) => year === PROFILE_YEAR && firm.segment !== null)
    .map(({ firm, revenue, staff, researchStaff }) => {
      const place = placeAt(world, firm, LAST)
      const name = nameAt(world, firm, LAST)
      return {
        credit_code: firm.code,
        name,
        short_name: firm.brand,
        website: '',
        introduction: introduction(firm, name, place.countyName),
        main_business: firm.factory ? firm.products.join('、') : segmentById(firm.segment ?? '').title,
        employees: String(staff),
        revenue: String(revenue),
        revenue_year: String(PROFILE_YEAR),
        research_staff: String(researchStaff),
        contact_department: staff > 60 ? '综合管理部' : '办公室',
      }
    })
}

/**
 * Other spellings under which lists carry a firm: a name it has laid down, the place written out or cut,
 * a legal form by its other word.
 */
export function otherSpelling(firm: Firm, name: string, random: Random): string {
  if (firm.name !== name) return firm.name
  const city = firm.place.cityName
  const short = shortPlaceName(city)
  if (name.startsWith('山东')) return `山东省${name.slice(2)}`
  if (name.startsWith(city)) return `${short}${name.slice(city.length)}`
  if (name.startsWith(short)) return `${city}${name.slice(short.length)}`
  return random.chance(0.5) ? `山东省${name}` : name.replace(/有限公司$/u, '有限责任公司')
}

/** Share of list entries that carry no credit code, and of those under another spelling. */
const WITHOUT_CODE = 0.12
const OTHERWISE_SPELT = 0.5

/** A list's columns for a firm: some lists have the name alone. */
export function listedAs(world: World, firm: Firm, random: Random): { name: string; code: string } {
  const name = nameAt(world, firm, LAST)
  const bare = random.chance(WITHOUT_CODE)
  const spelt = bare && random.chance(OTHERWISE_SPELT)
  return { name: spelt ? otherSpelling(firm, name, random) : name, code: bare ? '' : firm.code }
}

/** Products and yearly capacity of the chain's makers. */
export function productRecords(world: World, annuals: readonly Annual[]): readonly SourceRecord[] {
  const random = randomStream('products')
  const records: SourceRecord[] = []
  for (const { firm, year, revenue } of annuals) {
    if (year !== PROFILE_YEAR || firm.segment === null || !firm.factory) continue
    const listed = listedAs(world, firm, random)
    const weights = firm.products.map((_, position) => 1 / (position + 1))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const use = 0.62 + 0.28 * random.uniform()
    for (const [position, product] of firm.products.entries()) {
      const ratio = Math.round(((weights[position] ?? 0) / total) * 960) / 1000
      const capacity = (revenue * ratio) / unitPrice(firm.segment, 20) / use
      records.push({
        enterprise_name: listed.name,
        product,
        credit_code: listed.code,
        security_code: '',
        revenue_ratio: String(ratio),
        process: '',
        capacity: String(capacity >= 100 ? Math.round(capacity) : Math.round(capacity * 100) / 100),
        capacity_unit: `${segmentById(firm.segment).unit}/年`,
      })
    }
  }
  return records
}
