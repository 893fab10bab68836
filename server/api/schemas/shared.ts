import { Type, type Static, type TSchema } from 'typebox'

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Realm = Type.Union([Type.Literal('demonstration'), Type.Literal('actual')], {
  description: '演示数据与实际数据分开计算，从不相加',
})

export const Code = Type.String({ pattern: '^[0-9]{6}$', description: 'GB/T 2260 六位区划代码' })
export const CreditCode = Type.String({
  minLength: 1,
  maxLength: 64,
  description: '统一社会信用代码（GB 32100）',
})
export const AsOf = Type.String({
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$',
  description: '截至：YYYY-MM 或 YYYY-MM-DD',
})

export const RegionRef = Type.Object({ code: Type.String(), name: Type.String() })
export type RegionRef = Static<typeof RegionRef>

export const RegionTier = Type.Union([
  Type.Literal('province'),
  Type.Literal('separate-plan-city'),
  Type.Literal('city'),
  Type.Literal('county'),
  Type.Literal('zone'),
])

export const Region = Type.Object({
  code: Type.String(),
  name: Type.String(),
  level: Type.Union([Type.Literal('province'), Type.Literal('city'), Type.Literal('county')]),
  /** 省级, 计划单列市, 地级市, 县级, or 功能区 added by users. */
  tier: RegionTier,
  parent: Nullable(Type.String()),
  longitude: Nullable(Type.Number()),
  latitude: Nullable(Type.Number()),
})
export type Region = Static<typeof Region>

/** RFC 9457 problem details; `code` is stable, texts are for people. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  /** What would have been valid, and whether trying again helps. */
  expected: Type.Optional(Type.String()),
  retry: Type.Optional(Type.Boolean()),
  requestId: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
})
export type Problem = Static<typeof Problem>

/** The row of a source that gives a value; opens at GET /api/rows/:warehouse/:dataset/:rowId. */
export const SourceRef = Type.Object({
  dataset: Type.String({ description: '数据集，如 public/enterprise-registration' }),
  datasetTitle: Type.String(),
  rowId: Type.Integer(),
  batchId: Type.Integer(),
  fileName: Type.String(),
  rowNumber: Type.Integer({ description: '原始文件中的记录号，从 1 起，表头也算一条' }),
  effectiveAt: Type.String(),
  /** Column of the dataset that gives the value, where it is one. */
  column: Type.Optional(Type.String()),
})
export type SourceRef = Static<typeof SourceRef>

export const ListQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
}

export const List = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Nullable(Type.String()),
    /** Whole count where it is cheap to know. */
    total: Type.Optional(Type.Integer()),
  })

/** A number given by the database. */
export const Identifier = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** Names a dataset in an address, as in /api/catalog/datasets/public/honour. */
export const DatasetPath = Type.Object({
  warehouse: Type.String({ maxLength: 40 }),
  name: Type.String({ maxLength: 80 }),
})

/** The original record behind a number, shown as it was. */
export const SourceRow = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  warehouse: Type.String(),
  steward: Type.String(),
  rowId: Type.Integer(),
  rowNumber: Type.Integer(),
  validFrom: Type.String(),
  validTo: Nullable(Type.String()),
  demonstration: Type.Boolean(),
  cells: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      value: Nullable(Type.String()),
      unit: Nullable(Type.String()),
      /** Hidden from this account by the grade of the data. */
      masked: Type.Optional(Type.Boolean()),
    }),
  ),
  batch: Type.Object({
    id: Type.Integer(),
    source: Type.String(),
    sourceTitle: Type.String(),
    publisher: Type.String(),
    licence: Type.String(),
    fileName: Type.String(),
    sha256: Type.String(),
    loadedAt: Type.String(),
    effectiveAt: Type.String(),
  }),
  /** The record's own text in the original file; null where it is not kept, or masked values cannot be left out of it. */
  original: Nullable(Type.String()),
  originalForm: Type.Optional(
    Type.Union([
      Type.Literal('delimited'),
      Type.Literal('xlsx'),
      Type.Literal('jsonl'),
      Type.Literal('geojson'),
    ]),
  ),
  /** 第 73 条记录; 工作表“Sheet1”第 5 行 */
  originalPlace: Type.Optional(Type.String()),
  /** Fields of the record, where each stands in `original`, and the column it became. */
  originalFields: Type.Optional(
    Type.Array(
      Type.Object({
        header: Type.String(),
        text: Type.String(),
        start: Type.Integer(),
        end: Type.Integer(),
        column: Nullable(Type.String()),
      }),
    ),
  ),
})
export type SourceRow = Static<typeof SourceRow>
