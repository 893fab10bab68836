import { type DivisionIndex, type Place, commonPlace, nowhere } from './division-index.ts'
import { activityWords, knownRegions, regionLetters, simplified } from './enterprise-name-vocabulary.ts'

/** Legal kind, as far as the name tells: firms that differ in it are different firms. */
export type OrganisationForm = 'joint-stock' | 'limited' | 'company' | 'cooperative' | 'partnership' | 'other'

/** An enterprise name taken apart: 行政区划 + 字号 + 行业 + 组织形式 (+ 分支). */
export interface EnterpriseName {
  /** Normalised whole; equal keys are equal names. */
  readonly key: string
  /** The place that the name states; all null where it states none. */
  readonly place: Place
  /** 字号, at least two characters where the name has them; the whole core where no 行业 is recognised. */
  readonly brand: string
  /** 行业 words in their order, joined. */
  readonly activity: string
  /** Null where the name does not tell; ST, 万科A and 辉隆股份 tell a listed, so a joint-stock company. */
  readonly form: OrganisationForm | null
  /** Written without its form, as securities and brands are. */
  readonly short: boolean
  /** 集团 stands in the name: a group and its listed firm share everything else. */
  readonly group: boolean
  /** What follows the parent's name: 济南分公司; null for a firm itself. */
  readonly branch: string | null
}

export type NameParser = (name: string, region?: string | null) => EnterpriseName

const bracketed = /[([{〔【「<《]|[)\]}〕】」>》]/gu
const punctuation = /[\s·•・‧.,，、。;；:：'"“”‘’`~!?#$%^+=|\\/_\-–—&*@]/gu
const stockMarks = /^(?:(?:XD|XR|DR|NST|[SGN])?\*?(?:SST|GST|ST|PT)|XD|XR|DR|[SGN])(?=\p{Script=Han})/u
const stockTail = /(?:\(退市?\)|退市?|(?<=\p{Script=Han})[AB]|-[UW]+)$/u
const remark = /-?(?:吸收合并前|原名|已更名)$/u
const registeredEnd = /(?:公司|合作社|供销社|联合社|合伙)\)?$/u

/**
 * The form in which names are compared for equality: NFKC, upper case, simplified characters, without spaces,
 * brackets, punctuation and stock-exchange marks, 有限责任公司 written 有限公司.
 */
export function normaliseEnterpriseName(name: string): string {
  return keyOf(withoutMarks(foldCharacters(name)))
}

function keyOf(folded: string): string {
  return folded.replace(bracketed, '').replace(punctuation, '').replaceAll('有限责任公司', '有限公司')
}

function foldCharacters(name: string): string {
  let folded = name.normalize('NFKC').trim().toUpperCase()
  if (/[^\p{ASCII}]/u.test(folded)) folded = folded.replace(/\p{Script=Han}/gu, (c) => simplified.get(c) ?? c)
  return folded.replace(remark, '')
}

/** *ST新城 → 新城, 万科A → 万科; registered names keep their letters (STX造船有限公司). */
function withoutMarks(name: string): string {
  if (registeredEnd.test(name)) return name
  const short = name.replace(/\s+/gu, '').replace(stockMarks, '').replace(stockTail, '')
  return short.replace(/[^\p{L}\p{N}]/gu, '').length >= 2 ? short : name
}

const longestActivity = Math.max(...activityWords.map((word) => word.length))
const activitySet: ReadonlySet<string> = new Set(activityWords)

/** Takes activity words off the end while a 字号 of at least two characters stays. */
function splitBrand(core: string): { brand: string; activity: string } {
  let end = core.length
  for (;;) {
    let length = Math.min(longestActivity, end - 2)
    while (length >= 2 && !activitySet.has(core.slice(end - length, end))) length--
    if (length < 2) break
    end -= length
  }
  const brand = core.slice(0, end)
  return { brand: brand.length > 3 ? brand.replace(/集团$/u, '') : brand, activity: core.slice(end) }
}

const forms: readonly (readonly [RegExp, OrganisationForm])[] = [
  [/(?:股份有限公司|股份公司)$/u, 'joint-stock'],
  [/有限公司$/u, 'limited'],
  [/(?:总公司|集团公司|公司)$/u, 'company'],
  [/(?:专业合作社联合社|专业合作社|供销合作社|合作社联合社|合作社|供销社|联合社)$/u, 'cooperative'],
  [/(?:特殊普通合伙|普通合伙|有限合伙|合伙企业|合伙)$/u, 'partnership'],
]
/** Ends of names without a company form; they stay in the core, because 一店 and 二店 are two. */
const otherForm = /(?:厂|店|部|站|局|所|院|中心|场|馆|校|处|园|会|社|行)$/u
const branchHead =
  /^(.{2,}?(?:股份有限公司|有限公司|股份公司|总公司|集团公司|公司|合作社联合社|专业合作社|合作社|供销社))(?!联合社)(.+)$/u

/**
 * Builds a parser.
 *
 * @param divisions finds places in names; without it only provinces, their capitals and 山东's cities are known,
 *   and other places by their generic term (某某市, 某某县).
 */
export function createNameParser(divisions?: DivisionIndex): NameParser {
  return (name, region) => {
    const written = foldCharacters(name)
    const folded = withoutMarks(written)
    const key = keyOf(folded)
    const bracket = bracketRegion(folded, divisions)
    const plain = bracket === null ? key : keyOf(bracket.without)
    const split = branchHead.exec(plain)
    const head = split?.[1] ?? plain
    const branch = split?.[2] ?? null
    let form: OrganisationForm | null = null
    let core = head
    for (const [pattern, kind] of forms) {
      if (!pattern.test(core)) continue
      form = kind
      core = core.replace(pattern, '')
      break
    }
    if (form === null && otherForm.test(core) && core.length > 4) form = 'other'
    const short = form === null
    if (short && core.length > 3 && core.endsWith('股份')) {
      core = core.slice(0, -2)
      form = 'joint-stock'
    }
    if (short && folded !== written) form = 'joint-stock'
    const withoutGroup = core.length > 3 ? core.replace(/(?:控股)?集团(?:控股)?$/u, '') : core
    const group = withoutGroup !== core || /集团/u.test(core.slice(2))
    core = withoutGroup
    const { place, rest } = takeRegion(core, divisions, region)
    const { brand, activity } = splitBrand(rest)
    return {
      key,
      place: place === nowhere ? (bracket?.place ?? nowhere) : place,
      brand,
      activity,
      form,
      short,
      group,
      branch,
    }
  }
}

/** Other ways to read the 字号 of a short name: 深康佳 → 康佳, BLUESMART蓝慧 → 蓝慧, 爱拼网 → 爱拼. */
export function alternativeBrands(name: EnterpriseName): readonly string[] {
  const { brand } = name
  if (!name.short) return []
  const alternatives = new Set<string>()
  if (brand.length >= 3 && regionLetters.includes(brand.charAt(0))) alternatives.add(brand.slice(1))
  const han = brand.replace(/[^\p{Script=Han}]/gu, '')
  if (han.length >= 2) alternatives.add(han)
  const latin = brand.replace(/[^A-Z0-9]/gu, '')
  if (latin.length >= 3) alternatives.add(latin)
  if (brand.length >= 3 && /[网家云通宝帮]$/u.test(brand)) alternatives.add(brand.slice(0, -1))
  alternatives.delete(brand)
  return [...alternatives]
}

/** 保信(香港)有限公司, 启明（北京）科技有限公司: the place stands in brackets behind the 字号. */
function bracketRegion(
  folded: string,
  divisions: DivisionIndex | undefined,
): { place: Place; without: string } | null {
  const match = /[(〔【[]([^()〔〕【】[\]]{2,8})[)〕】\]]/u.exec(folded)
  const content = match?.[1]
  if (match === null || content === undefined) return null
  const found =
    divisions === undefined ? knownRegionAt(content) : divisionAt(content, divisions, nowhere, null)
  if (found === null || found.length !== content.length) return null
  return {
    place: found.place,
    without: folded.slice(0, match.index) + folded.slice(match.index + match[0].length),
  }
}

interface FoundRegion {
  readonly place: Place
  readonly length: number
  /** A county without its generic term, which may as well be the 字号. */
  readonly doubtful: boolean
}

interface Taken {
  readonly place: Place
  readonly rest: string
}

/** Takes the places off the front, as long as two characters stay. 中国 is no division but stands like one. */
function takeRegion(
  core: string,
  divisions: DivisionIndex | undefined,
  hint: string | null | undefined,
): Taken {
  let rest = core.startsWith('中国') && core.length > 4 ? core.slice(2) : core
  let place = nowhere
  const near = hint == null || hint === '' ? null : (divisions?.place(hint) ?? placeOfCode(hint))
  for (;;) {
    const found = divisions === undefined ? knownRegionAt(rest) : divisionAt(rest, divisions, place, near)
    if (found === null || rest.length - found.length < 2) break
    const remainder = rest.slice(found.length)
    // 越秀 is a district of 广州 and the 字号 of 广州越秀金融控股: without it nothing would tell the firm.
    if (found.doubtful && activitySet.has(splitBrand(remainder).brand)) break
    place = found.place
    rest = remainder
  }
  return { place, rest }
}

function divisionAt(
  text: string,
  divisions: DivisionIndex,
  above: Place,
  near: Place | null,
): FoundRegion | null {
  const names = divisions.namesAt(text, 0).filter((name) => {
    const inside =
      (above.provinceCode === null || name.place.provinceCode === above.provinceCode) &&
      (above.cityCode === null || name.place.cityCode === above.cityCode) &&
      above.countyCode === null
    if (!inside) return false
    if (name.level !== 'county') return name.full || name.text.length >= 2
    if (name.text.length < 3 && name.full && above.provinceCode === null)
      return name.place.cityCode === near?.cityCode
    if (name.full) return true
    // 东方, 平安, 长安 are counties and thousands of 字号: only beside their own city is the county meant.
    return above.cityCode !== null || (near?.cityCode != null && near.cityCode === name.place.cityCode)
  })
  const best =
    names.find((name) => near?.cityCode != null && name.place.cityCode === near.cityCode) ?? names[0]
  if (best === undefined) return null
  const doubtful = best.level === 'county' && !best.full
  const length = best.text.length
  if (near?.cityCode != null && best.place.cityCode === near.cityCode)
    return { place: best.place, length, doubtful }
  const namesakes = names.filter((name) => name.text === best.text && name.level === best.level)
  const inForce = namesakes.filter((name) => !name.retired)
  const places = (inForce.length > 0 ? inForce : namesakes).map((name) => name.place)
  return { place: commonPlace(places), length, doubtful }
}

function placeOfCode(code: string): Place {
  return {
    provinceCode: `${code.slice(0, 2)}0000`,
    cityCode: code.slice(2, 4) === '00' ? null : `${code.slice(0, 4)}00`,
    countyCode: code.endsWith('00') ? null : code,
  }
}

const genericRegion = /^(\p{Script=Han}{2,4}?)(?:省|市|自治区|自治州|地区|县|区)(?=..)/u

function knownRegionAt(text: string): FoundRegion | null {
  for (const length of [4, 3, 2]) {
    const code = knownRegions[text.slice(0, length)]
    if (code === undefined) continue
    const generic = /^(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)/u.exec(text.slice(length))
    return { place: placeOfCode(code), length: length + (generic?.[0].length ?? 0), doubtful: false }
  }
  const generic = genericRegion.exec(text)
  return generic === null ? null : { place: nowhere, length: generic[0].length, doubtful: false }
}
