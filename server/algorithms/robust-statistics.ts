/** Statistics that a few extreme firms do not bend, and the control of false alarms over many firms. */

/** The middle value, the mean of both middle values of an even count; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN
  return (lower + upper) / 2
}

/**
 * Modified z-scores 0.6745·(x − median) ÷ MAD (Iglewicz and Hoaglin 1993; NIST handbook 1.3.5.17), by value.
 * Null where MAD is 0: more than half of the values are equal, so there is no scale to judge by.
 */
export function modifiedZScores(values: readonly number[]): number[] | null {
  const centre = median(values)
  const deviation = median(values.map((value) => Math.abs(value - centre)))
  if (!(deviation > 0)) return null
  return values.map((value) => (0.6745 * (value - centre)) / deviation)
}

/** The bound Iglewicz and Hoaglin recommend for |z|. */
export const outlierScore = 3.5

/**
 * Probability that a standard normal value lies at least |z| from 0. Rational Chebyshev approximation of erfc
 * (Press et al., Numerical Recipes, 6.2), relative error below 1.2 × 10⁻⁷ also far out.
 */
export function twoSidedProbability(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
    1.00002368, -1.26551223,
  ]
  const polynomial = coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0)
  return t * Math.exp(-x * x + polynomial)
}

/**
 * Benjamini and Hochberg (1995): which hypotheses to reject so that at most the share `rate` of the rejected
 * is expected to be wrong. True where rejected, in the order given.
 */
export function benjaminiHochberg(probabilities: readonly number[], rate: number): boolean[] {
  const ascending = probabilities.toSorted((a, b) => a - b)
  const last = ascending.findLastIndex(
    (probability, position) => probability <= (rate * (position + 1)) / ascending.length,
  )
  const bound = ascending[last] ?? -1
  return probabilities.map((probability) => probability <= bound)
}
