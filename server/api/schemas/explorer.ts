import { Type, type Static } from 'typebox'
import { AsOf, Code, Identifier, List, Nullable, Realm, RegionRef } from './shared.ts'

const closed = { additionalProperties: false } as const

/** A closed vocabulary, written so that a refusal can list it. */
const OneOf = <const Words extends readonly string[]>(words: Words, options: { description?: string } = {}) =>
  Type.Unsafe<Words[number]>(
    Type.Union(
      words.map((word) => Type.Literal(word)),
      options,
    ),
  )

/** A column of the subject; looked up in the contract, never part of a statement. */
const FieldName = Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$' })

export const Grain = OneOf(
  ['year', 'quarter', 'month', 'day', 'province', 'city', 'county', 'section', 'division', 'class', 'value'],
  { description: '时间：年、季、月、日；地区：省、市、县；行业：门类、大类、小类；其余：value' },
)
export type Grain = Static<typeof Grain>

export const MeasureKind = OneOf([
  'count',
  'firms',
  'sum',
  'mean',
  'median',
  'min',
  'max',
  'distinct',
  'share',
  'value',
])
export type MeasureKind = Static<typeof MeasureKind>

const Measure = Type.Object({ of: MeasureKind, field: Type.Optional(FieldName) }, closed)
export type Measure = Static<typeof Measure>

const Group = Type.Object({ field: FieldName, grain: Type.Optional(Grain) }, closed)
export type Group = Static<typeof Group>

const Period = Type.String({ pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' })

export const Filter = Type.Union([
  Type.Object(
    {
      field: FieldName,
      is: Type.Literal('one-of'),
      grain: Type.Optional(Grain),
      values: Type.Array(Nullable(Type.String({ maxLength: 200 })), { minItems: 1, maxItems: 100 }),
    },
    closed,
  ),
  Type.Object(
    {
      field: FieldName,
      is: Type.Literal('range'),
      from: Type.Optional(Type.Number()),
      to: Type.Optional(Type.Number()),
    },
    closed,
  ),
  Type.Object(
    { field: FieldName, is: Type.Literal('contains'), text: Type.String({ minLength: 1, maxLength: 100 }) },
    closed,
  ),
  Type.Object(
    {
      field: FieldName,
      is: Type.Literal('period'),
      from: Type.Optional(Period),
      to: Type.Optional(Period),
    },
    closed,
  ),
])
export type Filter = Static<typeof Filter>

export const ExplorerQuery = Type.Object(
  {
    subject: Type.String({
      pattern: '^(dataset:[a-z]{1,20}/[a-z0-9-]{1,80}|metric:[a-z0-9-]{1,80})$',
      description: 'dataset:public/enterprise-registration 或 metric:enterprise-count',
    }),
    measures: Type.Array(Measure, { minItems: 1, maxItems: 2 }),
    by: Type.Array(Group, { maxItems: 2 }),
    filters: Type.Array(Filter, { maxItems: 8 }),
    sort: Type.Optional(
      Type.Object(
        {
          by: Type.Union([Type.Literal('label'), Type.Literal('value')]),
          measure: Type.Optional(Type.Integer({ minimum: 0, maximum: 1 })),
          descending: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    region: Type.Optional(Code),
    realm: Type.Optional(Realm),
    asOf: Type.Optional(AsOf),
    chain: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,60}$' })),
    outside: Type.Optional(
      Type.Boolean({ description: '对外口径：按小单元保护计算，有权查看明细的用户也一样' }),
    ),
  },
  closed,
)
export type ExplorerQuery = Static<typeof ExplorerQuery>

export const ExplorerField = Type.Object({
  name: Type.String(),
  title: Type.String(),
  unit: Nullable(Type.String()),
  kind: OneOf(['region', 'time', 'year', 'industry', 'category', 'text', 'boolean', 'number', 'money']),
  grains: Type.Array(Grain),
  groupable: Type.Boolean(),
  filter: Nullable(
    Type.Union([
      Type.Literal('one-of'),
      Type.Literal('range'),
      Type.Literal('contains'),
      Type.Literal('period'),
    ]),
  ),
  measures: Type.Array(MeasureKind),
  /** The closed vocabulary where there is one. */
  values: Nullable(Type.Array(Type.String())),
  /** Usable under small-cell protection. */
  outside: Type.Boolean(),
})
export type ExplorerField = Static<typeof ExplorerField>

export const ExplorerSubject = Type.Object({
  id: Type.String(),
  title: Type.String(),
  kind: Type.Union([Type.Literal('dataset'), Type.Literal('metric')]),
  /** 公共数据仓, … or 指标. */
  group: Type.String(),
  definition: Type.String(),
  steward: Type.String(),
  /** protected: this user sees aggregates under small-cell protection only. */
  access: Type.Union([Type.Literal('open'), Type.Literal('protected')]),
  /** Rows without a field to count; a metric has none. */
  measures: Type.Array(MeasureKind),
  fields: Type.Array(ExplorerField),
})
export type ExplorerSubject = Static<typeof ExplorerSubject>
export const ExplorerSubjectList = List(ExplorerSubject)

const Key = Type.Object({ code: Nullable(Type.String()), label: Type.String() })
const Values = Type.Array(Nullable(Type.Number()))

export const ExplorerMargin = Type.Object({ key: Key, values: Values, withheld: Type.Boolean() })

export const ExplorerAnswer = Type.Object({
  subject: Type.Object({ id: Type.String(), title: Type.String(), definition: Type.String() }),
  title: Type.String({ description: '按查询写成的标题' }),
  groups: Type.Array(
    Type.Object({
      field: Type.String(),
      title: Type.String(),
      grain: Grain,
      kind: ExplorerField.properties.kind,
    }),
  ),
  measures: Type.Array(
    Type.Object({ title: Type.String(), unit: Type.String(), money: Type.Boolean(), digits: Type.Integer() }),
  ),
  rows: Type.Array(
    Type.Object({
      keys: Type.Array(Key),
      values: Values,
      withheld: Type.Boolean({ description: '因小单元保护不予显示' }),
    }),
  ),
  /** Totals of each value of the first and of the second group, over all rows, also those beyond the top. */
  margins: Type.Array(Type.Array(ExplorerMargin)),
  total: Type.Object({ values: Values, withheld: Type.Boolean() }),
  /** Values of the first group before the top was cut. */
  available: Type.Integer(),
  protection: Nullable(Type.Object({ withheld: Type.Integer(), reason: Type.String() })),
  region: Nullable(RegionRef),
  realm: Realm,
  asOf: Nullable(Type.String()),
  period: Nullable(Type.String({ description: '数据所属期间' })),
  sources: Type.Array(Type.String()),
  notes: Type.Array(Type.String()),
  durationMs: Type.Integer(),
})
export type ExplorerAnswer = Static<typeof ExplorerAnswer>

export const RowsBehindRequest = Type.Object(
  { query: ExplorerQuery, keys: Type.Array(Nullable(Type.String({ maxLength: 4000 })), { maxItems: 2 }) },
  closed,
)
export const RowsBehind = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      unit: Nullable(Type.String()),
      number: Type.Boolean(),
    }),
  ),
  items: Type.Array(
    Type.Object({
      rowId: Type.Integer(),
      cells: Type.Array(Nullable(Type.Union([Type.String(), Type.Number()]))),
    }),
  ),
  total: Type.Integer(),
})
export type RowsBehind = Static<typeof RowsBehind>

export const ChartKind = OneOf(['table', 'bar', 'line', 'stacked', 'map', 'scatter'])
export type ChartKind = Static<typeof ChartKind>

const ViewName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })

export const ExplorerViewRequest = Type.Object(
  { name: ViewName, shared: Type.Boolean(), chart: ChartKind, query: ExplorerQuery },
  closed,
)
export type ExplorerViewRequest = Static<typeof ExplorerViewRequest>
export const ExplorerViewChange = Type.Partial(ExplorerViewRequest, closed)
export type ExplorerViewChange = Static<typeof ExplorerViewChange>

export const ExplorerView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  owner: Type.String(),
  own: Type.Boolean(),
  shared: Type.Boolean(),
  region: RegionRef,
  chart: ChartKind,
  query: ExplorerQuery,
  updatedAt: Type.String(),
})
export type ExplorerView = Static<typeof ExplorerView>
export const ExplorerViewList = List(ExplorerView)
export const ExplorerViewPath = Type.Object({ id: Identifier })

export const ExportFormat = Type.Union([Type.Literal('csv'), Type.Literal('xlsx'), Type.Literal('ipynb')])
export type ExportFormat = Static<typeof ExportFormat>
export const ExportRequest = Type.Object({ query: ExplorerQuery, format: ExportFormat }, closed)
