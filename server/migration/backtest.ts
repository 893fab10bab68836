import { endOfMonth, monthsBefore } from '../chain/members.ts'
import type { BacktestDetail, BacktestFigures } from '../warehouse/schema/alerts.ts'
import type { MigrationFacts } from './facts.ts'
import type { Scorecard } from './score.ts'
import { lastDay, type ScoredFirm, scoreFirms } from './signals.ts'
import type { Move } from './moves.ts'
import { median } from '../algorithms/robust-statistics.ts'

/** Visits an office can make in a month (走访能力), and months within which a move counts as foreseen. */
export const backtestPlan = { k: 20, horizon: 6, warmUp: 14 } as const

/** A firm as one method values it at one origin. */
export interface Valued {
  readonly creditCode: string
  readonly value: number
  /** Day of the newest early signal; decides between equal values. */
  readonly newest: string
  readonly moved: boolean
}

export interface Origin {
  readonly month: string
  readonly firms: readonly Valued[]
}

export type Method = (scorecard: Scorecard) => Pick<Valued, 'value' | 'newest'>

export const scorecardMethod: Method = ({ score, signals }) => ({
  value: score,
  newest: signals.find((signal) => signal.stage === 'early')?.date ?? '',
})

/** The one rule to beat: 异地新设子公司 in the same window, the newest first. */
export const investmentRule: Method = ({ points, signals }) => ({
  value: points.some((point) => point.signal === 'outbound-investment') ? 1 : 0,
  newest: signals.find((signal) => signal.title === '异地投资设企')?.date ?? '',
})

/**
 * Rolling-origin backtest: at the end of each month the firms are ranked from what was known then, and the
 * list is held against the moves of the following months. Nothing is fitted; the moves are only counted.
 * @returns null where the months are too few for one origin, or nobody moved
 */
export function backtestMigration(
  facts: MigrationFacts,
  plan: { readonly k: number; readonly horizon: number; readonly warmUp: number } = backtestPlan,
): BacktestDetail | null {
  const last = facts.months.length - plan.horizon
  const months = facts.months.slice(plan.warmUp, last)
  const [firstOrigin] = months
  const lastOrigin = months.at(-1)
  if (firstOrigin === undefined || lastOrigin === undefined) return null
  const moves = facts.moves.filter(
    ({ date, origin }) =>
      origin.startsWith('37') &&
      date >= endOfMonth(firstOrigin) &&
      date < endOfMonth(monthsBefore(lastOrigin, -plan.horizon)),
  )
  if (moves.length === 0) return null
  const origins = months.map((month) => ({
    month,
    firms: scoreFirms(facts, { month }),
    moved: moversAfter(facts.moves, month, plan.horizon),
  }))
  const apply = (method: Method): Origin[] =>
    origins.map(({ month, firms, moved }) => ({
      month,
      firms: firms.map(({ firm: { creditCode }, scorecard }) => ({
        creditCode,
        moved: moved.has(creditCode),
        ...method(scorecard),
      })),
    }))
  const scored = apply(scorecardMethod)
  const movers = scored.map(({ firms }) => firms.filter((firm) => firm.moved).length)
  return {
    firstOrigin,
    lastOrigin,
    moves: moves.length,
    observed: scored.reduce((sum, { firms }) => sum + firms.length, 0),
    moved: movers.reduce((sum, count) => sum + count, 0),
    ceiling: movers.reduce((sum, count) => sum + Math.min(plan.k, count), 0) / (plan.k * origins.length),
    scorecard: measure(scored, moves, plan),
    baseline: measure(apply(investmentRule), moves, plan),
    byLevel: levelsOf(origins),
  }
}

export function moversAfter(moves: readonly Move[], month: string, horizon: number): ReadonlySet<string> {
  const from = endOfMonth(month)
  const until = endOfMonth(monthsBefore(month, -horizon))
  return new Set(moves.filter(({ date }) => date >= from && date < until).map((move) => move.creditCode))
}

function measure(
  origins: readonly Origin[],
  moves: readonly Move[],
  { k, horizon }: { readonly k: number; readonly horizon: number },
): BacktestFigures {
  const lists = origins.map(({ month, firms }) => ({ month, visited: visitList(firms, k) }))
  const counts = lists.map(({ visited }) => ({
    visits: visited.length,
    hits: visited.filter((firm) => firm.moved).length,
  }))
  const leads = leadDays(lists, moves, horizon)
  const visits = counts.reduce((sum, count) => sum + count.visits, 0)
  const hits = counts.reduce((sum, count) => sum + count.hits, 0)
  return {
    precisionAtK: visits === 0 ? 0 : hits / visits,
    precisionInterval: bootstrapRatio(counts),
    recall: leads.length / moves.length,
    medianLeadDays: leads.length === 0 ? null : median(leads),
    averagePrecision: averagePrecision(origins.flatMap(({ firms }) => firms)),
    visits,
    hits,
  }
}

/** Days from the first list that names a firm within the horizon to its move; moves never listed are left out. */
export function leadDays(
  lists: readonly { readonly month: string; readonly visited: readonly Valued[] }[],
  moves: readonly Move[],
  horizon: number,
): number[] {
  return moves.flatMap((move) => {
    const first = lists.find(
      ({ month, visited }) =>
        endOfMonth(month) <= move.date &&
        move.date < endOfMonth(monthsBefore(month, -horizon)) &&
        visited.some((firm) => firm.creditCode === move.creditCode),
    )
    return first === undefined ? [] : [daysBetween(lastDay(first.month), move.date)]
  })
}

/** The k firms of the highest value; a firm without a point is not visited, so the list may be shorter. */
export function visitList(firms: readonly Valued[], k: number): Valued[] {
  return firms
    .filter((firm) => firm.value > 0)
    .toSorted(
      (a, b) => b.value - a.value || compare(b.newest, a.newest) || compare(a.creditCode, b.creditCode),
    )
    .slice(0, k)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
}

/** Σ (recallᵢ − recallᵢ₋₁)·precisionᵢ over the distinct values, so that ties count alike whatever their order. */
export function averagePrecision(
  ranked: readonly { readonly value: number; readonly moved: boolean }[],
): number {
  const total = ranked.filter((item) => item.moved).length
  if (total === 0) return 0
  const groups = [...Map.groupBy(ranked, (item) => item.value)].toSorted(([a], [b]) => b - a)
  let seen = 0
  let found = 0
  let area = 0
  for (const [, items] of groups) {
    const hits = items.filter((item) => item.moved).length
    seen += items.length
    found += hits
    area += (hits / total) * (found / seen)
  }
  return area
}

/** 95 % interval of hits ÷ visits when whole origins are drawn again; neighbouring origins are not independent. */
export function bootstrapRatio(
  counts: readonly { readonly visits: number; readonly hits: number }[],
  draws = 2_000,
  random: () => number = seededRandom(20240801),
): [number, number] {
  const ratios = Float64Array.from({ length: draws }, () => {
    let visits = 0
    let hits = 0
    for (let draw = 0; draw < counts.length; draw++) {
      const count = counts[Math.floor(random() * counts.length)]
      visits += count?.visits ?? 0
      hits += count?.hits ?? 0
    }
    return visits === 0 ? 0 : hits / visits
  }).toSorted()
  return [ratios[Math.floor(draws * 0.025)] ?? 0, ratios[Math.ceil(draws * 0.975) - 1] ?? 0]
}

/** mulberry32: the same draws in every run. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function levelsOf(
  origins: readonly { readonly firms: readonly ScoredFirm[]; readonly moved: ReadonlySet<string> }[],
): BacktestDetail['byLevel'] {
  const all = origins.flatMap(({ firms, moved }) =>
    firms.map(({ firm, scorecard }) => ({
      level: scorecard.score === 0 ? 'none' : scorecard.level,
      moved: moved.has(firm.creditCode),
    })),
  )
  return ['high', 'medium', 'low', 'none'].map((level) => {
    const listed = all.filter((item) => item.level === level)
    return { level, listed: listed.length, moved: listed.filter((item) => item.moved).length }
  })
}
