import { Type, type Static } from 'typebox'
import { Identifier, List, ListQuery, Nullable, Realm, SourceRef } from './shared.ts'

export const Dimension = Type.Union([
  Type.Literal('completeness'),
  Type.Literal('conformity'),
  Type.Literal('consistency'),
  Type.Literal('accuracy'),
  Type.Literal('uniqueness'),
  Type.Literal('timeliness'),
])
export type Dimension = Static<typeof Dimension>

const Score = Nullable(Type.Number({ minimum: 0, maximum: 100, description: '0–100；null 为没有可检查的' }))
const DatasetId = Type.String({
  minLength: 1,
  maxLength: 120,
  description: '如 public/enterprise-registration',
})
const RuleId = Type.String({ minLength: 1, maxLength: 120 })
const Reason = Type.String({ minLength: 1, maxLength: 500, description: '理由，存档' })

export const QualityQuery = Type.Object({ realm: Type.Optional(Realm) })

const TrendPoint = Type.Object({ at: Type.String(), score: Score })

export const QualityOverview = Type.Object({
  realm: Realm,
  /** The whole formula in words. */
  formula: Type.Array(Type.String()),
  standard: Type.String(),
  dimensions: Type.Array(Type.Object({ id: Dimension, title: Type.String(), score: Score })),
  score: Score,
  computedAt: Nullable(Type.String()),
  openQuarantine: Type.Integer(),
  openDuplicates: Type.Integer(),
  openTickets: Type.Integer(),
  overdueTickets: Type.Integer(),
  datasets: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      warehouse: Type.String(),
      steward: Type.String(),
      rows: Type.Integer(),
      score: Score,
      dimensions: Type.Object({
        completeness: Score,
        conformity: Score,
        consistency: Score,
        accuracy: Score,
        uniqueness: Score,
        timeliness: Score,
      }),
      rules: Type.Integer(),
      failingRules: Type.Integer(),
      openQuarantine: Type.Integer(),
      computedAt: Type.String(),
      trend: Type.Array(TrendPoint),
    }),
  ),
  stewards: Type.Array(
    Type.Object({
      steward: Type.String(),
      datasets: Type.Integer(),
      rows: Type.Integer(),
      score: Score,
      openQuarantine: Type.Integer(),
    }),
  ),
  /** Row-weighted over all datasets, at each time at which one was computed. */
  trend: Type.Array(TrendPoint),
})
export type QualityOverview = Static<typeof QualityOverview>

export const RuleQuery = Type.Object({
  realm: Type.Optional(Realm),
  dataset: Type.Optional(DatasetId),
  dimension: Type.Optional(Dimension),
  failing: Type.Optional(Type.Boolean({ description: 'true 只列未全部通过的' })),
  ...ListQuery,
})

export const QualityRuleItem = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  steward: Type.String(),
  id: Type.String(),
  title: Type.String(),
  column: Nullable(Type.String()),
  columnTitle: Nullable(Type.String()),
  dimension: Dimension,
  /** contract: records that fail are kept out; dataset: checked on the rows that are in. */
  origin: Type.Union([Type.Literal('contract'), Type.Literal('dataset')]),
  checked: Type.Integer(),
  failing: Type.Integer(),
  score: Score,
  detail: Nullable(Type.String()),
  /** Where the failing records are: rows of the warehouse, quarantine, duplicates, or nowhere (timeliness). */
  failures: Type.Union([
    Type.Literal('rows'),
    Type.Literal('quarantine'),
    Type.Literal('duplicates'),
    Type.Literal('none'),
  ]),
  /** Open ticket about it. */
  ticket: Nullable(Type.Integer()),
})
export type QualityRuleItem = Static<typeof QualityRuleItem>
export const QualityRuleList = List(QualityRuleItem)

export const FailureQuery = Type.Object({
  realm: Type.Optional(Realm),
  dataset: DatasetId,
  rule: RuleId,
  ...ListQuery,
})

export const RuleFailures = Type.Object({
  items: Type.Array(
    Type.Object({
      source: SourceRef,
      /** Key of the row, as people read it. */
      key: Type.String(),
      column: Nullable(Type.String()),
      value: Nullable(Type.String()),
      /** Hidden from the one who asks. */
      masked: Type.Boolean(),
    }),
  ),
  nextCursor: Nullable(Type.String()),
  total: Type.Optional(Type.Integer()),
  /** All that fail; the list keeps the first few hundred. */
  failing: Type.Integer(),
  /** Checked and failing at each computation, oldest first. */
  history: Type.Array(
    Type.Object({ at: Type.String(), checked: Type.Integer(), failing: Type.Integer(), score: Score }),
  ),
})
export type RuleFailures = Static<typeof RuleFailures>

export const DuplicateState = Type.Union([
  Type.Literal('open'),
  Type.Literal('same'),
  Type.Literal('different'),
])

export const DuplicateQuery = Type.Object({
  realm: Type.Optional(Realm),
  state: Type.Optional(DuplicateState),
  ...ListQuery,
})

export const DuplicateItem = Type.Object({
  id: Type.Integer(),
  kind: Type.String(),
  kindTitle: Type.String(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  title: Type.String(),
  members: Type.Array(
    Type.Object({
      dataset: Type.String(),
      rowId: Type.Integer(),
      key: Type.String(),
      name: Nullable(Type.String()),
    }),
  ),
  state: DuplicateState,
  reason: Nullable(Type.String()),
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Type.String()),
  foundAt: Type.String(),
})
export type DuplicateItem = Static<typeof DuplicateItem>

export const DuplicateList = Type.Object({
  ...List(DuplicateItem).properties,
  counts: Type.Object({ open: Type.Integer(), same: Type.Integer(), different: Type.Integer() }),
})
export type DuplicateList = Static<typeof DuplicateList>

export const DuplicateDecision = Type.Object(
  {
    /** open takes the decision back. */
    state: DuplicateState,
    reason: Reason,
  },
  { additionalProperties: false },
)

export const TicketState = Type.Union([Type.Literal('open'), Type.Literal('doing'), Type.Literal('closed')])

export const Ticket = Type.Object({
  id: Type.Integer(),
  title: Type.String(),
  origin: Type.Union([Type.Literal('rule'), Type.Literal('quarantine'), Type.Literal('claim')]),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  steward: Type.String(),
  realm: Realm,
  rule: Type.String(),
  column: Nullable(Type.String()),
  assignee: Type.String(),
  assigneeName: Type.String(),
  dueOn: Type.String(),
  overdue: Type.Boolean(),
  state: TicketState,
  failingAtOpen: Type.Integer(),
  failingNow: Type.Integer(),
  openedBy: Type.String(),
  openedAt: Type.String(),
  closedBy: Nullable(Type.String()),
  closedAt: Nullable(Type.String()),
  notes: Type.Array(Type.Object({ by: Type.String(), at: Type.String(), text: Type.String() })),
})
export type Ticket = Static<typeof Ticket>

export const TicketQuery = Type.Object({
  realm: Type.Optional(Realm),
  state: Type.Optional(TicketState),
  mine: Type.Optional(Type.Boolean({ description: 'true 只列指派给本账号的' })),
  ...ListQuery,
})
export const TicketList = Type.Object({
  ...List(Ticket).properties,
  /** Accounts a ticket can be assigned to. */
  assignees: Type.Array(Type.Object({ username: Type.String(), displayName: Type.String() })),
})
export type TicketList = Static<typeof TicketList>

const DueOn = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })

export const TicketOpening = Type.Object(
  {
    origin: Type.Union([Type.Literal('rule'), Type.Literal('quarantine')]),
    dataset: DatasetId,
    realm: Type.Optional(Realm),
    /** Id of the quality rule, or the reason of quarantine. */
    rule: RuleId,
    column: Type.Optional(Nullable(Type.String({ maxLength: 80 }))),
    assignee: Type.String({ minLength: 1, maxLength: 60 }),
    dueOn: DueOn,
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type TicketOpening = Static<typeof TicketOpening>

export const TicketChange = Type.Object(
  {
    state: Type.Optional(TicketState),
    assignee: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    dueOn: Type.Optional(DueOn),
    note: Reason,
  },
  { additionalProperties: false },
)
export type TicketChange = Static<typeof TicketChange>

export const IdPath = Type.Object({ id: Identifier })
