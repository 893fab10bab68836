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
  /** Of the field added last. */
  fieldLow = 0
  fieldHigh = 0

  reset(): void {
    this.low = 0
    this.high = 0
    this.keyLow = 0
    this.keyHigh = 0
  }

  /** @param seed differs for each column of the contract. */
  add(view: DataView, start: number, end: number, seed: number, isKey: boolean): void {
    const length = end - start
    let a = seed ^ length
    let b = ~seed
    let word = 0
    if (length >= 4) {
      for (let position = start; position < end - 4; position += 4) {
        word = view.getInt32(position, true)
        a = Math.imul(a ^ word, 0xcc9e2d51)
        a = (a << 15) | (a >>> 17)
        b = Math.imul(b ^ word, 0x85ebca77)
        b = (b << 13) | (b >>> 19)
      }
      // The last four bytes, of which some may have been read already: no loop over a rest of one to three.
      word = view.getInt32(end - 4, true)
    } else {
      for (let position = start; position < end; position++) word = (word << 8) | view.getUint8(position)
    }
    // The finish of MurmurHash3 spreads every bit over its lane.
    a = Math.imul(a ^ word, 0x1b873593)
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b)
    a ^= a >>> 13
    b = Math.imul(b ^ word, 0xc2b2ae3d)
    b = Math.imul(b ^ (b >>> 15), 0x2c1b3c6d)
    b ^= b >>> 12
    this.fieldLow = a
    this.fieldHigh = b
    this.addField(a, b, isKey)
  }

  /** Adds a field whose hash is known. */
  addField(low: number, high: number, isKey: boolean): void {
    this.low = (this.low + low) | 0
    this.high = (this.high + high) | 0
    if (!isKey) return
    this.keyLow = (this.keyLow + low) | 0
    this.keyHigh = (this.keyHigh + high) | 0
  }
}

/** Name of a column → seed (FNV-1a from the golden ratio). */
export function columnSeed(name: string): number {
  let seed = 0x9e3779b9
  for (const byte of Buffer.from(name)) seed = Math.imul(seed ^ byte, 0x01000193)
  return seed
}
