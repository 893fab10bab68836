import { fitLogistic } from '../algorithms/logistic-regression.ts'
import type { Scorecard } from './score.ts'

/**
 * Discrete-time hazard of a move: logit h(i, t + 1) = α + β·x(i, t), x the early and middle signals of the
 * scorecard as yes or no, with Firth's penalty because moves are few. One α for all months: there are too few
 * moves for one each. Late signals are part of the move and are no features.
 */
interface Feature {
  readonly id: string
  readonly title: string
  /** The signal of the scorecard, and the points by which its kinds are told apart. */
  readonly signal: string
  readonly points: number | null
}

export const hazardFeatures: readonly Feature[] = [
  { id: 'investment-county', title: '异地投资设企（跨县）', signal: 'outbound-investment', points: 10 },
  { id: 'investment-city', title: '异地投资设企（跨市）', signal: 'outbound-investment', points: 20 },
  { id: 'investment-province', title: '异地投资设企（跨省）', signal: 'outbound-investment', points: 25 },
  { id: 'control', title: '异地企业由其控股', signal: 'controlling-stake', points: null },
  { id: 'tender-beside', title: '在投资地中标', signal: 'outbound-tender', points: 10 },
  { id: 'tender-elsewhere', title: '异地中标', signal: 'outbound-tender', points: 3 },
  {
    id: 'electricity-slight',
    title: '用电相对同行下降 10 % 至 20 %',
    signal: 'electricity-decline',
    points: 10,
  },
  {
    id: 'electricity-marked',
    title: '用电相对同行下降 20 % 以上',
    signal: 'electricity-decline',
    points: 20,
  },
  { id: 'headcount-slight', title: '参保相对同行下降 10 % 至 20 %', signal: 'headcount-decline', points: 10 },
  { id: 'headcount-marked', title: '参保相对同行下降 20 % 以上', signal: 'headcount-decline', points: 20 },
  { id: 'shift', title: '异地增、本地减', signal: 'shift', points: null },
]

/** 1 for the intercept, then 0 or 1 for each feature. */
export function hazardRow({ points }: Scorecard): readonly number[] {
  return [
    1,
    ...hazardFeatures.map((feature) =>
      points.some(
        (point) =>
          point.signal === feature.signal && (feature.points === null || point.points === feature.points),
      )
        ? 1
        : 0,
    ),
  ]
}

/** A firm-month: its row, and whether the firm moved in the month after. */
export interface FirmMonth {
  readonly row: readonly number[]
  readonly moved: boolean
}

export interface HazardFit {
  readonly events: number
  readonly firmMonths: number
  /** α, then β in the order of the features. */
  readonly coefficients: readonly number[]
  readonly standardErrors: readonly number[]
  /** By feature: false where it could not be told apart from others yet. */
  readonly estimated: readonly boolean[]
}

/** Null where the fit has no answer. Rows that are alike are counted, so the size does not matter. */
export function fitHazard(firmMonths: readonly FirmMonth[]): HazardFit | null {
  const patterns = new Map<string, { row: readonly number[]; moved: number; stayed: number }>()
  for (const { row, moved } of firmMonths) {
    const key = row.join('')
    const known = patterns.get(key) ?? { row, moved: 0, stayed: 0 }
    if (moved) known.moved++
    else known.stayed++
    patterns.set(key, known)
  }
  const cells = [...patterns.values()].flatMap(({ row, moved, stayed }) => [
    { row, outcome: 1, count: moved },
    { row, outcome: 0, count: stayed },
  ])
  const seen = cells.filter(({ count }) => count > 0)
  const kept = independentColumns(seen.map(({ row }) => row))
  const fit = fitLogistic(
    seen.map(({ row }) => kept.map((column) => row[column] ?? 0)),
    seen.map(({ outcome }) => outcome),
    seen.map(({ count }) => count),
    true,
  )
  if (fit.outcome !== 'converged') return null
  const spread = (values: readonly number[]) => {
    const whole = Array.from({ length: hazardFeatures.length + 1 }, () => 0)
    for (const [position, column] of kept.entries()) whole[column] = values[position] ?? 0
    return whole
  }
  return {
    events: firmMonths.filter(({ moved }) => moved).length,
    firmMonths: firmMonths.length,
    coefficients: spread(fit.coefficients),
    standardErrors: spread(fit.standardErrors),
    estimated: hazardFeatures.map((_, index) => kept.includes(index + 1)),
  }
}

/**
 * Columns that are no combination of those before them (Gram–Schmidt): a feature that no firm had yet, or that
 * always comes together with others, cannot be told apart and counts nothing.
 */
function independentColumns(rows: readonly (readonly number[])[]): number[] {
  const basis: number[][] = []
  return Array.from({ length: hazardFeatures.length + 1 }, (_, column) => column).filter((column) => {
    let rest = rows.map((row) => row[column] ?? 0)
    const whole = lengthOf(rest)
    for (const direction of basis) {
      const along = rest.reduce((sum, value, index) => sum + value * (direction[index] ?? 0), 0)
      rest = rest.map((value, index) => value - along * (direction[index] ?? 0))
    }
    const left = lengthOf(rest)
    if (!(left > 1e-6 * whole)) return false
    basis.push(rest.map((value) => value / left))
    return true
  })
}

function lengthOf(vector: readonly number[]): number {
  return Math.hypot(...vector)
}

/** Probability of a move in the next month. */
export function hazardOf({ coefficients }: HazardFit, row: readonly number[]): number {
  const logOdds = coefficients.reduce((sum, beta, index) => sum + beta * (row[index] ?? 0), 0)
  return 1 / (1 + Math.exp(-logOdds))
}
