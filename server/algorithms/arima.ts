import { minimumWithin } from './bounded-minimum.ts'

/** (p, d, q)(P, D, Q) with `period` steps a season; signs as in R: x = φx₋₁ + e + θe₋₁. */
export interface ArimaOrder {
  readonly order: readonly [ar: number, difference: number, ma: number]
  readonly seasonal: readonly [ar: number, difference: number, ma: number]
  readonly period: number
}

export interface ArimaFit {
  readonly ar: readonly number[]
  readonly ma: readonly number[]
  readonly seasonalAr: readonly number[]
  readonly seasonalMa: readonly number[]
  /** Mean of the series; null where it is differenced. */
  readonly mean: number | null
  /** Variance of the innovations, by maximum likelihood. */
  readonly sigma2: number
  readonly logLikelihood: number
  readonly converged: boolean
  forecast(horizon: number): number[]
}

/** tanh of 5 is .9999: as near to the unit circle as a root may come. */
const widest = 5

/**
 * ARIMA by exact Gaussian likelihood: Kalman filter over the differenced series in Harvey's state space form,
 * σ² concentrated out (Gardner, Harvey and Phillips 1980; method "ML" of arima in R). Polynomials are kept
 * stationary and invertible by partial autocorrelations (Jones 1980).
 */
export function fitArima(values: readonly number[], model: ArimaOrder): ArimaFit {
  const steps = differences(model)
  const series = steps.reduce(difference, [...values])
  const centred = model.order[1] + model.seasonal[1] === 0
  const centre = centred ? series.reduce((sum, value) => sum + value, 0) / series.length : 0
  const spread = Math.sqrt(series.reduce((sum, value) => sum + (value - centre) ** 2, 0) / series.length)
  const sizes = [model.order[0], model.order[2], model.seasonal[0], model.seasonal[2]]
  const count = sizes.reduce((sum, size) => sum + size, 0) + (centred ? 1 : 0)

  function read(point: readonly number[]) {
    let from = 0
    const [ar = [], maMirror = [], seasonalAr = [], seasonalMaMirror = []] = sizes.map((size) => {
      from += size
      return stationary(point.slice(from - size, from))
    })
    const ma = maMirror.map((x) => -x)
    const seasonalMa = seasonalMaMirror.map((x) => -x)
    const mean = centred ? centre + spread * (point[from] ?? 0) : null
    const phi = expand(ar, seasonalAr, model.period, -1)
    const theta = expand(ma, seasonalMa, model.period, 1)
    const filtered = filter(mean === null ? series : series.map((value) => value - mean), phi, theta)
    return { ar, ma, seasonalAr, seasonalMa, mean, phi, filtered }
  }

  const found = minimumWithin(
    (point) => read(point).filtered.objective,
    Array.from({ length: count }, () => 0),
    {
      lower: Array.from({ length: count }, () => -widest),
      upper: Array.from({ length: count }, () => widest),
    },
    { step: 1e-5, tolerance: 1e-13, iterations: 200 },
  )
  const { phi, filtered, ...fit } = read(found.point)
  return {
    ...fit,
    sigma2: filtered.sigma2,
    logLikelihood: -series.length * (filtered.objective + (Math.log(2 * Math.PI) + 1) / 2),
    converged: found.converged,
    forecast(horizon) {
      const state = Float64Array.from(filtered.state)
      const ahead = Array.from({ length: horizon }, () => {
        const expected = state[0] ?? 0
        for (let i = 0; i < state.length; i++) state[i] = (phi[i] ?? 0) * expected + (state[i + 1] ?? 0)
        return expected + (fit.mean ?? 0)
      })
      return integrate(ahead, values, steps)
    },
  }
}

/** Lags at which the series is differenced, in turn. */
function differences({ order, seasonal, period }: ArimaOrder): number[] {
  return [...Array.from({ length: seasonal[1] }, () => period), ...Array.from({ length: order[1] }, () => 1)]
}

function difference(values: number[], lag: number): number[] {
  return values.slice(lag).map((value, at) => value - (values[at] ?? 0))
}

/** Adds up what was differenced: from the last values of the series itself. */
function integrate(ahead: readonly number[], values: readonly number[], lags: readonly number[]): number[] {
  const stages = [[...values]]
  for (const lag of lags) stages.push(difference(stages.at(-1) ?? [], lag))
  let projected = [...ahead]
  for (const [depth, lag] of [...lags.entries()].toReversed()) {
    const known = stages[depth] ?? []
    const joined = [...known]
    for (const step of projected) joined.push(step + (joined.at(-lag) ?? 0))
    projected = joined.slice(known.length)
  }
  return projected
}

/** Coefficients of a stationary autoregression from partial autocorrelations tanh(u) (Durbin–Levinson). */
function stationary(free: readonly number[]): number[] {
  let coefficients: number[] = []
  for (const u of free) {
    const partial = Math.tanh(u)
    const before = coefficients
    coefficients = [...before.map((x, i) => x - partial * (before[before.length - 1 - i] ?? 0)), partial]
  }
  return coefficients
}

/** Coefficients at lags 1, 2, … of (1 ± Σ aB)(1 ± Σ AB^period), sign taken out again. */
function expand(
  plain: readonly number[],
  seasonal: readonly number[],
  period: number,
  sign: 1 | -1,
): number[] {
  const product = Array.from({ length: plain.length + seasonal.length * period }, () => 0)
  for (const [i, a] of [1, ...plain.map((x) => sign * x)].entries()) {
    for (const [j, b] of [1, ...seasonal.map((x) => sign * x)].entries()) {
      const lag = i + j * period
      if (lag > 0) product[lag - 1] = (product[lag - 1] ?? 0) + sign * a * b
    }
  }
  return product
}

interface Filtered {
  /** (log σ² + mean of log F) ÷ 2: less is likelier. */
  readonly objective: number
  readonly sigma2: number
  /** State expected one step after the last value. */
  readonly state: Float64Array
}

function filter(series: readonly number[], phi: readonly number[], theta: readonly number[]): Filtered {
  const size = Math.max(phi.length, theta.length + 1)
  const ar = Float64Array.from({ length: size }, (_, i) => phi[i] ?? 0)
  const noise = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : (theta[i - 1] ?? 0)))
  const spread = stationarySpread(ar, noise)
  const gain = new Float64Array(size)
  const state = new Float64Array(size)
  let squares = 0
  let logs = 0
  let settled = false
  for (const value of series) {
    const variance = spread[0] ?? 1
    const error = value - (state[0] ?? 0)
    squares += (error * error) / variance
    logs += Math.log(variance)
    for (let i = 0; i < size; i++) gain[i] = (spread[i] ?? 0) / variance
    for (let i = 0; i + 1 < size; i++)
      state[i] = (ar[i] ?? 0) * value + (state[i + 1] ?? 0) + (gain[i + 1] ?? 0) * error
    state[size - 1] = (ar[size - 1] ?? 0) * value
    if (!settled) settled = advance(spread, gain, noise, variance)
  }
  const sigma2 = squares / series.length
  return { objective: (Math.log(sigma2) + logs / series.length) / 2, sigma2, state }
}

/**
 * The spread one step on, in place: once the value is known its own row and column are 0, so T only shifts the rest
 * up and to the left. True when nothing moves any more.
 */
function advance(spread: Float64Array, gain: Float64Array, noise: Float64Array, variance: number): boolean {
  const size = gain.length
  let moved = 0
  for (let i = 0; i < size; i++) {
    const below = (i + 1) * size + 1
    const taken = i + 1 < size ? variance * (gain[i + 1] ?? 0) : 0
    const own = noise[i] ?? 0
    for (let j = i; j < size; j++) {
      const left = j + 1 < size ? (spread[below + j] ?? 0) - taken * (gain[j + 1] ?? 0) : 0
      const filled = left + own * (noise[j] ?? 0)
      moved = Math.max(moved, Math.abs(filled - (spread[i * size + j] ?? 0)))
      spread[i * size + j] = filled
    }
  }
  return moved < 1e-15
}

/** P = TPT′ + RR′ for the companion form: shifted sums without autoregression, else by doubling, P ← P + APA′, A ← A². */
function stationarySpread(ar: Float64Array, noise: Float64Array): Float64Array {
  const size = ar.length
  const spread = new Float64Array(size * size)
  const shifted = ar.every((coefficient) => coefficient === 0)
  for (let i = size - 1; i >= 0; i--) {
    for (let j = size - 1; j >= 0; j--) {
      const beyond = shifted && i + 1 < size && j + 1 < size ? (spread[(i + 1) * size + j + 1] ?? 0) : 0
      spread[i * size + j] = (noise[i] ?? 0) * (noise[j] ?? 0) + beyond
    }
  }
  if (shifted) return spread
  let power = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    power[i * size] = ar[i] ?? 0
    if (i + 1 < size) power[i * size + i + 1] = 1
  }
  for (let doubling = 0; doubling < 40; doubling++) {
    const added = multiply(multiply(power, spread, size), transpose(power, size), size)
    let largest = 0
    for (let i = 0; i < added.length; i++) {
      largest = Math.max(largest, Math.abs(added[i] ?? 0))
      spread[i] = (spread[i] ?? 0) + (added[i] ?? 0)
    }
    if (largest < 1e-17 * Math.abs(spread[0] ?? 1)) break
    power = multiply(power, power, size)
  }
  return spread
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const left = a[i * size + k] ?? 0
      if (left === 0) continue
      for (let j = 0; j < size; j++)
        product[i * size + j] = (product[i * size + j] ?? 0) + left * (b[k * size + j] ?? 0)
    }
  }
  return product
}

function transpose(matrix: Float64Array, size: number): Float64Array {
  return Float64Array.from(matrix, (_, at) => matrix[(at % size) * size + Math.floor(at / size)] ?? 0)
}
