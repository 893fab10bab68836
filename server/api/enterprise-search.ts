/** A search as SQL can use it. */
export interface Search {
  /** Every one must be matched by `search like`. */
  readonly patterns: readonly string[]
  /**
   * What the index is asked for: the Chinese characters, the longest word of Latin letters and digits,
   * the beginning of a credit code, or nothing where the words are too short for any index.
   */
  readonly by:
    | { readonly kind: 'characters'; readonly characters: readonly string[] }
    | { readonly kind: 'letters'; readonly pattern: string }
    | { readonly kind: 'code'; readonly pattern: string; readonly from: string; readonly to: string }
    | { readonly kind: 'short' }
}

const trigram = 3

/** Words separated by spaces, all of which must occur; null when there is no word. */
export function readSearch(text: string): Search | null {
  const words = text.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean)
  if (words.length === 0) return null
  const patterns = words.map(containing)
  const characters = [...new Set(words.join('').match(/[^a-z0-9]/gu))]
  if (characters.length > 0) return { patterns, by: { kind: 'characters', characters } }
  const [first = ''] = words
  if (words.length === 1 && /^[0-9][0-9a-hj-npqrtuwxy]{3,17}$/.test(first)) {
    const from = first.toUpperCase()
    return { patterns, by: { kind: 'code', pattern: containing(first), from, to: `${from}~` } }
  }
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best))
  if (longest.length < trigram) return { patterns, by: { kind: 'short' } }
  return { patterns, by: { kind: 'letters', pattern: containing(longest) } }
}

function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`
}
