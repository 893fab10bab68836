/**
 * Administrative divisions (GB/T 2260) looked up by code and by name, with retired divisions led to those in
 * force. Shared by the reading of addresses and of enterprise names.
 */

export interface Division {
  /** Six digits. One code may come more than once with former names. */
  readonly code: string
  readonly name: string
  readonly level: 'province' | 'city' | 'county'
  readonly validUntilYear?: number | null
  /** Codes that took over, in any separator; `370116[2006]` is a part that left in that year. */
  readonly successorCodes?: string | null
}

/** A place by codes in force; null where it is unknown or the division has no such level. */
export interface Place {
  readonly provinceCode: string | null
  readonly cityCode: string | null
  readonly countyCode: string | null
}

export const nowhere: Place = { provinceCode: null, cityCode: null, countyCode: null }

/** One written form of a division. */
export interface DivisionName {
  readonly text: string
  readonly code: string
  readonly level: Division['level']
  /** With its generic term (省, 市, 区, 县 …), as opposed to 青岛 or 博山. */
  readonly full: boolean
  readonly retired: boolean
  readonly place: Place
}

export interface DivisionIndex {
  /** The place a code stands for today; retired codes follow their successors. Unknown codes keep the levels known. */
  place(code: string): Place
  /** A city with counties below it in force; 东莞, 中山, 儋州 and 嘉峪关 have none. */
  hasCounties(cityCode: string): boolean
  /** Written forms starting at `position`, longest first, then province before city before county. */
  namesAt(text: string, position: number): readonly DivisionName[]
}

const ethnicGroups =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|怒|鄂温克|保安|裕固|独龙|鄂伦春|塔吉克|各'
const ethnicSuffix = new RegExp(`(?:(?:${ethnicGroups})族?)+自治[区州县旗]$`, 'u')
const genericSuffix = /(?:特别行政区|自治[区州县旗]|地区|林区|特区|新区|[省市区县盟旗])$/u

/** Too general without the generic term: 市中心, 城区, 郊外 … are ordinary words in an address or a name. */
const neverShort = new Set([
  '市中',
  '市南',
  '市北',
  '市郊',
  '城中',
  '城东',
  '城西',
  '城北',
  '城厢',
  '城关',
  '城区',
  '新城',
  '郊区',
  '矿区',
  '海港',
  '开发',
  '工业',
  '经济',
])

/** 山东省 → 山东, 恩施土家族苗族自治州 → 恩施, 莘县 → null. */
export function shortDivisionName(name: string): string | null {
  const without = ethnicSuffix.test(name) ? name.replace(ethnicSuffix, '') : name.replace(genericSuffix, '')
  // 内蒙古 and 西藏 carry the people's name as their own.
  const short = without.length < 2 ? name.replace(/自治区$/u, '') : without
  return short.length >= 2 && short !== name && !neverShort.has(short) ? short : null
}

/** Where all the places agree. */
export function commonPlace(places: readonly Place[]): Place {
  const common = (level: keyof Place): string | null => {
    const first = places[0]?.[level] ?? null
    return places.every((place) => place[level] === first) ? first : null
  }
  return {
    provinceCode: common('provinceCode'),
    cityCode: common('cityCode'),
    countyCode: common('countyCode'),
  }
}

/** Parts that left in an earlier year are followed only where nothing else is known. */
function successors(division: Division): string[] {
  const all = [...(division.successorCodes ?? '').matchAll(/(\d{6})(\[\d{4}\])?/g)]
  const last = all.filter((match) => match[2] === undefined)
  return (last.length > 0 ? last : all)
    .map((match) => match[1] ?? '')
    .filter((code) => code !== division.code)
}

const levelRank = { province: 0, city: 1, county: 2 } as const

function bucketKey(text: string, position: number): number {
  return text.charCodeAt(position) * 0x10000 + text.charCodeAt(position + 1)
}

/** Builds the index; 7,000 rows take about 20 ms. */
export function createDivisionIndex(divisions: readonly Division[]): DivisionIndex {
  const inForce = new Map<string, Division>()
  const retired = new Map<string, Division>()
  for (const division of divisions) {
    if (division.validUntilYear == null) inForce.set(division.code, division)
    else if (!retired.has(division.code)) retired.set(division.code, division)
  }

  function cityOf(code: string): string | null {
    const city = `${code.slice(0, 4)}00`
    return inForce.get(city)?.level === 'city' ? city : null
  }

  function provinceOf(code: string): string | null {
    const province = `${code.slice(0, 2)}0000`
    return inForce.has(province) ? province : null
  }

  const citiesWithCounties = new Set(
    [...inForce.values()].flatMap(({ code, level }) => (level === 'county' ? [`${code.slice(0, 4)}00`] : [])),
  )

  const places = new Map<string, Place>()
  function place(code: string, visited: ReadonlySet<string> = new Set()): Place {
    const known = places.get(code)
    if (known !== undefined) return known
    const found = resolve(code, visited)
    if (visited.size === 0) places.set(code, found)
    return found
  }

  function resolve(code: string, visited: ReadonlySet<string>): Place {
    const current = inForce.get(code)
    if (current !== undefined) {
      return {
        provinceCode: provinceOf(code),
        cityCode: cityOf(code),
        countyCode: current.level === 'county' ? code : null,
      }
    }
    const seen = new Set(visited).add(code)
    const former = retired.get(code)
    if (former !== undefined) {
      const next = successors(former).filter((successor) => !seen.has(successor))
      if (next.length > 0) return commonPlace(next.map((successor) => place(successor, seen)))
      // A retired prefecture without successors (371200 莱芜市) went where its counties went.
      const counties = former.level === 'city' ? countiesOf(code).filter((county) => !seen.has(county)) : []
      if (counties.length > 0)
        return { ...commonPlace(counties.map((county) => place(county, seen))), countyCode: null }
    }
    return { provinceCode: provinceOf(code), cityCode: cityOf(code), countyCode: null }
  }

  function countiesOf(city: string): string[] {
    return [...retired.keys()].filter((code) => code !== city && code.startsWith(city.slice(0, 4)))
  }

  const buckets = new Map<number, DivisionName[]>()
  const seenNames = new Set<string>()
  function add(division: Division, text: string, full: boolean): void {
    const identity = `${division.code} ${text}`
    if (seenNames.has(identity)) return
    seenNames.add(identity)
    const isRetired = division.validUntilYear != null && inForce.get(division.code)?.name !== division.name
    const name = {
      text,
      code: division.code,
      level: division.level,
      full,
      retired: isRetired,
      place: place(division.code),
    }
    const key = bucketKey(text, 0)
    const bucket = buckets.get(key)
    if (bucket === undefined) buckets.set(key, [name])
    else bucket.push(name)
  }

  for (const division of divisions) {
    const cityName =
      division.level === 'county' ? inForce.get(place(division.code).cityCode ?? '')?.name : undefined
    // 潍坊市 was a county of 潍坊地区 once; today the city alone is meant.
    if (division.name === cityName) continue
    add(division, division.name, true)
    const short = shortDivisionName(division.name)
    // 东营 means the city, not its 东营区.
    const meansCity = cityName !== undefined && short === shortDivisionName(cityName)
    if (short !== null && !meansCity) add(division, short, false)
    // 博尔塔拉蒙古自治州 is written 博州 and 大理白族自治州 大理州.
    if (division.name.endsWith('自治州') && short !== null) {
      add(division, `${short}州`, true)
      if (short.length > 2) add(division, `${short.charAt(0)}州`, true)
    }
    if (division.level === 'county' && /自治[县旗]$/.test(division.name) && short !== null) {
      add(division, short + division.name.slice(-1), true)
    }
  }
  for (const bucket of buckets.values()) {
    bucket.sort((a, b) => b.text.length - a.text.length || levelRank[a.level] - levelRank[b.level])
  }

  const none: readonly DivisionName[] = []
  return {
    place: (code) => place(code),
    hasCounties: (cityCode) => citiesWithCounties.has(cityCode),
    namesAt(text, position) {
      const bucket = buckets.get(bucketKey(text, position))
      if (bucket === undefined) return none
      // The two characters of the bucket match already; most names of a bucket have two or three.
      let matching: DivisionName[] | undefined
      for (const name of bucket) {
        if (name.text.length > 2 && !text.startsWith(name.text, position)) continue
        if (matching === undefined) matching = [name]
        else matching.push(name)
      }
      return matching ?? none
    },
  }
}
