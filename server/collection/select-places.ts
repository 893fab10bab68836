import type { Accepted, ColumnOrder } from './column-order.ts'

/** Rows of a dataset and when each version held, by place: in the order of row_id, then of time. */
export interface Versions {
  readonly size: number
  /** Some are superseded. */
  readonly hasHistory: boolean
  /** Milliseconds since 1970; `to` is infinite while a version holds. */
  readonly from: Float64Array
  readonly to: Float64Array
}

export interface Selection {
  readonly versions: Versions
  readonly accepted: readonly Accepted[]
  /** Null = by place. */
  readonly order: ColumnOrder | null
  readonly descending: boolean
  /** Milliseconds since 1970; null = now. */
  readonly asOf: number | null
  readonly offset: number
  readonly limit: number
}

export interface Selected {
  /** Places of the page, in order. */
  readonly places: readonly number[]
  readonly total: number
}

/** Below this share of all rows it is quicker to sort what meets the conditions than to walk the order. */
const fewShare = 1 / 64

/** The page of rows that meet all conditions, and how many there are. */
export function selectPlaces(selection: Selection): Selected {
  const { versions, accepted, asOf, offset } = selection
  if (accepted.some(({ rows }) => rows === 0)) return { places: [], total: 0 }
  if (accepted.length === 0 && asOf === null && !versions.hasHistory) {
    return { places: pageOf(selection, null), total: versions.size }
  }
  const checks = accepted.toSorted((a, b) => a.rows - b.rows)
  const [least] = checks
  if (least !== undefined && least.rows < versions.size * fewShare) return sortFew(selection, checks)
  const meets = mark(versions, asOf, checks)
  return { places: offset < meets.total ? pageOf(selection, meets.flags) : [], total: meets.total }
}

/** 1 for each place that meets all conditions: one pass over the ranks of each, in the order of memory. */
function mark(
  versions: Versions,
  asOf: number | null,
  checks: readonly Accepted[],
): { readonly flags: Uint8Array; readonly total: number } {
  const { size, from, to, hasHistory } = versions
  const flags = new Uint8Array(size).fill(1)
  for (const check of checks) markOne(flags, check)
  if (asOf !== null) {
    for (let place = 0; place < size; place++) if (from[place]! > asOf || to[place]! <= asOf) flags[place] = 0
  } else if (hasHistory) {
    for (let place = 0; place < size; place++) if (to[place] !== Infinity) flags[place] = 0
  }
  let total = 0
  for (let place = 0; place < size; place++) total += flags[place]!
  return { flags, total }
}

function markOne(flags: Uint8Array, { order: { ranks }, from, to, flags: accepted }: Accepted): void {
  if (accepted === null) {
    for (let place = 0; place < flags.length; place++) {
      const rank = ranks[place]!
      if (rank < from || rank >= to) flags[place] = 0
    }
  } else {
    for (let place = 0; place < flags.length; place++) flags[place]! &= accepted[ranks[place]!]!
  }
}

function isAccepted({ order, from, to, flags }: Accepted, place: number): boolean {
  const rank = order.ranks[place]!
  return rank >= from && rank < to && (flags === null || flags[rank] === 1)
}

function holds({ from, to, hasHistory }: Versions, asOf: number | null, place: number): boolean {
  if (asOf === null) return !hasHistory || to[place] === Infinity
  return from[place]! <= asOf && to[place]! > asOf
}

/**
 * Walks the order and takes the page of what is flagged (null = all). Rows without a value come last in either
 * direction. Plain loops: a call for each of a hundred thousand places would be a tenth of the whole answer.
 */
function pageOf(
  { versions, order, descending, offset, limit }: Selection,
  flags: Uint8Array | null,
): number[] {
  const { size } = versions
  const page: number[] = []
  let toPass = offset
  const take = (from: number, to: number, places: Uint32Array | null): boolean => {
    for (let at = from; at < to; at++) {
      const place = places === null ? at : places[at]!
      if (flags !== null && flags[place] === 0) continue
      if (toPass > 0) toPass--
      else if (page.push(place) === limit) return true
    }
    return false
  }
  if (order === null || !descending) {
    take(0, size, order?.places ?? null)
    return page
  }
  const { starts, places, missing } = order
  for (let rank = missing - 1; rank >= 0; rank--)
    if (take(starts[rank]!, starts[rank + 1]!, places)) return page
  take(starts[missing]!, starts[missing + 1]!, places)
  return page
}

/** Takes the rows of the strictest condition, checks the others, and sorts what is left. */
function sortFew(selection: Selection, checks: readonly Accepted[]): Selected {
  const { versions, asOf, order, descending, offset, limit } = selection
  const [least, ...others] = checks
  const keys = new Float64Array(least?.rows ?? 0)
  let total = 0
  const add = (place: number): void => {
    if (!holds(versions, asOf, place) || !others.every((check) => isAccepted(check, place))) return
    keys[total++] = keyOf(order, descending, place) * versions.size + place
  }
  if (least !== undefined) {
    const { starts, places } = least.order
    for (let rank = least.from; rank < least.to; rank++) {
      if (least.flags !== null && least.flags[rank] !== 1) continue
      for (let at = starts[rank]!; at < starts[rank + 1]!; at++) add(places[at]!)
    }
  }
  const sorted = keys.subarray(0, total).sort()
  const places = [...sorted.subarray(offset, offset + limit)].map((key) => key % versions.size)
  return { places, total }
}

function keyOf(order: ColumnOrder | null, descending: boolean, place: number): number {
  if (order === null) return 0
  const rank = order.ranks[place]!
  if (!descending || rank === order.missing) return rank
  return order.missing - 1 - rank
}
