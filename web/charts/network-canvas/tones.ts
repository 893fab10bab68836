/** The colour of every mark, as a position in a short table of colours. */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import type { Palette } from '../palette.ts'
import { mix, parseColour, type Colour } from './raster.ts'

/**
 * What colours the marks while no `values` are given: the verdict on the segment, inside or outside the region,
 * or trade. Stage and segment are where a mark stands and need no colour of their own.
 */
export type NetworkColouring = 'verdict' | 'place' | 'trade'

export interface Tones {
  /** By position in data.nodes. */
  readonly tone: Uint8Array
  readonly colours: readonly Colour[]
}

/** Steps between no loss and total loss. */
const LOSS_STEPS = 24

export function tonesOf(
  data: ClusterNetwork,
  colouring: NetworkColouring,
  values: Float32Array | undefined,
  palette: Palette,
): Tones {
  if (values !== undefined) return lossTones(data, values, palette)
  if (colouring === 'verdict') return verdictTones(data, palette)
  return colouring === 'place' ? placeTones(data, palette) : tradeTones(data, palette)
}

function lossTones(data: ClusterNetwork, values: Float32Array, { colour, strength }: Palette): Tones {
  const none = parseColour(colour['line-2'])
  const total = parseColour(strength.missing.mark)
  const light = mix(none, parseColour(strength.weak.mark), 0.65)
  const colours = Array.from({ length: LOSS_STEPS + 1 }, (_, step) => {
    if (step === 0) return none
    const share = step / LOSS_STEPS
    return share < 0.3 ? mix(none, light, 0.4 + share * 2) : mix(light, total, (share - 0.3) / 0.7)
  })
  const tone = Uint8Array.from(data.nodes.node, (_, position) => {
    const value = values[position]
    // A loss that is there is seen, however small.
    return value === undefined || !(value > 0)
      ? 0
      : Math.min(LOSS_STEPS, Math.max(1, Math.round(value * LOSS_STEPS)))
  })
  return { tone, colours }
}

function verdictTones({ nodes, segments }: ClusterNetwork, { strength }: Palette): Tones {
  const verdicts = [...new Set(segments.map((segment) => segment.strength))]
  const ofSegment = segments.map((segment) => verdicts.indexOf(segment.strength) + 1)
  return {
    tone: Uint8Array.from(nodes.segment, (segment) => ofSegment[segment] ?? 0),
    colours: [strength.unknown.mark, ...verdicts.map((verdict) => strength[verdict].mark)].map(parseColour),
  }
}

function placeTones({ nodes }: ClusterNetwork, { colour, strength }: Palette): Tones {
  return {
    tone: Uint8Array.from(nodes.outside),
    colours: [parseColour(colour.accent), parseColour(strength.medium.mark)],
  }
}

/** From 元 upward: 1,000 万, 5,000 万, 2 亿, 10 亿. */
export const tradeClasses = [0, 1e7, 5e7, 2e8, 1e9] as const

function tradeTones({ nodes }: ClusterNetwork, { colour }: Palette): Tones {
  return {
    tone: Uint8Array.from(nodes.sales, (sales, position) => {
      const trade = sales + (nodes.purchases[position] ?? 0)
      return Math.max(
        0,
        tradeClasses.findLastIndex((from) => trade >= from),
      )
    }),
    colours: [colour['map-1'], colour['map-2'], colour['map-3'], colour['map-4'], colour['map-5']].map(
      parseColour,
    ),
  }
}
