/** Shades of the cards by a number instead of the verdict: the classes of the maps. */
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import { classify, classOf, type MapClass } from '../../../charts/map/classes.ts'
import { formatNumber } from '../../../parts/format.ts'
import type { Colouring } from './view-state.ts'

export const colouringTitles: Readonly<Record<Colouring, string>> = {
  strength: '强弱',
  enterprises: '企业数',
  ratio: '配套率',
}

function valueOf(segment: SegmentState, colouring: Colouring): number | null {
  if (colouring === 'enterprises') return segment.enterprises
  return segment.localSupplyRatio === null ? null : Math.round(segment.localSupplyRatio * 100)
}

export interface Shades {
  readonly classes: readonly MapClass[]
  /** Step 0–5 of the sequential scale; null = no value. */
  readonly stepOf: (segment: SegmentState) => number | null
  readonly unit: string
}

/** Null while the verdict gives the colour. */
export function shadesFor(segments: readonly SegmentState[], colouring: Colouring): Shades | null {
  if (colouring === 'strength') return null
  const values = segments.flatMap((segment) => valueOf(segment, colouring) ?? [])
  const classes = classify(values)
  return {
    classes,
    stepOf: (segment) => {
      const value = valueOf(segment, colouring)
      const found = value === null ? undefined : classOf(classes, value)
      return found?.shade.kind === 'sequential' ? found.shade.step : null
    },
    unit: colouring === 'enterprises' ? '家' : '%',
  }
}

export function classText({ from, to }: MapClass): string {
  return from === to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`
}
