import {
  type Division,
  type DivisionIndex,
  type DivisionName,
  type Place,
  commonPlace,
  createDivisionIndex,
  nowhere,
} from './division-index.ts'

/** Where an address lies, as far as it says: a development zone has no county code of its own. */
export interface Location extends Place {
  /** Code of the division as written, where it is no longer in force (胶南市 370284 → 黄岛区 370211). */
  readonly retiredCode: string | null
}

/**
 * Reads the place out of an address.
 *
 * @param hint a division code that is probably near, e.g. of the registering authority: it decides between
 *   namesakes (市中区 of 济南 and 枣庄) and confirms names without 省, 市, 县; it never stands in for what the
 *   address does not say.
 */
export type AddressParser = (address: string, hint?: string | null) => Location

/** Division names stand at the head; what comes later is roads, buildings and other firms' names. */
const reach = 30

/** 中国（山东）自由贸易试验区济南片区 … names the province in brackets. */
const freeTradeZone = /^[（(]([^）)]{2,8})[）)]自由贸易(?:试验)?区/u

const nothing: Location = { ...nowhere, retiredCode: null }

/** A division's name in front of these is the name of a road or a building: 淄博路, 山东大厦. */
const roadAfter =
  /^(?:[东西南北中]{0,2}[一二三四五六七八九十]?(?:路|街|大街|大道|道|巷|胡同|大厦|广场|桥|港路))/u
const zoneAfter = /^.{0,6}(?:开发区|高新|经济|技术|保税|工业园|新区|示范区|产业园|自贸|综合)/u

interface State {
  readonly province: string | null
  readonly city: string | null
}

function within(place: Place, code: string, state: State): boolean {
  if (state.city !== null) {
    return place.cityCode === state.city || code.slice(0, 4) === state.city.slice(0, 4)
  }
  return state.province === null || place.provinceCode === state.province
}

function near(place: Place, hint: Place): boolean {
  if (hint.cityCode !== null && place.cityCode !== null) return hint.cityCode === place.cityCode
  return hint.provinceCode !== null && hint.provinceCode === place.provinceCode
}

/** Among namesakes: those near the hint if any are, then those in force if any are. */
function narrow(names: readonly DivisionName[], hint: Place): readonly DivisionName[] {
  if (names.length < 2) return names
  const sameCounty = names.filter(
    (name) => hint.countyCode !== null && name.place.countyCode === hint.countyCode,
  )
  if (sameCounty.length > 0) return sameCounty
  const nearby = names.filter((name) => near(name.place, hint))
  const kept = nearby.length > 0 ? nearby : names
  const inForce = kept.filter((name) => !name.retired)
  return inForce.length > 0 ? inForce : kept
}

/** Names that also are ordinary words (市区, 北城新区, 明水) and so prove nothing far from where the firm is known. */
function tooLoose(name: DivisionName): boolean {
  return name.level === 'county' && (name.retired || !name.full || name.text.length < 3)
}

/**
 * The longest written form at the position that fits what is known so far; several entries are namesakes.
 *
 * @param anchored the position follows another division or opens the address: only there may 省, 市, 县 be left out.
 */
function candidatesAt(
  index: DivisionIndex,
  text: string,
  position: number,
  state: State,
  hint: Place,
  anchored: boolean,
): readonly DivisionName[] {
  const names = index.namesAt(text, position)
  for (let start = 0; start < names.length;) {
    const first = names[start]
    if (first === undefined) break
    let end = start + 1
    while (names[end]?.text.length === first.text.length) end++
    const fitting = names.slice(start, end).filter((name) => {
      if (!within(name.place, name.code, state)) return false
      if (state.city === null && hint.provinceCode !== null && tooLoose(name) && !near(name.place, hint))
        return false
      const isCounty = name.level === 'county'
      if (!isCounty && state.city !== null) return false
      if (name.level === 'province' && state.province !== null) return false
      if (name.full) return anchored || !isCounty || state.city !== null || near(name.place, hint)
      return anchored
    })
    // 巢湖市 is a county in force and a retired city: the one in force is meant.
    const level = (fitting.find((name) => name.full && !name.retired) ?? fitting[0])?.level
    const sameLevel = fitting.filter((name) => name.level === level)
    if (sameLevel.length > 0 && plausible(index, text, position, sameLevel, state, hint, anchored)) {
      return narrow(sameLevel, hint)
    }
    start = end
  }
  return []
}

/** Guards against roads, buildings and firms that carry a place's name. */
function plausible(
  index: DivisionIndex,
  text: string,
  position: number,
  names: readonly DivisionName[],
  state: State,
  hint: Place,
  anchored: boolean,
): boolean {
  const first = names[0]
  if (first === undefined) return false
  const next = position + first.text.length
  if (first.full && anchored) return true
  const rest = text.slice(next, next + 12)
  if (roadAfter.test(rest)) return false
  if (first.full) return true
  if (state.city !== null || names.some((name) => near(name.place, hint))) return true
  if (first.level !== 'province' && state.province !== null) return true
  const follower = index.namesAt(text, next)
  if (follower.some((name) => names.some((above) => within(name.place, name.code, stateOf(above.place)))))
    return true
  return (
    zoneAfter.test(rest) || (hint.provinceCode === null && (names.length === 1 || isOneCity(names, rest)))
  )
}

/** 沧州 names the city of today and the prefecture it was; 唐山镇 is a town. */
function isOneCity(names: readonly DivisionName[], rest: string): boolean {
  const city = names[0]?.place.cityCode ?? null
  return (
    city !== null &&
    names.every(({ level, place }) => level === 'city' && place.cityCode === city) &&
    !/^[镇乡村屯庄]/u.test(rest)
  )
}

function stateOf(place: Place): State {
  return { province: place.provinceCode, city: place.cityCode }
}

/** The text without blanks, country and what names a free trade zone; most addresses begin with none of it. */
function headOf(address: string): string {
  let text = /\s/u.test(address) ? address.replace(/\s+/gu, '') : address
  if (text.startsWith('中')) text = text.replace(/^(?:中华人民共和国|中国)/u, '')
  return text.startsWith('（') || text.startsWith('(') ? text.replace(freeTradeZone, '$1') : text
}

/** Builds the parser once; it then reads more than 100,000 addresses a second. */
export function createAddressParser(divisions: readonly Division[] | DivisionIndex): AddressParser {
  const index = 'namesAt' in divisions ? divisions : createDivisionIndex(divisions)

  return (address, hintCode) => {
    const text = headOf(address)
    const hint = hintCode == null || hintCode === '' ? nowhere : index.place(hintCode)
    let found: Location = nothing
    let state: State = { province: null, city: null }
    let anchor = 0
    const last = Math.min(reach, text.length - 1)
    for (let position = 0; position < last;) {
      const names = candidatesAt(index, text, position, state, hint, position === anchor)
      const first = names[0]
      if (first === undefined) {
        position++
        continue
      }
      const place = names.length === 1 ? first.place : commonPlace(names.map((name) => name.place))
      found = {
        ...merge(found, place),
        retiredCode: names.length === 1 && first.retired ? first.code : found.retiredCode,
      }
      if (first.level === 'county') return found
      state = {
        province: found.provinceCode,
        city: first.level === 'city' ? (place.cityCode ?? state.city) : state.city,
      }
      position += first.text.length
      anchor = position
    }
    return found
  }
}

/** A lower division outranks what an upper one said: 烟台市威海市 of the 1980s lies in 威海 today. */
function merge(upper: Place, lower: Place): Place {
  return {
    provinceCode: lower.provinceCode ?? upper.provinceCode,
    cityCode: lower.cityCode ?? (lower.countyCode === null ? upper.cityCode : null),
    countyCode: lower.countyCode,
  }
}
