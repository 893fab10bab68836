import { median } from '../algorithms/robust-statistics.ts'
import { wilsonInterval } from '../algorithms/share-interval.ts'
import { endOfMonth, monthsBefore } from '../chain/members.ts'
import type { CalibrationBand, ForecastStudy, StudiedMethod } from '../api/schemas/migration-study.ts'
import {
  averagePrecision,
  backtestPlan,
  bootstrapRatio,
  investmentRule,
  leadDays,
  moversAfter,
  type Origin,
  scorecardMethod,
  visitList,
} from './backtest.ts'
import type { MigrationFacts } from './facts.ts'
import { fitHazard, hazardFeatures, type HazardFit, hazardOf, hazardRow, type FirmMonth } from './hazard.ts'
import type { Move } from './moves.ts'
import { levelBounds } from './score.ts'
import { type ScoredFirm, scoreFirms } from './signals.ts'

/** Moves a fit needs before it is used; 11 features on fewer are noise even with the penalty. */
const leastEvents = 5
const visitsStudied = [5, 10, 20, 30, 50] as const
/** Points of a drawn curve. */
const mostPoints = 80
/** Points to double the odds 20 (ALGORITHMS: Factor = 20 ÷ ln 2). */
const pointsPerLogOdd = 20 / Math.LN2

interface StudiedOrigin {
  readonly month: string
  readonly firms: readonly ScoredFirm[]
  readonly moved: ReadonlySet<string>
  readonly fit: HazardFit
}

/**
 * Scorecard, one rule and fitted hazard on the same rolling origins. The hazard is fitted anew at each origin on
 * the months before it, whose next month was over by then; the scorecard and the rule are fitted to nothing.
 * @returns null where no origin has enough moves behind it
 */
export function studyForecast(
  facts: MigrationFacts,
  plan: { readonly k: number; readonly horizon: number; readonly warmUp: number } = backtestPlan,
): ForecastStudy | null {
  const months = facts.months.slice(plan.warmUp, facts.months.length - plan.horizon)
  const scored = months.map((month) => ({ month, firms: scoreFirms(facts, { month }) }))
  const history: FirmMonth[] = []
  const origins: StudiedOrigin[] = []
  for (const { month, firms } of scored) {
    const fit = history.filter(({ moved }) => moved).length >= leastEvents ? fitHazard(history) : null
    const moved = moversAfter(facts.moves, month, plan.horizon)
    if (fit !== null) origins.push({ month, firms, moved, fit })
    const next = moversAfter(facts.moves, month, 1)
    for (const { firm, scorecard } of firms)
      history.push({ row: hazardRow(scorecard), moved: next.has(firm.creditCode) })
  }
  const [first] = origins
  const last = origins.at(-1)
  if (first === undefined || last === undefined) return null
  const moves = facts.moves.filter(
    ({ date, origin }) =>
      origin.startsWith('37') &&
      date >= endOfMonth(first.month) &&
      date < endOfMonth(monthsBefore(last.month, -plan.horizon)),
  )
  if (moves.length === 0) return null
  const ranked = rankings(origins)
  const methods = [
    studied('scorecard', '专家评分卡', ranked.scorecard, moves, plan),
    studied('rule', '单一规则“异地新设子公司”', ranked.rule, moves, plan),
    studied('hazard', '离散时间风险模型（Firth 逻辑回归）', ranked.hazard, moves, plan),
  ]
  return {
    firstOrigin: first.month,
    lastOrigin: last.month,
    origins: origins.length,
    k: plan.k,
    horizon: plan.horizon,
    moves: moves.length,
    observed: origins.reduce((sum, { firms }) => sum + firms.length, 0),
    moved: origins.reduce(
      (sum, { firms, moved }) => sum + firms.filter(({ firm }) => moved.has(firm.creditCode)).length,
      0,
    ),
    training: {
      firstEvents: first.fit.events,
      lastEvents: last.fit.events,
      lastFirmMonths: last.fit.firmMonths,
    },
    methods,
    best: bestOf(methods, plan.k),
    scoreCalibration: scoreBands(origins),
    hazardCalibration: hazardBands(origins, plan.horizon),
    coefficients: hazardFeatures.map(({ id, title }, index) => {
      const beta = last.fit.estimated[index] === true ? (last.fit.coefficients[index + 1] ?? 0) : null
      return {
        id,
        title,
        beta,
        standardError: beta === null ? null : (last.fit.standardErrors[index + 1] ?? 0),
        points: beta === null ? null : beta * pointsPerLogOdd,
      }
    }),
  }
}

function rankings(origins: readonly StudiedOrigin[]): Record<StudiedMethod['id'], Origin[]> {
  const by = (value: (one: ScoredFirm, fit: HazardFit) => { value: number; newest: string }): Origin[] =>
    origins.map(({ month, firms, moved, fit }) => ({
      month,
      firms: firms.map((one) => ({
        creditCode: one.firm.creditCode,
        moved: moved.has(one.firm.creditCode),
        ...value(one, fit),
      })),
    }))
  return {
    scorecard: by(({ scorecard }) => scorecardMethod(scorecard)),
    rule: by(({ scorecard }) => investmentRule(scorecard)),
    // As with the others, a firm without any signal is not visited.
    hazard: by(({ scorecard }, fit) => ({
      value: scorecard.score === 0 ? 0 : hazardOf(fit, hazardRow(scorecard)),
      newest: scorecardMethod(scorecard).newest,
    })),
  }
}

function studied(
  id: StudiedMethod['id'],
  title: string,
  origins: readonly Origin[],
  moves: readonly Move[],
  { k, horizon }: { readonly k: number; readonly horizon: number },
): StudiedMethod {
  const lists = (visits: number) =>
    origins.map(({ month, firms }) => ({ month, visited: visitList(firms, visits) }))
  const leads = leadDays(lists(k), moves, horizon).toSorted((a, b) => a - b)
  const all = origins.flatMap(({ firms }) => firms)
  return {
    id,
    title,
    precisionAt: visitsStudied.map((visits) => {
      const counts = lists(visits).map(({ visited }) => ({
        visits: visited.length,
        hits: visited.filter((firm) => firm.moved).length,
      }))
      const made = counts.reduce((sum, count) => sum + count.visits, 0)
      const hits = counts.reduce((sum, count) => sum + count.hits, 0)
      return {
        k: visits,
        visits: made,
        hits,
        precision: made === 0 ? 0 : hits / made,
        interval: bootstrapRatio(counts),
      }
    }),
    recall: leads.length / moves.length,
    leadDays: leads,
    medianLeadDays: leads.length === 0 ? null : median(leads),
    averagePrecision: averagePrecision(all),
    curve: thinned(precisionRecall(all)),
  }
}

/** Precision and recall after each distinct value, the highest first; firms of value 0 are on no list. */
export function precisionRecall(
  ranked: readonly { readonly value: number; readonly moved: boolean }[],
): { recall: number; precision: number }[] {
  const total = ranked.filter(({ moved }) => moved).length
  const groups = [...Map.groupBy(ranked, ({ value }) => value)]
    .filter(([value]) => value > 0)
    .toSorted(([a], [b]) => b - a)
  let seen = 0
  let found = 0
  return groups.map(([, items]) => {
    seen += items.length
    found += items.filter(({ moved }) => moved).length
    return { recall: total === 0 ? 0 : found / total, precision: found / seen }
  })
}

function thinned<T>(points: readonly T[]): T[] {
  const step = Math.max(1, Math.ceil(points.length / mostPoints))
  return points.filter((_, index) => index % step === 0 || index === points.length - 1)
}

/** The method with the most hits on k visits; with as many, the one ranked higher in the whole. */
function bestOf(methods: readonly StudiedMethod[], k: number): StudiedMethod['id'] {
  const at = (method: StudiedMethod) => method.precisionAt.find((one) => one.k === k)?.precision ?? 0
  return (
    methods.toSorted((a, b) => at(b) - at(a) || b.averagePrecision - a.averagePrecision)[0]?.id ?? 'scorecard'
  )
}

const scoreEdges = [0, 1, 20, levelBounds.medium, levelBounds.high, 80, 101]

/** Share that moved by band of the score: a score is no probability, but more points ought to mean more moves. */
function scoreBands(origins: readonly StudiedOrigin[]): CalibrationBand[] {
  const all = origins.flatMap(({ firms, moved }) =>
    firms.map(({ firm, scorecard }) => ({ score: scorecard.score, moved: moved.has(firm.creditCode) })),
  )
  return scoreEdges.slice(0, -1).map((from, index) => {
    const until = scoreEdges[index + 1] ?? Infinity
    const band = all.filter(({ score }) => score >= from && score < until)
    const label = from === 0 ? '0 分' : `${from}–${until - 1} 分`
    return { label, predicted: null, ...shareMoved(band) }
  })
}

const hazardEdges = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 1.001]

/** Probability forecast for the horizon, beside the share that moved. */
function hazardBands(origins: readonly StudiedOrigin[], horizon: number): CalibrationBand[] {
  const all = origins.flatMap(({ firms, moved, fit }) =>
    firms.map(({ firm, scorecard }) => ({
      predicted: 1 - (1 - hazardOf(fit, hazardRow(scorecard))) ** horizon,
      moved: moved.has(firm.creditCode),
    })),
  )
  return hazardEdges.slice(0, -1).flatMap((from, index) => {
    const until = hazardEdges[index + 1] ?? Infinity
    const band = all.filter(({ predicted }) => predicted >= from && predicted < until)
    if (band.length === 0) return []
    const mean = band.reduce((sum, { predicted }) => sum + predicted, 0) / band.length
    return [
      { label: `${percent(from)}–${percent(Math.min(until, 1))}`, predicted: mean, ...shareMoved(band) },
    ]
  })
}

function shareMoved(band: readonly { readonly moved: boolean }[]) {
  const moved = band.filter((one) => one.moved).length
  return {
    firmMonths: band.length,
    moved,
    share: band.length === 0 ? null : moved / band.length,
    interval: wilsonInterval(moved, band.length),
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}
