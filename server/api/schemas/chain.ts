import { Type, type Static } from 'typebox'
import { AsOf, Code, List, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

export const Strength = Type.Union([
  Type.Literal('strong'),
  Type.Literal('medium'),
  Type.Literal('weak'),
  Type.Literal('missing'),
  Type.Literal('single-source'),
  Type.Literal('over-dependent'),
  Type.Literal('unknown'),
])

export const ChainQuery = Type.Object({
  region: Type.Optional(Code),
  asOf: Type.Optional(AsOf),
  realm: Type.Optional(Realm),
})

export const ChainItem = Type.Object({
  id: Type.String(),
  title: Type.String(),
  version: Type.String(),
  segments: Type.Integer(),
  links: Type.Integer(),
  stages: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
  enterprises: Type.Object({ demonstration: Type.Integer(), actual: Type.Integer() }),
})
export type ChainItem = Static<typeof ChainItem>
export const ChainList = List(ChainItem)

export const SegmentState = Type.Object({
  id: Type.String(),
  title: Type.String(),
  stage: Type.String(),
  order: Type.Integer(),
  strength: Strength,
  /** Verdict in words, first the decisive one. */
  reasons: Type.Array(Type.String()),
  enterprises: Type.Integer(),
  aboveScale: Nullable(Type.Integer()),
  /** 元, trailing 12 months */
  supply: Nullable(Type.Number()),
  demand: Nullable(Type.Number()),
  /** 0–1; purchases from local suppliers ÷ all purchases of local buyers */
  localSupplyRatio: Nullable(Type.Number()),
  ratioMethod: Nullable(Type.Union([Type.Literal('measured'), Type.Literal('estimated')])),
  locationQuotient: Nullable(Type.Number()),
  hhi: Nullable(Type.Number()),
  cr1: Nullable(Type.Number()),
  externalSupplier: Nullable(Type.String()),
  externalShare: Nullable(Type.Number()),
  products: Type.Array(Type.String()),
  industryCodes: Type.Array(Type.String()),
  sourceTitle: Type.String(),
  sourceDate: Type.String(),
})
export type SegmentState = Static<typeof SegmentState>

export const SegmentLink = Type.Object({
  supplier: Type.String(),
  buyer: Type.String(),
  essential: Type.Boolean(),
  /** Share of the buyer segment's input cost by the chain standard, 0–1. */
  weight: Type.Number(),
  /** 元, trailing 12 months of purchases by buyers of the region; null = no transaction seen. */
  amount: Nullable(Type.Number()),
  /** true = from the chain standard only, drawn dashed (推断边). */
  inferred: Type.Boolean(),
  sourceTitle: Type.String(),
  sourceDate: Type.String(),
})
export type SegmentLink = Static<typeof SegmentLink>

export const ChainGraph = Type.Object({
  chain: Type.Object({ id: Type.String(), title: Type.String(), version: Type.String() }),
  region: RegionRef,
  realm: Realm,
  /** Month the figures end with. */
  asOf: Type.String(),
  periodTitle: Type.String(),
  stages: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      order: Type.Integer(),
      enterprises: Type.Integer(),
    }),
  ),
  segments: Type.Array(SegmentState),
  links: Type.Array(SegmentLink),
  /** 0–1 */
  completeness: Nullable(Type.Number()),
  presentSegments: Type.Integer(),
  computedAt: Type.String(),
})
export type ChainGraph = Static<typeof ChainGraph>

export const Gap = Type.Object({
  segment: Type.String(),
  title: Type.String(),
  stageTitle: Type.String(),
  strength: Strength,
  reasons: Type.Array(Type.String()),
  /** 元, trailing 12 months */
  demand: Nullable(Type.Number()),
  localPurchases: Nullable(Type.Number()),
  unmet: Nullable(Type.Number()),
  /** null = no purchase is known. */
  localBuyers: Nullable(Type.Integer()),
  /** Completeness now and after one supplier has landed, 0–1. */
  completeness: Nullable(Type.Number()),
  completenessAfter: Nullable(Type.Number()),
  candidates: Type.Array(
    Type.Object({
      creditCode: Type.String({
        description: '统一社会信用代码；信用代码未公开的上市公司为证券代码',
      }),
      name: Type.String(),
      demonstration: Type.Boolean(),
      province: Nullable(Type.String()),
      city: Nullable(Type.String()),
      /** Additive points; not a probability. */
      score: Type.Number(),
      points: Type.Array(
        Type.Object({
          title: Type.String(),
          points: Type.Number(),
          detail: Type.String(),
          source: Nullable(SourceRef),
        }),
      ),
    }),
  ),
})
export type Gap = Static<typeof Gap>
export const GapList = List(Gap)

/** Verdicts of one chain by city or county, for the 招商地图. */
export const GapRegion = Type.Object({
  region: RegionRef,
  enterprises: Type.Integer(),
  missing: Type.Integer(),
  weak: Type.Integer(),
  singleSource: Type.Integer(),
  overDependent: Type.Integer(),
  completeness: Nullable(Type.Number()),
  /** 元, trailing 12 months of purchases not met locally */
  unmet: Nullable(Type.Number()),
})
export type GapRegion = Static<typeof GapRegion>
export const GapRegionList = List(GapRegion)

/** What the drawer of a segment explains. */
export const SegmentDetail = Type.Object({
  state: SegmentState,
  stageTitle: Type.String(),
  sentence: Type.String(),
  firms: Type.Array(
    Type.Object({
      creditCode: Type.String(),
      name: Type.String(),
      demonstration: Type.Boolean(),
      region: Nullable(RegionRef),
      /** 元, trailing 12 months of sales of this segment */
      supply: Nullable(Type.Number()),
      share: Nullable(Type.Number()),
      confidence: Type.Number(),
    }),
  ),
  suppliers: Type.Array(SegmentLink),
  buyers: Type.Array(SegmentLink),
  /** Firms outside the region or of neighbouring capability that could stand in. */
  substitutes: Type.Array(
    Type.Object({
      creditCode: Type.String(),
      name: Type.String(),
      region: Nullable(RegionRef),
      match: Type.Number(),
      reason: Type.String(),
    }),
  ),
  evidence: Type.Array(
    Type.Object({
      title: Type.String(),
      date: Nullable(Type.String()),
      detail: Type.String(),
      source: Nullable(SourceRef),
    }),
  ),
})
export type SegmentDetail = Static<typeof SegmentDetail>

export const GapQuery = Type.Object({
  region: Type.Optional(Code),
  asOf: Type.Optional(AsOf),
  realm: Type.Optional(Realm),
  candidates: Type.Optional(Type.Integer({ minimum: 0, maximum: 50, default: 5 })),
  ...ListQuery,
})

export const GapRegionQuery = Type.Object({
  ...ChainQuery.properties,
  level: Type.Optional(Type.Union([Type.Literal('city'), Type.Literal('county')], { default: 'city' })),
})

export const Override = Type.Object(
  {
    creditCode: Type.String({ maxLength: 18 }),
    segment: Type.String({ maxLength: 60 }),
    included: Type.Boolean(),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  { additionalProperties: false },
)
export type Override = Static<typeof Override>
