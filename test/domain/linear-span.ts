/** Exact linear algebra over fractions of big integers, for small systems. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const zero: Fraction = { over: 0n, under: 1n }

function fraction(over: bigint, under: bigint): Fraction {
  const divisor = greatest(over < 0n ? -over : over, under < 0n ? -under : under) || 1n
  const sign = under < 0n ? -1n : 1n
  return { over: (sign * over) / divisor, under: (sign * under) / divisor }
}

function greatest(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatest(b, a % b)
}

/** Subtracts `factor` times `from` off `row`. */
function reduce(row: readonly Fraction[], from: readonly Fraction[], factor: Fraction): Fraction[] {
  return row.map((value, at) => {
    const other = from[at] ?? zero
    return fraction(
      value.over * factor.under * other.under - factor.over * other.over * value.under,
      value.under * factor.under * other.under,
    )
  })
}

function toRow(vector: readonly number[]): Fraction[] {
  return vector.map((value) => ({ over: BigInt(value), under: 1n }))
}

/** Whether a vector is a linear combination of the others: whether a sum can be worked out from the sums known. */
export function isInSpan(known: readonly (readonly number[])[], vector: readonly number[]): boolean {
  const basis: { readonly pivot: number; readonly row: readonly Fraction[] }[] = []
  const eliminate = (given: readonly number[]): Fraction[] => {
    let row = toRow(given)
    for (const { pivot, row: other } of basis) {
      const [value, lead] = [row[pivot] ?? zero, other[pivot] ?? zero]
      if (value.over !== 0n)
        row = reduce(row, other, fraction(value.over * lead.under, value.under * lead.over))
    }
    return row
  }
  for (const one of known) {
    const row = eliminate(one)
    const pivot = row.findIndex(({ over }) => over !== 0n)
    if (pivot >= 0) basis.push({ pivot, row })
  }
  return eliminate(vector).every(({ over }) => over === 0n)
}
