import { Type, type Static } from 'typebox'
import { AsOf, Code, List, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

export const MigrationQuery = Type.Object({
  chain: Type.Optional(Type.String({ maxLength: 60 })),
  region: Type.Optional(Code),
  realm: Type.Optional(Realm),
  asOf: Type.Optional(AsOf),
  months: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, default: 12 })),
})

const Place = Type.Object({
  code: Type.String(),
  name: Type.String(),
  longitude: Nullable(Type.Number()),
  latitude: Nullable(Type.Number()),
})

export const MigrationFlows = Type.Object({
  region: RegionRef,
  realm: Realm,
  from: Type.String(),
  to: Type.String(),
  inflow: Type.Integer(),
  outflow: Type.Integer(),
  /** Between regions one level below the region asked for, and across its border. */
  flows: Type.Array(
    Type.Object({
      origin: Place,
      destination: Place,
      enterprises: Type.Integer(),
      direction: Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('within')]),
    }),
  ),
  byMonth: Type.Array(Type.Object({ month: Type.String(), inflow: Type.Integer(), outflow: Type.Integer() })),
})
export type MigrationFlows = Static<typeof MigrationFlows>

export const MigrationEvent = Type.Object({
  creditCode: Type.String(),
  name: Type.String(),
  demonstration: Type.Boolean(),
  date: Type.String(),
  origin: RegionRef,
  destination: RegionRef,
  level: Type.Union([
    Type.Literal('cross_province'),
    Type.Literal('cross_city'),
    Type.Literal('cross_county'),
  ]),
  source: SourceRef,
})
export type MigrationEvent = Static<typeof MigrationEvent>
export const MigrationEventList = List(MigrationEvent)

/** A firm worth a 走访服务 visit: points that add up, each with a dated signal. */
export const WatchItem = Type.Object({
  creditCode: Type.String(),
  name: Type.String(),
  demonstration: Type.Boolean(),
  region: RegionRef,
  segment: Nullable(Type.Object({ id: Type.String(), title: Type.String() })),
  /** 元 */
  revenue: Nullable(Type.Number()),
  employees: Nullable(Type.Integer()),
  /** Sum of the points; an expert scorecard, not a probability. */
  score: Type.Number(),
  level: Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]),
  points: Type.Array(
    Type.Object({
      signal: Type.String(),
      title: Type.String(),
      points: Type.Number(),
      detail: Type.String(),
    }),
  ),
  signals: Type.Array(
    Type.Object({
      date: Type.String(),
      stage: Type.Union([Type.Literal('early'), Type.Literal('middle'), Type.Literal('late')]),
      title: Type.String(),
      detail: Type.String(),
      source: Nullable(SourceRef),
    }),
  ),
})
export type WatchItem = Static<typeof WatchItem>
export const WatchList = Type.Object({
  ...List(WatchItem).properties,
  month: Type.String(),
  /** Figures of the scorecard on the demonstration truth (合成数据); null where no truth is known. */
  backtest: Nullable(
    Type.Object({
      note: Type.String(),
      k: Type.Integer(),
      precisionAtK: Type.Number(),
      baselinePrecisionAtK: Type.Number(),
      recall: Type.Number(),
      medianLeadDays: Nullable(Type.Number()),
      origins: Type.Integer(),
    }),
  ),
})
export type WatchList = Static<typeof WatchList>
export const WatchQuery = Type.Object({ ...MigrationQuery.properties, ...ListQuery })
