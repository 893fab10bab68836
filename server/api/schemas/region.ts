import { Type, type Static } from 'typebox'
import { List, Region } from './shared.ts'

export const RegionList = List(Region)

export const BoundaryQuery = Type.Object({
  level: Type.Optional(Type.Union([Type.Literal('city'), Type.Literal('county')], { default: 'city' })),
})

/** GeoJSON FeatureCollection, WGS 84 or as `basis` says; coordinates rounded to four decimals (about 10 m). */
export const Boundaries = Type.Object({
  type: Type.Literal('FeatureCollection'),
  basis: Type.String({ description: '底图依据：来源、坐标系、年份、审图号有无' }),
  features: Type.Array(
    Type.Object({
      type: Type.Literal('Feature'),
      properties: Type.Object({ code: Type.String(), name: Type.String() }),
      geometry: Type.Object({
        type: Type.String(),
        coordinates: Type.Array(Type.Unknown()),
      }),
    }),
  ),
})
export type Boundaries = Static<typeof Boundaries>
