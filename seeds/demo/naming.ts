import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { CLUSTER_COUNTY, clusterTowns, type Place } from './geography.ts'
import { type Random, randomStream } from './random.ts'

/**
 * 字号 of demonstration enterprises: three characters, the first of them always one of 幻虚拟寓演, so that a
 * fictional firm is told from a real one at a glance.
 */
const markers = '幻虚拟寓演'
const syllables =
  '川岳海辰沧澜峰泽林岩松柏云帆舟桥原野溪瀚瑞鹏翼鼎恒越朗驰远晟曜钧衡岚霖朔榕棠麓屿汀渊漠陆穹昊旭晨曦霁虹霄翎鸿鹭鲲麒骐骏骁驭驿轩辕轲瑾璞琮珩铭锐铎锦镜鑫'

/** Alphabet of GB 32100-2015. */
const codeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CODE_SPACE = codeAlphabet.length ** 4

/** Odd and prime to 31, so that consecutive firms do not get neighbouring codes. */
const CODE_STEP = 368_519

/** The credit code of the n-th fictional firm: organisation part DEM0 and four characters. */
export function demonstrationCode(county: string, serial: number): string {
  let rest = (serial * CODE_STEP + 77_777) % CODE_SPACE
  let tail = ''
  for (let place = 0; place < 4; place++) {
    tail = codeAlphabet.charAt(rest % codeAlphabet.length) + tail
    rest = Math.floor(rest / codeAlphabet.length)
  }
  return completeCreditCode(county, `DEM0${tail}`)
}

/** Gives every 字号 once, and none of those taken. */
export function brandSource(stream = 'brands', taken: Iterable<string> = []): () => string {
  const random = randomStream(stream)
  const given = new Set(taken)
  const letters = [...syllables]
  return () => {
    for (;;) {
      const first = random.pick(letters)
      const second = random.pick(letters)
      if (first === second) continue
      const brand = random.pick([...markers]) + first + second
      if (given.has(brand)) continue
      given.add(brand)
      return brand
    }
  }
}

/** '广饶县' → '广饶', '东营区' → '东营区' (two characters stay whole). */
export function shortPlaceName(name: string): string {
  const short = name.replace(/(?:市|县|区|自治县)$/u, '')
  return short.length < 2 || name.endsWith('区') ? name : short
}

export interface NameParts {
  readonly place: Place
  readonly brand: string
  /** 行业, e.g. 轮胎科技 */
  readonly trade: string
  /** Yuan a year; the large ones carry the province in their name and are 股份 or 集团. */
  readonly revenue: number
}

/** 区划 + 字号 + 行业 + 组织形式. */
export function enterpriseName({ place, brand, trade, revenue }: NameParts, random: Random): string {
  const city = shortPlaceName(place.cityName)
  const county = shortPlaceName(place.countyName)
  const region =
    revenue > 2e9 || (revenue > 3e8 && random.chance(0.5))
      ? shortProvinceName(place.provinceName)
      : random.pick([county, city, place.cityName, city])
  const form = legalForm(revenue, random)
  return `${region}${brand}${trade}${form}`
}

function shortProvinceName(name: string): string {
  return name.replace(/(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/u, '')
}

function legalForm(revenue: number, random: Random): string {
  if (revenue > 3e9) return random.pick(['股份有限公司', '集团有限公司', '股份有限公司', '有限公司'])
  if (revenue > 4e8) return random.pick(['股份有限公司', '有限公司', '有限公司'])
  return random.chance(0.08) ? '有限责任公司' : '有限公司'
}

/** Road and park names that exist nowhere. */
export function address(place: Place, random: Random): string {
  const number = random.integer(1, 399)
  if (place.county === CLUSTER_COUNTY) {
    const town = random.weighted(clusterTowns, (name) => (name === '大王镇' ? 5 : 1))
    return `${place.provinceName}${place.cityName}${place.countyName}${town}示例路${number}号`
  }
  const city = place.cityName === place.provinceName ? '' : place.cityName
  return `${place.provinceName}${city}${place.countyName}示例产业园${number}号`
}
