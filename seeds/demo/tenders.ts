import type { SourceRecord } from '../../connectors/contract.ts'
import { segmentById } from './chain.ts'
import type { Firm } from './enterprises.ts'
import { otherPlace, type Place } from './geography.ts'
import { dayText, MONTH_COUNT } from './months.ts'
import { type Random, randomStream } from './random.ts'
import { nameAt, type World } from './world.ts'

/** Awards that say nothing of a firm's seat. */
const ORDINARY = 640

const publicBuyers = [
  '公共交通集团',
  '市政环卫服务中心',
  '公路养护中心',
  '港口集团',
  '矿业集团',
  '农机推广站',
] as const

function record(
  world: World,
  firm: Firm,
  at: Place,
  month: number,
  number: number,
  random: Random,
): SourceRecord {
  const goods = firm.products[0] ?? segmentById(firm.segment ?? 'other-tyre').title
  return {
    award_id: `DEM-ZB-${String(number).padStart(5, '0')}`,
    awarded_on: dayText(month, random.integer(2, 27)),
    buyer_name: `${at.countyName}${random.pick(publicBuyers)}（演示）`,
    buyer_credit_code: '',
    supplier_name: nameAt(world, firm, month),
    supplier_credit_code: random.chance(0.75) ? firm.code : '',
    project: `${goods}采购项目（演示）`,
    amount: String(Math.max(8, Math.round((firm.plan / 1e4) * 0.004 * random.lognormal(0.8))) * 1e4),
    region_code: at.county,
  }
}

/** Tenders won: in the place of a (possible) move by firms with that signal, ordinary ones mostly nearby. */
export function tenderRecords(world: World): readonly SourceRecord[] {
  const random = randomStream('tenders')
  const records: SourceRecord[] = []
  for (const { firm, tenderAt, towards } of world.fates) {
    if (tenderAt === undefined || towards === undefined) continue
    records.push(record(world, firm, towards, tenderAt, records.length + 1, random))
  }
  const able = world.firms.filter((firm) => firm.segment !== null && firm.factory && !world.fateOf.has(firm))
  for (let count = 0; count < ORDINARY; count++) {
    const firm = random.weighted(able, ({ plan }) => Math.sqrt(plan))
    const month = random.integer(Math.max(0, firm.bornAt), MONTH_COUNT - 1)
    const at = random.chance(0.6) ? firm.place : otherPlace(random)
    records.push(record(world, firm, at, month, records.length + 1, random))
  }
  return records
}
