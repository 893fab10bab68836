import { type PointKind, pointKinds } from './weights.ts'

/** A warehouse row that gives a value; turned into a SourceRef for those shown. */
export interface RowKey {
  readonly dataset: string
  readonly rowId: number
}

/** `estimated` = by a stated method; `unknown` = no data, worth nothing, said as such. */
export type PointState = 'known' | 'estimated' | 'unknown'

export interface Point {
  readonly kind: PointKind
  readonly points: number
  readonly detail: string
  readonly state: PointState
  readonly row: RowKey | null
}

/** One year of accounts; money in yuan. */
export interface AccountYear extends RowKey {
  readonly year: number
  readonly revenue: number | null
  readonly profit: number | null
  readonly assets: number | null
  readonly liabilities: number | null
}

/** What is known of a firm by the cut; money in yuan. */
export interface FirmFacts {
  readonly confidence: number
  /** Listed companies only, where the source gives it. */
  readonly revenueShare: number | null
  readonly basis: RowKey | null
  readonly accounts: readonly AccountYear[]
  /** Revenue without a year, as registers of target firms give it. */
  readonly undatedRevenue: number | null
  readonly capital: number | null
  readonly isBranch: boolean
  readonly listedCode: string | null
  readonly shortName: string | null
  /** 申万 */
  readonly industry: string | null
  readonly expansions: readonly ({ readonly text: string } & RowKey)[]
}

/** What is known of the firm and the place together. */
export interface LocalFacts {
  /** yuan a year; null = no transactions. */
  readonly unmet: number | null
  /** FLQ, share of purchases met from outside; null where it cannot be formed. */
  readonly outsideShare: number | null
  /** 0–1; null = not defined for the segment. */
  readonly density: number | null
  readonly neighbours: readonly string[]
  readonly customers: readonly ({ readonly name: string; readonly amount: number | null } & RowKey)[]
  /** Firms are known by transactions, or only by announced contracts. */
  readonly customersFrom: 'transactions' | 'awards-here' | 'awards-province' | 'none'
  readonly kilometres: number | null
}

const foreignBusiness =
  /银行|保险|证券|金融|地产|住宅|IT服务|软件|游戏|影视|传媒|出版|教育|教培|医疗|中药|化学制剂|零售|百货|酒店|旅游|营销|互联网|货运|港口|服装|餐饮/u
const losing = /ST|退/u

/** Points of a firm for a segment of a place, each with what it rests on. Pure. */
export function pointsOf(firm: FirmFacts, local: LocalFacts): Point[] {
  return [
    match(firm),
    unmet(local),
    customers(local),
    size(firm),
    relatedness(local),
    expansion(firm),
    distance(local),
    growth(firm),
    ...(firm.listedCode === null ? [] : [point('listed', 3, `证券代码 ${firm.listedCode}`, firm.basis)]),
    ...risks(firm),
  ]
}

function point(
  kind: PointKind,
  value: number,
  detail: string,
  row: RowKey | null = null,
  state: PointState = 'known',
): Point {
  const { most } = pointKinds[kind]
  const points = Math.round(most < 0 ? Math.max(most, value) : Math.min(most, Math.max(0, value)))
  return { kind, points, detail, state, row }
}

function unknown(kind: PointKind, detail: string): Point {
  return { kind, points: 0, detail: `无数据：${detail}`, state: 'unknown', row: null }
}

function match({ confidence, revenueShare, basis }: FirmFacts): Point {
  const share = revenueShare === null ? 1 : Math.min(1, 0.5 + revenueShare / 0.6)
  const said = revenueShare === null ? '' : `，相关产品占营业收入 ${percent(revenueShare)}`
  return point(
    'match',
    pointKinds.match.most * confidence * share,
    `按经营范围、名称和产品判定为本环节，可信度 ${confidence.toFixed(2)}${said}`,
    basis,
  )
}

function unmet({ unmet: amount, outsideShare }: LocalFacts): Point {
  if (amount !== null)
    return point('unmet', logPoints(amount, 1e6, 1e9, 18), `本地未满足的采购 ${yuan(amount)}/年`)
  if (outsideShare === null) return unknown('unmet', '没有供应交易，也不能估算；可由链主企业提供采购台账')
  const detail = `没有供应交易；按 FLQ（Flegg，企业数口径）估算约 ${percent(outsideShare)} 的采购来自本地以外`
  return point('unmet', 9 * outsideShare, detail, null, 'estimated')
}

function customers({ customers: known, customersFrom }: LocalFacts): Point {
  if (customersFrom === 'none')
    return unknown('customers', '没有供应交易，公告合同也没有提到本地客户；可由链主企业核实')
  if (known.length === 0) return point('customers', 0, '近 12 个月没有向本地企业供货的记录')
  const names = `${known
    .slice(0, 3)
    .map(({ name }) => name)
    .join('、')}${known.length > 3 ? ` 等 ${known.length} 家` : ''}`
  if (customersFrom === 'transactions') {
    const sum = known.reduce((total, { amount }) => total + (amount ?? 0), 0)
    return point('customers', 4 + 2 * known.length, `近 12 个月供货 ${names}，合计 ${yuan(sum)}`, known[0])
  }
  const where = customersFrom === 'awards-here' ? '本地' : '本省'
  return point(
    'customers',
    customersFrom === 'awards-here' ? 6 : 3,
    `2018 年以前的公告合同，采购人名称含${where}地名：${names}`,
    known[0],
  )
}

/** Latest year with revenue. */
export function latestRevenue(firm: FirmFacts): (AccountYear & { readonly revenue: number }) | null {
  return withRevenue(firm.accounts).at(-1) ?? null
}

function withRevenue(accounts: readonly AccountYear[]) {
  return accounts.flatMap((year) => (year.revenue === null ? [] : [{ ...year, revenue: year.revenue }]))
}

/** Revenue that size is judged by, whether dated or not; yuan. */
export function revenueOf(firm: FirmFacts): number | null {
  return latestRevenue(firm)?.revenue ?? firm.undatedRevenue
}

function size(firm: FirmFacts): Point {
  const dated = latestRevenue(firm)
  const revenue = revenueOf(firm)
  if (revenue !== null) {
    const year = dated === null ? '（来源未注年度）' : `（${dated.year} 年）`
    return point(
      'size',
      logPoints(revenue, 1e7, 1e10, 12),
      `营业收入 ${yuan(revenue)}${year}`,
      dated ?? firm.basis,
    )
  }
  if (firm.capital === null) return unknown('size', '没有营业收入和注册资本')
  const detail = `注册资本 ${yuan(firm.capital)}；没有营业收入，以注册资本代`
  return point('size', logPoints(firm.capital, 1e6, 1e9, 6), detail, firm.basis, 'estimated')
}

function relatedness({ density, neighbours }: LocalFacts): Point {
  if (density === null) return unknown('relatedness', '本环节没有可比的县，关联密度无定义')
  const near = neighbours.length === 0 ? '' : `；本地已有的相近环节：${neighbours.join('、')}`
  return point('relatedness', 10 * density, `关联密度 ω = ${density.toFixed(2)}${near}`)
}

function expansion({ expansions }: FirmFacts): Point {
  const [latest] = expansions
  if (latest === undefined) return unknown('expansion', '没有异地投资或分支机构的记录，不等于没有')
  const count = expansions.length === 1 ? '' : `，共 ${expansions.length} 笔`
  return point('expansion', 4 + 2 * expansions.length, `${latest.text}${count}`, latest)
}

function distance({ kilometres }: LocalFacts): Point {
  if (kilometres === null) return unknown('distance', '企业所在地不详')
  return point('distance', 8 - logPoints(kilometres, 100, 1500, 8), `直线距离 ${kilometres.toFixed(0)} 千米`)
}

function growth({ accounts }: FirmFacts): Point {
  const known = withRevenue(accounts).filter(({ revenue }) => revenue > 0)
  const last = known.at(-1)
  const first = known.at(-3) ?? known.at(-2)
  if (last === undefined || first === undefined || last === first)
    return unknown('growth', '没有两个以上年度的营业收入')
  const years = last.year - first.year
  const rate = (last.revenue / first.revenue) ** (1 / years) - 1
  const detail = `${first.year} 至 ${last.year} 年营业收入年均${rate < 0 ? '下降' : '增长'} ${percent(Math.abs(rate))}`
  return point('growth', (rate / 0.25) * 5, detail, last)
}

function risks(firm: FirmFacts): Point[] {
  const last = firm.accounts.at(-1)
  const found: Point[] = []
  if (firm.isBranch) found.push(point('branch', -15, '登记为分支机构，应直接联系其母公司', firm.basis))
  if (firm.shortName !== null && losing.test(firm.shortName))
    found.push(point('delisting', -10, `证券简称 ${firm.shortName}`, firm.basis))
  if (last?.profit != null && last.profit < 0)
    found.push(point('loss', -6, `${last.year} 年亏损 ${yuan(-last.profit)}`, last))
  if (
    last?.liabilities != null &&
    last.assets != null &&
    last.liabilities >= 0.8 * last.assets &&
    last.assets > 0
  )
    found.push(
      point('leverage', -5, `${last.year} 年末资产负债率 ${percent(last.liabilities / last.assets)}`, last),
    )
  if (firm.industry !== null && foreignBusiness.test(firm.industry))
    found.push(point('business', -12, `申万行业为“${firm.industry}”`, firm.basis))
  return found
}

/** 0 at `low`, `most` at `high`, by the logarithm between. */
function logPoints(value: number, low: number, high: number, most: number): number {
  if (value <= low) return 0
  return most * Math.min(1, Math.log(value / low) / Math.log(high / low))
}

/** Yuan in 亿元 or 万元. */
export function yuan(value: number): string {
  return Math.abs(value) >= 1e8 ? `${(value / 1e8).toFixed(2)} 亿元` : `${(value / 1e4).toFixed(0)} 万元`
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`
}
