import { searchAlong } from './line-search.ts'

export interface Bounds {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

export interface MinimumOptions {
  /** Step of the central differences that stand for the gradient; 0.001 as optim of R. */
  readonly step?: number
  /** Ends when the value falls by less than this share of itself; 10⁷ machine epsilons as optim of R. */
  readonly tolerance?: number
  readonly iterations?: number
}

export interface Minimum {
  readonly point: number[]
  readonly value: number
  readonly iterations: number
  readonly converged: boolean
}

/** Pairs of step and change of gradient that the curvature is drawn from. */
const memory = 5

interface Pair {
  readonly step: readonly number[]
  readonly change: readonly number[]
}

/**
 * Least value of a smooth function within bounds: L-BFGS-B (Byrd, Lu, Nocedal and Zhu 1995), generalised Cauchy
 * point, subspace minimum and the line search of Moré and Thuente. Meant for a dozen variables, so the curvature
 * stands as a full matrix. Steps and tests are those of optim(method = "L-BFGS-B") in R, whose published fits hang
 * on where it stops.
 */
export function minimumWithin(
  value: (point: readonly number[]) => number,
  start: readonly number[],
  bounds: Bounds,
  options: MinimumOptions = {},
): Minimum {
  const { step = 1e-3, tolerance = 1e7 * Number.EPSILON, iterations = 100 } = options
  const gradientAt = (point: readonly number[]): number[] => centralDifferences(value, point, bounds, step)
  let point = start.map((x, i) => clamp(x, bounds, i))
  let best = value(point)
  let gradient = gradientAt(point)
  let pairs: Pair[] = []
  let scale = 1
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (point.every((x, i) => clamp(x - (gradient[i] ?? 0), bounds, i) === x))
      return { point, value: best, iterations: iteration, converged: true }
    const curvature = curvatureOf(pairs, scale, point.length)
    const target = quadraticMinimum(point, gradient, curvature, bounds, pairs.length > 0)
    const direction = target.map((x, i) => x - (point[i] ?? 0))
    const origin = point
    const found = searchAlong(
      (length) => {
        const at =
          length === 1 ? target : origin.map((x, i) => clamp(x + length * (direction[i] ?? 0), bounds, i))
        const slopes = gradientAt(at)
        return { point: at, value: value(at), gradient: slopes, slope: dot(slopes, direction) }
      },
      { value: best, slope: dot(gradient, direction) },
      iteration === 0 ? 1 : longestStep(point, direction, bounds),
    )
    if (found === null) {
      // The curvature misleads: forget it once, and end where steepest descent fails too.
      if (pairs.length === 0) return { point, value: best, iterations: iteration, converged: false }
      pairs = []
      scale = 1
      continue
    }
    const moved = found.point.map((x, i) => x - (point[i] ?? 0))
    const change = found.gradient.map((slope, i) => slope - (gradient[i] ?? 0))
    const fall = best - found.value
    const size = Math.max(Math.abs(best), Math.abs(found.value), 1)
    const curved = dot(moved, change)
    if (curved > Number.EPSILON * Math.abs(dot(gradient, moved))) {
      pairs = [...pairs, { step: moved, change }].slice(-memory)
      scale = dot(change, change) / curved
    }
    point = found.point
    best = found.value
    gradient = found.gradient
    if (fall <= tolerance * size) return { point, value: best, iterations: iteration + 1, converged: true }
  }
  return { point, value: best, iterations, converged: false }
}

function clamp(x: number, { lower, upper }: Bounds, i: number): number {
  return Math.min(Math.max(x, lower[i] ?? -Infinity), upper[i] ?? Infinity)
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (const [i, x] of a.entries()) sum += x * (b[i] ?? 0)
  return sum
}

function centralDifferences(
  value: (point: readonly number[]) => number,
  point: readonly number[],
  bounds: Bounds,
  step: number,
): number[] {
  return point.map((x, i) => {
    const above = clamp(x + step, bounds, i)
    const below = clamp(x - step, bounds, i)
    return (value(point.with(i, above)) - value(point.with(i, below))) / (above - below)
  })
}

/** scale·I with the BFGS updates of the pairs kept. */
function curvatureOf(pairs: readonly Pair[], scale: number, size: number): number[][] {
  let matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => (i === j ? scale : 0)),
  )
  for (const { step, change } of pairs) {
    const bent = matrix.map((row) => dot(row, step))
    const before = dot(step, bent)
    const after = dot(step, change)
    matrix = matrix.map((row, i) =>
      row.map(
        (x, j) =>
          x - ((bent[i] ?? 0) * (bent[j] ?? 0)) / before + ((change[i] ?? 0) * (change[j] ?? 0)) / after,
      ),
    )
  }
  return matrix
}

/** Cauchy point of the quadratic model along the projected gradient, then its minimum over what is still free. */
function quadraticMinimum(
  point: readonly number[],
  gradient: readonly number[],
  curvature: readonly (readonly number[])[],
  bounds: Bounds,
  subspace: boolean,
): number[] {
  const breaks = point.map((x, i) => {
    const slope = gradient[i] ?? 0
    if (slope === 0) return Infinity
    return (x - (slope < 0 ? (bounds.upper[i] ?? Infinity) : (bounds.lower[i] ?? -Infinity))) / slope
  })
  const free = breaks.map((at) => at > 0)
  let direction = gradient.map((slope, i) => (free[i] ? -slope : 0))
  const cauchy = [...point]
  let reached = 0
  for (;;) {
    const offset = cauchy.map((x, i) => x - (point[i] ?? 0))
    const bent = curvature.map((row) => dot(row, direction))
    const slope = dot(gradient, direction) + dot(offset, bent)
    const bend = dot(direction, bent)
    const next = Math.min(...breaks.filter((at, i) => free[i] && at > reached), Infinity)
    if (!(slope < 0)) break
    const length = -slope / bend
    if (length < next - reached || next === Infinity) {
      for (const [i, d] of direction.entries()) cauchy[i] = (cauchy[i] ?? 0) + length * d
      break
    }
    for (const [i, d] of direction.entries()) {
      if (breaks[i] === next) {
        cauchy[i] = clamp(d * Infinity, bounds, i)
        free[i] = false
      } else cauchy[i] = (cauchy[i] ?? 0) + (next - reached) * d
    }
    direction = direction.map((d, i) => (free[i] ? d : 0))
    reached = next
  }
  return subspace ? subspaceMinimum(cauchy, free, point, gradient, curvature, bounds) : cauchy
}

function subspaceMinimum(
  cauchy: readonly number[],
  free: readonly boolean[],
  point: readonly number[],
  gradient: readonly number[],
  curvature: readonly (readonly number[])[],
  bounds: Bounds,
): number[] {
  const indices = free.flatMap((open, i) => (open ? [i] : []))
  if (indices.length === 0) return [...cauchy]
  const offset = cauchy.map((x, i) => x - (point[i] ?? 0))
  const matrix = indices.map((i) => indices.map((j) => curvature[i]?.[j] ?? 0))
  const slopes = indices.map((i) => -((gradient[i] ?? 0) + dot(curvature[i] ?? [], offset)))
  const solved = solveSmall(matrix, slopes)
  const direction = cauchy.map((_, i) => solved[indices.indexOf(i)] ?? 0)
  const length = Math.min(1, longestStep(cauchy, direction, bounds))
  return cauchy.map((x, i) => clamp(x + length * (direction[i] ?? 0), bounds, i))
}

/** Longest multiple of the direction that stays within the bounds. */
function longestStep(point: readonly number[], direction: readonly number[], bounds: Bounds): number {
  let longest = 1e10
  for (const [i, d] of direction.entries()) {
    const room = d > 0 ? (bounds.upper[i] ?? Infinity) : (bounds.lower[i] ?? -Infinity)
    if (d !== 0) longest = Math.min(longest, (room - (point[i] ?? 0)) / d)
  }
  return Math.max(longest, 0)
}

/** Gaussian elimination with row exchange. */
function solveSmall(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (let column = 0; column < rows.length; column++) {
    let pivot = column
    for (let row = column + 1; row < rows.length; row++) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
    }
    const top = rows[pivot] ?? []
    rows[pivot] = rows[column] ?? []
    rows[column] = top
    for (const [row, line] of rows.entries()) {
      if (row === column) continue
      const share = (line[column] ?? 0) / (top[column] ?? 1)
      for (const [j, x] of top.entries()) line[j] = (line[j] ?? 0) - share * x
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1))
}
