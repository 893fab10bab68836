import { Type, type Static } from 'typebox'
import { AsOf, Code, List, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

export const MetricQuery = Type.Object({
  chain: Type.Optional(Type.String({ maxLength: 60 })),
  region: Type.Optional(Code),
  asOf: Type.Optional(AsOf),
  realm: Type.Optional(Realm),
})

export const MetricDefinition = Type.Object({
  id: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  definition: Type.String(),
  formula: Type.String(),
  /** 国家或省定义的出处; otherwise 本平台口径. */
  standard: Type.String(),
  grain: Type.Object({
    period: Type.Union([Type.Literal('month'), Type.Literal('year')]),
    space: Type.Literal('county'),
  }),
  datasets: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
  /** Digits after the point when shown. */
  digits: Type.Integer(),
  better: Type.Union([Type.Literal('higher'), Type.Literal('lower'), Type.Literal('neither')]),
})
export type MetricDefinition = Static<typeof MetricDefinition>
export const MetricList = List(MetricDefinition)

export const MetricPoint = Type.Object({
  period: Type.String(),
  value: Nullable(Type.Number()),
  estimated: Type.Boolean(),
})

export const Metric = Type.Intersect([
  MetricDefinition,
  Type.Object({
    chain: Type.String(),
    realm: Realm,
    region: RegionRef,
    asOf: Type.String(),
    /** Period of the value: YYYY or YYYY-MM. */
    period: Nullable(Type.String()),
    value: Nullable(Type.Number()),
    estimated: Type.Boolean(),
    /** How an estimate is made, or the scope of the figure in words. */
    method: Nullable(Type.String()),
    /** Why there is no value, and who could supply it. */
    missing: Nullable(Type.Object({ reason: Type.String(), supplier: Type.String() })),
    /** Against the same period a year before: difference in %, or in points for ratios. */
    change: Nullable(Type.Object({ value: Type.Number(), unit: Type.String(), base: Type.String() })),
    series: Type.Array(MetricPoint),
    breakdown: Type.Array(
      Type.Object({ key: Type.String(), title: Type.String(), value: Nullable(Type.Number()) }),
    ),
    computedAt: Nullable(Type.String()),
  }),
])
export type Metric = Static<typeof Metric>

export const EvidenceQuery = Type.Object({ ...MetricQuery.properties, ...ListQuery })

/** Walks a metric down: formula → inputs → records → dataset, batch, file, row. */
export const MetricEvidence = Type.Object({
  metric: Type.String(),
  title: Type.String(),
  unit: Type.String(),
  formula: Type.String(),
  region: RegionRef,
  realm: Realm,
  period: Nullable(Type.String()),
  value: Nullable(Type.Number()),
  inputs: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      value: Nullable(Type.Number()),
      unit: Type.String(),
    }),
  ),
  items: Type.Array(
    Type.Object({
      enterprise: Nullable(Type.Object({ creditCode: Type.String(), name: Type.String() })),
      label: Type.String(),
      value: Nullable(Type.Number()),
      unit: Type.String(),
      source: Nullable(SourceRef),
    }),
  ),
  total: Type.Integer(),
  nextCursor: Nullable(Type.String()),
})
export type MetricEvidence = Static<typeof MetricEvidence>

export const RegionValueQuery = Type.Object({
  ...MetricQuery.properties,
  level: Type.Optional(Type.Union([Type.Literal('city'), Type.Literal('county')], { default: 'county' })),
})
export const RegionValueList = List(
  Type.Object({ region: RegionRef, value: Nullable(Type.Number()), estimated: Type.Boolean() }),
)
export type RegionValueList = Static<typeof RegionValueList>
