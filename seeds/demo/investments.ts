import type { SourceRecord } from '../../connectors/contract.ts'
import type { Firm } from './enterprises.ts'
import { otherPlace, type Place, shandongCounties } from './geography.ts'
import { dayText, MONTH_COUNT } from './months.ts'
import { brandSource, shortPlaceName } from './naming.ts'
import { type Random, randomStream } from './random.ts'
import type { World } from './world.ts'

/** Investments that mean nothing for a firm's seat: most of them at home or next door. */
const ORDINARY = 260

function ordinaryPlace(firm: Firm, random: Random): Place {
  const draw = random.uniform()
  if (draw < 0.62) return firm.place
  if (draw < 0.85) return random.pick(shandongCounties.filter((place) => place.city === firm.place.city))
  return otherPlace(random)
}

function record(firm: Firm, to: Place, month: number, name: string, random: Random): SourceRecord {
  const amount = Math.max(100, Math.round((firm.plan / 1e4) * 0.05 * random.lognormal(0.6))) * 1e4
  return {
    credit_code: firm.code,
    invested_on: dayText(month, random.integer(2, 27)),
    target_name: `${shortPlaceName(to.countyName)}${name}有限公司`,
    target_credit_code: '',
    target_county_code: to.county,
    ratio: String(random.pick([100, 100, 80, 70, 60, 51])),
    amount: String(amount),
  }
}

/** Investments of firms by date: those before a (possible) move, the decoys', and ordinary ones. */
export function investmentRecords(world: World): readonly SourceRecord[] {
  const random = randomStream('investments')
  const brand = brandSource(
    'invested-brands',
    world.firms.map((firm) => firm.brand),
  )
  const words = ['橡胶科技', '轮胎', '新材料', '机械', '投资', '供应链', '环保科技'] as const
  const records: SourceRecord[] = []
  for (const { firm, investmentAt, towards } of world.fates) {
    if (investmentAt === undefined || towards === undefined) continue
    records.push(record(firm, towards, investmentAt, `${brand()}${random.pick(words)}`, random))
  }
  const able = world.firms.filter(
    (firm) => firm.plan > 2e7 && firm.bornAt < 0 && !firm.branch && !world.fateOf.has(firm),
  )
  for (let count = 0; count < ORDINARY; count++) {
    const firm = random.weighted(able, ({ plan }) => Math.sqrt(plan))
    const month = random.integer(0, MONTH_COUNT - 1)
    records.push(record(firm, ordinaryPlace(firm, random), month, `${brand()}${random.pick(words)}`, random))
  }
  return records.toSorted(byDate)
}

function byDate(a: SourceRecord, b: SourceRecord): number {
  const [one, other] = [a['invested_on'] ?? '', b['invested_on'] ?? '']
  return one < other ? -1 : one > other ? 1 : 0
}
