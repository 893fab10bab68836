import { segmentById, segments } from './chain.ts'
import { segmentPlan } from './economy.ts'
import { outsideCounties, type Place, placeByCounty } from './geography.ts'
import { demonstrationCode, shortPlaceName } from './naming.ts'
import { type Random, randomStream } from './random.ts'
import { tradeWord } from './trades.ts'

/** A fictional party outside the province: a candidate of 招商 when it stands in China, nameless in any register when abroad. */
export interface OutsideParty {
  readonly name: string
  /** Only firms that the target list carries have one. */
  readonly code: string | null
  readonly place: Place | null
  /** ISO 3166-1 alpha-2; null in China. */
  readonly country: string | null
}

export interface OutsideSupplier extends OutsideParty {
  readonly segment: string
  /** Share of what comes from outside, 0–1; a segment's suppliers sum to 1. */
  readonly weight: number
}

export interface OutsideBuyer extends OutsideParty {
  readonly stage: string
  /** Relative size. */
  readonly weight: number
}

/** The first of a list takes the leading share where one is planted. */
const foreignSuppliers: Readonly<Record<string, readonly (readonly [country: string, name: string])[]>> = {
  'natural-rubber': [
    ['TH', '幻湄天然橡胶集团（泰国）'],
    ['VN', '虚红江橡胶公司（越南）'],
    ['ID', '拟巽他橡胶公司（印度尼西亚）'],
    ['MY', '寓柔佛橡胶公司（马来西亚）'],
    ['CI', '演象牙橡胶公司（科特迪瓦）'],
  ],
  'butyl-rubber': [
    ['SG', '虚狮城弹性体公司（新加坡）'],
    ['RU', '拟伏尔加合成橡胶公司（俄罗斯）'],
    ['SA', '幻绿洲石化公司（沙特阿拉伯）'],
  ],
  aramid: [
    ['NL', '演低地特种纤维公司（荷兰）'],
    ['KR', '寓汉江纤维公司（韩国）'],
  ],
  'polyester-yarn': [['KR', '拟洛东工业丝公司（韩国）']],
  'aircraft-tyre': [
    ['FR', '虚罗讷航空轮胎公司（法国）'],
    ['US', '幻俄亥俄航空轮胎公司（美国）'],
  ],
  'building-machine': [['NL', '拟莱茵成型装备公司（荷兰）']],
  'tyre-testing-equipment': [['DE', '演巴伐利亚试验设备公司（德国）']],
  'styrene-butadiene-rubber': [['JP', '寓濑户合成橡胶公司（日本）']],
}

/** Planted leading shares of what comes from outside: 泰国 over natural rubber, one firm over antioxidants. */
const leadingShares: Readonly<Record<string, number>> = { 'natural-rubber': 0.68, antioxidant: 0.93 }

/** Serial numbers of outside firms start here; those of the province stay below. */
const OUTSIDE_SERIALS = 20_000
const DOMESTIC_SUPPLIERS = 6

function domestic(
  segment: string,
  serial: number,
  brand: () => string,
  random: Random,
): OutsideParty & { readonly code: string; readonly place: Place } {
  const place = placeByCounty(random.pick(outsideCounties))
  const name = `${shortPlaceName(place.cityName)}${brand()}${tradeWord(segmentById(segment), random)}有限公司`
  return { name, code: demonstrationCode(place.county, serial), place, country: null }
}

function planSuppliers(brand: () => string): readonly OutsideSupplier[] {
  const random = randomStream('outside-suppliers')
  const suppliers: OutsideSupplier[] = []
  for (const { id } of segments) {
    const plan = segmentPlan(id)
    // Dealers, collectors and carriers are met at home; whatever has no outside share needs no outside supplier.
    if (plan.mix[0] + plan.mix[1] > 0.999) continue
    const foreign: OutsideParty[] = (foreignSuppliers[id] ?? []).map(([country, name]) => ({
      name,
      code: null,
      place: null,
      country,
    }))
    const parties = [...foreign]
    while (parties.length < DOMESTIC_SUPPLIERS) {
      parties.push(domestic(id, OUTSIDE_SERIALS + suppliers.length + parties.length, brand, random))
    }
    const leading = leadingShares[id]
    const raw = parties.map((_, rank) => (rank + 3) ** -0.9 * (0.85 + 0.3 * random.uniform()))
    const followers = raw.slice(1).reduce((sum, value) => sum + value, 0)
    const total = followers + (raw[0] ?? 0)
    for (const [rank, party] of parties.entries()) {
      const share = raw[rank] ?? 0
      const weight =
        leading === undefined ? share / total : rank === 0 ? leading : ((1 - leading) * share) / followers
      suppliers.push({ ...party, segment: id, weight })
    }
  }
  return suppliers
}

const importers: readonly (readonly [country: string, land: string])[] = [
  ['US', '美国'],
  ['MX', '墨西哥'],
  ['BR', '巴西'],
  ['AE', '阿联酋'],
  ['SA', '沙特阿拉伯'],
  ['RU', '俄罗斯'],
  ['DE', '德国'],
  ['GB', '英国'],
  ['FR', '法国'],
  ['NG', '尼日利亚'],
  ['ZA', '南非'],
  ['EG', '埃及'],
  ['PH', '菲律宾'],
  ['VN', '越南'],
  ['ID', '印度尼西亚'],
  ['AU', '澳大利亚'],
  ['TR', '土耳其'],
  ['KZ', '哈萨克斯坦'],
]

const buyerTrades: Readonly<Record<string, readonly string[]>> = {
  raw: ['橡胶制品', '密封件', '管带', '化工'],
  frame: ['轮胎', '输送带', '金属制品'],
  equipment: ['轮胎', '橡胶'],
  tyre: ['轮胎经销', '轮胎连锁', '汽车', '工程机械', '物流装备'],
  application: ['汽车', '车业', '再生资源', '建材'],
}

function planBuyers(brand: () => string): readonly OutsideBuyer[] {
  const random = randomStream('outside-buyers')
  const buyers: OutsideBuyer[] = []
  for (const [stage, trades] of Object.entries(buyerTrades)) {
    const count = stage === 'tyre' ? 36 : 16
    for (let index = 0; index < count; index++) {
      const place = placeByCounty(random.pick(outsideCounties))
      const name = `${shortPlaceName(place.cityName)}${brand()}${random.pick(trades)}有限公司`
      buyers.push({ name, code: null, place, country: null, stage, weight: (index + 2) ** -0.8 })
    }
    for (const [rank, [country, land]] of importers.entries()) {
      if (stage !== 'tyre' && rank >= 6) continue
      const traded = stage === 'tyre' ? '轮胎进口商' : '工业品进口商'
      const weight = (stage === 'tyre' ? 1.9 : 0.5) * (rank + 2) ** -0.7
      buyers.push({ name: `${brand()}${traded}（${land}）`, code: null, place: null, country, stage, weight })
    }
  }
  return buyers
}

export interface Outside {
  readonly suppliers: readonly OutsideSupplier[]
  readonly buyers: readonly OutsideBuyer[]
}

/** @param brand gives 字号 that no firm of the province carries. */
export function planOutside(brand: () => string): Outside {
  return { suppliers: planSuppliers(brand), buyers: planBuyers(brand) }
}
