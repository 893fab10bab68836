import { factorise, invert } from './linear-solve.ts'

/**
 * An input–output table in the sense of Leontief (Miller & Blair, Input–Output Analysis, ch. 2): Z the flows from
 * sector (row) to sector (column) and f the final demand, in one unit of money; x = Z·1 + f the output.
 * A_ij = Z_ij/x_j are input coefficients, L = (I − A)⁻¹ the total requirements per unit of final demand.
 */
export interface InputOutput {
  readonly size: number
  readonly output: Float64Array
  /** L, row-major; dimensionless. */
  readonly inverse: Float64Array
}

/** x = Z·1 + f. */
export function totalOutput(
  flows: readonly (readonly number[])[],
  finalDemand: readonly number[],
): Float64Array {
  return Float64Array.from(flows, (row, sector) =>
    row.reduce((sum, flow) => sum + flow, finalDemand[sector] ?? 0),
  )
}

/**
 * L of the table; a sector without output uses nothing.
 * @returns null where I − A is singular, or L has a negative entry: the sectors use more than they make
 * (Hawkins–Simon)
 */
export function openTable(flows: readonly (readonly number[])[], output: Float64Array): InputOutput | null {
  const size = output.length
  const matrix = new Float64Array(size * size)
  for (const [row, line] of flows.entries()) {
    for (let column = 0; column < size; column++) {
      const made = output[column]!
      const coefficient = made === 0 ? 0 : line[column]! / made
      matrix[row * size + column] = (row === column ? 1 : 0) - coefficient
    }
  }
  const factors = factorise(matrix, size)
  if (factors === null) return null
  const inverse = invert(factors)
  const floor = -1e-9 * inverse.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  return inverse.some((value) => !(value >= floor)) ? null : { size, output, inverse }
}

/** L·f: output by sector for another final demand. */
export function outputFor({ size, inverse }: InputOutput, finalDemand: readonly number[]): Float64Array {
  return Float64Array.from({ length: size }, (_, row) => weigh(inverse, row * size, finalDemand))
}

/** Column sums of L: output of all sectors per unit of final demand for one. */
export function outputMultipliers({ size, inverse }: InputOutput): Float64Array {
  const sums = new Float64Array(size)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) sums[column]! += inverse[row * size + column]!
  return sums
}

/**
 * Upstreamness (Antràs, Chor, Fally & Hillberry 2012): U = (I − x̂⁻¹Z)⁻¹·1, in stages from final use, 1 at least.
 * (I − x̂⁻¹Z)⁻¹ = x̂⁻¹·L·x̂, so no second system is solved. NaN for a sector without output.
 */
export function upstreamness(table: InputOutput): Float64Array {
  return allocated(table, new Float64Array(table.size).fill(1))
}

/**
 * Inoperability (Santos & Haimes 2004): q = (I − A*)⁻¹·c* with A* = x̂⁻¹·A·x̂; share of each sector's output lost
 * to a loss c* of final demand, given as a share of its output. NaN for a sector without output.
 */
export function inoperability(table: InputOutput, perturbation: readonly number[]): Float64Array {
  return allocated(table, perturbation)
}

/** x̂⁻¹·L·x̂·v. */
function allocated({ size, output, inverse }: InputOutput, vector: ArrayLike<number>): Float64Array {
  const weighted = Float64Array.from(vector, (value, sector) => value * output[sector]!)
  return Float64Array.from({ length: size }, (_, row) => weigh(inverse, row * size, weighted) / output[row]!)
}

/**
 * Hypothetical extraction (Dietzenbacher et al. 1993): output lost by sector when one neither buys nor sells nor
 * serves final demand. By the inverse of a partitioned matrix the loss of i is L_ik·x_k/L_kk.
 */
export function extractionLosses({ size, output, inverse }: InputOutput, sector: number): Float64Array {
  const made = output[sector]! / inverse[sector * size + sector]!
  return Float64Array.from({ length: size }, (_, row) => inverse[row * size + sector]! * made)
}

function weigh(matrix: Float64Array, start: number, vector: ArrayLike<number>): number {
  let sum = 0
  for (let column = 0; column < vector.length; column++) sum += matrix[start + column]! * vector[column]!
  return sum
}
