import type { ChainSegment } from '../domain/chain.ts'

export interface SegmentReason {
  readonly field: 'name' | 'scope' | 'product' | 'industry'
  /** As written in the field. */
  readonly word: string
  /** Contribution of this finding alone, 0–1. */
  readonly weight: number
}

export interface SegmentFinding {
  readonly chain: string
  readonly segment: string
  /**
   * 0–1: 1 − Π(1 − weight) over the reasons. How far the fields agree, a score and not a probability:
   * 0.5 is the least that is reported, 0.6 rests on one plain statement, 0.8 and more on several that agree.
   */
  readonly confidence: number
  /** Best first. */
  readonly reasons: readonly SegmentReason[]
}

/** Findings below are not reported. */
export const acceptedConfidence = 0.5

/** A branch seldom makes what its company's scope names. */
const branchFactor = 0.85

/** Gathers the reasons of one firm in one chain; a word counts once a field, with its best weight. */
export class SegmentEvidence {
  readonly #reasons = new Map<ChainSegment, Map<string, SegmentReason>>()
  readonly #isBranch: boolean

  constructor(isBranch: boolean) {
    this.#isBranch = isBranch
  }

  add(segment: ChainSegment, field: SegmentReason['field'], word: string, weight: number): void {
    if (weight === 0) return
    const reasons = this.#reasons.get(segment) ?? new Map<string, SegmentReason>()
    const key = `${field} ${word}`
    const adjusted = round(segment.makers && this.#isBranch ? weight * branchFactor : weight)
    if ((reasons.get(key)?.weight ?? 0) < adjusted) reasons.set(key, { field, word, weight: adjusted })
    this.#reasons.set(segment, reasons)
  }

  has(segment: ChainSegment): boolean {
    return this.#reasons.has(segment)
  }

  findings(chain: string): SegmentFinding[] {
    return [...this.#reasons].flatMap(([segment, byWord]) => {
      const reasons = [...byWord.values()].sort((one, other) => other.weight - one.weight)
      const confidence = round(1 - reasons.reduce((doubt, reason) => doubt * (1 - reason.weight), 1))
      return confidence < acceptedConfidence ? [] : [{ chain, segment: segment.id, confidence, reasons }]
    })
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
