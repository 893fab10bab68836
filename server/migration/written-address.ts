import type { DivisionIndex } from '../fusion/division-index.ts'
import { formerCounties } from './former-counties.ts'

/** Reports introduce the address or tell its history: 公司注册地址…, 由“甲”变更为“乙”. */
const introduction = /^(?:本?公司)?(?:的|设立时)?(?:注册地址|注册地|住所地?|登记住所)(?:位于|[为是：:])*/u
const changedTo = /变更(?:为|至)[：:]?["“”']?([^"“”']{4,})/gu
const isStory = /^(?:因|自|公司于|公司自|公司设立|\d{1,4}年)|由["“].{4,}["”]变更/u

/** Names of zones that are one county in force under another name. */
const otherNames: readonly (readonly [RegExp, string])[] = [
  [/青岛(?:市)?西海岸新区/u, '青岛市黄岛区'],
  [/^(?:上海)(?:市)?浦东(?!新区)/u, '上海市浦东新区'],
]

/** Written forms of the divisions stand within the first characters. */
const reach = 30

/**
 * Gives an address alone, in one form: half-width, without blanks and words about it; of a history the last
 * address. Former counties that the index does not know are written as today's.
 */
export function createAddressWriter(index: DivisionIndex): (text: string) => string {
  const unknown = [...formerCounties].filter(([formerly]) => !knows(index, formerly))
  // 莱芜市 was a city of two counties; they went to 济南市.
  const withoutLaiwu = !knows(index, '莱芜市')
  return (text) => {
    let written = text.normalize('NFKC').replace(/\s+/gu, '')
    const last = isStory.test(written) ? [...written.matchAll(changedTo)].at(-1)?.[1] : undefined
    written = (last ?? written).replace(introduction, '').replace(/^["“”'(]+/u, '')
    for (const [name, today] of otherNames) written = written.replace(name, today)
    const head = written.slice(0, reach)
    if (withoutLaiwu && head.includes('莱芜市')) written = written.replace('莱芜市', '济南市')
    const found = unknown.find(([formerly]) => head.includes(formerly))
    return found === undefined ? written : written.replace(found[0], found[1].city + found[1].today)
  }
}

function knows(index: DivisionIndex, name: string): boolean {
  return index.namesAt(name, 0).some(({ text }) => text === name)
}

/** Road and house number, up to the first 号: 科学大道8号. */
const door = /^(.*?[^\d一二三四五六七八九十])([\d一二三四五六七八九十]+(?:[-—之]\d+)?)号/u
/** A road or village without its kind; 路 and 大道 alone are no name. */
const kindOfRoad = /[东西南北中]?(?:路|街|大街|大道|道|巷|村|镇)$/u
const leastRoad = 2
/** Characters that tell one place when an address is the head or the tail of the other. */
const leastShared = 7

/**
 * Whether two addresses name one door: the same text but for what stands before or after it, or the same road
 * and house number. Used to tell a rewording from a move where the divisions do not.
 */
export function isSameDoor(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one]
  if (shorter === longer) return one !== ''
  if (shorter.length >= leastShared && (longer.endsWith(shorter) || longer.startsWith(shorter))) return true
  const [, roadOne = '', numberOne] = door.exec(one) ?? []
  const [, roadOther = '', numberOther] = door.exec(other) ?? []
  if (numberOne === undefined || numberOther === undefined) return false
  if (inDigits(numberOne) !== inDigits(numberOther)) return false
  return sharedEnd(roadOne, roadOther).replace(kindOfRoad, '').length >= leastRoad
}

function sharedEnd(one: string, other: string): string {
  let shared = 0
  const most = Math.min(one.length, other.length)
  while (shared < most && one.at(-1 - shared) === other.at(-1 - shared)) shared++
  return one.slice(one.length - shared)
}

/** 八十二 → 82; what is in digits already stays. */
function inDigits(number: string): string {
  const [, tens = '', ten, ones = ''] =
    /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/u.exec(number) ?? []
  const digit = (character: string) => (character === '' ? 0 : '一二三四五六七八九'.indexOf(character) + 1)
  if (ten === undefined || number === '') return number
  return String(ten === '' ? digit(tens || ones) : (digit(tens) || 1) * 10 + digit(ones))
}
