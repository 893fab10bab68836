import { type ArimaOrder, fitArima } from './arima.ts'
import { minimumWithin } from './bounded-minimum.ts'
import { decompose, fitHoltWinters, projectSmoothing, straightLine } from './holt-winters.ts'
import { median } from './robust-statistics.ts'

/** What the median is taken of. */
export const combinedMethods = ['seasonal-naive', 'damped-ets', 'theta', 'arima'] as const
export type ForecastMethod = (typeof combinedMethods)[number] | 'holt-winters' | 'combined'

export interface Fitted {
  readonly ahead: number[]
  /** What the fit came to, by name; empty for a combination. */
  readonly parameters: readonly { readonly name: string; readonly value: number }[]
  /** Variance of the one-step innovations, where the method has a model of them. */
  readonly sigma2: number | null
}

export interface ForecastPlan {
  readonly method: ForecastMethod
  readonly period: number
  readonly horizon: number
  readonly arima: Pick<ArimaOrder, 'order' | 'seasonal'>
}

/** Values a plan needs at least. */
export function leastValues({ method, period, arima }: Omit<ForecastPlan, 'horizon'>): number {
  const cycles = period === 1 ? 4 : 2 * period + 1
  const { order, seasonal } = arima
  const lost = order[1] + seasonal[1] * period
  const terms = order[0] + order[2] + seasonal[0] + seasonal[2]
  const likelihood = lost + Math.max(3 * terms, 4)
  switch (method) {
    case 'seasonal-naive':
      return period
    case 'arima':
      return likelihood
    case 'combined':
      return Math.max(cycles, likelihood)
    case 'damped-ets':
    case 'theta':
    case 'holt-winters':
      return cycles
  }
}

export function forecastSeries(values: readonly number[], plan: ForecastPlan): Fitted {
  const { period, horizon } = plan
  switch (plan.method) {
    case 'seasonal-naive':
      return bare(seasonalNaive(values, period, horizon))
    case 'theta':
      return theta(values, period, horizon)
    case 'holt-winters':
    case 'damped-ets':
      return smoothing(values, plan)
    case 'arima': {
      const fit = fitArima(values, { ...plan.arima, period })
      const named = (name: string, list: readonly number[]) =>
        list.map((value, at) => ({ name: `${name}${at + 1}`, value }))
      return {
        ahead: fit.forecast(horizon),
        parameters: [
          ...named('ar', fit.ar),
          ...named('ma', fit.ma),
          ...named('sar', fit.seasonalAr),
          ...named('sma', fit.seasonalMa),
          ...(fit.mean === null ? [] : [{ name: 'mean', value: fit.mean }]),
          // Without any error there is no finite likelihood.
          ...(fit.sigma2 > 0 ? [{ name: 'logLikelihood', value: fit.logLikelihood }] : []),
        ],
        sigma2: fit.sigma2,
      }
    }
    case 'combined': {
      const each = combinedMethods.map((method) => forecastSeries(values, { ...plan, method }).ahead)
      return bare(Array.from({ length: horizon }, (_, step) => median(each.map((one) => one[step] ?? NaN))))
    }
  }
}

function bare(ahead: number[]): Fitted {
  return { ahead, parameters: [], sigma2: null }
}

/** The last cycle again; the last value where there is no season. */
export function seasonalNaive(values: readonly number[], period: number, horizon: number): number[] {
  const cycle = values.slice(-period)
  return Array.from({ length: horizon }, (_, step) => cycle[step % cycle.length] ?? NaN)
}

function smoothing(values: readonly number[], { method, period, horizon }: ForecastPlan): Fitted {
  const damped = method === 'damped-ets'
  const fitted = fitHoltWinters(values, period, damped)
  return {
    ahead: projectSmoothing(fitted, horizon),
    parameters: [
      { name: 'alpha', value: fitted.alpha },
      { name: 'beta', value: fitted.beta },
      ...(period > 1 ? [{ name: 'gamma', value: fitted.gamma }] : []),
      ...(damped ? [{ name: 'phi', value: fitted.phi }] : []),
      { name: 'a', value: fitted.level },
      { name: 'b', value: fitted.trend },
      ...(period > 1 ? fitted.season.map((value, at) => ({ name: `s${at + 1}`, value })) : []),
      { name: 'sse', value: fitted.sse },
    ],
    sigma2: null,
  }
}

/**
 * Theta (Assimakopoulos and Nikolopoulos 2000) in the form of Hyndman and Billah (2003): simple exponential smoothing
 * with half the slope of the straight line as drift, on the series without its season.
 */
function theta(values: readonly number[], period: number, horizon: number): Fitted {
  const season = period > 1 ? decompose(values, period).season : [0]
  const plain = values.map((value, at) => value - (season[at % season.length] ?? 0))
  const run = (alpha: number): { level: number; sse: number } => {
    let level = plain[0] ?? 0
    let sse = 0
    for (const value of plain.slice(1)) {
      sse += (value - level) ** 2
      level += alpha * (value - level)
    }
    return { level, sse }
  }
  const found = minimumWithin(([alpha = 0]) => run(alpha).sse, [0.3], { lower: [0.01], upper: [0.99] })
  const alpha = found.point[0] ?? 0.3
  const { level } = run(alpha)
  const drift = straightLine(plain)[1] / 2
  const settledShare = (1 - (1 - alpha) ** plain.length) / alpha
  return {
    ahead: Array.from(
      { length: horizon },
      (_, step) =>
        level + drift * (step + settledShare) + (season[(plain.length + step) % season.length] ?? 0),
    ),
    parameters: [
      { name: 'alpha', value: alpha },
      { name: 'drift', value: drift },
    ],
    sigma2: null,
  }
}

export interface Backtest {
  readonly origins: number
  /** Steps every origin was judged on. */
  readonly steps: number
  /** Mean absolute errors, unit of the values. */
  readonly error: number
  readonly naiveError: number
  /** Absolute errors by step, ascending. */
  readonly errors: number[][]
}

const fewestOrigins = 4

/**
 * Rolling origin: everything is fitted anew on what was known at each origin and judged on the steps after it, beside
 * the seasonal naive forecast. Null where the series is too short for four origins.
 */
export function backtestForecast(
  values: readonly number[],
  plan: ForecastPlan,
  mostOrigins: number,
): Backtest | null {
  const least = leastValues(plan)
  const steps = Math.min(plan.horizon, plan.period > 1 ? plan.period : plan.horizon, values.length - least)
  const origins = Math.min(mostOrigins, values.length - steps - least + 1)
  if (steps < 1 || origins < fewestOrigins) return null
  const errors = Array.from({ length: steps }, (): number[] => [])
  let sum = 0
  let naiveSum = 0
  for (let origin = values.length - steps - origins + 1; origin <= values.length - steps; origin++) {
    const known = values.slice(0, origin)
    const { ahead } = forecastSeries(known, { ...plan, horizon: steps })
    const naive = seasonalNaive(known, plan.period, steps)
    for (const [step, list] of errors.entries()) {
      const actual = values[origin + step] ?? NaN
      const error = Math.abs((ahead[step] ?? NaN) - actual)
      list.push(error)
      sum += error
      naiveSum += Math.abs((naive[step] ?? NaN) - actual)
    }
  }
  const judged = origins * steps
  return {
    origins,
    steps,
    error: sum / judged,
    naiveError: naiveSum / judged,
    errors: errors.map((list) => list.toSorted((a, b) => a - b)),
  }
}

/**
 * Half the width of the interval at each step: of m backtest errors the ⌈(m + 1)·level⌉-th smallest (split conformal,
 * Vovk), never narrower than at the step before. Null where there are too few origins for the level.
 */
export function intervalReach({ errors, origins }: Backtest, level: number): number[] | null {
  const rank = Math.ceil((origins + 1) * level)
  if (rank > origins) return null
  let widest = 0
  return errors.map((list) => (widest = Math.max(widest, list[rank - 1] ?? 0)))
}
