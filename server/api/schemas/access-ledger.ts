import { Type, type Static } from 'typebox'
import { CreditCode, Identifier, List, ListQuery, Nullable } from './shared.ts'

const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'YYYY-MM-DD' })

export const LedgerQuery = Type.Object({
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  ...ListQuery,
})

const FieldName = Type.Object({ name: Type.String(), title: Type.String() })

/** One use: who saw which fields, for what, resting on what. */
export const LedgerItem = Type.Object({
  id: Type.Integer(),
  at: Type.String(),
  organisation: Type.String(),
  role: Type.String(),
  /** Shown to those who support the firm, null to the firm itself. */
  username: Nullable(Type.String()),
  object: Type.String(),
  objectTitle: Type.String(),
  fields: Type.Array(FieldName),
  purpose: Type.String(),
  basis: Type.String(),
  route: Type.String(),
  contract: Nullable(Type.Object({ id: Type.Integer(), number: Type.String() })),
  authorisationId: Nullable(Type.Integer()),
  count: Type.Integer(),
})
export type LedgerItem = Static<typeof LedgerItem>

/** All uses of one kind in the period. */
export const LedgerGroup = Type.Object({
  organisation: Type.String(),
  role: Type.String(),
  objectTitle: Type.String(),
  purpose: Type.String(),
  basis: Type.String(),
  fields: Type.Array(FieldName),
  count: Type.Integer(),
  firstAt: Type.String(),
  lastAt: Type.String(),
})
export type LedgerGroup = Static<typeof LedgerGroup>

export const AccessLedger = Type.Intersect([
  List(LedgerItem),
  Type.Object({
    creditCode: Type.String(),
    name: Nullable(Type.String()),
    /** With the first page; empty afterwards. */
    groups: Type.Array(LedgerGroup),
    totals: Type.Object({ uses: Type.Integer(), organisations: Type.Integer(), fields: Type.Integer() }),
  }),
])
export type AccessLedger = Static<typeof AccessLedger>

export const ClaimKind = Type.Union([Type.Literal('dispute'), Type.Literal('correction')])
export const ClaimState = Type.Union([
  Type.Literal('open'),
  Type.Literal('accepted'),
  Type.Literal('rejected'),
  Type.Literal('withdrawn'),
])

/** 异议: a use is questioned. 更正: a value is wrong; the proof stands in `text`. */
export const ClaimRequest = Type.Object(
  {
    kind: ClaimKind,
    accessId: Type.Optional(Identifier),
    dataset: Type.Optional(Type.String({ maxLength: 120 })),
    field: Type.Optional(Type.String({ maxLength: 80 })),
    value: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    text: Type.String({ minLength: 4, maxLength: 2000 }),
  },
  { additionalProperties: false },
)
export type ClaimRequest = Static<typeof ClaimRequest>

export const Claim = Type.Object({
  id: Type.Integer(),
  creditCode: Type.String(),
  name: Nullable(Type.String()),
  kind: ClaimKind,
  access: Nullable(Type.Object({ at: Type.String(), organisation: Type.String(), purpose: Type.String() })),
  datasetTitle: Nullable(Type.String()),
  fieldTitle: Nullable(Type.String()),
  value: Nullable(Type.String()),
  text: Type.String(),
  state: ClaimState,
  answer: Nullable(Type.String()),
  submittedAt: Type.String(),
  answeredBy: Nullable(Type.String()),
  answeredAt: Nullable(Type.String()),
})
export type Claim = Static<typeof Claim>
export const ClaimList = List(Claim)

export const ClaimQuery = Type.Object({ state: Type.Optional(ClaimState), ...ListQuery })

export const ClaimAnswer = Type.Object(
  {
    state: Type.Union([Type.Literal('accepted'), Type.Literal('rejected')]),
    answer: Type.String({ minLength: 2, maxLength: 2000 }),
  },
  { additionalProperties: false },
)
export type ClaimAnswer = Static<typeof ClaimAnswer>

export const Grant = Type.Object(
  {
    grantee: Type.String({ minLength: 1, maxLength: 100, description: '银行账号' }),
    fields: Type.Array(Type.String({ maxLength: 200, description: '数据集.信息项' }), {
      minItems: 1,
      maxItems: 200,
      uniqueItems: true,
    }),
    validUntil: Day,
  },
  { additionalProperties: false },
)
export type Grant = Static<typeof Grant>

export const Authorisation = Type.Object({
  id: Type.Integer(),
  creditCode: Type.String(),
  name: Nullable(Type.String()),
  grantee: Type.String(),
  purpose: Type.String(),
  fields: Type.Array(
    Type.Object({
      dataset: Type.String(),
      datasetTitle: Type.String(),
      name: Type.String(),
      title: Type.String(),
    }),
  ),
  validUntil: Type.String(),
  grantedAt: Type.String(),
  withdrawnAt: Nullable(Type.String()),
  state: Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('withdrawn')]),
  /** How often it was used, and when last. */
  uses: Type.Integer(),
  lastUsedAt: Nullable(Type.String()),
})
export type Authorisation = Static<typeof Authorisation>
export const AuthorisationList = List(Authorisation)

/** Who may be authorised, and for which fields. */
export const GrantChoices = Type.Object({
  banks: Type.Array(Type.Object({ username: Type.String(), name: Type.String() })),
  datasets: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      columns: Type.Array(Type.Object({ name: Type.String(), title: Type.String(), grade: Type.String() })),
    }),
  ),
})
export type GrantChoices = Static<typeof GrantChoices>

/** What an authorisation lets the bank read: the named columns of the firm's rows, newest first. */
export const AuthorisedData = Type.Object({
  authorisation: Authorisation,
  datasets: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      columns: Type.Array(
        Type.Object({ name: Type.String(), title: Type.String(), unit: Nullable(Type.String()) }),
      ),
      rows: Type.Array(Type.Array(Type.Unknown())),
      /** There are more rows than are shown. */
      cut: Type.Boolean(),
    }),
  ),
})
export type AuthorisedData = Static<typeof AuthorisedData>

export const ConsentDecision = Type.Object(
  { consent: Type.Boolean(), note: Type.String({ maxLength: 500 }) },
  { additionalProperties: false },
)

export const Withdrawal = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 500 }) },
  { additionalProperties: false },
)

export const FirmPath = Type.Object({ creditCode: CreditCode })
