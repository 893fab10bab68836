import { regionLevel } from '../domain/region.ts'
import type { Severity, WatchPoint, WatchSignal } from '../warehouse/schema/alerts.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'

/**
 * Expert scorecard of enterprise migration (企业迁移走访线索). Points add up to 100 at most; they are a judgement
 * laid down before any outcome was looked at, not a probability. Late signals (法定代表人、股东、住所变更)
 * are the move itself: they are shown with their date and never counted.
 */

/** How far a place lies from the firm's seat: another county of its city, another city, another province. */
export type Distance = 'county' | 'city' | 'province'

export interface Investment {
  /** YYYY-MM-DD */
  readonly date: string
  readonly target: string
  readonly county: string
  /** Name of the place in words. */
  readonly place: string
  readonly distance: Distance
  /** Share held, %. */
  readonly ratio: number | null
  readonly source: SourceRef | null
}

export interface Tender {
  readonly date: string
  readonly project: string
  readonly county: string
  readonly place: string
  readonly distance: Distance
  readonly source: SourceRef | null
}

/** Change of a firm over half a year beside that of its industry: shares, −0.2 = 20 % lower. */
export interface PeerChange {
  /** Last day of the last month compared. */
  readonly date: string
  readonly own: number
  /** Median of the industry's firms. */
  readonly peers: number
  /** (1 + own) ÷ (1 + peers) − 1: what the industry does not explain. */
  readonly relative: number
  /** Monthly means before and after. */
  readonly before: number
  readonly after: number
  readonly firms: number
}

/** A registered change that is part of a move. */
export interface Filing {
  readonly date: string
  readonly item: string
  readonly detail: string
  readonly source: SourceRef | null
}

/** What is known of one firm at one time. Investments and tenders are those away from its seat. */
export interface FirmSignals {
  readonly investments: readonly Investment[]
  readonly tenders: readonly Tender[]
  readonly electricity: PeerChange | null
  readonly headcount: PeerChange | null
  readonly filings: readonly Filing[]
}

export interface Scorecard {
  readonly score: number
  readonly level: Severity
  readonly points: readonly WatchPoint[]
  /** By date, the newest first. */
  readonly signals: readonly WatchSignal[]
}

/** Points from which a visit is advised, and from which a firm is worth watching. */
export const levelBounds = { high: 60, medium: 35 } as const

const investmentPoints: Readonly<Record<Distance, number>> = { county: 10, city: 20, province: 25 }
const controlPoints = 5
const tenderPoints = { beside: 10, elsewhere: 3 } as const
const declinePoints = { marked: 20, slight: 10 } as const
const shiftPoints = 20
/** Falls against the industry, share. */
const decline = { marked: 0.2, slight: 0.1 } as const
/** Share from which the firm controls what it invested in, %. */
const controllingShare = 50

/** Titles of the signals that rest on a monthly series. */
export const seriesSignals = { electricity: '用电量相对同行下降', headcount: '参保人数相对同行下降' } as const

const distanceTitles: Readonly<Record<Distance, string>> = { county: '跨县', city: '跨市', province: '跨省' }
const farthest: readonly Distance[] = ['province', 'city', 'county']

/** Pure: the same signals give the same points, and points are the whole of the score. */
export function scoreMigration(signals: FirmSignals): Scorecard {
  const points = [
    ...investmentPart(signals.investments),
    ...tenderPart(signals),
    ...declinePart('electricity-decline', seriesSignals.electricity, signals.electricity, '千瓦时'),
    ...declinePart('headcount-decline', seriesSignals.headcount, signals.headcount, '人'),
    ...shiftPart(signals),
  ]
  const score = points.reduce((sum, point) => sum + point.points, 0)
  const level = score >= levelBounds.high ? 'high' : score >= levelBounds.medium ? 'medium' : 'low'
  return { score, level, points, signals: datedSignals(signals) }
}

function investmentPart(investments: readonly Investment[]): WatchPoint[] {
  const distance = farthest.find((candidate) => investments.some((one) => one.distance === candidate))
  const decisive = investments
    .filter((one) => one.distance === distance)
    .toSorted((a, b) => (a.date < b.date ? 1 : -1))[0]
  if (distance === undefined || decisive === undefined) return []
  const controlled = investments.find((one) => (one.ratio ?? 0) >= controllingShare)
  return [
    {
      signal: 'outbound-investment',
      title: '异地投资设企',
      points: investmentPoints[distance],
      detail: `${decisive.date} 在${decisive.place}（${distanceTitles[distance]}）投资${decisive.target}`,
    },
    ...(controlled === undefined
      ? []
      : [
          {
            signal: 'controlling-stake',
            title: '异地企业由其控股',
            points: controlPoints,
            detail: `持有${controlled.target} ${controlled.ratio} %`,
          },
        ]),
  ]
}

function tenderPart({ tenders, investments }: FirmSignals): WatchPoint[] {
  const beside = tenders.find((tender) => investments.some((one) => sameCity(one.county, tender.county)))
  const away = beside ?? tenders.find((tender) => tender.distance !== 'county')
  if (away === undefined) return []
  return [
    {
      signal: 'outbound-tender',
      title: beside === undefined ? '异地中标' : '在投资地中标',
      points: beside === undefined ? tenderPoints.elsewhere : tenderPoints.beside,
      detail: `${away.date} 在${away.place}中标“${away.project}”`,
    },
  ]
}

function declinePart(signal: string, title: string, change: PeerChange | null, unit: string): WatchPoint[] {
  if (change === null || !hasFallen(change)) return []
  const points = change.relative <= -decline.marked ? declinePoints.marked : declinePoints.slight
  return [{ signal, title, points, detail: changeText(change, unit) }]
}

/** Growing elsewhere while shrinking here is what sets a move apart from an expansion or a bad year. */
function shiftPart({ investments, electricity, headcount }: FirmSignals): WatchPoint[] {
  const falls = [
    ...(electricity !== null && hasFallen(electricity) ? ['用电'] : []),
    ...(headcount !== null && hasFallen(headcount) ? ['参保'] : []),
  ]
  if (investments.length === 0 || falls.length === 0) return []
  return [
    {
      signal: 'shift',
      title: '异地增、本地减',
      points: shiftPoints,
      detail: `异地投资与本地${falls.join('、')}下降同时出现`,
    },
  ]
}

/** Lower than before, and by more than the industry explains. */
export function hasFallen(change: PeerChange): boolean {
  return change.own < 0 && change.relative <= -decline.slight
}

function datedSignals(signals: FirmSignals): WatchSignal[] {
  const { investments, tenders, electricity, headcount, filings } = signals
  const dated: WatchSignal[] = [
    ...investments.map(({ date, place, target, ratio, distance, source }) => ({
      date,
      stage: 'early' as const,
      title: '异地投资设企',
      detail: `${place}（${distanceTitles[distance]}），${target}${ratio === null ? '' : `，出资 ${ratio} %`}`,
      source,
    })),
    ...tenders.map(({ date, place, project, source }) => ({
      date,
      stage: 'early' as const,
      title: '异地中标',
      detail: `${place}，${project}`,
      source,
    })),
    ...fallSignal(seriesSignals.electricity, electricity, '千瓦时'),
    ...fallSignal(seriesSignals.headcount, headcount, '人'),
    ...filings.map(({ date, item, detail, source }) => ({
      date,
      stage: 'late' as const,
      title: `${item}变更`,
      detail,
      source,
    })),
  ]
  return dated.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
}

function fallSignal(title: string, change: PeerChange | null, unit: string): WatchSignal[] {
  if (change === null || !hasFallen(change)) return []
  // The row is looked up for the firms that are listed, not for every firm compared.
  return [{ date: change.date, stage: 'middle', title, detail: changeText(change, unit), source: null }]
}

function changeText({ before, after, own, peers, relative }: PeerChange, unit: string): string {
  const from = `月均由 ${Math.round(before).toLocaleString('zh-CN')} 降至 ${Math.round(after).toLocaleString('zh-CN')} ${unit}`
  return `近 3 个月比半年前${from}（${percent(own)}），同行中位数 ${percent(peers)}，相对同行 ${percent(relative)}`
}

function percent(share: number): string {
  return `${share > 0 ? '+' : share < 0 ? '−' : ''}${(Math.abs(share) * 100).toFixed(1)} %`
}

function sameCity(one: string, other: string): boolean {
  return one.slice(0, 4) === other.slice(0, 4)
}

/** How far `code` lies from the firm's county; null where it is the same place or that cannot be told. */
export function distanceBetween(seat: string, code: string): Distance | null {
  if (seat.slice(0, 2) !== code.slice(0, 2)) return 'province'
  if (regionLevel(code) === 'province' || regionLevel(seat) === 'province') return null
  if (!sameCity(seat, code)) return 'city'
  // A city's own code names no county, so nothing is known beyond the city.
  if (regionLevel(code) === 'city' || regionLevel(seat) === 'city' || seat === code) return null
  return 'county'
}
