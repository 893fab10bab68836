/**
 * 64 bits over the canonical values of a row, in two lanes of 32. Fields are hashed one by one with their
 * column's seed and added up, so that neither the order of columns in the file nor quoting plays a part;
 * an absent value adds nothing. Not cryptographic: equal hashes count as equal rows only under an equal key.
 */
export class RowHash {
  low = 0
  high = 0
  /** The same over the key columns alone. */
  keyLow = 0
  keyHigh = 0

  reset(): void {
    this.low = 0
    this.high = 0
    this.keyLow = 0
    this.keyHigh = 0
  }

  /**
   * @param view over the same bytes: it reads four at once
   * @param seed differs for each column of the contract
   */
  add(bytes: Uint8Array, view: DataView, start: number, end: number, seed: number, isKey: boolean): void {
    let a = seed | 0
    let b = ~seed
    let position = start
    for (const stop = end - 3; position < stop; position += 4) {
      const word = view.getInt32(position, true)
      a = Math.imul(a ^ word, 0xcc9e2d51)
      a = (a << 15) | (a >>> 17)
      b = Math.imul(b ^ word, 0x85ebca77)
      b = (b << 13) | (b >>> 19)
    }
    let tail = 0
    for (; position < end; position++) tail = (tail << 8) | bytes[position]!
    // The length keeps 'a' and 'a\0' apart; the finish of MurmurHash3 spreads every bit over the lane.
    const length = end - start
    a = Math.imul(a ^ tail, 0x1b873593) ^ length
    b = Math.imul(b ^ tail, 0xc2b2ae3d) ^ length
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b)
    a = Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
    a ^= a >>> 16
    b = Math.imul(b ^ (b >>> 15), 0x2c1b3c6d)
    b = Math.imul(b ^ (b >>> 12), 0x297a2d39)
    b ^= b >>> 15
    this.low = (this.low + a) | 0
    this.high = (this.high + b) | 0
    if (isKey) {
      this.keyLow = (this.keyLow + a) | 0
      this.keyHigh = (this.keyHigh + b) | 0
    }
  }
}

/** Position of a column in the contract → seed; multiples of the golden ratio lie far apart. */
export function columnSeed(name: string): number {
  let seed = 0x9e3779b9
  for (const byte of Buffer.from(name)) seed = Math.imul(seed ^ byte, 0x01000193)
  return seed
}
