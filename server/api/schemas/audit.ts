import { Type, type Static } from 'typebox'
import { List, ListQuery, Nullable } from './shared.ts'

export const AuditOutcome = Type.Union(
  [Type.Literal('begun'), Type.Literal('done'), Type.Literal('refused'), Type.Literal('failed')],
  { description: '开始、完成（2xx、3xx）、被拒（4xx）、出错（5xx）' },
)
export type AuditOutcome = Static<typeof AuditOutcome>

const Moment = Type.String({
  pattern:
    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$',
  description: '日期（按北京时间），或带时区的时刻',
})

export const AuditQuery = Type.Object({
  from: Type.Optional(Moment),
  /** A day is included whole. */
  to: Type.Optional(Moment),
  username: Type.Optional(Type.String({ maxLength: 100 })),
  event: Type.Optional(Type.String({ maxLength: 100, description: '事件名称的一部分' })),
  object: Type.Optional(Type.String({ maxLength: 200, description: '对象的一部分' })),
  result: Type.Optional(AuditOutcome),
  ...ListQuery,
})

export const AuditItem = Type.Object({
  sequence: Type.Integer(),
  time: Type.String(),
  /** Empty where nobody is signed in and no name was given. */
  username: Type.String(),
  role: Type.String(),
  event: Type.String(),
  object: Type.String(),
  /** `begun`, or a status with the code of the problem. */
  result: Type.String(),
  address: Type.String(),
  requestId: Type.String(),
  beforeDigest: Nullable(Type.String()),
  afterDigest: Nullable(Type.String()),
  hash: Type.String(),
})
export type AuditItem = Static<typeof AuditItem>

export const AuditList = List(AuditItem)
export type AuditList = Static<typeof AuditList>

export const AuditHead = Type.Object({
  sequence: Type.Integer({ description: '审计记录条数' }),
  hash: Type.String({ description: '最后一条的散列值；抄存于库外，供日后核对' }),
  time: Nullable(Type.String()),
})
export type AuditHead = Static<typeof AuditHead>

export const AuditVerification = Type.Object({
  count: Type.Integer({ description: '从第一条起，核对无误的条数' }),
  hash: Type.String(),
  broken: Nullable(Type.Object({ sequence: Type.Integer(), reason: Type.String() })),
  verifiedAt: Type.String(),
})
export type AuditVerification = Static<typeof AuditVerification>
