/**
 * Relatedness (Hidalgo et al. 2007; Hidalgo & Hausmann 2009) of activities by the places they are found in.
 * The proximity of an activity with itself is left out of every sum: libraries differ, this one excludes self.
 */

/**
 * M = 1[RCA ≥ 1], RCA = (x_cp ÷ Σ_p x_cp) ÷ (Σ_c x_cp ÷ Σ x). Rows are places, columns activities.
 * @param reference rows that the sums over places are of; those asked about where not given
 */
export function specialisations(
  amounts: readonly (readonly number[])[],
  reference: readonly (readonly number[])[] = amounts,
): Uint8Array[] {
  const columns = new Float64Array(reference[0]?.length ?? 0)
  for (const row of reference) for (const [p, value] of row.entries()) columns[p]! += value
  const total = columns.reduce((sum, value) => sum + value, 0)
  return amounts.map((row) => {
    const own = row.reduce((sum, value) => sum + value, 0)
    return Uint8Array.from(row, (value, p) => (value > 0 && value * total >= own * columns[p]! ? 1 : 0))
  })
}

/** φ_pq = min(P(p|q), P(q|p)) = N_pq ÷ max(N_p, N_q); 0 on the diagonal and for activities found nowhere. */
export function proximities(presence: readonly Uint8Array[]): Float64Array[] {
  const width = presence[0]?.length ?? 0
  const together = Array.from({ length: width }, () => new Float64Array(width))
  for (const row of presence) {
    const present = [...row.keys()].filter((p) => row[p] === 1)
    for (const p of present) for (const q of present) together[p]![q]! += 1
  }
  const ubiquity = Float64Array.from(together, (row, p) => row[p]!)
  return together.map((row, p) =>
    row.map((count, q) => (p === q || count === 0 ? 0 : count / Math.max(ubiquity[p]!, ubiquity[q]!))),
  )
}

/** ω_cp = Σ_q M_cq·φ_pq ÷ Σ_q φ_pq, q ≠ p; NaN where the activity is near no other. */
export function densities(present: Uint8Array, proximity: readonly Float64Array[]): Float64Array {
  return Float64Array.from(proximity, (row) => {
    let near = 0
    let all = 0
    for (let q = 0; q < row.length; q++) {
      all += row[q]!
      if (present[q] === 1) near += row[q]!
    }
    return near / all
  })
}
