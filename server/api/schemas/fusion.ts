import { Type, type Static } from 'typebox'
import { List, ListQuery, Nullable, Realm, SourceRef } from './shared.ts'

const RowKey = Type.String({ minLength: 1, maxLength: 2000, description: '记录主键的值，JSON 数组' })
const DatasetId = Type.String({ minLength: 1, maxLength: 120 })
const Reason = Type.String({ minLength: 1, maxLength: 500, description: '理由，存档' })

export const ReviewQuery = Type.Object({
  realm: Type.Optional(Realm),
  dataset: Type.Optional(DatasetId),
  ...ListQuery,
})

export const ReviewItem = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  rowKey: Type.String(),
  rowId: Type.Integer(),
  name: Type.String(),
  candidates: Type.Integer(),
  bestScore: Nullable(Type.Number()),
  unsure: Nullable(Type.Object({ id: Type.Integer(), by: Type.String(), reason: Type.String() })),
})
export type ReviewItem = Static<typeof ReviewItem>

export const ReviewList = Type.Object({
  ...List(ReviewItem).properties,
  datasets: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), rows: Type.Integer() })),
})
export type ReviewList = Static<typeof ReviewList>

export const RecordQuery = Type.Object({ dataset: DatasetId, rowKey: RowKey })

const EvidenceLine = Type.Object({
  field: Type.String(),
  title: Type.String(),
  level: Type.String(),
  /** log₂(m/u), bits */
  weight: Nullable(Type.Number()),
})

export const ReviewDetail = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  rowKey: Type.String(),
  name: Type.String(),
  source: Nullable(SourceRef),
  cells: Type.Array(
    Type.Object({
      title: Type.String(),
      value: Nullable(Type.String()),
      unit: Nullable(Type.String()),
      masked: Type.Boolean(),
    }),
  ),
  candidates: Type.Array(
    Type.Object({
      creditCode: Type.String(),
      name: Type.String(),
      demonstration: Type.Boolean(),
      method: Type.String(),
      score: Nullable(Type.Number()),
      link: Type.Number({ description: '达到即自动关联' }),
      review: Type.Number({ description: '达到即请人核对' }),
      comparedName: Type.String(),
      evidence: Type.Array(EvidenceLine),
      fields: Type.Array(Type.Object({ title: Type.String(), value: Nullable(Type.String()) })),
      source: Nullable(SourceRef),
    }),
  ),
  /** Decisions on this row, the latest first. */
  judgements: Type.Array(
    Type.Object({
      id: Type.Integer(),
      outcome: Type.Union([Type.Literal('link'), Type.Literal('none'), Type.Literal('unsure')]),
      creditCode: Nullable(Type.String()),
      by: Type.String(),
      at: Type.String(),
      reason: Type.String(),
      revokedBy: Nullable(Type.String()),
      revokedAt: Nullable(Type.String()),
    }),
  ),
})
export type ReviewDetail = Static<typeof ReviewDetail>

export const JudgementRequest = Type.Object(
  {
    dataset: DatasetId,
    rowKey: RowKey,
    outcome: Type.Union([Type.Literal('link'), Type.Literal('none'), Type.Literal('unsure')], {
      description: 'link 是该企业；none 不是该企业（代码为 null：登记中没有）；unsure 不能确定',
    }),
    creditCode: Nullable(Type.String({ maxLength: 18 })),
    reason: Reason,
  },
  { additionalProperties: false },
)
export type JudgementRequest = Static<typeof JudgementRequest>

const FieldValue = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])

const Effects = Type.Array(
  Type.Object({
    creditCode: Type.String(),
    name: Type.String(),
    changes: Type.Array(
      Type.Object({ field: Type.String(), title: Type.String(), before: FieldValue, after: FieldValue }),
    ),
  }),
)

export const JudgementAnswer = Type.Object({
  /** Absent when a judgement was taken back. */
  id: Nullable(Type.Integer()),
  dataset: Type.String(),
  rowKey: Type.String(),
  /** What became of the firms concerned. */
  effects: Effects,
})
export type JudgementAnswer = Static<typeof JudgementAnswer>

export const JudgementItem = Type.Object({
  id: Type.Integer(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  rowKey: Type.String(),
  name: Type.String(),
  outcome: Type.Union([Type.Literal('link'), Type.Literal('none'), Type.Literal('unsure')]),
  creditCode: Nullable(Type.String()),
  enterpriseName: Nullable(Type.String()),
  score: Nullable(Type.Number()),
  reason: Type.String(),
  by: Type.String(),
  at: Type.String(),
  revokedBy: Nullable(Type.String()),
  revokedAt: Nullable(Type.String()),
})
export type JudgementItem = Static<typeof JudgementItem>
export const JudgementList = List(JudgementItem)

export const FusionQuery = Type.Object({ realm: Type.Optional(Realm) })
export const JudgementQuery = Type.Object({ realm: Type.Optional(Realm), ...ListQuery })

export const CoverageItem = Type.Object({
  dataset: Type.String(),
  title: Type.String(),
  column: Type.String(),
  columnTitle: Type.String(),
  rows: Type.Integer(),
  byCode: Type.Integer({ description: '凭信用代码关联' }),
  byListing: Type.Integer({ description: '凭证券代码，随上市公司关联' }),
  unknownCode: Type.Integer({ description: '有代码而名录中没有' }),
  byName: Type.Integer(),
  byNameAndPlace: Type.Integer(),
  byFormerName: Type.Integer(),
  byPerson: Type.Integer(),
  review: Type.Integer({ description: '待核对' }),
  none: Type.Integer({ description: '比对后没有对应企业' }),
  without: Type.Integer({ description: '没有代码，也不按名称比对' }),
})
export type CoverageItem = Static<typeof CoverageItem>
export const CoverageList = Type.Object({ realm: Realm, items: Type.Array(CoverageItem) })
export type CoverageList = Static<typeof CoverageList>

export const ConflictQuery = Type.Object({
  realm: Type.Optional(Realm),
  field: Type.Optional(Type.String({ maxLength: 40 })),
  creditCode: Type.Optional(Type.String({ maxLength: 18 })),
  ...ListQuery,
})

export const ConflictItem = Type.Object({
  creditCode: Type.String(),
  name: Type.String(),
  field: Type.String(),
  fieldTitle: Type.String(),
  rule: Type.String({ description: '取值规则' }),
  values: Type.Array(
    Type.Object({
      value: Nullable(Type.String()),
      masked: Type.Boolean(),
      year: Nullable(Type.Integer()),
      won: Type.Boolean(),
      source: SourceRef,
    }),
  ),
})
export type ConflictItem = Static<typeof ConflictItem>
export const ConflictList = Type.Object({
  ...List(ConflictItem).properties,
  fields: Type.Array(Type.Object({ field: Type.String(), title: Type.String(), firms: Type.Integer() })),
})
export type ConflictList = Static<typeof ConflictList>
