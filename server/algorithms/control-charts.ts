/** Charts that watch one series for small lasting shifts. Units are those of the values unless said otherwise. */

export interface CusumPath {
  /** Sᵢ = max(0, Sᵢ₋₁ + xᵢ − target − k) */
  readonly upward: number[]
  /** Sᵢ = max(0, Sᵢ₋₁ + target − k − xᵢ) */
  readonly downward: number[]
}

/** Tabular CUSUM (Page 1954; NIST/SEMATECH handbook 6.3.2.3). A sum above the decision interval h signals. */
export function cusum(values: readonly number[], target: number, k: number): CusumPath {
  let up = 0
  let down = 0
  const upward: number[] = []
  const downward: number[] = []
  for (const value of values) {
    up = Math.max(0, up + value - target - k)
    down = Math.max(0, down + target - k - value)
    upward.push(up)
    downward.push(down)
  }
  return { upward, downward }
}

/** zᵢ = λxᵢ + (1 − λ)zᵢ₋₁ from z₀ = mean (Roberts 1959; NIST/SEMATECH handbook 6.3.2.4). */
export function ewma(values: readonly number[], lambda: number, mean: number): number[] {
  let level = mean
  return values.map((value) => (level = lambda * value + (1 - lambda) * level))
}

/** Half the width of the limits of an EWMA that has run long: L·σ·√(λ ÷ (2 − λ)). */
export function ewmaReach(lambda: number, sigma: number, width: number): number {
  return width * sigma * Math.sqrt(lambda / (2 - lambda))
}
