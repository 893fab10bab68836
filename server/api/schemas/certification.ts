import { Type, type Static } from 'typebox'
import { GradeCode } from './catalog.ts'
import { Identifier, List, Nullable } from './shared.ts'

/** A sentence that says why; kept with the decision. */
export const Reason = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '\\S',
  description: '理由，1 至 500 字',
})
const Remark = Type.String({ maxLength: 500, description: '说明，可以为空' })
export const IdPath = Type.Object({ id: Identifier })
export const Created = Type.Object({ id: Type.Integer() })

const strict = { additionalProperties: false } as const

/** Who did something when, and what they said. */
const Act = Type.Object({ by: Type.String(), name: Type.String(), at: Type.String(), remark: Type.String() })
export type Act = Static<typeof Act>

export const CheckItem = Type.Object({
  id: Type.String(),
  title: Type.String(),
  passed: Type.Boolean(),
  detail: Type.String(),
})

// 数据等级

export const ColumnGradeItem = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  warehouse: Type.String(),
  column: Type.String(),
  columnTitle: Type.String(),
  contract: GradeCode,
  byRules: GradeCode,
  rule: Nullable(Type.String({ description: '命中的最高一条规则' })),
  grade: GradeCode,
  reason: Type.String(),
  differs: Type.Boolean({ description: '与契约不同' }),
})
export type ColumnGradeItem = Static<typeof ColumnGradeItem>

export const DerivedGradeItem = Type.Object({
  id: Type.String(),
  title: Type.String(),
  inputs: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), grade: GradeCode })),
  transformation: Type.String(),
  inherited: GradeCode,
  grade: GradeCode,
  approval: Nullable(
    Type.Object({
      id: Type.Integer(),
      covers: Type.Boolean({ description: '输入后来升级的，旧审批不再覆盖' }),
    }),
  ),
})
export type DerivedGradeItem = Static<typeof DerivedGradeItem>

export const Grading = Type.Object({
  columns: Type.Array(ColumnGradeItem),
  derived: Type.Array(DerivedGradeItem),
  rules: Type.Array(
    Type.Object({ id: Type.String(), title: Type.String(), grade: GradeCode, reason: Type.String() }),
  ),
})
export type Grading = Static<typeof Grading>

export const GradeRequest = Type.Object(
  {
    subject: Type.String({ maxLength: 120, description: '数据集，或 derived/ 开头的衍生数据' }),
    column: Nullable(Type.String({ maxLength: 80, description: '信息项标识；衍生数据为空' })),
    grade: GradeCode,
    reason: Reason,
  },
  strict,
)

export const GradeRequestItem = Type.Object({
  id: Type.Integer(),
  subject: Type.String(),
  subjectTitle: Type.String(),
  column: Nullable(Type.String()),
  columnTitle: Nullable(Type.String()),
  previous: GradeCode,
  grade: GradeCode,
  baseline: Type.Boolean({ description: '随平台交付的出厂设置' }),
  state: Type.Enum(['requested', 'approved', 'rejected', 'revoked', 'replaced']),
  requested: Act,
  decided: Nullable(Act),
  ended: Nullable(Act),
})
export type GradeRequestItem = Static<typeof GradeRequestItem>
export const GradeRequestList = List(GradeRequestItem)

export const Decision = Type.Object({ approve: Type.Boolean(), reason: Reason }, strict)
export const Revocation = Type.Object({ reason: Reason }, strict)

// 数据认证

export const Checklist = Type.Object({ dataset: Type.String(), items: Type.Array(CheckItem) })
export type Checklist = Static<typeof Checklist>

export const CertificationItem = Type.Object({
  id: Type.Integer(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  checklist: Type.Array(CheckItem),
  state: Type.Enum(['signed', 'certified', 'expired', 'rejected', 'revoked', 'replaced']),
  signed: Act,
  reviewed: Nullable(Act),
  ended: Nullable(Act),
  expiresOn: Nullable(Type.String()),
})
export type CertificationItem = Static<typeof CertificationItem>
export const CertificationList = List(CertificationItem)

export const Signature = Type.Object(
  {
    dataset: Type.String({ maxLength: 120 }),
    statement: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: '\\S',
      description: '责任单位的说明，1 至 500 字',
    }),
    meaningChecked: Type.Literal(true, { description: '已核对信息项含义与来源一致' }),
    noPersonalData: Type.Literal(true, { description: '已核对不含个人信息' }),
  },
  strict,
)

export const CertificationReview = Type.Object(
  {
    approve: Type.Boolean(),
    reason: Reason,
    validMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 12, default: 12 })),
  },
  strict,
)

// 数据上架

export const ListingItem = Type.Object({
  id: Type.Integer(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  title: Type.String(),
  columns: Type.Array(Type.Object({ name: Type.String(), title: Type.String() })),
  purpose: Type.String(),
  grade: GradeCode,
  state: Type.Enum(['applied', 'first-approved', 'listed', 'rejected', 'withdrawn', 'delisted']),
  appliedAt: Type.String(),
  steps: Type.Array(
    Type.Intersect([
      Act,
      Type.Object({
        step: Type.Enum(['apply', 'first-approval', 'second-approval', 'reject', 'withdraw', 'delist']),
      }),
    ]),
  ),
  /** Whether the one who asks may decide it: took no part yet. */
  mayDecide: Type.Boolean(),
})
export type ListingItem = Static<typeof ListingItem>
export const ListingList = List(ListingItem)

export const ListingApplication = Type.Object(
  {
    dataset: Type.String({ maxLength: 120 }),
    title: Type.String({
      minLength: 2,
      maxLength: 100,
      pattern: '\\S',
      description: '上架名称，2 至 100 字',
    }),
    columns: Nullable(
      Type.Array(Type.String({ maxLength: 80 }), {
        minItems: 1,
        maxItems: 200,
        description: '信息项标识；为空表示全部可上架的',
      }),
    ),
    purpose: Reason,
  },
  strict,
)

export const ListingDecision = Type.Object({ approve: Type.Boolean(), remark: Remark }, strict)

// 企业认证

export const FirmCertificationItem = Type.Object({
  id: Type.Integer(),
  username: Type.String(),
  displayName: Type.String(),
  creditCode: Type.String(),
  name: Type.String(),
  demonstration: Type.Boolean(),
  checks: Type.Array(CheckItem),
  proof: Type.Object({ name: Type.String(), type: Type.String(), bytes: Type.Integer() }),
  state: Type.Enum(['submitted', 'approved', 'rejected', 'withdrawn', 'revoked']),
  submittedAt: Type.String(),
  reviewed: Nullable(Act),
})
export type FirmCertificationItem = Static<typeof FirmCertificationItem>
export const FirmCertificationList = List(FirmCertificationItem)

export const FirmDecision = Type.Object({ approve: Type.Boolean(), reason: Remark }, strict)
