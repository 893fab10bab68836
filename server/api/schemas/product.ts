import { Type, type Static } from 'typebox'
import { ChainQuery } from './chain.ts'
import { List, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

const ProductId = Type.String({ pattern: '^[0-9a-f]{12}$', description: '产品标识，由归一后的名称得出' })
const Match = Type.Union([Type.Literal('word'), Type.Literal('kind'), Type.Literal('name')])
const Basis = Type.Union([
  Type.Literal('standard'),
  Type.Literal('stated'),
  Type.Literal('mutual'),
  Type.Literal('containment'),
])

export const ProductPath = Type.Object({ id: ProductId })
export const RealmQuery = Type.Object({ realm: Type.Optional(Realm) })
export const ProductSearchQuery = Type.Object({
  query: Type.Optional(
    Type.String({ maxLength: 100, description: '名称、别名、拼音或首字母；不给则列出企业最多的产品' }),
  ),
  realm: Type.Optional(Realm),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
})
export const NeighbourhoodQuery = Type.Object({
  realm: Type.Optional(Realm),
  hops: Type.Optional(Type.Integer({ minimum: 1, maximum: 3, default: 1 })),
  perStep: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 80, default: 60, description: '每一层至多给出的产品数' }),
  ),
})
export const RelationQuery = Type.Object({
  realm: Type.Optional(Realm),
  role: Type.Union([
    Type.Literal('materials'),
    Type.Literal('uses'),
    Type.Literal('kinds'),
    Type.Literal('parents'),
  ]),
  ...ListQuery,
})
export const MakersQuery = Type.Object({ ...ChainQuery.properties, ...ListQuery })
export const ProductMakersQuery = Type.Object({
  ...MakersQuery.properties,
  kinds: Type.Optional(Type.Boolean({ default: false, description: '连同细分品种的企业' })),
})
export const PathQuery = Type.Object({ from: ProductId, to: ProductId })

export const FoundProduct = Type.Object({
  id: Type.String(),
  name: Type.String(),
  alias: Nullable(Type.String()),
  materials: Type.Integer(),
  uses: Type.Integer(),
  kinds: Type.Integer(),
  /** 实际: listed companies; 演示: fictional firms. */
  makers: Type.Integer(),
})
export type FoundProduct = Static<typeof FoundProduct>
export const ProductList = List(FoundProduct)

const ProductName = Type.Object({ id: Type.String(), name: Type.String() })

export const ProductDetail = Type.Object({
  id: Type.String(),
  name: Type.String(),
  aliases: Type.Array(Type.String()),
  industry: Nullable(Type.String()),
  materials: Type.Integer(),
  uses: Type.Integer(),
  kinds: Type.Integer(),
  parents: Type.Integer(),
  makers: Type.Integer(),
  /** Wider products, widest first. */
  ancestors: Type.Array(ProductName),
  segments: Type.Array(
    Type.Object({
      chain: Type.String(),
      segment: Type.String(),
      word: Type.String(),
      match: Match,
      chainTitle: Type.String(),
      segmentTitle: Type.String(),
      stageTitle: Type.String(),
    }),
  ),
  sources: Type.Array(SourceRef),
})
export type ProductDetail = Static<typeof ProductDetail>

export const ProductRelation = Type.Object({
  id: Type.String(),
  name: Type.String(),
  makers: Type.Integer(),
  basis: Basis,
  confidence: Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]),
  /** Drawn dashed: read off the names, or contradicted by its opposite. */
  inferred: Type.Boolean(),
  sources: Type.Array(Type.Object({ text: Nullable(Type.String()), row: SourceRef })),
})
export type ProductRelation = Static<typeof ProductRelation>
export const ProductRelationList = List(ProductRelation)

export const ProductNeighbourhood = Type.Object({
  centre: Type.String(),
  hops: Type.Integer(),
  nodes: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      /** Steps from the centre, negative upstream. */
      hop: Type.Integer(),
      makers: Type.Integer(),
      relations: Type.Integer(),
    }),
  ),
  links: Type.Array(Type.Object({ source: Type.String(), target: Type.String(), inferred: Type.Boolean() })),
  steps: Type.Array(Type.Object({ hop: Type.Integer(), total: Type.Integer(), shown: Type.Integer() })),
})
export type ProductNeighbourhood = Static<typeof ProductNeighbourhood>

export const ProductMaker = Type.Object({
  securityCode: Nullable(Type.String()),
  creditCode: Nullable(Type.String()),
  name: Type.String(),
  demonstration: Type.Boolean(),
  /** Known from what a listed company disclosed. */
  disclosed: Type.Boolean(),
  province: Nullable(Type.String()),
  region: Nullable(RegionRef),
  local: Type.Boolean(),
  products: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      written: Type.String(),
      /** 0–1; bases differ from row to row, not to be added up */
      revenueRatio: Nullable(Type.Number()),
      source: SourceRef,
    }),
  ),
})
export type ProductMaker = Static<typeof ProductMaker>
export const ProductMakerList = List(ProductMaker)

export const ProductWay = Type.Object({
  /** From material to product; empty = no way of at most eight steps in either direction. */
  steps: Type.Array(ProductName),
  /** true: the way leads from `to` to `from`. */
  reversed: Type.Boolean(),
})
export type ProductWay = Static<typeof ProductWay>

export const SegmentProductList = List(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    word: Type.String(),
    match: Match,
    materials: Type.Integer(),
    uses: Type.Integer(),
    makers: Type.Integer(),
  }),
)
export type SegmentProductList = Static<typeof SegmentProductList>

export const ProductCoverage = List(
  Type.Object({
    segment: Type.String(),
    title: Type.String(),
    stageTitle: Type.String(),
    /** false: trade or service, which hands on what others make. */
    making: Type.Boolean(),
    products: Type.Integer(),
    makers: Type.Integer(),
    local: Type.Integer(),
  }),
)
export type ProductCoverage = Static<typeof ProductCoverage>

export const ProductSummary = Type.Object({
  products: Type.Integer(),
  /** Products that take part in a supply relation. */
  supplied: Type.Integer(),
  /** Products with a maker. */
  made: Type.Integer(),
  relations: Type.Array(
    Type.Object({
      relation: Type.Union([Type.Literal('supply'), Type.Literal('kind')]),
      basis: Basis,
      count: Type.Integer(),
    }),
  ),
  firms: Type.Integer(),
  makerRows: Type.Integer(),
  leftOut: Type.Array(
    Type.Object({
      rule: Type.String(),
      title: Type.String(),
      description: Type.String(),
      names: Type.Integer(),
      rows: Type.Integer(),
      examples: Type.Array(Type.String()),
    }),
  ),
  sources: Type.Array(
    Type.Object({
      dataset: Type.String(),
      datasetTitle: Type.String(),
      source: Type.String(),
      fileName: Type.String(),
      rows: Type.Integer(),
      date: Type.String(),
    }),
  ),
})
export type ProductSummary = Static<typeof ProductSummary>
