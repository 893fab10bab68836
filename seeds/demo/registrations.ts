import type { SourceRecord } from '../../connectors/contract.ts'
import type { Change } from './changes.ts'
import type { Firm } from './enterprises.ts'
import type { Fate } from './fates.ts'
import { HOME_PROVINCE } from './geography.ts'
import { dayText, MONTHS } from './months.ts'
import { type World } from './world.ts'

/** A delivery of the register: the whole of it before the first month (−1), then what changed in a month. */
export interface RegistrationDelivery {
  readonly month: number
  readonly records: readonly SourceRecord[]
}

function statusOf(fate: Fate | undefined, month: number): string {
  if (fate === undefined) return '存续'
  if (fate.kind === 'closed' && month >= (fate.endsAt ?? Infinity)) return '注销'
  const gone = fate.move !== undefined && month >= fate.move.month && fate.move.to.province !== HOME_PROVINCE
  return gone ? '迁出' : '存续'
}

function registrationAt(
  firm: Firm,
  fate: Fate | undefined,
  change: Change | undefined,
  month: number,
): SourceRecord {
  const move = fate?.move !== undefined && month >= fate.move.month ? fate.move : undefined
  const done = change !== undefined && month >= change.month ? change : undefined
  const place = move?.to ?? firm.place
  const moved = done?.item === '住所' ? done.after : firm.address
  const capital = done?.item === '注册资本' ? Number.parseFloat(done.after) * 1e4 : firm.capital
  return {
    credit_code: firm.code,
    name: done?.item === '名称' ? done.after : firm.name,
    registered_on: firm.registeredOn,
    enterprise_type: done?.item === '名称' ? '股份有限公司(非上市、自然人投资或控股)' : firm.enterpriseType,
    registered_capital: firm.branch ? '' : String(capital),
    capital_currency: firm.branch ? '' : '人民币',
    province_code: place.province,
    city_code: place.city,
    county_code: place.county,
    address: move?.address ?? moved,
    business_scope: done?.item === '经营范围' ? done.after : firm.scope,
    industry_code: firm.industryCode,
    status: statusOf(fate, month),
    is_branch: String(firm.branch),
    registration_authority_code: firm.place.county,
  }
}

/** Month in which the register of the province first carries the firm; −1 = from the beginning. */
function appearsAt(firm: Firm, fate: Fate | undefined): number {
  if (firm.place.province !== HOME_PROVINCE) return fate?.move?.month ?? Infinity
  return firm.bornAt < 0 ? -1 : firm.bornAt
}

export function registrationDeliveries(world: World): readonly RegistrationDelivery[] {
  const changeOf = new Map(world.changes.map((change) => [change.firm, change]))
  const byMonth = new Map<number, SourceRecord[]>([[-1, []]])
  for (const month of MONTHS.keys()) byMonth.set(month, [])
  for (const firm of world.firms) {
    const fate = world.fateOf.get(firm)
    const change = changeOf.get(firm)
    const first = appearsAt(firm, fate)
    const months = new Set([first])
    for (const month of [
      fate?.move?.month,
      fate?.kind === 'closed' ? fate.endsAt : undefined,
      change?.month,
    ]) {
      if (month !== undefined && month > first) months.add(month)
    }
    for (const month of months) byMonth.get(month)?.push(registrationAt(firm, fate, change, month))
  }
  return [...byMonth].map(([month, records]) => ({ month, records }))
}

/** Address changes of the planted moves and the other registered changes, in the order of their dates. */
export function registrationChanges(world: World): readonly SourceRecord[] {
  const moves = world.fates.flatMap(({ firm, move }) =>
    move === undefined
      ? []
      : [
          {
            credit_code: firm.code,
            changed_on: dayText(move.month, move.day),
            item: '住所',
            before: firm.address,
            after: move.address,
            before_county_code: firm.place.county,
            after_county_code: move.to.county,
          },
        ],
  )
  const others = world.changes.map(({ firm, month, day, item, before, after }) => ({
    credit_code: firm.code,
    changed_on: dayText(month, day),
    item,
    before,
    after,
    before_county_code: item === '住所' ? firm.place.county : '',
    after_county_code: item === '住所' ? firm.place.county : '',
  }))
  return [...moves, ...others].toSorted((a, b) =>
    a.changed_on === b.changed_on
      ? a.credit_code < b.credit_code
        ? -1
        : 1
      : a.changed_on < b.changed_on
        ? -1
        : 1,
  )
}
