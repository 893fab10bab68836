import type { Condition, Scalar } from './row-conditions.ts'

/** Values of a column by which rows are found and sorted, as they come from the database. */
export interface ColumnContent {
  /** Distinct values, ascending as the database sorts them; booleans as 0 and 1. */
  readonly values: readonly (string | number)[]
  /** Rows with each value, and last those without one. */
  readonly totals: readonly number[]
  /** Places of rows by value, equal ones ascending; those without a value last. */
  readonly places: readonly number[]
}

/** Which values of a column a condition accepts, by rank: those in [from, to), and of these the flagged ones. */
export interface Accepted {
  readonly order: ColumnOrder
  readonly from: number
  readonly to: number
  /** Null = all of [from, to). */
  readonly flags: Uint8Array | null
  /** Rows with an accepted value. */
  readonly rows: number
}

/** Keeps what was looked for in a text column: people page and sort with one filter set. */
const keptSearches = 48
const separator = '\u0000'

/**
 * All rows of a dataset in the order of one column, each value with its rows: 8 bytes a row, and each distinct
 * value once. A rank is the position of a value among the distinct ones; rows without a value have the last rank.
 */
export class ColumnOrder {
  readonly values: readonly (string | number)[]
  /** Where the rows of each rank begin in `places`; one more entry than ranks. */
  readonly starts: Uint32Array
  readonly places: Uint32Array
  /** Rank of each row's value, by place. */
  readonly ranks: Uint32Array
  #text: { readonly joined: string; readonly begins: Uint32Array } | null = null
  readonly #found = new Map<string, Accepted>()

  constructor({ values, totals, places }: ColumnContent) {
    this.values = values
    this.places = Uint32Array.from(places)
    this.ranks = new Uint32Array(places.length)
    this.starts = new Uint32Array(values.length + 2)
    for (let rank = 0, at = 0; rank <= values.length; rank++) {
      this.starts[rank] = at
      const end = at + (totals[rank] ?? 0)
      for (; at < end; at++) this.ranks[this.places[at]!] = rank
      this.starts[rank + 1] = at
    }
  }

  /** Rank of rows without a value; also how many distinct values there are. */
  get missing(): number {
    return this.values.length
  }

  get bytes(): number {
    const held = this.values.reduce<number>(
      (sum, value) => sum + (typeof value === 'string' ? 24 + value.length * 4 : 8),
      0,
    )
    return held + this.places.byteLength * 2 + this.starts.byteLength + keptSearches * this.values.length
  }

  accept(condition: Condition): Accepted {
    switch (condition.kind) {
      case 'missing':
        return this.#interval(this.missing, this.missing + 1)
      case 'present':
        return this.#interval(0, this.missing)
      case 'range': {
        const { from, to } = condition
        const low = from === null ? 0 : this.#firstNotBelow(from)
        const high = to === null ? this.missing : this.#firstAbove(to)
        return this.#interval(low, Math.max(low, high))
      }
      case 'one-of':
        return this.#oneOf(condition.values)
      case 'contains':
        return this.#contains(condition.text)
    }
  }

  #interval(from: number, to: number): Accepted {
    return { order: this, from, to, flags: null, rows: this.starts[to]! - this.starts[from]! }
  }

  #oneOf(wanted: readonly Scalar[]): Accepted {
    const ranks = wanted.map((value) => this.#rankOf(value)).filter((rank) => rank >= 0)
    if (ranks.length === 0) return this.#interval(0, 0)
    if (ranks.length === 1) return this.#interval(ranks[0]!, ranks[0]! + 1)
    return this.#flagged(ranks)
  }

  #flagged(ranks: readonly number[]): Accepted {
    const flags = new Uint8Array(this.missing + 1)
    for (const rank of ranks) flags[rank] = 1
    let rows = 0
    for (let rank = 0; rank < flags.length; rank++) {
      if (flags[rank] === 1) rows += this.starts[rank + 1]! - this.starts[rank]!
    }
    return { order: this, from: 0, to: flags.length, flags, rows }
  }

  /** Every distinct value is looked through once, as one long text. */
  #contains(text: string): Accepted {
    const known = this.#found.get(text)
    if (known !== undefined) {
      this.#found.delete(text)
      this.#found.set(text, known)
      return known
    }
    const { joined, begins } = (this.#text ??= this.#join())
    const ranks: number[] = []
    for (let at = joined.indexOf(text); at >= 0;) {
      const rank = lastNotAbove(begins, at, (ranks.at(-1) ?? -1) + 1)
      ranks.push(rank)
      const next = begins[rank + 1]
      at = next === undefined ? -1 : joined.indexOf(text, next)
    }
    const accepted = ranks.length === 0 ? this.#interval(0, 0) : this.#flagged(ranks)
    this.#found.set(text, accepted)
    const [oldest] = this.#found.keys()
    if (this.#found.size > keptSearches && oldest !== undefined) this.#found.delete(oldest)
    return accepted
  }

  #join(): { joined: string; begins: Uint32Array } {
    const begins = new Uint32Array(this.values.length)
    let length = 0
    for (const [rank, value] of this.values.entries()) {
      begins[rank] = length
      length += String(value).length + separator.length
    }
    return { joined: this.values.join(separator), begins }
  }

  #rankOf(value: Scalar): number {
    const rank = this.#firstNotBelow(value)
    return rank < this.missing && compare(this.values[rank]!, value) === 0 ? rank : -1
  }

  #firstNotBelow(value: Scalar): number {
    return this.#search((own) => compare(own, value) >= 0)
  }

  #firstAbove(value: Scalar): number {
    return this.#search((own) => compare(own, value) > 0)
  }

  /** First rank for which `holds`, which stays true from there on. */
  #search(holds: (value: string | number) => boolean): number {
    let low = 0
    let high = this.missing
    while (low < high) {
      const middle = (low + high) >>> 1
      if (holds(this.values[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** Text by its UTF-8 bytes, as the database's "C" collation does. */
function compare(own: string | number, value: Scalar): number {
  if (typeof own === 'number') return own - Number(value)
  if (own === value) return 0
  return Buffer.compare(Buffer.from(own), Buffer.from(String(value)))
}

/** Looks from `first` on in steps that double: what is looked for is mostly near. */
function lastNotAbove(ascending: Uint32Array, value: number, first: number): number {
  let low = first
  let step = 1
  while (low + step < ascending.length && ascending[low + step]! <= value) {
    low += step
    step *= 2
  }
  let high = Math.min(ascending.length, low + step)
  while (low + 1 < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! <= value) low = middle
    else high = middle
  }
  return low
}
