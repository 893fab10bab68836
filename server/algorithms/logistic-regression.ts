export interface LogisticFit {
  readonly coefficients: number[]
  /** Root of the diagonal of the inverse information matrix. */
  readonly standardErrors: number[]
  /** By row of the design. */
  readonly probabilities: number[]
  readonly logLikelihood: number
  /** Log-likelihood plus ½·log |information|; equal to the former without the penalty. */
  readonly penalised: number
  readonly iterations: number
  readonly outcome: 'converged' | 'separated' | 'singular'
}

const mostIterations = 200
/** Log-odds by which a fitted row may still move when the fit ends. */
const settled = 1e-9
/** A row that still moves so far after so many steps has no finite log-odds to end at. */
const stillMoving = 0.1
const patience = 30
/** glm of R starts from probabilities ¼ and ¾, which is this multiple of a first step from ½, */
const firstReach = (Math.log(3) + 4 / 3) / 2
/** and gives the coefficients at which the deviance changed by less than this share. */
const reportedAt = 1e-8
/** Longest step of a coefficient with Firth's penalty. */
const longestStep = 5
const halvings = 30
const slack = 1e-12

/**
 * Logistic regression by Newton–Raphson (iteratively reweighted least squares), with Firth's penalty on request:
 * Jeffreys' prior, which takes the first-order bias away and stays finite under separation (Firth 1993; Heinze and
 * Schemper 2002). A true maximum is approached ever faster; under separation the log-odds go on growing by steps
 * that do not shrink, which is how it is told.
 * @param weights how often each row was seen
 */
export function fitLogistic(
  design: readonly (readonly number[])[],
  outcomes: readonly number[],
  weights: readonly number[],
  firth: boolean,
): LogisticFit {
  const size = design[0]?.length ?? 0
  let coefficients = Array.from({ length: size }, () => 0)
  let state = evaluate(design, outcomes, weights, coefficients)
  let reported: { iterations: number; coefficients: number[]; state: Evaluation } | null = null
  const worth = (one: Evaluation): number => one.logLikelihood + (firth ? one.logDeterminant / 2 : 0)
  const finish = (outcome: LogisticFit['outcome'], iterations: number): LogisticFit => {
    const shown = reported ?? { iterations, coefficients, state }
    return {
      coefficients: shown.coefficients,
      standardErrors: shown.coefficients.map((_, i) => Math.sqrt(shown.state.inverse?.[i]?.[i] ?? NaN)),
      probabilities: shown.state.probabilities,
      logLikelihood: shown.state.logLikelihood,
      penalised: worth(shown.state),
      iterations: shown.iterations,
      outcome,
    }
  }
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const { inverse } = state
    if (inverse === null) return finish(iteration === 1 ? 'singular' : 'separated', iteration)
    const score = scoreOf(design, outcomes, weights, state.probabilities, firth ? inverse : null)
    const full = inverse.map((row) => dot(row, score))
    const longest = firth ? longestStep / Math.max(longestStep, ...full.map(Math.abs)) : 1
    let step = full.map((x) => x * (iteration === 1 && !firth ? firstReach : longest))
    let next = evaluate(design, outcomes, weights, add(coefficients, step))
    for (let halved = 0; halved < halvings && !(worth(next) >= worth(state) - slack); halved++) {
      step = step.map((x) => x / 2)
      next = evaluate(design, outcomes, weights, add(coefficients, step))
    }
    const fall = Math.abs(next.logLikelihood - state.logLikelihood) / (Math.abs(next.logLikelihood) + 0.05)
    coefficients = add(coefficients, step)
    state = next
    if (!firth && iteration > 1 && fall < reportedAt)
      reported ??= { iterations: iteration, coefficients, state }
    const moved = Math.max(...design.map((row) => Math.abs(dot(row, step))))
    if (moved < settled) return finish('converged', iteration)
    if (!firth && moved > stillMoving && iteration > patience) return finish('separated', iteration)
  }
  return finish('separated', mostIterations)
}

interface Evaluation {
  readonly probabilities: number[]
  readonly logLikelihood: number
  readonly logDeterminant: number
  /** Inverse of the information matrix; null where it is singular. */
  readonly inverse: number[][] | null
}

function evaluate(
  design: readonly (readonly number[])[],
  outcomes: readonly number[],
  weights: readonly number[],
  coefficients: readonly number[],
): Evaluation {
  const size = coefficients.length
  const information = Array.from({ length: size }, () => new Float64Array(size))
  let logLikelihood = 0
  const probabilities = design.map((row, at) => {
    const logOdds = dot(row, coefficients)
    const weight = weights[at] ?? 1
    const probability = 1 / (1 + Math.exp(-logOdds))
    // log(1 + e^x) without overflow.
    const softened = Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds)))
    logLikelihood += weight * ((outcomes[at] ?? 0) * logOdds - softened)
    const curvature = weight * probability * (1 - probability)
    for (const [i, x] of row.entries()) {
      const line = information[i]
      if (line === undefined) continue
      for (let j = 0; j < size; j++) line[j] = (line[j] ?? 0) + curvature * x * (row[j] ?? 0)
    }
    return probability
  })
  const factor = cholesky(information)
  if (factor === null) return { probabilities, logLikelihood, logDeterminant: -Infinity, inverse: null }
  const logDeterminant = 2 * factor.reduce((sum, row, i) => sum + Math.log(row[i] ?? 1), 0)
  return { probabilities, logLikelihood, logDeterminant, inverse: inverseFrom(factor) }
}

/** X′(y − π), or with Firth's correction X′(y − π + h(½ − π)), h the leverage of the row. */
function scoreOf(
  design: readonly (readonly number[])[],
  outcomes: readonly number[],
  weights: readonly number[],
  probabilities: readonly number[],
  inverse: number[][] | null,
): number[] {
  const score = Array.from({ length: design[0]?.length ?? 0 }, () => 0)
  for (const [at, row] of design.entries()) {
    const probability = probabilities[at] ?? 0
    const weight = weights[at] ?? 1
    let pull = weight * ((outcomes[at] ?? 0) - probability)
    if (inverse !== null) {
      const leverage =
        weight *
        probability *
        (1 - probability) *
        dot(
          row,
          inverse.map((line) => dot(line, row)),
        )
      pull += leverage * (0.5 - probability)
    }
    for (const [i, x] of row.entries()) score[i] = (score[i] ?? 0) + pull * x
  }
  return score
}

function add(a: readonly number[], b: readonly number[]): number[] {
  return a.map((x, i) => x + (b[i] ?? 0))
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

/** Lower triangle with M = LL′; null where M is not positive definite to working precision. */
function cholesky(matrix: readonly Float64Array[]): number[][] | null {
  const factor: number[][] = []
  for (const [i, line] of matrix.entries()) {
    const row: number[] = []
    for (let j = 0; j <= i; j++) {
      const other = j === i ? row : (factor[j] ?? [])
      let sum = line[j] ?? 0
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (other[k] ?? 0)
      if (i === j) {
        if (!(sum > 1e-13 * (line[i] ?? 0))) return null
        row.push(Math.sqrt(sum))
      } else row.push(sum / (other[j] ?? 1))
    }
    factor.push(row)
  }
  return factor
}

function inverseFrom(factor: readonly (readonly number[])[]): number[][] {
  const size = factor.length
  const lower = factor.map((row, i) => {
    const solved = Array.from({ length: size }, () => 0)
    solved[i] = 1 / (row[i] ?? 1)
    return solved
  })
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0
      for (let k = j; k < i; k++) sum -= (factor[i]?.[k] ?? 0) * (lower[k]?.[j] ?? 0)
      const row = lower[i]
      if (row !== undefined) row[j] = sum / (factor[i]?.[i] ?? 1)
    }
  }
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => {
      let sum = 0
      for (let k = Math.max(i, j); k < size; k++) sum += (lower[k]?.[i] ?? 0) * (lower[k]?.[j] ?? 0)
      return sum
    }),
  )
}

/** Probability that an event is ranked before a non-event, ties half (Mann–Whitney); null without both. */
export function rankingQuality(
  probabilities: readonly number[],
  outcomes: readonly number[],
  weights: readonly number[],
): number | null {
  const order = [...probabilities.keys()].toSorted(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  )
  let events = 0
  let others = 0
  let wins = 0
  for (let from = 0; from < order.length;) {
    let to = from
    let tiedEvents = 0
    let tiedOthers = 0
    while (to < order.length && probabilities[order[to] ?? 0] === probabilities[order[from] ?? 0]) {
      const at = order[to] ?? 0
      if (outcomes[at] === 1) tiedEvents += weights[at] ?? 1
      else tiedOthers += weights[at] ?? 1
      to++
    }
    wins += tiedEvents * (others + tiedOthers / 2)
    events += tiedEvents
    others += tiedOthers
    from = to
  }
  return events === 0 || others === 0 ? null : wins / (events * others)
}
