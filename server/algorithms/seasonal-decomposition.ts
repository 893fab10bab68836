import { smoothLocally, localValue } from './local-regression.ts'
import { median } from './robust-statistics.ts'

export interface StlOptions {
  /** Steps a cycle, at least 2. */
  readonly period: number
  /** Span of the seasonal smoother in cycles, odd; 'periodic': the same season in every cycle. */
  readonly seasonalWindow: number | 'periodic'
  readonly seasonalDegree: 0 | 1
  /** Span of the trend smoother in steps, odd. */
  readonly trendWindow?: number | undefined
  readonly trendDegree: 0 | 1
  /** Span of the low-pass filter in steps, odd. */
  readonly lowPassWindow?: number | undefined
  readonly lowPassDegree: 0 | 1
  /** Weights extreme remainders down. */
  readonly robust: boolean
  readonly inner?: number | undefined
  readonly outer?: number | undefined
}

export interface StlParts {
  readonly seasonal: number[]
  readonly trend: number[]
  /** values − seasonal − trend */
  readonly remainder: number[]
  /** Robustness weights, 1 throughout where not robust. */
  readonly weights: number[]
  readonly windows: { readonly seasonal: number; readonly trend: number; readonly lowPass: number }
}

/**
 * STL: Cleveland, Cleveland, McRae and Terpenning, Journal of Official Statistics 6 (1990), with the defaults of stl
 * in R: every tenth of a window is fitted and the rest interpolated, 2 inner passes, or 1 inner and 15 outer passes
 * where robust. Needs more than two cycles.
 */
export function decomposeSeason(values: readonly number[], options: StlOptions): StlParts {
  const { period, seasonalWindow, robust } = options
  const periodic = seasonalWindow === 'periodic'
  const span = periodic ? 10 * values.length + 1 : seasonalWindow
  const windows = {
    seasonal: span,
    trend: options.trendWindow ?? nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / span))),
    lowPass: options.lowPassWindow ?? nextOdd(period),
  }
  const smoother = (window: number, degree: 0 | 1) => ({ window, degree, jump: Math.ceil(window / 10) })
  const seasonal = smoother(windows.seasonal, periodic ? 0 : options.seasonalDegree)
  const trendSmoother = smoother(windows.trend, options.trendDegree)
  const lowPass = smoother(windows.lowPass, options.lowPassDegree)
  const inner = options.inner ?? (robust ? 1 : 2)
  const outer = options.outer ?? (robust ? 15 : 0)
  const y = Float64Array.from(values)
  let trend: Float64Array = new Float64Array(values.length)
  let season: Float64Array = new Float64Array(values.length)
  let weights: Float64Array | null = null

  for (let pass = 0; pass <= outer; pass++) {
    for (let round = 0; round < inner; round++) {
      const level = trend
      const detrended = y.map((value, at) => value - (level[at] ?? 0))
      const cycles = smoothSubseries(detrended, period, seasonal, weights)
      const low = smoothLocally(averaged(averaged(averaged(cycles, period), period), 3), lowPass, null)
      season = low.map((value, at) => (cycles[period + at] ?? 0) - value)
      const kept = season
      trend = smoothLocally(
        y.map((value, at) => value - (kept[at] ?? 0)),
        trendSmoother,
        weights,
      )
    }
    if (pass < outer) weights = robustnessWeights(y, season, trend)
  }
  const shown = periodic ? cycleMeans(season, period) : [...season]
  return {
    seasonal: shown,
    trend: [...trend],
    remainder: values.map((value, at) => value - (shown[at] ?? 0) - (trend[at] ?? 0)),
    weights: weights === null ? values.map(() => 1) : [...weights],
    windows,
  }
}

function nextOdd(value: number): number {
  return value % 2 === 0 ? value + 1 : value
}

/** Each position of the cycle smoothed along the cycles, one cycle longer at both ends. */
function smoothSubseries(
  values: Float64Array,
  period: number,
  smoother: { window: number; degree: 0 | 1; jump: number },
  weights: Float64Array | null,
): Float64Array {
  const result = new Float64Array(values.length + 2 * period)
  for (let place = 0; place < period; place++) {
    const own = values.filter((_, at) => at % period === place)
    const weighted = weights?.filter((_, at) => at % period === place) ?? null
    const smooth = smoothLocally(own, smoother, weighted)
    const size = own.length
    const before = localValue(own, smoother, weighted, 0, 1, Math.min(smoother.window, size))
    const after = localValue(own, smoother, weighted, size + 1, Math.max(1, size - smoother.window + 1), size)
    result[place] = before ?? smooth[0] ?? 0
    for (const [cycle, value] of smooth.entries()) result[(cycle + 1) * period + place] = value
    result[(size + 1) * period + place] = after ?? smooth[size - 1] ?? 0
  }
  return result
}

function averaged(values: Float64Array, width: number): Float64Array {
  const result = new Float64Array(values.length - width + 1)
  let sum = 0
  for (const [at, value] of values.entries()) {
    sum += value - (at >= width ? (values[at - width] ?? 0) : 0)
    if (at >= width - 1) result[at - width + 1] = sum / width
  }
  return result
}

/** Bisquare weights of the remainders over six times their median size. */
function robustnessWeights(values: Float64Array, season: Float64Array, trend: Float64Array): Float64Array {
  const sizes = values.map((value, at) => Math.abs(value - (season[at] ?? 0) - (trend[at] ?? 0)))
  const bound = 6 * median([...sizes])
  return sizes.map((size) => {
    if (size <= 0.001 * bound) return 1
    return size <= 0.999 * bound ? (1 - (size / bound) ** 2) ** 2 : 0
  })
}

function cycleMeans(season: Float64Array, period: number): number[] {
  const sums = new Float64Array(period)
  const counts = new Float64Array(period)
  for (const [at, value] of season.entries()) {
    sums[at % period] = (sums[at % period] ?? 0) + value
    counts[at % period] = (counts[at % period] ?? 0) + 1
  }
  return Array.from(season, (_, at) => (sums[at % period] ?? 0) / (counts[at % period] ?? 1))
}
