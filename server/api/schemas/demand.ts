import { Type, type Static } from 'typebox'
import { Assumption, Name } from './scenario.ts'
import { Nullable } from './shared.ts'

const closed = { additionalProperties: false }

export const DemandSectorQuery = Type.Object({
  table: Type.Optional(Name),
  chain: Type.Optional(Name),
})

/** Segments of a chain that belong to a sector of the input–output table, by 本平台对照. */
const SectorSegments = Type.Array(Type.Object({ id: Type.String(), title: Type.String() }))

export const DemandSectors = Type.Object({
  table: Type.Object({
    code: Type.String(),
    title: Type.String(),
    year: Type.Integer(),
    unit: Type.String(),
    source: Type.String(),
  }),
  tables: Type.Array(Type.Object({ code: Type.String(), title: Type.String(), year: Type.Integer() })),
  sectors: Type.Array(
    Type.Object({
      code: Type.String(),
      title: Type.String(),
      /** 万元 */
      output: Type.Number(),
      finalDemand: Type.Number(),
      segments: SectorSegments,
    }),
  ),
})
export type DemandSectors = Static<typeof DemandSectors>

export const DemandRequest = Type.Object(
  {
    table: Type.Optional(Name),
    chain: Type.Optional(Name),
    /** Change of final demand of a sector: by percent of what it is, or by an amount in 万元; exactly one of the two. */
    changes: Type.Array(
      Type.Object(
        {
          sector: Type.String({ minLength: 1, maxLength: 40, description: '部门代码' }),
          percent: Type.Optional(
            Type.Number({ minimum: -100, maximum: 1000, description: '最终需求变动，%' }),
          ),
          amount: Type.Optional(
            Type.Number({ minimum: -1e12, maximum: 1e12, description: '最终需求变动，万元' }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  closed,
)
export type DemandRequest = Static<typeof DemandRequest>

export const DemandResult = Type.Object({
  table: DemandSectors.properties.table,
  /** 万元: what was put in, and what follows in the whole economy. */
  finalDemand: Type.Number(),
  output: Type.Object({ change: Type.Number(), percent: Type.Number() }),
  valueAdded: Type.Object({ change: Type.Number(), percent: Type.Number() }),
  /** Change of output ÷ change of final demand; null where the changes cancel out. */
  multiplier: Nullable(Type.Number()),
  /** null: the table carries no employment; `employmentNote` says who could supply it. */
  employment: Type.Null(),
  employmentNote: Type.String(),
  /** Largest change first, all sectors. */
  sectors: Type.Array(
    Type.Object({
      code: Type.String(),
      title: Type.String(),
      /** 万元 */
      before: Type.Number(),
      change: Type.Number(),
      percent: Nullable(Type.Number()),
      valueAdded: Type.Number(),
      direct: Type.Number(),
      segments: SectorSegments,
    }),
  ),
  assumptions: Type.Array(Assumption),
  computedAt: Type.String(),
  milliseconds: Type.Number(),
})
export type DemandResult = Static<typeof DemandResult>
