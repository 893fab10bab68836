export interface LocalSmoother {
  /** Values near a point that count, odd; more than there are values widens the weights instead. */
  readonly window: number
  /** 0: local mean, 1: local line. */
  readonly degree: 0 | 1
  /** Points are fitted at every `jump`th value and interpolated between. */
  readonly jump: number
}

/** Loess with tricube weights as in STL (Cleveland et al. 1990), at each of the evenly spaced values. */
export function smoothLocally(
  values: Float64Array,
  smoother: LocalSmoother,
  weights: Float64Array | null,
): Float64Array {
  const size = values.length
  const smooth = new Float64Array(size)
  if (size < 2) return Float64Array.from(values)
  const jump = Math.min(smoother.jump, size - 1)
  const fit = (at: number): number => {
    const [left, right] = neighbourhood(at, size, smoother.window, jump === 1)
    return localValue(values, smoother, weights, at, left, right) ?? values[at - 1] ?? 0
  }
  let last = 1
  for (let at = 1; at <= size; at += jump) {
    smooth[at - 1] = fit(at)
    last = at
  }
  for (let at = 1; at + jump <= size; at += jump) interpolate(smooth, at, at + jump)
  if (last !== size) {
    smooth[size - 1] =
      localValue(values, smoother, weights, size, ...neighbourhood(last, size, smoother.window, false)) ??
      values[size - 1] ??
      0
    interpolate(smooth, last, size)
  }
  return smooth
}

/** Positions count from 1, as in the paper. */
function neighbourhood(at: number, size: number, window: number, everyPoint: boolean): [number, number] {
  if (window >= size) return [1, size]
  const half = Math.floor((window + 1) / 2)
  const first = everyPoint
    ? Math.min(Math.max(at - half + 1, 1), size - window + 1)
    : at < half
      ? 1
      : at >= size - half + 1
        ? size - window + 1
        : at - half + 1
  return [first, first + window - 1]
}

function interpolate(smooth: Float64Array, from: number, to: number): void {
  const start = smooth[from - 1] ?? 0
  const rise = ((smooth[to - 1] ?? 0) - start) / (to - from)
  for (let at = from + 1; at < to; at++) smooth[at - 1] = start + rise * (at - from)
}

/**
 * The local fit at one position, from the values between left and right (from 1, inclusive); null where all weights
 * are 0.
 */
export function localValue(
  values: Float64Array,
  { window, degree }: LocalSmoother,
  weights: Float64Array | null,
  at: number,
  left: number,
  right: number,
): number | null {
  const size = values.length
  let reach = Math.max(at - left, right - at)
  if (window > size) reach += Math.floor((window - size) / 2)
  const own = new Float64Array(right - left + 1)
  let total = 0
  for (let j = left; j <= right; j++) {
    const distance = Math.abs(j - at)
    if (distance > 0.999 * reach) continue
    const tricube = distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3
    const weight = tricube * (weights?.[j - 1] ?? 1)
    own[j - left] = weight
    total += weight
  }
  if (total <= 0) return null
  let centre = 0
  for (let j = left; j <= right; j++) centre += ((own[j - left] ?? 0) / total) * j
  let square = 0
  for (let j = left; j <= right; j++) square += ((own[j - left] ?? 0) / total) * (j - centre) ** 2
  const tilted = degree === 1 && reach > 0 && Math.sqrt(square) > 0.001 * (size - 1)
  const slope = tilted ? (at - centre) / square : 0
  let sum = 0
  for (let j = left; j <= right; j++)
    sum += ((own[j - left] ?? 0) / total) * (slope * (j - centre) + 1) * (values[j - 1] ?? 0)
  return sum
}
