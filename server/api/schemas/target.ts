import { Type, type Static } from 'typebox'
import { Strength } from './chain.ts'
import { AsOf, Code, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

const Reach = Type.Union(
  [Type.Literal('outside-province'), Type.Literal('within-province'), Type.Literal('all')],
  { description: '外省企业（缺省）、省内其他地区的企业，或两者' },
)

/** By revenue of the latest year known: ≥ 4 亿元, 2000 万元 to 4 亿元, below, none known. */
const Size = Type.Union([
  Type.Literal('large'),
  Type.Literal('medium'),
  Type.Literal('small'),
  Type.Literal('unknown'),
])

export const TargetScope = Type.Object({
  region: Type.Optional(Code),
  asOf: Type.Optional(AsOf),
  realm: Type.Optional(Realm),
  reach: Type.Optional(Reach),
  segment: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
})

const filters = {
  ...TargetScope.properties,
  province: Type.Optional(Code),
  listed: Type.Optional(Type.Boolean({ description: '只看上市（true）或非上市（false）企业' })),
  size: Type.Optional(Size),
}

export const TargetQuery = Type.Object({ ...filters, ...ListQuery })
export type TargetQuery = Static<typeof TargetQuery>

export const TargetFileQuery = Type.Object({
  ...filters,
  format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')])),
})

const Point = Type.Object({
  kind: Type.String({ description: '评分口径中的项' }),
  title: Type.String(),
  points: Type.Number(),
  /** Most the item can give, or take. */
  most: Type.Number(),
  detail: Type.String(),
  /** unknown = no data, worth nothing. */
  state: Type.Union([Type.Literal('known'), Type.Literal('estimated'), Type.Literal('unknown')]),
  source: Nullable(SourceRef),
})

export const Target = Type.Object({
  creditCode: Type.String({
    description: '统一社会信用代码；信用代码未公开的上市公司为证券代码，如 002068.SZ',
  }),
  name: Type.String(),
  demonstration: Type.Boolean(),
  listedCode: Nullable(Type.String()),
  province: Nullable(Type.String()),
  city: Nullable(Type.String()),
  segment: Type.String(),
  segmentTitle: Type.String(),
  strength: Strength,
  /** Additive points; not a probability. */
  score: Type.Number(),
  points: Type.Array(Point),
  /** Other gaps the firm could fill. */
  otherSegments: Type.Array(Type.String()),
  /** 元 */
  revenue: Nullable(Type.Number()),
  revenueYear: Nullable(Type.Integer()),
  capital: Nullable(Type.Number()),
  kilometres: Nullable(Type.Number()),
})
export type Target = Static<typeof Target>

export const TargetList = Type.Object({
  items: Type.Array(Target),
  nextCursor: Nullable(Type.String()),
  total: Type.Integer(),
  region: RegionRef,
  month: Type.String(),
  realm: Realm,
  /** Gaps of the region, the largest unmet demand first, with the firms that could fill them. */
  gaps: Type.Array(
    Type.Object({
      segment: Type.String(),
      title: Type.String(),
      stageTitle: Type.String(),
      strength: Strength,
      reason: Type.String(),
      /** 元 a year; null = no transactions. */
      unmet: Nullable(Type.Number()),
      candidates: Type.Integer(),
    }),
  ),
  /** Provinces of the firms before the filter by province. */
  provinces: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), count: Type.Integer() })),
})
export type TargetList = Static<typeof TargetList>

const ChainState = Type.Object({
  strength: Strength,
  reasons: Type.Array(Type.String()),
  /** Firms of the segment in the region. */
  enterprises: Type.Integer(),
  completeness: Nullable(Type.Number()),
  present: Type.Integer(),
  localSupplyRatio: Nullable(Type.Number()),
})

export const TargetCard = Type.Object({
  target: Target,
  region: RegionRef,
  month: Type.String(),
  realm: Realm,
  why: Type.Array(Type.String()),
  landing: Type.Object({
    before: ChainState,
    after: ChainState,
    segments: Type.Integer(),
    /** 元 a year */
    takenOver: Nullable(Type.Number()),
    assumptions: Type.Array(Type.String()),
  }),
  buyers: Type.Array(
    Type.Object({
      creditCode: Nullable(Type.String()),
      name: Type.String(),
      amount: Nullable(Type.Number()),
      detail: Type.String(),
    }),
  ),
  risks: Type.Array(Type.String()),
  unknown: Type.Array(Type.String()),
})
export type TargetCard = Static<typeof TargetCard>

const Interval = Type.Tuple([Type.Number(), Type.Number()])
const Rate = Type.Object({ k: Type.Integer(), rate: Type.Number(), interval: Interval })
const HitRates = Type.Object({ hits: Type.Array(Rate), medianPlace: Nullable(Type.Integer()) })

/** How points are given, and what the ranking was worth on past investments. */
export const TargetScoring = Type.Object({
  points: Type.Array(
    Type.Object({
      kind: Type.String(),
      title: Type.String(),
      most: Type.Number(),
      rule: Type.String(),
      reason: Type.String(),
    }),
  ),
  backtest: Nullable(
    Type.Object({
      realm: Realm,
      cuts: Type.Array(Type.String()),
      horizon: Type.Integer(),
      investments: Type.Integer(),
      listed: Type.Integer(),
      candidates: Type.Integer(),
      scored: HitRates,
      bySize: HitRates,
      chance: Type.Array(Type.Object({ k: Type.Integer(), rate: Type.Number() })),
      difference: Type.Array(Rate),
      computedAt: Type.String(),
      definition: Type.String(),
      caveats: Type.Array(Type.String()),
    }),
  ),
})
export type TargetScoring = Static<typeof TargetScoring>
