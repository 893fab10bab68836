/**
 * Fellegi–Sunter record linkage: a pair of records is compared field by field, each comparison ends in a level,
 * and the pair's weight is Σ log₂(m/u), where m is how often matches and u how often non-matches end there.
 * Fellegi & Sunter, JASA 64 (1969) 1183–1210; EM after Winkler (1988) and Jaro, JASA 84 (1989) 414–420.
 */

/** Weight of an agreement in bits: m = .95, u = .01 → +6.570. */
export function agreementWeight(m: number, u: number): number {
  return Math.log2(m / u)
}

/** Weight of a disagreement in bits: m = .95, u = .01 → −4.307. */
export function disagreementWeight(m: number, u: number): number {
  return Math.log2((1 - m) / (1 - u))
}

/** A level that says nothing because one side is missing. */
export const missing = -1

/** Pairs that ended in the same levels: one level per field, {@link missing} where a side is absent. */
export interface Pattern {
  readonly levels: readonly number[]
  readonly count: number
}

/** Probability of each level, by field, among matches (m) or non-matches (u). */
export type LevelProbabilities = readonly (readonly number[])[]

export interface Estimate {
  readonly m: LevelProbabilities
  readonly u: LevelProbabilities
  /** Share of matches among the pairs. */
  readonly matches: number
  readonly iterations: number
}

export interface EstimateOptions {
  /** Number of levels of each field; level 0 is the strongest agreement. */
  readonly levels: readonly number[]
  /** Kept as given when known from random pairs, which are non-matches almost surely; else estimated. */
  readonly u?: LevelProbabilities
  /** Share of matches to start from, e.g. one candidate in all; EM ends in the class nearest to its start. */
  readonly matches?: number
  /** Imagined pairs per level among the matches, so that a level not seen is unlikely, not impossible. */
  readonly pseudocount?: number
  readonly maximumIterations?: number
  readonly tolerance?: number
}

/** Keeps a level that was never seen from weighing ±∞. */
const smallest = 1e-6

/** Shares of the levels of each field, missing ones left out; with one pseudo-pair a level. */
export function levelShares(patterns: Iterable<Pattern>, levels: readonly number[]): LevelProbabilities {
  const counts = levels.map((length) => Array.from({ length }, () => 1))
  for (const { levels: pair, count } of patterns) addTo(counts, pair, count)
  return counts.map(normalise)
}

function addTo(counts: number[][], pair: readonly number[], weight: number): void {
  for (const [field, level] of pair.entries()) {
    const fieldCounts = counts[field]
    if (level !== missing && fieldCounts !== undefined)
      fieldCounts[level] = (fieldCounts[level] ?? 0) + weight
  }
}

function normalise(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => Math.max(smallest, count / total))
}

/**
 * Estimates m (and u) from unlabelled pairs by expectation–maximisation, fields independent given the class.
 * Starts from m falling off by level, so that the class found is the one that agrees.
 */
export function estimateParameters(patterns: readonly Pattern[], options: EstimateOptions): Estimate {
  const { levels, pseudocount = 1, maximumIterations = 500, tolerance = 1e-7 } = options
  let m: LevelProbabilities = levels.map((length) =>
    normalise(Array.from({ length }, (_, level) => 10 ** -level)),
  )
  let u =
    options.u ??
    levels.map((length) => normalise(Array.from({ length }, (_, level) => 10 ** (level - length))))
  let matches = options.matches ?? 0.1
  const total = patterns.reduce((sum, pattern) => sum + pattern.count, 0)
  for (let iteration = 1; ; iteration++) {
    const matchCounts = levels.map((length) => Array.from({ length }, () => pseudocount))
    const otherCounts = levels.map((length) => Array.from({ length }, () => pseudocount))
    let expected = 0
    for (const { levels: pair, count } of patterns) {
      const odds = (matches / (1 - matches)) * 2 ** pairWeight(pair, m, u)
      const probability = odds / (1 + odds)
      expected += probability * count
      addTo(matchCounts, pair, probability * count)
      addTo(otherCounts, pair, (1 - probability) * count)
    }
    // Without any pair there is nothing to learn the share from.
    const share = total === 0 ? matches : expected / total
    const next = Math.min(1 - smallest, Math.max(smallest, share))
    const nextM = matchCounts.map(normalise)
    const change = Math.max(Math.abs(next - matches), largestChange(m, nextM))
    matches = next
    m = nextM
    if (options.u === undefined) u = otherCounts.map(normalise)
    if (change < tolerance || iteration >= maximumIterations) return { m, u, matches, iterations: iteration }
  }
}

function largestChange(before: LevelProbabilities, after: LevelProbabilities): number {
  let change = 0
  for (const [field, levels] of after.entries()) {
    for (const [level, value] of levels.entries())
      change = Math.max(change, Math.abs(value - (before[field]?.[level] ?? 0)))
  }
  return change
}

/** Σ log₂(m/u) over the fields present, bits. */
export function pairWeight(pair: readonly number[], m: LevelProbabilities, u: LevelProbabilities): number {
  let weight = 0
  for (const [field, level] of pair.entries()) {
    if (level !== missing)
      weight += agreementWeight(m[field]?.[level] ?? smallest, u[field]?.[level] ?? smallest)
  }
  return weight
}
