import { Type, type Static } from 'typebox'
import { Code, CreditCode, List, ListQuery, Nullable } from './shared.ts'

const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'YYYY-MM-DD' })
const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$', description: 'YYYY-MM' })

export const Purpose = Type.Union([
  Type.Literal('monitoring', { description: '产业监测' }),
  Type.Literal('service', { description: '企业服务' }),
  Type.Literal('investment', { description: '招商服务' }),
  Type.Literal('credit', { description: '授信' }),
  Type.Literal('cooperation', { description: '产业协作' }),
  Type.Literal('research', { description: '研究分析' }),
])
export type Purpose = Static<typeof Purpose>

export const Output = Type.Union([
  Type.Literal('api', { description: 'API 密钥，按行读取' }),
  Type.Literal('file', { description: '文件：CSV 或 XLSX' }),
  Type.Literal('table', { description: '库表：建表语句与 COPY 文本流' }),
])
export type Output = Static<typeof Output>

/** What is asked for, and later what the contract grants. */
export const Application = Type.Object(
  {
    dataset: Type.String({ minLength: 3, maxLength: 120, description: '如 public/honour' }),
    columns: Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 100, uniqueItems: true }),
    region: Type.Optional(Code),
    firms: Type.Optional(Type.Array(CreditCode, { maxItems: 50, uniqueItems: true })),
    monthFrom: Type.Optional(Month),
    monthTo: Type.Optional(Month),
    purpose: Purpose,
    purposeText: Type.String({ minLength: 4, maxLength: 500 }),
    validFrom: Day,
    validUntil: Day,
    maximumCalls: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    maximumRows: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    output: Output,
    destructionDays: Type.Integer({ minimum: 0, maximum: 90, description: '到期或撤销后几日内销毁' }),
  },
  { additionalProperties: false },
)
export type Application = Static<typeof Application>

const FirmName = Type.Object({ creditCode: Type.String(), name: Type.String() })

/** What the share type and the grades ask of an application, before it is made. */
export const Assessment = Type.Object({
  outcome: Type.Union([
    Type.Literal('automatic'),
    Type.Literal('one'),
    Type.Literal('two'),
    Type.Literal('refused'),
  ]),
  approvalsNeeded: Type.Integer(),
  firmsToAsk: Type.Array(FirmName),
  grounds: Type.Array(Type.String()),
  refusal: Nullable(Type.String()),
})
export type Assessment = Static<typeof Assessment>

const Approval = Type.Object({
  name: Type.String(),
  role: Type.String(),
  decision: Type.Union([Type.Literal('approve'), Type.Literal('refuse')]),
  note: Type.String(),
  at: Type.String(),
})

const Consent = Type.Object({
  id: Type.Integer(),
  creditCode: Type.String(),
  name: Type.String(),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('consented'),
    Type.Literal('refused'),
    Type.Literal('withdrawn'),
  ]),
  by: Nullable(Type.String()),
  at: Nullable(Type.String()),
  note: Type.String(),
})

export const RequestState = Type.Union([
  Type.Literal('open'),
  Type.Literal('approved'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
])

export const ExchangeRequest = Type.Object({
  id: Type.Integer(),
  party: Type.String(),
  applicant: Type.String(),
  /** The viewer's own side applied. */
  own: Type.Boolean(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  steward: Type.String(),
  fields: Type.Array(Type.Object({ name: Type.String(), title: Type.String(), grade: Type.String() })),
  region: Nullable(Type.Object({ code: Type.String(), name: Type.String() })),
  firms: Type.Array(FirmName),
  monthFrom: Nullable(Type.String()),
  monthTo: Nullable(Type.String()),
  purpose: Purpose,
  purposeText: Type.String(),
  validFrom: Type.String(),
  validUntil: Type.String(),
  maximumCalls: Type.Integer(),
  maximumRows: Type.Integer(),
  output: Output,
  destructionDays: Type.Integer(),
  approvalsNeeded: Type.Integer(),
  approvals: Type.Array(Approval),
  consents: Type.Array(Consent),
  grounds: Type.Array(Type.String()),
  state: RequestState,
  refusal: Nullable(Type.String()),
  createdAt: Type.String(),
  closedAt: Nullable(Type.String()),
  /** The latest version. */
  contract: Nullable(Type.Object({ id: Type.Integer(), number: Type.String() })),
  /** The viewer may decide now; otherwise why not, where the viewer is one of those who decide. */
  mayDecide: Type.Boolean(),
  whyNot: Nullable(Type.String()),
})
export type ExchangeRequest = Static<typeof ExchangeRequest>
export const ExchangeRequestList = List(ExchangeRequest)

export const TimelineEntry = Type.Object({
  at: Type.String(),
  title: Type.String(),
  by: Type.String(),
  text: Type.String(),
  tone: Type.Union([Type.Literal('neutral'), Type.Literal('good'), Type.Literal('bad')]),
})
export type TimelineEntry = Static<typeof TimelineEntry>

export const ExchangeRequestDetail = Type.Intersect([
  ExchangeRequest,
  Type.Object({ timeline: Type.Array(TimelineEntry) }),
])
export type ExchangeRequestDetail = Static<typeof ExchangeRequestDetail>

export const RequestQuery = Type.Object({
  state: Type.Optional(RequestState),
  /** Only those the viewer may decide now. */
  waiting: Type.Optional(Type.Boolean()),
  ...ListQuery,
})

export const Decision = Type.Object(
  {
    decision: Type.Union([Type.Literal('approve'), Type.Literal('refuse')]),
    note: Type.String({ maxLength: 500 }),
  },
  { additionalProperties: false },
)
export type Decision = Static<typeof Decision>

/** The terms of a contract as signed; its canonical JSON is what the digest is of. */
export const ContractTerms = Type.Object({
  number: Type.String(),
  version: Type.Integer(),
  provider: Type.Object({ name: Type.String(), steward: Type.String() }),
  recipient: Type.Object({ name: Type.String(), role: Type.String(), applicant: Type.String() }),
  dataset: Type.Object({
    id: Type.String(),
    title: Type.String(),
    share: Type.String(),
    condition: Nullable(Type.String()),
  }),
  purpose: Type.Object({ code: Purpose, title: Type.String(), text: Type.String() }),
  fields: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      type: Type.String(),
      unit: Nullable(Type.String()),
      grade: Type.String(),
    }),
  ),
  rows: Type.Object({
    region: Nullable(Type.Object({ code: Type.String(), name: Type.String() })),
    firms: Type.Array(FirmName),
    monthFrom: Nullable(Type.String()),
    monthTo: Nullable(Type.String()),
  }),
  validFrom: Type.String(),
  validUntil: Type.String(),
  maximumCalls: Type.Integer(),
  maximumRows: Type.Integer(),
  output: Output,
  destruction: Type.Object({ days: Type.Integer(), text: Type.String() }),
  basis: Type.Object({
    grounds: Type.Array(Type.String()),
    approvals: Type.Array(Type.Object({ name: Type.String(), role: Type.String(), at: Type.String() })),
    consents: Type.Array(
      Type.Object({ creditCode: Type.String(), name: Type.String(), by: Type.String(), at: Type.String() }),
    ),
  }),
})
export type ContractTerms = Static<typeof ContractTerms>

export const ContractState = Type.Union([
  Type.Literal('unsigned'),
  Type.Literal('future'),
  Type.Literal('active'),
  Type.Literal('exhausted'),
  Type.Literal('expired'),
  Type.Literal('revoked'),
  Type.Literal('replaced'),
])
export type ContractState = Static<typeof ContractState>

const Signature = Type.Object({
  side: Type.Union([Type.Literal('provider'), Type.Literal('recipient')]),
  name: Type.String(),
  at: Type.String(),
})

export const Contract = Type.Object({
  id: Type.Integer(),
  requestId: Type.Integer(),
  number: Type.String(),
  version: Type.Integer(),
  digest: Type.String(),
  terms: ContractTerms,
  state: ContractState,
  own: Type.Boolean(),
  createdAt: Type.String(),
  signatures: Type.Array(Signature),
  revocation: Nullable(
    Type.Object({ side: Type.String(), name: Type.String(), reason: Type.String(), at: Type.String() }),
  ),
  destruction: Nullable(
    Type.Object({
      name: Type.String(),
      destroyedOn: Type.String(),
      method: Type.String(),
      at: Type.String(),
    }),
  ),
  usage: Type.Object({ calls: Type.Integer(), rows: Type.Integer(), bytes: Type.Integer() }),
  key: Nullable(Type.Object({ hint: Type.String(), issuedAt: Type.String() })),
})
export type Contract = Static<typeof Contract>
export const ContractList = List(Contract)

export const ContractDetail = Type.Intersect([
  Contract,
  Type.Object({
    /** Canonical JSON; its SHA-256 is the digest. */
    content: Type.String(),
    versions: Type.Array(
      Type.Object({ id: Type.Integer(), number: Type.String(), createdAt: Type.String() }),
    ),
    /** SQL of a table that takes the rows of a table delivery. */
    tableDefinition: Type.String(),
  }),
])
export type ContractDetail = Static<typeof ContractDetail>

/** The digest that the signer saw. */
export const SignatureRequest = Type.Object(
  { digest: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
)

export const RevocationRequest = Type.Object(
  { reason: Type.String({ minLength: 2, maxLength: 500 }) },
  { additionalProperties: false },
)

/** A version may only narrow: fewer fields, an earlier end, lower quotas. */
export const NewVersion = Type.Object(
  {
    columns: Type.Optional(
      Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 100, uniqueItems: true }),
    ),
    validUntil: Type.Optional(Day),
    maximumCalls: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    maximumRows: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    reason: Type.String({ minLength: 2, maxLength: 500 }),
  },
  { additionalProperties: false },
)
export type NewVersion = Static<typeof NewVersion>

export const DestructionRequest = Type.Object(
  { destroyedOn: Day, method: Type.String({ minLength: 2, maxLength: 500 }) },
  { additionalProperties: false },
)
export type DestructionRequest = Static<typeof DestructionRequest>

export const ContractQuery = Type.Object({ ...ListQuery })
