/** A matrix fitted to its margins, and how. */
export interface Fitted {
  readonly values: readonly Float64Array[]
  readonly iterations: number
  /** Largest difference of a row or column sum from its total, in the unit of the totals. */
  readonly deviation: number
}

/**
 * RAS, iterative proportional fitting (Deming & Stephan 1940; Bacharach 1970): rows and columns of a prior are scaled
 * in turn until they sum to their totals. Of all matrices with these sums it is the one nearest to the prior in
 * relative entropy; from a prior of ones, the one of greatest entropy. What is 0 in the prior stays 0.
 * O(iterations × rows × columns).
 * @param prior not negative
 * @param tolerance largest deviation to stop at, in the unit of the totals
 */
export function fitToMargins(
  prior: readonly ArrayLike<number>[],
  { rows, columns }: { readonly rows: readonly number[]; readonly columns: readonly number[] },
  { tolerance, iterations }: { readonly tolerance: number; readonly iterations: number },
): Fitted {
  const values = prior.map((row) => Float64Array.from(row))
  const width = columns.length
  const sums = new Float64Array(width)
  let deviation = Infinity
  let done = 0
  while (done < iterations && deviation > tolerance) {
    done += 1
    sums.fill(0)
    for (const [at, row] of values.entries()) {
      scaleRow(row, rows[at]!)
      for (let column = 0; column < width; column++) sums[column]! += row[column]!
    }
    const factors = sums.map((sum, column) => (sum === 0 ? 0 : columns[column]! / sum))
    deviation = 0
    for (const [at, row] of values.entries()) {
      let sum = 0
      for (let column = 0; column < width; column++) {
        const value = row[column]! * factors[column]!
        row[column] = value
        sum += value
      }
      deviation = Math.max(deviation, Math.abs(sum - rows[at]!))
    }
    for (let column = 0; column < width; column++)
      if (sums[column] === 0) deviation = Math.max(deviation, columns[column]!)
  }
  return { values, iterations: done, deviation }
}

function scaleRow(row: Float64Array, total: number): void {
  let sum = 0
  for (const value of row) sum += value
  const factor = sum === 0 ? 0 : total / sum
  for (let column = 0; column < row.length; column++) row[column]! *= factor
}
