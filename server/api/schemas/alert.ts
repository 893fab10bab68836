import { Type, type Static } from 'typebox'
import { AsOf, Code, Nullable, Realm, SourceRef } from './shared.ts'

export const AlertQuery = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: '只取序号大于此值的告警，按序号升序；不给则取最新的若干条，按序号降序',
    }),
  ),
  rule: Type.Optional(Type.String({ maxLength: 60 })),
  region: Type.Optional(Code),
  realm: Type.Optional(Realm),
  asOf: Type.Optional(AsOf),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 40 })),
})

export const Alert = Type.Object({
  sequence: Type.Integer(),
  rule: Type.String(),
  ruleTitle: Type.String(),
  severity: Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]),
  realm: Realm,
  title: Type.String(),
  /** What happened, to whom, how much against what. */
  message: Type.String(),
  subject: Type.Object({
    kind: Type.Union([Type.Literal('enterprise'), Type.Literal('segment'), Type.Literal('region')]),
    id: Type.String(),
    name: Type.String(),
  }),
  region: Nullable(Type.Object({ code: Type.String(), name: Type.String() })),
  occurredAt: Type.String(),
  recordedAt: Type.String(),
  evidence: Type.Array(
    Type.Object({ label: Type.String(), value: Type.String(), source: Nullable(SourceRef) }),
  ),
  action: Type.Object({ title: Type.String(), href: Type.String() }),
})
export type Alert = Static<typeof Alert>

export const AlertList = Type.Object({
  items: Type.Array(Alert),
  nextCursor: Nullable(Type.String()),
  /** Highest sequence stored; a client that was away asks for everything after the last it saw. */
  latest: Type.Integer(),
})
export type AlertList = Static<typeof AlertList>
