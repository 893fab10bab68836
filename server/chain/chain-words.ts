import type { ChainSegment, ChainStandard } from '../domain/chain.ts'
import { normaliseText } from './firm-text.ts'
import { createWordFinder, type WordMatch } from './word-automaton.ts'

/** A word of a segment found in a text, not excluded and not part of a longer word. */
export interface WordHit {
  readonly segment: ChainSegment
  /** Position of the word in the chain's list; the same word has it in every segment. */
  readonly word: number
  /** Names the segment without further words. */
  readonly strong: boolean
  /** Has other meanings elsewhere: counts only beside another word of the chain. */
  readonly contextual: boolean
  readonly start: number
  readonly end: number
}

export interface ChainWords {
  /** Hits in a normalised text, by end. */
  find(text: string): WordHit[]
  /** Manufacturing segments that have the word. */
  makersOf(word: number): readonly ChainSegment[]
}

interface Entry {
  readonly segment: ChainSegment
  readonly strong: boolean
  readonly contextual: boolean
  readonly excluded: boolean
}

/** Compiles all words of a chain into one automaton. */
export function compileChainWords(chain: ChainStandard): ChainWords {
  const entries = new Map<string, Entry[]>()
  const enter = (text: string, entry: Entry) => {
    const word = normaliseText(text)
    const known = entries.get(word)
    if (known === undefined) entries.set(word, [entry])
    else known.push(entry)
  }
  for (const segment of chain.segments) {
    const strong = new Set(segment.strongWords)
    const contextual = new Set(segment.contextWords)
    for (const word of new Set([...segment.products, ...segment.strongWords]))
      enter(word, { segment, strong: strong.has(word), contextual: contextual.has(word), excluded: false })
    for (const word of segment.excludeWords)
      enter(word, { segment, strong: false, contextual: false, excluded: true })
  }
  const find = createWordFinder([...entries.keys()])
  const entriesOf = [...entries.values()]
  const longest = Math.max(0, ...[...entries.keys()].map((word) => word.length))

  return {
    find(text) {
      const matches = find(text)
      const hits: WordHit[] = []
      for (const [number, match] of matches.entries()) {
        const contextual = entriesOf[match.word]!.some((entry) => entry.contextual)
        const shadows = longerMatches(matches, number, longest).flatMap((longer) => entriesOf[longer.word]!)
        for (const entry of entriesOf[match.word]!) {
          if (entry.excluded || shadows.some((shadow) => hides(shadow, entry))) continue
          hits.push({ segment: entry.segment, strong: entry.strong, contextual, ...match })
        }
      }
      return hits
    },
    makersOf(word) {
      return entriesOf[word]!.filter((entry) => entry.segment.makers && !entry.excluded).map(
        (entry) => entry.segment,
      )
    },
  }
}

/** The matches that contain a match and more; all are near it, since matches come in the order of their ends. */
function longerMatches(matches: readonly WordMatch[], number: number, longest: number): WordMatch[] {
  const { start, end } = matches[number]!
  const longer: WordMatch[] = []
  let first = number
  while (first > 0 && matches[first - 1]!.end === end) first--
  for (let i = first; i < matches.length && matches[i]!.end - end < longest; i++) {
    const other = matches[i]!
    if (other.start <= start && other.end - other.start > end - start) longer.push(other)
  }
  return longer
}

/**
 * A maker of 轮胎模具 is no maker of 轮胎: among makers the longer word speaks. Dealers and services look
 * inside words (who sells 全钢轮胎 sells 轮胎) unless their own list excludes the longer one.
 */
function hides(longer: Entry, entry: Entry): boolean {
  if (longer.segment.id === entry.segment.id) return true
  return entry.segment.makers && longer.segment.makers && !longer.excluded
}
