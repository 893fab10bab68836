import { Type, type Static } from 'typebox'
import { List, Region } from './shared.ts'

export const RegionList = List(Region)

/** Added by users below a city. */
export const AddedRegion = Type.Object({
  code: Type.String(),
  name: Type.String(),
  parentCode: Type.String(),
  parentName: Type.String(),
  basis: Type.String({ description: '设立依据：文件名称、文号' }),
  createdBy: Type.String(),
  createdAt: Type.String(),
  accounts: Type.Integer({ description: '以它为辖区的在用账号数' }),
})
export type AddedRegion = Static<typeof AddedRegion>
export const AddedRegionList = List(AddedRegion)

export const NewRegion = Type.Object(
  {
    code: Type.String({ pattern: '^[1-9][0-9]{5}$', description: '六位统计用区划代码' }),
    parentCode: Type.String({ pattern: '^[1-9][0-9]{3}00$', description: '所在设区的市' }),
    name: Type.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
    basis: Type.String({ minLength: 2, maxLength: 300, pattern: '\\S' }),
  },
  { additionalProperties: false },
)

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
