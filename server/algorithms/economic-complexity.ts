import { symmetricEigen } from './symmetric-eigen.ts'

/**
 * Economic complexity of locations and products from the incidence M = 1[RCA ≥ threshold]; all results are
 * dimensionless. A location without products, or a product without locations, has no value: NaN.
 */

/** Rows are locations, columns products. */
export type Presence = readonly Uint8Array[]

export interface Complexity {
  readonly locations: Float64Array
  readonly products: Float64Array
}

/**
 * Balassa's index at least the threshold: (x_cp/Σ_p x_cp)/(Σ_c x_cp/Σx) ≥ r.
 * @param amounts one row a location, in one unit, never negative
 */
export function revealedPresence(amounts: readonly Float64Array[], threshold: number): Uint8Array[] {
  const width = amounts[0]?.length ?? 0
  const columns = new Float64Array(width)
  for (const row of amounts) for (let p = 0; p < width; p++) columns[p]! += row[p]!
  const total = columns.reduce((sum, value) => sum + value, 0)
  return amounts.map((row) => {
    const own = row.reduce((sum, value) => sum + value, 0)
    return Uint8Array.from(row, (value, p) =>
      value > 0 && value / own / (columns[p]! / total) >= threshold ? 1 : 0,
    )
  })
}

/** k_c0 of each location: how many products it has. */
export function diversityOf(presence: Presence): Float64Array {
  return Float64Array.from(presence, (row) => row.reduce((sum, value) => sum + value, 0))
}

/** k_p0 of each product: how many locations have it. */
export function ubiquityOf(presence: Presence): Float64Array {
  const ubiquity = new Float64Array(presence[0]?.length ?? 0)
  for (const row of presence) for (let p = 0; p < row.length; p++) ubiquity[p]! += row[p]!
  return ubiquity
}

/** Mean of the values where there is a 1: k_c1 from ubiquities, k_p1 from diversities; NaN where there is none. */
export function meanWhere(present: ArrayLike<number>, values: Float64Array): number {
  let sum = 0
  let count = 0
  for (let at = 0; at < present.length; at++) {
    if (present[at] !== 1) continue
    sum += values[at]!
    count += 1
  }
  return sum / count
}

/**
 * ECI and PCI (Hidalgo & Hausmann 2009, in the form of eigenvectors): PCI is the second eigenvector of
 * D_p⁻¹MᵀD_c⁻¹M, ECI the mean PCI of the products present. Both are shifted and scaled by the mean and the
 * population standard deviation of ECI, with the sign that correlates ECI with diversity.
 * Computed on the smaller side, where the matrix is made symmetric: D_c^−½·M·D_p⁻¹·Mᵀ·D_c^−½.
 * @returns null where the second eigenvalue is 1 or 0 or not single: the network falls apart, has one pattern,
 * or has no single second direction.
 */
export function eigenvectorComplexity(
  presence: Presence,
): (Complexity & { readonly eigenvalues: readonly number[] }) | null {
  const diversity = diversityOf(presence)
  const ubiquity = ubiquityOf(presence)
  const rows = [...diversity.keys()].filter((c) => diversity[c]! > 0)
  const columns = [...ubiquity.keys()].filter((p) => ubiquity[p]! > 0)
  const size = Math.min(rows.length, columns.length)
  if (size < 2) return null
  const byLocation = rows.length <= columns.length
  const matrix = byLocation
    ? overlap(
        size,
        rows.map((c) => diversity[c]!),
        columns.map((p) => ubiquity[p]!),
        (a, b) => presence[rows[a]!]![columns[b]!]!,
      )
    : overlap(
        size,
        columns.map((p) => ubiquity[p]!),
        rows.map((c) => diversity[c]!),
        (a, b) => presence[rows[b]!]![columns[a]!]!,
      )
  const { values, vectors } = symmetricEigen(matrix, size)
  const [, second = 0] = values
  const third = values[2] ?? 0
  if (second > 1 - 1e-9 || second < 1e-12 || second - third < 1e-9) return null
  const side = byLocation ? rows : columns
  const own = byLocation ? diversity : ubiquity
  const known = new Float64Array(byLocation ? presence.length : ubiquity.length).fill(NaN)
  for (const [position, at] of side.entries()) known[at] = vectors[1]![position]! / Math.sqrt(own[at]!)
  const products = byLocation ? meanOver(presence, known, ubiquity) : known
  const locations = Float64Array.from(presence, (row) => meanWhere(row, products))
  return { ...standardise(locations, products, diversity), eigenvalues: Array.from(values) }
}

/** D_a^−½·M·D_b⁻¹·Mᵀ·D_a^−½ over the side a of the incidence. */
function overlap(
  size: number,
  own: readonly number[],
  other: readonly number[],
  at: (a: number, b: number) => number,
): Float64Array {
  const matrix = new Float64Array(size * size)
  const present = Array.from({ length: size }, () => new Array<number>())
  for (let b = 0; b < other.length; b++) {
    const members: number[] = []
    for (let a = 0; a < size; a++) if (at(a, b) === 1) members.push(a)
    for (const a of members) {
      present[a]!.push(b)
      for (const c of members) matrix[a * size + c]! += 1 / other[b]!
    }
  }
  for (let a = 0; a < size; a++)
    for (let c = 0; c < size; c++) matrix[a * size + c]! /= Math.sqrt(own[a]! * own[c]!)
  return matrix
}

/** Mean of the locations' values for each product. */
function meanOver(presence: Presence, locations: Float64Array, ubiquity: Float64Array): Float64Array {
  const sums = new Float64Array(ubiquity.length)
  for (const [c, row] of presence.entries())
    for (let p = 0; p < row.length; p++) if (row[p] === 1) sums[p]! += locations[c]!
  return sums.map((sum, p) => sum / ubiquity[p]!)
}

function standardise(locations: Float64Array, products: Float64Array, diversity: Float64Array): Complexity {
  const defined = locations.filter((value) => !Number.isNaN(value))
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length
  const variance = defined.reduce((sum, value) => sum + (value - mean) ** 2, 0) / defined.length
  // Without the mean of diversity: the deviations of ECI sum to 0.
  let together = 0
  for (const [c, value] of locations.entries())
    if (!Number.isNaN(value)) together += (value - mean) * diversity[c]!
  const scale = (together < 0 ? -1 : 1) / Math.sqrt(variance)
  const scaled = (value: number) => (value - mean) * scale
  return { locations: locations.map(scaled), products: products.map(scaled) }
}

/**
 * Fitness of locations and complexity of products (Tacchella et al., Scientific Reports 2, 723, 2012):
 * F_c = Σ_p M_cp·Q_p and Q_p = 1/Σ_c M_cp/F_c, both from the values of the step before, each divided by its mean.
 */
export function fitnessComplexity(presence: Presence, iterations: number): Complexity {
  const diversity = diversityOf(presence)
  const ubiquity = ubiquityOf(presence)
  let locations: Float64Array = diversity.map((count) => (count > 0 ? 1 : NaN))
  let products: Float64Array = ubiquity.map((count) => (count > 0 ? 1 : NaN))
  for (let round = 0; round < iterations; round++) {
    const nextLocations = locations.map((value) => (Number.isNaN(value) ? NaN : 0))
    const burdens = products.map((value) => (Number.isNaN(value) ? NaN : 0))
    for (const [c, row] of presence.entries()) {
      const burden = 1 / locations[c]!
      for (let p = 0; p < row.length; p++) {
        if (row[p] === 0) continue
        nextLocations[c]! += products[p]!
        burdens[p]! += burden
      }
    }
    locations = overMean(nextLocations)
    products = overMean(burdens.map((burden) => 1 / burden))
  }
  return { locations, products }
}

function overMean(values: Float64Array): Float64Array {
  const defined = values.filter((value) => !Number.isNaN(value))
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length
  return values.map((value) => value / mean)
}
