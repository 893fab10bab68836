import { minimumWithin } from './bounded-minimum.ts'

/** Additive exponential smoothing: level, trend and season, each carried forward by its own share. */
export interface Smoothing {
  readonly alpha: number
  readonly beta: number
  /** 0 without a season. */
  readonly gamma: number
  /** Damping of the trend; 1 keeps it. */
  readonly phi: number
  readonly level: number
  readonly trend: number
  /** By the next steps; one 0 without a season. */
  readonly season: readonly number[]
  /** Sum of squared one-step errors, square of the unit of the values. */
  readonly sse: number
}

interface Start {
  readonly level: number
  readonly trend: number
  readonly season: readonly number[]
  /** First value that is forecast. */
  readonly from: number
}

/**
 * Holt–Winters, additive (Holt 1957, Winters 1960), by least squares as HoltWinters of R: start from the
 * decomposition of the first two periods, search from α .3, β .1, γ .1 by L-BFGS-B within [0, 1].
 * Damped: the trend shrinks by φ a step, .8 to .98 (Gardner and McKenzie 1985; Hyndman's bounds).
 * @param period steps a cycle; 1 for none. Needs two whole cycles, or three values without a season.
 */
export function fitHoltWinters(values: readonly number[], period: number, damped = false): Smoothing {
  const start = startOf(values, period)
  const seasonal = period > 1
  const run = (point: readonly number[]): Smoothing => {
    const [alpha = 0, beta = 0, third = 0, fourth = 1] = point
    const gamma = seasonal ? third : 0
    const phi = damped ? (seasonal ? fourth : third) : 1
    return smooth(values, start, { alpha, beta, gamma, phi })
  }
  const initial = [0.3, 0.1, ...(seasonal ? [0.1] : []), ...(damped ? [0.95] : [])]
  const bounds = {
    lower: [0, 0, ...(seasonal ? [0] : []), ...(damped ? [0.8] : [])],
    upper: [1, 1, ...(seasonal ? [1] : []), ...(damped ? [0.98] : [])],
  }
  return run(minimumWithin((point) => run(point).sse, initial, bounds).point)
}

/** What lies ahead, step by step. */
export function projectSmoothing(fitted: Smoothing, horizon: number): number[] {
  let rise = 0
  let weight = 1
  return Array.from({ length: horizon }, (_, step) => {
    weight *= fitted.phi
    rise += weight
    return fitted.level + rise * fitted.trend + (fitted.season[step % fitted.season.length] ?? 0)
  })
}

function smooth(
  values: readonly number[],
  start: Start,
  shares: Pick<Smoothing, 'alpha' | 'beta' | 'gamma' | 'phi'>,
): Smoothing {
  const { alpha, beta, gamma, phi } = shares
  const season = Float64Array.from(start.season)
  let { level, trend } = start
  let sse = 0
  for (let at = start.from; at < values.length; at++) {
    const value = values[at] ?? NaN
    const place = (at - start.from) % season.length
    const before = season[place] ?? 0
    const expected = level + phi * trend
    sse += (value - expected - before) ** 2
    const next = alpha * (value - before) + (1 - alpha) * expected
    trend = beta * (next - level) + (1 - beta) * phi * trend
    level = next
    season[place] = gamma * (value - level) + (1 - gamma) * before
  }
  const first = (values.length - start.from) % season.length
  return { ...shares, level, trend, season: [...season.subarray(first), ...season.subarray(0, first)], sse }
}

function startOf(values: readonly number[], period: number): Start {
  const second = values[1] ?? 0
  if (period === 1) return { level: second, trend: second - (values[0] ?? 0), season: [0], from: 2 }
  const { trend, season } = decompose(values.slice(0, 2 * period), period)
  const [level, slope] = straightLine(trend)
  return { level, trend: slope, season, from: period }
}

/** Trend by centred moving average, season by the means of what it leaves, summing to 0 (classical, additive). */
export function decompose(values: readonly number[], period: number): { trend: number[]; season: number[] } {
  const half = Math.floor(period / 2)
  const trend: number[] = []
  const sums = Array.from({ length: period }, () => 0)
  const counts = Array.from({ length: period }, () => 0)
  for (let at = half; at < values.length - half; at++) {
    let sum = 0
    for (let offset = -half; offset <= half; offset++) {
      const edge = period % 2 === 0 && Math.abs(offset) === half
      sum += (values[at + offset] ?? 0) * (edge ? 0.5 : 1)
    }
    trend.push(sum / period)
    const place = at % period
    sums[place] = (sums[place] ?? 0) + (values[at] ?? 0) - sum / period
    counts[place] = (counts[place] ?? 0) + 1
  }
  const means = sums.map((sum, place) => sum / (counts[place] ?? 1))
  const centre = means.reduce((sum, mean) => sum + mean, 0) / period
  return { trend, season: means.map((mean) => mean - centre) }
}

/** Intercept and slope by least squares on 1, 2, 3, … */
export function straightLine(values: readonly number[]): [number, number] {
  const middle = (values.length + 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let cross = 0
  let square = 0
  for (const [at, value] of values.entries()) {
    cross += (at + 1 - middle) * (value - mean)
    square += (at + 1 - middle) ** 2
  }
  const slope = square === 0 ? 0 : cross / square
  return [mean - slope * middle, slope]
}
