import type { ChainSegment } from '../../server/domain/chain.ts'
import standard from '../chains/rubber-tyre.json' with { type: 'json' }

/** What the generator needs of a segment of the chain standard. */
export type Segment = Pick<
  ChainSegment,
  'id' | 'title' | 'stage' | 'industryCodes' | 'products' | 'makers' | 'unit'
>

export interface Input {
  readonly segment: string
  /** Share of the buyer's purchases, 0–1. */
  readonly weight: number
}

export const segments: readonly Segment[] = standard.segments

const segmentsById = new Map(segments.map((segment) => [segment.id, segment]))

/** @throws RangeError for an id the chain standard does not have. */
export function segmentById(id: string): Segment {
  const segment = segmentsById.get(id)
  if (segment === undefined) throw new RangeError(`产业链标准中没有环节：${id}`)
  return segment
}

const inputsByBuyer = Map.groupBy(standard.links, (link) => link.to)

/** Part of natural rubber that makers of tyres and compound buy from importers instead of abroad. */
const tradedPart = 0.12

/** What a segment buys. Importers of rubber supply no link of the standard: they take a part of natural rubber. */
export function inputsOf(segment: string): readonly Input[] {
  const inputs = (inputsByBuyer.get(segment) ?? []).map((link) => ({
    segment: link.from,
    weight: link.weight,
  }))
  if (segment === 'rubber-trade') return inputs
  return inputs.flatMap((input) =>
    input.segment === 'natural-rubber'
      ? [
          { segment: 'natural-rubber', weight: input.weight * (1 - tradedPart) },
          { segment: 'rubber-trade', weight: input.weight * tradedPart },
        ]
      : [input],
  )
}
