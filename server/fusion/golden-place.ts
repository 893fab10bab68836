import type { Location } from './address.ts'
import { type DivisionIndex, type Place, nowhere } from './division-index.ts'

export interface WrittenPlace {
  readonly address: string | null
  /** The most exact code that a source gives for the current address. */
  readonly declaredCode: string | null
  /** Division of the first registering authority. */
  readonly authorityCode: string | null
}

export interface GoldenPlace extends Place {
  readonly basis: 'address' | 'declared' | 'authority' | null
}

/** A zone has its own administration and no county code: neither the source's nor the authority's county fits it. */
const zone = /开发区|高新区|高新技术|保税|示范区|经开区|开发园区|出口加工区|经济区/u

/**
 * Where a firm is: the address as read wins over codes that a source declares, those over the authority that
 * once registered it, because a credit code stays when a firm moves. Each fills in only what lies within what
 * is already known.
 */
export function locate(
  written: WrittenPlace,
  parse: (address: string, hint: string | null) => Location,
  divisions: DivisionIndex,
): GoldenPlace {
  const { address } = written
  const hint = written.declaredCode ?? written.authorityCode
  const read = address === null ? nowhere : parse(address, hint)
  const inZone = address !== null && read.cityCode !== null && zone.test(address.slice(0, 24))
  let place: GoldenPlace = { ...withoutCodes(read), basis: read.provinceCode === null ? null : 'address' }
  if (place.countyCode !== null || inZone) return place
  for (const [code, basis] of [
    [written.declaredCode, 'declared'],
    [written.authorityCode, 'authority'],
  ] as const) {
    if (code === null) continue
    const other = placeOf(code, divisions)
    if (!refines(place, other)) continue
    place = { ...other, basis }
    if (place.countyCode !== null) break
  }
  return place
}

function withoutCodes({ provinceCode, cityCode, countyCode }: Place): Place {
  return { provinceCode, cityCode, countyCode }
}

/** Says more than what is known, and nothing against it. */
function refines(known: Place, other: Place): boolean {
  if (other.provinceCode === null) return false
  if (known.provinceCode === null) return true
  if (known.provinceCode !== other.provinceCode) return false
  if (known.cityCode === null) return other.cityCode !== null || other.countyCode !== null
  return known.cityCode === other.cityCode && known.countyCode === null && other.countyCode !== null
}

/** Before divisions are loaded, and for local codes of zones, the digits alone tell province and city. */
function placeOf(code: string, divisions: DivisionIndex): Place {
  const place = divisions.place(code)
  if (place.provinceCode !== null || !/^[1-9]\d{5}$/.test(code)) return place
  return {
    provinceCode: `${code.slice(0, 2)}0000`,
    cityCode: code.slice(2, 4) === '00' ? null : `${code.slice(0, 4)}00`,
    countyCode: code.endsWith('00') ? null : code,
  }
}
