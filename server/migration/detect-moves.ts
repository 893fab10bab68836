import type { DivisionIndex, Place } from '../fusion/division-index.ts'
import type { Detection as DetectionCounts, HistoryKind } from '../api/schemas/migration-study.ts'
import {
  type AddressHistoryReader,
  levelBetween,
  type MoveLevel,
  type WrittenDivision,
} from './address-moves.ts'
import type { DatedAddress, History } from './history-rows.ts'

type PairCounts = Readonly<DetectionCounts['counts']>

type CrossLevel = 'cross_province' | 'cross_city' | 'cross_county'

export interface DetectedMove {
  readonly before: DatedAddress
  readonly after: DatedAddress
  /** As exact as the address is: county, else city, else province. */
  readonly origin: string
  readonly destination: string
  readonly level: CrossLevel
  readonly confidence: 'high' | 'medium' | 'low'
  readonly reason: string
}

export interface Detection {
  readonly kind: HistoryKind
  readonly firms: number
  readonly records: number
  readonly withoutAddress: number
  readonly pairs: number
  readonly counts: PairCounts
  readonly moves: readonly DetectedMove[]
}

/** Years in which counties were newly drawn, by code: not those that took over a whole former county. */
export type NewCounties = ReadonlyMap<string, number>

export interface Divisions {
  readonly index: DivisionIndex
  readonly newCounties: NewCounties
}

const crossings: Readonly<Record<CrossLevel, keyof PairCounts>> = {
  cross_county: 'crossCounty',
  cross_city: 'crossCity',
  cross_province: 'crossProvince',
}

/** Compares each address of each firm with the one before it; rows without an address are passed over and counted. */
export function detectMoves(
  kind: HistoryKind,
  histories: readonly History[],
  read: AddressHistoryReader,
  divisions: Divisions,
): Detection {
  const counts: Record<keyof PairCounts, number> = {
    identical: 0,
    reworded: 0,
    sameCounty: 0,
    redrawn: 0,
    crossCounty: 0,
    crossCity: 0,
    crossProvince: 0,
    unresolved: 0,
  }
  const moves: DetectedMove[] = []
  let records = 0
  let withoutAddress = 0
  let pairs = 0
  const firms = new Set<string>()
  for (const history of histories) {
    const known = history.filter(({ address }) => address !== null && address !== '')
    records += history.length
    withoutAddress += history.length - known.length
    if (known.length > 0) firms.add(known[0]?.firm ?? '')
    const found = read(known.map(({ address }) => address ?? ''))
    for (const { from, to, level, sameDoor } of found.moves) {
      const [before, after] = [known[from], known[to]]
      const [origin, destination] = [found.divisions[from], found.divisions[to]]
      if (before === undefined || after === undefined || origin === undefined || destination === undefined)
        continue
      pairs++
      if (before.address === after.address) {
        counts.identical++
        continue
      }
      const pair = { before, after, origin, destination, level, sameDoor }
      const judged = judge(pair, divisions)
      counts[judged.as]++
      if (judged.move !== null) moves.push(judged.move)
    }
  }
  return { kind, firms: firms.size, records, withoutAddress, pairs, counts, moves }
}

interface Pair {
  readonly before: DatedAddress
  readonly after: DatedAddress
  readonly origin: WrittenDivision
  readonly destination: WrittenDivision
  readonly level: MoveLevel
  readonly sameDoor: boolean
}

function judge(pair: Pair, divisions: Divisions): { as: keyof PairCounts; move: DetectedMove | null } {
  const { before, after, sameDoor } = pair
  const declared = declaredLevel(pair, divisions.index)
  const level = declared === null || declared === 'unresolved' ? pair.level : declared
  if (level === 'unresolved') return { as: 'unresolved', move: null }
  if (level === 'same_county') return { as: sameDoor ? 'reworded' : 'sameCounty', move: null }
  if (level === 'cross_county' && declared === null && isRedrawn(pair, divisions.newCounties))
    return { as: 'redrawn', move: null }
  const places = declared === null ? null : declaredPlaces(pair, divisions.index)
  const origin = codeOf(places?.[0] ?? placeOf(pair.origin))
  const destination = codeOf(places?.[1] ?? placeOf(pair.destination))
  return {
    as: crossings[level],
    move: { before, after, origin, destination, level, ...confidenceOf(pair, declared) },
  }
}

/** Level by the codes that the register itself gives for both addresses; null where it does not. */
function declaredLevel(pair: Pair, index: DivisionIndex): MoveLevel | null {
  const places = declaredPlaces(pair, index)
  return places === null ? null : levelBetween(index, places[0], places[1])
}

function declaredPlaces({ before, after }: Pair, index: DivisionIndex): readonly [Place, Place] | null {
  return before.code === null || after.code === null
    ? null
    : [index.place(before.code), index.place(after.code)]
}

/** The same door under another county, or a county that did not yet exist at the time of the first address. */
function isRedrawn({ before, destination, sameDoor }: Pair, newCounties: NewCounties): boolean {
  const since = newCounties.get(destination.county ?? '')
  return sameDoor || (since !== undefined && since > Number(before.at.slice(0, 4)))
}

/** What tells a door: without any of it the address stops at the division. */
const somewhere = /[路街巷道村镇乡号楼园栋弄室\d]|开发区/u

function confidenceOf(
  { before, after, origin, destination, level }: Pair,
  declared: MoveLevel | null,
): Pick<DetectedMove, 'confidence' | 'reason'> {
  if (declared !== null && level !== 'unresolved' && level !== declared)
    return { confidence: 'low', reason: '地址文字与登记的区划代码不一致，按代码' }
  if (declared !== null) return { confidence: 'high', reason: '登记的区划代码' }
  if (!somewhere.test(before.address ?? '') || !somewhere.test(after.address ?? ''))
    return { confidence: 'low', reason: '有一个地址只写到区划，可能抽取不全' }
  if (origin.county === null || destination.county === null)
    return { confidence: 'medium', reason: '有一个地址未写明区县，按所在市比较' }
  return { confidence: 'high', reason: '两个地址都写明区县' }
}

function placeOf({ province, city, county }: WrittenDivision): Place {
  return { provinceCode: province, cityCode: city, countyCode: county }
}

function codeOf({ provinceCode, cityCode, countyCode }: Place): string {
  return countyCode ?? cityCode ?? provinceCode ?? ''
}
