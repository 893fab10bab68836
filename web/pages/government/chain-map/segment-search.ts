/** Segments by what was typed: the name first, then its pinyin, then the products. */
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'

/** Whether letters are the pinyin, whole or initials, of a part of a name. */
export type PinyinMatch = (name: string, letters: string) => boolean

export interface FoundSegment {
  readonly segment: SegmentState
  /** The product that was found; null where the segment's own name was. */
  readonly product: string | null
}

const SHOWN = 10

export function findSegments(
  segments: readonly SegmentState[],
  typed: string,
  pinyin: PinyinMatch | null,
): readonly FoundSegment[] {
  const text = typed.trim().toLowerCase()
  if (text === '') return []
  const letters = /^[a-z ]+$/.test(text) ? text.replaceAll(' ', '') : null
  const sounds = (name: string) => letters !== null && pinyin !== null && pinyin(name, letters)
  const ranked = segments.flatMap((segment): { readonly rank: number; readonly found: FoundSegment }[] => {
    const title = segment.title.toLowerCase()
    const own = { segment, product: null }
    if (title === text) return [{ rank: 0, found: own }]
    if (title.startsWith(text)) return [{ rank: 1, found: own }]
    if (title.includes(text)) return [{ rank: 2, found: own }]
    if (sounds(segment.title)) return [{ rank: 3, found: own }]
    const product =
      segment.products.find((one) => one.toLowerCase().includes(text)) ?? segment.products.find(sounds)
    return product === undefined ? [] : [{ rank: 4, found: { segment, product } }]
  })
  return (
    ranked
      // Of names that hold what was typed, the shortest is nearest to it.
      .toSorted((a, b) => a.rank - b.rank || a.found.segment.title.length - b.found.segment.title.length)
      .slice(0, SHOWN)
      .map(({ found }) => found)
  )
}
