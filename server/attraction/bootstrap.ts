/**
 * Values of a measure over samples that draw whole groups with replacement, in ascending order; trials of one
 * group are not independent of each other.
 */
export function resampled<T>(
  groups: readonly (readonly T[])[],
  measure: (sample: readonly T[]) => number,
  random: () => number,
  draws = 1_000,
): Float64Array {
  return Float64Array.from({ length: draws }, () =>
    measure(groups.flatMap(() => groups[Math.floor(random() * groups.length)] ?? [])),
  ).toSorted()
}

/** mulberry32: the same draws in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
