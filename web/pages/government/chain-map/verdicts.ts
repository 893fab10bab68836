/** Verdicts in the order they are read, and how many segments have each. */
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import type { Strength } from '../../../../server/domain/strength.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'

/** Good to bad, then what is not known. */
export const verdictOrder: readonly Strength[] = [
  'strong',
  'medium',
  'weak',
  'missing',
  'single-source',
  'over-dependent',
  'unknown',
]

/** What an official is asked about first. */
export const gapOrder: readonly Strength[] = ['missing', 'single-source', 'over-dependent', 'weak']

export function isStrength(text: string): text is Strength {
  return text in strengthTitles
}

export function countVerdicts(segments: readonly SegmentState[]): ReadonlyMap<Strength, number> {
  const counts = new Map<Strength, number>(verdictOrder.map((strength) => [strength, 0]))
  for (const { strength } of segments) counts.set(strength, (counts.get(strength) ?? 0) + 1)
  return counts
}
