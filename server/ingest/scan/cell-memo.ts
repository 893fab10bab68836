/** Longest cell that is remembered. */
export const memoBytes = 12

const slots = 512
const fields = 6
const masks = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1)

/**
 * Remembers short cells of one column that have passed, with their hash: codes, states and currencies come again and
 * again. The whole cell is compared, so a hit is never another value. Reads up to 12 bytes from the start of a cell,
 * also where the cell is shorter: the buffer must reach that far.
 */
export class CellMemo {
  low = 0
  high = 0
  readonly #slots = new Int32Array(slots * fields)
  #slot = 0
  #first = 0
  #second = 0
  #third = 0

  /** @returns whether the cell has passed before; then its hash is in `low` and `high`. */
  find(view: DataView, start: number, length: number): boolean {
    const first = view.getInt32(start, true) & masks[length < 4 ? length : 4]!
    const second = length <= 4 ? 0 : view.getInt32(start + 4, true) & masks[length < 8 ? length - 4 : 4]!
    const third = length <= 8 ? 0 : view.getInt32(start + 8, true) & masks[length - 8]!
    const mixed = Math.imul(first ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35), 0x9e3779b1)
    const slot = (mixed >>> 23) * fields
    this.#slot = slot
    this.#first = first
    this.#second = second
    this.#third = third
    const known = this.#slots
    if (known[slot] !== length || known[slot + 1] !== first) return false
    if (known[slot + 2] !== second || known[slot + 3] !== third) return false
    this.low = known[slot + 4]!
    this.high = known[slot + 5]!
    return true
  }

  /** Remembers the cell that {@link find} was last asked for. */
  keep(length: number, low: number, high: number): void {
    const known = this.#slots
    const slot = this.#slot
    known[slot] = length
    known[slot + 1] = this.#first
    known[slot + 2] = this.#second
    known[slot + 3] = this.#third
    known[slot + 4] = low
    known[slot + 5] = high
  }
}
