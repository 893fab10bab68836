import { Type, type Static } from 'typebox'
import { AsOf, Code, List, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

export const EnterpriseQuery = Type.Object({
  query: Type.Optional(Type.String({ maxLength: 100, description: '名称、拼音、拼音首字母或信用代码' })),
  region: Type.Optional(Code),
  chain: Type.Optional(Type.String({ maxLength: 60 })),
  segment: Type.Optional(Type.String({ maxLength: 60, description: '环节标识，如 carbon-black' })),
  realm: Type.Optional(Realm),
  asOf: Type.Optional(AsOf),
  ...ListQuery,
})
export type EnterpriseQuery = Static<typeof EnterpriseQuery>

export const EnterpriseItem = Type.Object({
  creditCode: Type.String(),
  name: Type.String(),
  demonstration: Type.Boolean(),
  region: Nullable(RegionRef),
  city: Nullable(Type.String()),
  registeredOn: Nullable(Type.String()),
  /** 元 */
  registeredCapital: Nullable(Type.Number()),
  /** 元, latest year */
  revenue: Nullable(Type.Number()),
  revenueYear: Nullable(Type.Integer()),
  employees: Nullable(Type.Integer()),
  aboveScale: Nullable(Type.Boolean()),
  listedCode: Nullable(Type.String()),
  segments: Type.Array(
    Type.Object({
      chain: Type.String(),
      segment: Type.String(),
      title: Type.String(),
      confidence: Type.Number(),
    }),
  ),
})
export type EnterpriseItem = Static<typeof EnterpriseItem>
/** How an answer as of a date came about: what was read as it was then, and what as it is now. */
const Basis = Type.Optional(Type.String({ description: '截至某日的口径：哪些按当时版本，哪些为现行' }))
export const EnterpriseList = Type.Object({ ...List(EnterpriseItem).properties, basis: Basis })

/** A field of the golden enterprise with the row that gave it. */
export const Field = Type.Object({
  name: Type.String(),
  title: Type.String(),
  value: Nullable(Type.String()),
  unit: Nullable(Type.String()),
  source: Nullable(SourceRef),
})

export const Enterprise = Type.Intersect([
  EnterpriseItem,
  Type.Object({
    asOf: Type.Optional(Type.String()),
    basis: Basis,
    address: Nullable(Type.String()),
    businessScope: Nullable(Type.String()),
    industryCode: Nullable(Type.String()),
    status: Nullable(Type.String()),
    products: Type.Array(Type.String()),
    honours: Type.Array(Type.String()),
    fields: Type.Array(Field),
    /** Why it stands in a segment: the words, and where they were found. */
    classification: Type.Array(
      Type.Object({
        chain: Type.String(),
        segment: Type.String(),
        title: Type.String(),
        confidence: Type.Number(),
        method: Type.Union([Type.Literal('rule'), Type.Literal('override')]),
        reasons: Type.Array(
          Type.Object({ field: Type.String(), word: Type.String(), weight: Type.Number() }),
        ),
      }),
    ),
    aliases: Type.Array(
      Type.Object({
        dataset: Type.String(),
        name: Type.String(),
        outcome: Type.String(),
        score: Nullable(Type.Number()),
        method: Type.String(),
      }),
    ),
  }),
])
export type Enterprise = Static<typeof Enterprise>

export const PeriodQuery = Type.Object({ asOf: Type.Optional(AsOf), ...ListQuery })

/** Came in only after the date asked for; shown in its first version. */
const late = Type.Optional(Type.Boolean({ description: '截至之后才补录，按首次版本显示' }))

export const TransactionItem = Type.Object({
  late,
  month: Type.String(),
  direction: Type.Union([Type.Literal('sale'), Type.Literal('purchase')]),
  partner: Type.Object({ creditCode: Nullable(Type.String()), name: Type.String() }),
  segment: Nullable(Type.String()),
  product: Nullable(Type.String()),
  quantity: Nullable(Type.Number()),
  unit: Nullable(Type.String()),
  /** 元 */
  amount: Nullable(Type.Number()),
  source: SourceRef,
})
export type TransactionItem = Static<typeof TransactionItem>
export const TransactionList = List(TransactionItem)

export const EnergyItem = Type.Object({
  late,
  period: Type.String(),
  medium: Type.String(),
  value: Nullable(Type.Number()),
  unit: Type.String(),
  source: SourceRef,
})
export type EnergyItem = Static<typeof EnergyItem>
export const EnergyList = List(EnergyItem)

export const CapacityItem = Type.Object({
  late,
  weekStart: Type.String(),
  product: Type.String(),
  maximum: Nullable(Type.Number()),
  actual: Nullable(Type.Number()),
  agreed: Nullable(Type.Number()),
  unit: Nullable(Type.String()),
  source: SourceRef,
})
export type CapacityItem = Static<typeof CapacityItem>
export const CapacityList = List(CapacityItem)

/** A firm with its suppliers and customers to k hops; capped, what is hidden is counted. */
export const Neighbourhood = Type.Object({
  centre: Type.String(),
  hops: Type.Integer(),
  nodes: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      hop: Type.Integer({ description: '负数为上游，正数为下游，0 为中心' }),
      region: Nullable(RegionRef),
      external: Type.Boolean(),
      segment: Nullable(Type.String()),
      segmentTitle: Nullable(Type.String()),
    }),
  ),
  links: Type.Array(
    Type.Object({
      supplier: Type.String(),
      buyer: Type.String(),
      segment: Type.String(),
      /** 元, trailing 12 months */
      amount: Type.Number(),
      transactions: Type.Integer(),
      lastMonth: Type.String(),
    }),
  ),
  hidden: Type.Object({ nodes: Type.Integer(), links: Type.Integer() }),
  reach: Type.Object({ upstream: Type.Integer(), downstream: Type.Integer() }),
})
export type Neighbourhood = Static<typeof Neighbourhood>
