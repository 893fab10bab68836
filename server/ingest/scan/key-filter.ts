/** 64 MB: beyond some ten million rows the filter grows denser, and more rows are looked at again. */
const maximumWords = 1 << 24
const blockWords = 16

/**
 * A blocked Bloom filter over key hashes: says of each key whether it may have come before. Never wrong when it
 * says no; four bits in one cache line of 512 keep the false alarms near none at 64 bits a key.
 */
export class KeyFilter {
  readonly #words: Int32Array
  readonly #blockMask: number

  constructor(expectedKeys: number) {
    let words = 1 << 14
    while (words < maximumWords && words < expectedKeys * 4) words *= 2
    this.#words = new Int32Array(words)
    this.#blockMask = words / blockWords - 1
  }

  /** Adds the key. @returns whether it may have been added before. */
  add(low: number, high: number): boolean {
    const words = this.#words
    const block = ((low ^ (low >>> 16)) & this.#blockMask) * blockWords
    const first = block + (high & 15)
    const second = block + ((high >>> 9) & 15)
    const third = block + ((high >>> 18) & 15)
    const fourth = block + ((low >>> 28) & 15)
    const firstBit = 1 << (high >>> 4)
    const secondBit = 1 << (high >>> 13)
    const thirdBit = 1 << (high >>> 22)
    const fourthBit = 1 << (high >>> 27)
    const known =
      (words[first]! & firstBit) !== 0 &&
      (words[second]! & secondBit) !== 0 &&
      (words[third]! & thirdBit) !== 0 &&
      (words[fourth]! & fourthBit) !== 0
    if (known) return true
    words[first] = words[first]! | firstBit
    words[second] = words[second]! | secondBit
    words[third] = words[third]! | thirdBit
    words[fourth] = words[fourth]! | fourthBit
    return false
  }
}
