import { placeOf, timeOf, type Field } from './fields.ts'
import { coarser } from './grains.ts'

/**
 * The published groupings of a dataset (docs/explorer.md): period, place, industry or chain segment, then closed
 * vocabularies and units. Nothing else may be asked of it under small-cell protection.
 */
export interface Lattice {
  readonly time: Field | undefined
  readonly place: Field | undefined
  readonly branch: Field | undefined
  readonly kinds: readonly Field[]
}

export function latticeOf(fields: readonly Field[]): Lattice {
  return {
    time: timeOf(fields),
    place: placeOf(fields),
    branch: fields.find(({ kind }) => kind === 'industry') ?? fields.find(({ name }) => name === 'segment'),
    kinds: fields.filter(
      ({ kind, title }) => kind === 'category' || (kind === 'text' && title.endsWith('单位')),
    ),
  }
}

/** The fields whose values make up the key of a base cell, coarse levels first. */
export function axesOf({ time, place, branch, kinds }: Lattice): readonly Field[] {
  return [time, place, branch, ...kinds].filter((field) => field !== undefined)
}

/** The grain at which base cells keep a field. */
export function finest({ kind, grains }: Field) {
  if (kind === 'time') return 'month'
  if (kind === 'industry') return 'class'
  return grains[0] ?? 'value'
}

/** Levels from coarse to fine. */
export function pathOf(lattice: Lattice, key: readonly (string | null)[]): (string | null)[] {
  return axesOf(lattice).flatMap((field, at) => {
    const value = key[at] ?? null
    if (field === lattice.place) {
      return (['province', 'city', 'county'] as const).map((grain) => coarser('region', value, grain))
    }
    if (field === lattice.branch && field.kind === 'industry') {
      return (['section', 'division', 'class'] as const).map((grain) => coarser('industry', value, grain))
    }
    return [value]
  })
}

/** Nothing is joined across periods, nor across provinces: few firms elsewhere cost no figure of this one. */
export function apartOf({ time, place }: Lattice): number {
  return (time === undefined ? 0 : 1) + (place === undefined ? 0 : 1)
}
