/**
 * Which of the chain's links are drawn. All of them are a hairball; by default those with the largest
 * trade, and for each segment without local supply the link it matters to most. The selection's own
 * links are always drawn.
 */
import type { SegmentLink, SegmentState } from '../../../../server/api/schemas/chain.ts'

export const linkLimits = {
  main: { title: '主要关系', least: null },
  '1e9': { title: '≥ 10 亿元', least: 1e9 },
  '1e8': { title: '≥ 1 亿元', least: 1e8 },
  '1e7': { title: '≥ 1,000 万元', least: 1e7 },
  traded: { title: '有交易的', least: 0 },
  all: { title: '全部（含推断）', least: null },
} as const
export type LinkLimit = keyof typeof linkLimits

export function isLinkLimit(text: string): text is LinkLimit {
  return text in linkLimits
}

/** As many as an eye can still follow. */
const MAIN = 32

export const linkId = ({ supplier, buyer }: SegmentLink): string => `${supplier}>${buyer}`

export interface LinkChoice {
  readonly limit: LinkLimit
  readonly essentialOnly: boolean
  readonly selected: string | null
}

export interface ShownLinks {
  readonly links: readonly SegmentLink[]
  /** Smallest trade among those drawn for their trade, 元; null when none is. */
  readonly least: number | null
}

export function chooseLinks(
  all: readonly SegmentLink[],
  segments: readonly SegmentState[],
  { limit, essentialOnly, selected }: LinkChoice,
): ShownLinks {
  const eligible = essentialOnly ? all.filter(({ essential }) => essential) : all
  const traded = eligible
    .filter(({ amount }) => (amount ?? 0) > 0)
    .toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0))
  const byTrade = tradeLimited(traded, limit)
  const shown = new Set(limit === 'all' ? eligible : byTrade)
  if (limit === 'main') {
    for (const link of linksOfGaps(eligible, segments)) shown.add(link)
    // No trade is known at all: the standard alone says who supplies whom.
    if (traded.length === 0) for (const link of weightiest(eligible)) shown.add(link)
  }
  if (selected !== null) {
    for (const link of all) if (link.supplier === selected || link.buyer === selected) shown.add(link)
  }
  return {
    links: all.filter((link) => shown.has(link)),
    least: byTrade.at(-1)?.amount ?? null,
  }
}

function tradeLimited(traded: readonly SegmentLink[], limit: LinkLimit): readonly SegmentLink[] {
  if (limit === 'main') return traded.slice(0, MAIN)
  const least = linkLimits[limit].least ?? 0
  return traded.filter(({ amount }) => (amount ?? 0) >= least)
}

function weightiest(eligible: readonly SegmentLink[]): readonly SegmentLink[] {
  return eligible
    .filter(({ essential }) => essential)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MAIN)
}

/** For each missing segment the buyer whose input it weighs most in. */
function linksOfGaps(
  eligible: readonly SegmentLink[],
  segments: readonly SegmentState[],
): readonly SegmentLink[] {
  return segments
    .filter(({ strength }) => strength === 'missing')
    .flatMap(({ id }) => {
      const [first] = eligible
        .filter(({ supplier }) => supplier === id)
        .toSorted((a, b) => Number(b.essential) - Number(a.essential) || b.weight - a.weight)
      return first === undefined ? [] : [first]
    })
}

/** A segment with its suppliers and their suppliers, and its buyers and theirs, to so many steps. */
export function segmentsWithin(
  all: readonly SegmentLink[],
  start: string,
  steps: number,
): ReadonlySet<string> {
  const reached = new Set([start])
  const follow = (near: 'supplier' | 'buyer', far: 'supplier' | 'buyer') => {
    const seen = new Set([start])
    for (let step = 0; step < steps; step += 1) {
      for (const id of all.filter((link) => seen.has(link[near])).map((link) => link[far])) {
        seen.add(id)
        reached.add(id)
      }
    }
  }
  follow('buyer', 'supplier')
  follow('supplier', 'buyer')
  return reached
}

/** Stroke of a link by its trade against the largest drawn: 1 to 5 px by the square root. */
export function linkWidth(amount: number | null, most: number): number {
  return amount === null || most <= 0 ? 1 : 1 + 4 * Math.sqrt(Math.min(1, amount / most))
}
