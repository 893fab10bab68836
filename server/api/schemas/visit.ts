import { Type, type Static } from 'typebox'
import { CreditCode, Identifier, List, ListQuery, Nullable, Realm, RegionRef, Code } from './shared.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: '日期 YYYY-MM-DD' })
const Words = (title: string, maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description: title })

export const VisitCause = Type.Union(
  [Type.Literal('watch-list'), Type.Literal('moved'), Type.Literal('alert'), Type.Literal('routine')],
  { description: '走访缘由：走访服务名单、已迁移回访、预警、例行走访' },
)
export type VisitCause = Static<typeof VisitCause>

/** What a firm may ask help with. */
export const DemandCategory = Type.Union(
  [
    Type.Literal('land'),
    Type.Literal('labour'),
    Type.Literal('finance'),
    Type.Literal('energy'),
    Type.Literal('logistics'),
    Type.Literal('supply-chain'),
    Type.Literal('market'),
    Type.Literal('technology'),
    Type.Literal('environment'),
    Type.Literal('policy'),
    Type.Literal('other'),
  ],
  { description: '诉求类别' },
)
export type DemandCategory = Static<typeof DemandCategory>

export const DemandOutcome = Type.Union(
  [Type.Literal('resolved'), Type.Literal('partly'), Type.Literal('unresolved')],
  { description: '回访结果：已解决、部分解决、未解决' },
)
export type DemandOutcome = Static<typeof DemandOutcome>

/** How far a visit has come; it follows from what is recorded. */
export const VisitState = Type.Union(
  [
    Type.Literal('planned'),
    Type.Literal('visited'),
    Type.Literal('helping'),
    Type.Literal('followed-up'),
    Type.Literal('closed'),
  ],
  { description: '待走访、待帮扶、帮扶中、已回访、已办结' },
)
export type VisitState = Static<typeof VisitState>

export const VisitDemand = Type.Object({
  id: Type.Integer(),
  category: DemandCategory,
  text: Type.String(),
  department: Nullable(Type.String()),
  measure: Nullable(Type.String()),
  promisedOn: Nullable(Type.String()),
  helpedBy: Nullable(Type.String()),
  helpedAt: Nullable(Type.String()),
  outcome: Nullable(DemandOutcome),
  satisfaction: Nullable(Type.Integer()),
  remark: Nullable(Type.String()),
  followedBy: Nullable(Type.String()),
  followedAt: Nullable(Type.String()),
})
export type VisitDemand = Static<typeof VisitDemand>

export const Visit = Type.Object({
  id: Type.Integer(),
  realm: Realm,
  creditCode: Type.String(),
  name: Type.String(),
  region: RegionRef,
  cause: VisitCause,
  reason: Type.String(),
  owner: Type.Object({ username: Type.String(), displayName: Type.String() }),
  dueOn: Type.String(),
  /** Past its day and not closed: before the visit its due day, then the promised days of its demands. */
  overdue: Type.Boolean(),
  state: VisitState,
  openedBy: Type.String(),
  openedAt: Type.String(),
  visitedOn: Nullable(Type.String()),
  visitors: Nullable(Type.String()),
  summary: Nullable(Type.String()),
  closedBy: Nullable(Type.String()),
  closedAt: Nullable(Type.String()),
  demands: Type.Array(VisitDemand),
})
export type Visit = Static<typeof Visit>

export const VisitList = Type.Object({
  ...List(Visit).properties,
  /** Of the whole region, whatever state is asked for. */
  counts: Type.Object({
    planned: Type.Integer(),
    visited: Type.Integer(),
    helping: Type.Integer(),
    'followed-up': Type.Integer(),
    closed: Type.Integer(),
    overdue: Type.Integer(),
  }),
  /** Accounts that can be asked to make a visit in the region. */
  owners: Type.Array(Type.Object({ username: Type.String(), displayName: Type.String() })),
})
export type VisitList = Static<typeof VisitList>

export const VisitQuery = Type.Object({
  region: Type.Optional(Code),
  realm: Type.Optional(Realm),
  state: Type.Optional(VisitState),
  creditCode: Type.Optional(CreditCode),
  ...ListQuery,
})

export const NewVisit = Type.Object({
  creditCode: CreditCode,
  cause: VisitCause,
  reason: Words('为什么走访', 500),
  owner: Type.Optional(Type.String({ maxLength: 64, description: '走访人账号；不填为本人' })),
  dueOn: Day,
})
export type NewVisit = Static<typeof NewVisit>

export const VisitRecord = Type.Object({
  visitedOn: Day,
  visitors: Words('走访人', 200),
  demands: Type.Array(Type.Object({ category: DemandCategory, text: Words('诉求', 500) }), {
    maxItems: 20,
    description: '企业提出的诉求；没有诉求时为空',
  }),
})
export type VisitRecord = Static<typeof VisitRecord>

export const DemandHelp = Type.Object({
  department: Words('牵头部门', 100),
  measure: Words('帮扶措施', 500),
  promisedOn: Day,
})
export type DemandHelp = Static<typeof DemandHelp>

export const DemandFollowUp = Type.Object({
  outcome: DemandOutcome,
  satisfaction: Type.Integer({ minimum: 1, maximum: 5, description: '企业满意度，1 至 5 分' }),
  remark: Type.Optional(Type.String({ maxLength: 500 })),
})
export type DemandFollowUp = Static<typeof DemandFollowUp>

export const VisitClosing = Type.Object({ summary: Words('办结小结', 500) })

export const VisitPath = Type.Object({ visitId: Identifier })
export const DemandPath = Type.Object({ visitId: Identifier, demandId: Identifier })
