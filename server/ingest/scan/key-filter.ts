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

  /**
   * Adds keys one after the other; `onKnown` hears of each that may have been added before. Many at once, because
   * each lies elsewhere in memory and the processor can wait for several at the same time.
   */
  addAll(lows: Int32Array, highs: Int32Array, count: number, onKnown: (position: number) => void): void {
    const words = this.#words
    const mask = this.#blockMask
    for (let position = 0; position < count; position++) {
      const low = lows[position]!
      const high = highs[position]!
      const block = ((low ^ (low >>> 16)) & mask) * blockWords
      const first = block + (high & 15)
      const second = block + ((high >>> 9) & 15)
      const third = block + ((high >>> 18) & 15)
      const fourth = block + ((low >>> 28) & 15)
      const firstBit = 1 << (high >>> 4)
      const secondBit = 1 << (high >>> 13)
      const thirdBit = 1 << (high >>> 22)
      const fourthBit = 1 << (high >>> 27)
      if (
        (words[first]! & firstBit) !== 0 &&
        (words[second]! & secondBit) !== 0 &&
        (words[third]! & thirdBit) !== 0 &&
        (words[fourth]! & fourthBit) !== 0
      ) {
        onKnown(position)
        continue
      }
      words[first] = words[first]! | firstBit
      words[second] = words[second]! | secondBit
      words[third] = words[third]! | thirdBit
      words[fourth] = words[fourth]! | fourthBit
    }
  }
}
