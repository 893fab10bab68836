import { endOfMonth, monthsBefore } from '../chain/members.ts'
import { median } from '../algorithms/robust-statistics.ts'
import { earlyMonths, type FirmFacts, type MigrationFacts, type PlacedEvent } from './facts.ts'
import {
  distanceBetween,
  type FirmSignals,
  type PeerChange,
  scoreMigration,
  type Scorecard,
} from './score.ts'
import { minimumPeers, peerGroups } from './peers.ts'
import type { Places } from './places.ts'

/** Falls are measured between three months and the three that ended half a year before. */
const spanMonths = 3
const gapMonths = 6
/** Months of a series that one comparison needs. */
const comparedMonths = spanMonths + gapMonths
/** Series come in with a delay; older figures say nothing of now. */
const longestDelay = 6
/** Months a series must reach back for the scores of a month. */
export const seriesMonths = comparedMonths + longestDelay
/** Filings older than this, and the list for this long after a move, are history. */
const settledMonths = 12
/** Smaller users and employers jump by single machines and persons. */
const leastMonthly = { electricity: 1_000, headcount: 20 } as const

export interface ScoredFirm {
  readonly firm: FirmFacts
  readonly seat: string
  readonly scorecard: Scorecard
}

export interface Moment {
  /** Last month of the series that may be used. */
  readonly month: string
  /** Dated events count up to the day before; absent = to the end of the month. */
  readonly until?: string
  /** Leave out what has closed since: for the list of today. */
  readonly inForce?: boolean
}

/**
 * Scores of the firms that sit in the province at a moment, from what was known then; firms without a point
 * included. Firms that moved in the last year are left out: their move is over.
 */
export function scoreFirms(facts: MigrationFacts, moment: Moment, province = '37'): ScoredFirm[] {
  const { month, until = endOfMonth(month) } = moment
  const settled = `${monthsBefore(month, settledMonths - 1)}-01`
  const earliest = `${monthsBefore(month, earlyMonths - 1)}-01`
  const present = facts.firms.flatMap((firm) => {
    const seat = seatAt(firm, until)
    const moved = firm.moves.some((move) => move.date >= settled && move.date < until)
    const founded = firm.registeredOn === null || firm.registeredOn < until
    const open = moment.inForce !== true || firm.inForce
    return seat?.startsWith(province) === true && founded && open && !moved ? [{ firm, seat }] : []
  })
  const electricity = comparePeers(present, 'electricity', facts.months, month)
  const headcount = comparePeers(present, 'headcount', facts.months, month)
  return present.map(({ firm, seat }, index) => {
    const signals: FirmSignals = {
      ...earlySignals(firm, seat, { earliest, until }, facts.places),
      electricity: electricity[index] ?? null,
      headcount: headcount[index] ?? null,
      filings: firm.filings.filter(({ date }) => date >= settled && date < until),
    }
    return { firm, seat, scorecard: scoreMigration(signals) }
  })
}

/** The county a firm sat in on the eve of a day: a later move is undone with the place it left. */
function seatAt(firm: FirmFacts, day: string): string | null {
  return firm.moves.find((move) => move.date >= day)?.origin ?? firm.county
}

function earlySignals(
  firm: FirmFacts,
  seat: string,
  { earliest, until }: { readonly earliest: string; readonly until: string },
  places: Places,
): Pick<FirmSignals, 'investments' | 'tenders'> {
  const away = (events: readonly PlacedEvent[]) =>
    events.flatMap((event) => {
      if (event.date < earliest || event.date >= until) return []
      const distance = distanceBetween(seat, event.county)
      return distance === null ? [] : [{ ...event, distance, place: places.fullName(event.county) }]
    })
  return {
    investments: away(firm.investments).map(({ subject, ...event }) => ({ ...event, target: subject })),
    tenders: away(firm.tenders).map(({ subject, ...event }) => ({ ...event, project: subject })),
  }
}

/** Changes beside the median of each firm's industry; null where the firm or its industry tells too little. */
function comparePeers(
  present: readonly { readonly firm: FirmFacts }[],
  series: 'electricity' | 'headcount',
  months: readonly string[],
  month: string,
): (PeerChange | null)[] {
  const position = latestRecord(present, series, months.indexOf(month))
  const latest = months[position]
  if (latest === undefined) return present.map(() => null)
  const changes = present.map(({ firm }) => changeOf(firm[series], position, leastMonthly[series]))
  const compared = present.map(({ firm }, index) => (changes[index] == null ? null : firm.industryCode))
  const groups = peerGroups(compared, minimumPeers)
  const owns = new Map<string, number[]>()
  for (const [index, change] of changes.entries()) {
    const group = groups[index]
    if (change == null || group == null) continue
    const list = owns.get(group)
    if (list === undefined) owns.set(group, [change.own])
    else list.push(change.own)
  }
  const medians = new Map([...owns].map(([group, values]) => [group, median(values)]))
  const date = lastDay(latest)
  return changes.map((change, index) => {
    const group = groups[index]
    const peers = group == null ? undefined : medians.get(group)
    if (change == null || group == null || peers === undefined) return null
    const relative = (1 + change.own) / (1 + peers) - 1
    return { ...change, date, peers, relative, firms: owns.get(group)?.length ?? 0 }
  })
}

/** Last position up to `position` for which any firm has a record; −1 where that is too long ago. */
function latestRecord(
  present: readonly { readonly firm: FirmFacts }[],
  series: 'electricity' | 'headcount',
  position: number,
): number {
  for (let earlier = position; earlier >= Math.max(0, position - longestDelay); earlier--)
    if (present.some(({ firm }) => !Number.isNaN(firm[series]?.[earlier] ?? NaN))) return earlier
  return -1
}

function changeOf(series: Float64Array | null, position: number, least: number) {
  if (series === null || position < comparedMonths - 1) return null
  const after = meanOf(series, position)
  const before = meanOf(series, position - gapMonths)
  if (after === null || before === null || before < least) return null
  return { own: after / before - 1, before, after }
}

/** Mean of the months that end at `position`; one of them may be missing. */
function meanOf(series: Float64Array, position: number): number | null {
  const values = series
    .subarray(position - spanMonths + 1, position + 1)
    .filter((value) => !Number.isNaN(value))
  if (values.length < spanMonths - 1) return null
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** '2026-02' → '2026-02-28' */
export function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? NaN, number ?? NaN, 0)).toISOString().slice(0, 10)
}
