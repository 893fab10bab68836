const empty = new Int32Array(0)

/** Which positions carry an integer key: compressed sparse rows in typed arrays, built once. */
export class Postings {
  readonly #rows = new Map<number, number>()
  readonly #offsets: Int32Array
  readonly #positions: Int32Array

  /** @param keys of each position, without repetition. */
  constructor(keys: readonly (readonly number[])[]) {
    const counts: number[] = []
    for (const own of keys) for (const key of own) this.#count(key, counts)
    this.#offsets = new Int32Array(counts.length + 1)
    for (const [row, count] of counts.entries()) this.#offsets[row + 1] = (this.#offsets[row] ?? 0) + count
    const next = this.#offsets.slice()
    this.#positions = new Int32Array(this.#offsets[counts.length] ?? 0)
    for (const [position, own] of keys.entries()) {
      for (const key of own) {
        const row = this.#rows.get(key) ?? 0
        const slot = next[row] ?? 0
        this.#positions[slot] = position
        next[row] = slot + 1
      }
    }
  }

  #count(key: number, counts: number[]): void {
    const row = this.#rows.get(key)
    if (row === undefined) {
      this.#rows.set(key, counts.length)
      counts.push(1)
    } else {
      counts[row] = (counts[row] ?? 0) + 1
    }
  }

  at(key: number): Int32Array {
    const row = this.#rows.get(key)
    return row === undefined ? empty : this.#positions.subarray(this.#offsets[row], this.#offsets[row + 1])
  }
}

/** Two UTF-16 units as one integer. */
export function bigrams(text: string): number[] {
  const found = new Set<number>()
  for (let position = 0; position < text.length - 1; position++) {
    found.add(text.charCodeAt(position) * 0x10000 + text.charCodeAt(position + 1))
  }
  return [...found]
}

const abbreviationReach = 7

/** The first character with each of the next few, as integers: how an abbreviation begins. */
export function leadingPairs(text: string): number[] {
  const first = text.charCodeAt(0) * 0x10000
  const end = Math.min(text.length, abbreviationReach)
  const found = new Set<number>()
  for (let position = 1; position < end; position++) found.add(first + text.charCodeAt(position))
  return [...found]
}

/** FNV-1a; a collision only adds a candidate that the comparison then drops. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let position = 0; position < text.length; position++) {
    hash = Math.imul(hash ^ text.charCodeAt(position), 0x01000193)
  }
  return hash >>> 0
}
