import { Type, type Static } from 'typebox'
import { ListQuery, Nullable } from './shared.ts'

/** Values by column name: text, numbers (money in yuan), true or false, dates and times as ISO 8601 text, null = no value. */
const Values = Type.Record(Type.String(), Type.Unknown())

const Instant = Type.String({ maxLength: 40, description: 'YYYY-MM-DD（当日结束）或带时区的 ISO 8601 时间' })

/** Further parameters `filter.<column>`; see docs/collection.md. */
export const RowsQuery = Type.Object({
  ...ListQuery,
  asOf: Type.Optional(Instant),
  sort: Type.Optional(Type.String({ maxLength: 100, description: '列名，或“-列名”为降序' })),
})

const ColumnTypeName = Type.Union([
  Type.Literal('text'),
  Type.Literal('integer'),
  Type.Literal('decimal'),
  Type.Literal('money'),
  Type.Literal('boolean'),
  Type.Literal('date'),
  Type.Literal('month'),
  Type.Literal('timestamp'),
  Type.Literal('json'),
])

/** What the columns of a dataset hold, for filters and headings. */
export const DatasetColumns = Type.Object({
  id: Type.String(),
  title: Type.String(),
  key: Type.Array(Type.String()),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      type: ColumnTypeName,
      unit: Nullable(Type.String()),
      required: Type.Boolean(),
      oneOf: Nullable(Type.Array(Type.String())),
      rule: Nullable(Type.String({ description: '校验规则的文字说明' })),
    }),
  ),
})
export type DatasetColumns = Static<typeof DatasetColumns>

export const StandardRow = Type.Object({
  rowId: Type.Integer(),
  batchId: Type.Integer(),
  rowNumber: Type.Integer({ description: '原始文件中的记录号' }),
  validFrom: Type.String(),
  validTo: Nullable(Type.String()),
  masked: Type.Array(Type.String(), { description: '因数据等级对您隐去的列' }),
  values: Values,
})
export type StandardRow = Static<typeof StandardRow>

export const StandardRowList = Type.Object({
  items: Type.Array(StandardRow),
  nextCursor: Nullable(Type.String()),
  total: Type.Integer(),
})
export type StandardRowList = Static<typeof StandardRowList>

export const RowVersion = Type.Object({
  ...StandardRow.properties,
  changed: Type.Array(Type.String(), { description: '与上一版本不同的列' }),
  batch: Type.Object({
    id: Type.Integer(),
    source: Type.String(),
    fileName: Type.String(),
    effectiveAt: Type.String(),
    loadedAt: Nullable(Type.String()),
    demonstration: Type.Boolean(),
  }),
})
export type RowVersion = Static<typeof RowVersion>
export const RowVersionList = Type.Object({ items: Type.Array(RowVersion), nextCursor: Type.Null() })
export type RowVersionList = Static<typeof RowVersionList>

export const RawRecord = Type.Object({
  rowNumber: Type.Integer(),
  batch: Type.Object({
    id: Type.Integer(),
    source: Type.String(),
    fileName: Type.String(),
    effectiveAt: Type.String(),
  }),
  fields: Type.Array(
    Type.Object({
      header: Type.String(),
      text: Nullable(Type.String({ description: '未入仓的字段只向运营和数据管理员显示' })),
      taken: Type.Boolean({ description: '标准记录是否用到' }),
    }),
  ),
  cells: Type.Array(
    Type.Object({
      name: Type.String(),
      headers: Type.Array(Type.String()),
      conversion: Type.Union([
        Type.Literal('same'),
        Type.Literal('normalised'),
        Type.Literal('converted'),
        Type.Literal('constant'),
        Type.Literal('absent'),
      ]),
    }),
  ),
  withheld: Nullable(
    Type.Union([Type.Literal('masked'), Type.Literal('not-kept'), Type.Literal('unreadable')]),
  ),
})
export type RawRecord = Static<typeof RawRecord>

export const DifferencesQuery = Type.Object({ ...ListQuery, from: Instant, to: Type.Optional(Instant) })

export const Difference = Type.Object({
  rowId: Type.Integer(),
  kind: Type.Union([Type.Literal('added'), Type.Literal('changed')]),
  changed: Type.Array(Type.String()),
  before: Nullable(Values),
  after: Values,
  batchId: Type.Integer(),
})
export type Difference = Static<typeof Difference>
export const DifferenceList = Type.Object({
  items: Type.Array(Difference),
  nextCursor: Nullable(Type.String()),
  total: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
})
export type DifferenceList = Static<typeof DifferenceList>

export const ChangeDayList = Type.Object({
  items: Type.Array(Type.Object({ day: Type.String(), batches: Type.Integer(), accepted: Type.Integer() })),
  nextCursor: Type.Null(),
})
export type ChangeDayList = Static<typeof ChangeDayList>

export const ExportQuery = Type.Object({
  asOf: Type.Optional(Instant),
  sort: Type.Optional(Type.String({ maxLength: 100 })),
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
})
