/** Dense linear systems by LU factors with partial pivoting. Matrices are row-major. */

/** Row-major factors of a square matrix: L below the diagonal (its own diagonal 1), U on and above it. */
export interface Factors {
  readonly size: number
  readonly values: Float64Array
  /** Row of the matrix that stands in each row of the factors. */
  readonly order: Int32Array
}

/** Null where the matrix is singular to working precision. O(n³/3). */
export function factorise(matrix: Float64Array, size: number): Factors | null {
  const values = matrix.slice()
  const order = Int32Array.from({ length: size }, (_, row) => row)
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  const smallest = largest * size * Number.EPSILON
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let row = k + 1; row < size; row++) {
      if (Math.abs(values[row * size + k]!) > Math.abs(values[pivot * size + k]!)) pivot = row
    }
    const lead = values[pivot * size + k]!
    // Also where a value is not a number.
    if (!(Math.abs(lead) > smallest)) return null
    if (pivot !== k) swapRows(values, order, size, k, pivot)
    const top = values.subarray(k * size, (k + 1) * size)
    for (let row = k + 1; row < size; row++) {
      const factor = values[row * size + k]! / lead
      if (factor === 0) continue
      const line = values.subarray(row * size, (row + 1) * size)
      line[k] = factor
      for (let column = k + 1; column < size; column++) line[column]! -= factor * top[column]!
    }
  }
  return { size, values, order }
}

function swapRows(values: Float64Array, order: Int32Array, size: number, a: number, b: number): void {
  const kept = values.slice(a * size, (a + 1) * size)
  values.copyWithin(a * size, b * size, (b + 1) * size)
  values.set(kept, b * size)
  const row = order[a]!
  order[a] = order[b]!
  order[b] = row
}

/** X of A·X = B, for `columns` right-hand sides that stand side by side in the rows of B. O(n²) each. */
export function solve({ size, values, order }: Factors, right: Float64Array, columns: number): Float64Array {
  const solution = new Float64Array(size * columns)
  for (let row = 0; row < size; row++) {
    const from = order[row]! * columns
    const line = solution.subarray(row * columns, (row + 1) * columns)
    line.set(right.subarray(from, from + columns))
    for (let k = 0; k < row; k++) subtract(line, values[row * size + k]!, solution, k * columns)
  }
  for (let row = size - 1; row >= 0; row--) {
    const line = solution.subarray(row * columns, (row + 1) * columns)
    for (let k = row + 1; k < size; k++) subtract(line, values[row * size + k]!, solution, k * columns)
    const lead = values[row * size + row]!
    for (let column = 0; column < columns; column++) line[column]! /= lead
  }
  return solution
}

function subtract(line: Float64Array, factor: number, from: Float64Array, start: number): void {
  if (factor === 0) return
  for (let column = 0; column < line.length; column++) line[column]! -= factor * from[start + column]!
}

/** A⁻¹. */
export function invert(factors: Factors): Float64Array {
  const { size } = factors
  const identity = new Float64Array(size * size)
  for (let row = 0; row < size; row++) identity[row * size + row] = 1
  return solve(factors, identity, size)
}
