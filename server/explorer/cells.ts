/** A sum of the answer before it is ordered and named. */
export interface Cell {
  /** Value of each group; of those that are not of the cell's level, null. */
  readonly keys: readonly (string | null)[]
  /** Which groups the cell is of: all of them, one alone (a margin), or none (the total). */
  readonly level: 'cell' | 'first' | 'second' | 'total'
  readonly values: readonly (number | null)[]
  readonly withheld: boolean
}

export interface Counted {
  readonly cells: readonly Cell[]
  /** Under small-cell protection. */
  readonly protected: boolean
  readonly notes: readonly string[]
}

/** More cells than anyone reads: the query wants a coarser group or a filter. */
export const mostCells = 20_000

/** Sums of cents in floating point come out with a tail: amounts end at the cent. */
export function toCents(cells: readonly Cell[], measures: readonly { readonly money?: boolean }[]): Cell[] {
  return cells.map((cell) => ({
    ...cell,
    values: cell.values.map((value, index) =>
      value === null || measures[index]?.money !== true ? value : Math.round(value * 100) / 100,
    ),
  }))
}

/** Turns sums into per cent of the total. */
export function toShares(cells: readonly Cell[], measures: readonly { readonly of: string }[]): Cell[] {
  const total = cells.find(({ level }) => level === 'total')
  return cells.map((cell) => ({
    ...cell,
    values: cell.values.map((value, index) => {
      if (measures[index]?.of !== 'share') return value
      const whole = total?.withheld === true ? null : (total?.values[index] ?? null)
      return value === null || whole === null || whole === 0 ? null : (value / whole) * 100
    }),
  }))
}
