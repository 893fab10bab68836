/** A word found: `[start, end)` in the searched text. */
export interface WordMatch {
  readonly word: number
  readonly start: number
  readonly end: number
}

/**
 * Finds all words of a list in a text in one pass (Aho and Corasick 1975, complete transition table).
 * Returns for each occurrence the position of the word in the list, overlapping ones included, by end position.
 */
export function createWordFinder(words: readonly string[]): (text: string) => WordMatch[] {
  // Characters of the words get dense codes; every other character has code 0 and leads back to the root.
  const codes = new Uint16Array(65_536)
  let width = 1
  for (const word of words)
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i)
      if (codes[unit] === 0) codes[unit] = width++
    }

  const capacity = words.reduce((sum, word) => sum + word.length, 1)
  const next = new Int32Array(capacity * width)
  const wordAt = new Int32Array(capacity).fill(-1)
  let states = 1
  words.forEach((word, position) => {
    let state = 0
    for (let i = 0; i < word.length; i++) {
      const cell = state * width + codes[word.charCodeAt(i)]!
      if (next[cell] === 0) next[cell] = states++
      state = next[cell]!
    }
    if (word.length > 0) wordAt[state] = position
  })

  // Breadth first: a missing transition is that of the longest proper suffix, which is complete by then.
  const suffix = new Int32Array(states)
  const suffixWord = new Int32Array(states)
  const queue: number[] = [0]
  for (const state of queue) {
    for (let code = 1; code < width; code++) {
      const cell = state * width + code
      const target = next[cell]!
      const fallback = state === 0 ? 0 : next[suffix[state]! * width + code]!
      if (target === 0) {
        next[cell] = fallback
        continue
      }
      suffix[target] = fallback
      suffixWord[target] = wordAt[fallback]! >= 0 ? fallback : suffixWord[fallback]!
      queue.push(target)
    }
  }

  return (text) => {
    const matches: WordMatch[] = []
    let state = 0
    for (let i = 0; i < text.length; i++) {
      state = next[state * width + codes[text.charCodeAt(i)]!]!
      for (
        let found = wordAt[state]! >= 0 ? state : suffixWord[state]!;
        found !== 0;
        found = suffixWord[found]!
      ) {
        const word = wordAt[found]!
        matches.push({ word, start: i + 1 - words[word]!.length, end: i + 1 })
      }
    }
    return matches
  }
}
