import { createAddressParser } from '../fusion/address.ts'
import { type DivisionIndex, type Place, nowhere } from '../fusion/division-index.ts'
import { createAddressWriter, isSameDoor } from './written-address.ts'

export type MoveLevel = 'cross_province' | 'cross_city' | 'cross_county' | 'same_county' | 'unresolved'

/** GB/T 2260 codes in force; null where the address does not say or the division has no such level (北京 has no city). */
export interface WrittenDivision {
  readonly province: string | null
  readonly city: string | null
  readonly county: string | null
}

export interface AddressMove {
  /** Positions in the list of addresses. */
  readonly from: number
  readonly to: number
  readonly level: MoveLevel
  /** The addresses name the same door: whatever differs, it is the wording. */
  readonly sameDoor: boolean
}

export interface AddressHistory {
  readonly divisions: readonly WrittenDivision[]
  /** One for each consecutive pair. */
  readonly moves: readonly AddressMove[]
}

/** Reads the addresses of one firm, the earliest first. */
export type AddressHistoryReader = (addresses: readonly string[]) => AddressHistory

/**
 * Where a firm's addresses lie, and how far each lies from the one before. Retired divisions count as those
 * that took over, so that a county merged or renamed by the state moves nobody; an address that does not name
 * its county (development zones) is compared as far as it is known and never taken for a move.
 */
export function createAddressHistoryReader(index: DivisionIndex): AddressHistoryReader {
  const parse = createAddressParser(index)
  const write = createAddressWriter(index)
  const read = (written: readonly string[]): Place[] => {
    const alone = written.map((address) => parse(address))
    // 市中区 and addresses without a city are told by the neighbouring address; it fills in nothing else.
    return alone.map((place, position) => {
      if (place.countyCode !== null) return place
      const hint = [position - 1, position + 1]
        .map((near) => codeOf(alone[near] ?? nowhere))
        .find((code) => code !== null)
      const hinted = hint === undefined ? nowhere : parse(written[position] ?? '', hint)
      return hinted.provinceCode === null ? place : hinted
    })
  }
  return (addresses) => {
    const written = addresses.map(write)
    const places = read(written)
    return {
      divisions: places.map(({ provinceCode, cityCode, countyCode }) => ({
        province: provinceCode,
        city: cityCode,
        county: countyCode,
      })),
      moves: places.slice(1).map((place, position) => {
        const sameDoor = isSameDoor(written[position] ?? '', written[position + 1] ?? '')
        const level = levelBetween(index, places[position] ?? nowhere, place)
        return {
          from: position,
          to: position + 1,
          level: level === 'unresolved' && sameDoor ? 'same_county' : level,
          sameDoor,
        }
      }),
    }
  }
}

function codeOf(place: Place): string | null {
  return place.countyCode ?? place.cityCode ?? place.provinceCode
}

/** How far one place lies from another, as far as both are known. */
export function levelBetween(index: DivisionIndex, one: Place, other: Place): MoveLevel {
  if (one.provinceCode === null || other.provinceCode === null) return 'unresolved'
  if (one.provinceCode !== other.provinceCode) return 'cross_province'
  const [cityOne, cityOther] = [cityLike(one), cityLike(other)]
  if (cityOne === null || cityOther === null) return 'unresolved'
  if (cityOne !== cityOther) return 'cross_city'
  if (one.countyCode !== null && other.countyCode !== null)
    return one.countyCode === other.countyCode ? 'same_county' : 'cross_county'
  const whole = one.cityCode !== null && !index.hasCounties(one.cityCode)
  return whole ? 'same_county' : 'unresolved'
}

const municipalities = new Set(['110000', '120000', '310000', '500000'])

/** What takes the place of the city: a municipality itself, and a county directly under its province. */
function cityLike({ provinceCode, cityCode, countyCode }: Place): string | null {
  if (cityCode !== null) return cityCode
  return provinceCode !== null && municipalities.has(provinceCode) ? provinceCode : countyCode
}
