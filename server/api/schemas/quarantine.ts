import { Type, type Static } from 'typebox'
import { Identifier, List, ListQuery, Nullable, Realm } from './shared.ts'

const State = Type.Union([Type.Literal('open'), Type.Literal('mended'), Type.Literal('dropped')])
const Reason = Type.String({ minLength: 1, maxLength: 500, description: '理由，存档' })

/** Which records: all of one dataset that broke one rule in one column, or some of them. */
const selection = {
  realm: Type.Optional(Realm),
  dataset: Type.Optional(Type.String({ maxLength: 120 })),
  rule: Type.Optional(Type.String({ maxLength: 60 })),
  column: Type.Optional(Type.String({ maxLength: 80 })),
  batch: Type.Optional(Identifier),
}

export const QuarantineQuery = Type.Object({ ...selection, state: Type.Optional(State), ...ListQuery })

export const QuarantineGroup = Type.Object({
  dataset: Type.String(),
  datasetTitle: Type.String(),
  steward: Type.String(),
  rule: Type.String(),
  column: Nullable(Type.String()),
  columnTitle: Nullable(Type.String()),
  /** One of its messages. */
  example: Type.String(),
  open: Type.Integer(),
  mended: Type.Integer(),
  dropped: Type.Integer(),
  batches: Type.Integer(),
  oldest: Type.String(),
  /** Open ticket about it. */
  ticket: Nullable(Type.Integer()),
})
export type QuarantineGroup = Static<typeof QuarantineGroup>
export const QuarantineGroups = Type.Object({ realm: Realm, items: Type.Array(QuarantineGroup) })
export type QuarantineGroups = Static<typeof QuarantineGroups>

export const QuarantineItem = Type.Object({
  id: Type.Integer(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  batchId: Type.Integer(),
  fileName: Type.String(),
  rowNumber: Type.Integer(),
  rule: Type.String(),
  column: Nullable(Type.String()),
  columnTitle: Nullable(Type.String()),
  message: Type.String(),
  value: Nullable(Type.String()),
  state: State,
  createdAt: Type.String(),
})
export type QuarantineItem = Static<typeof QuarantineItem>
export const QuarantineItems = List(QuarantineItem)

const Cell = Type.Object({
  name: Type.String(),
  title: Type.String(),
  unit: Nullable(Type.String()),
  required: Type.Boolean(),
  key: Type.Boolean(),
  value: Nullable(Type.String()),
  /** What the engine says to the value; null when it takes it. */
  fault: Nullable(Type.String()),
})

/** What loading the values would do: add, replace the row that stands, nothing, or be refused. */
const Effect = Type.Object({
  kind: Type.Union([Type.Literal('insert'), Type.Literal('update'), Type.Literal('refused')]),
  text: Type.String(),
})

export const QuarantineRecord = Type.Object({
  ...QuarantineItem.properties,
  demonstration: Type.Boolean(),
  source: Type.String(),
  effectiveAt: Type.String(),
  loadedBy: Type.String(),
  /** The record as it stood in the file. */
  raw: Type.String(),
  /** The contract's columns with what the record says; empty where it could not be read. */
  cells: Type.Array(Cell),
  effect: Nullable(Effect),
  /** Set where the record may only be dropped. */
  locked: Nullable(Type.String()),
  decisions: Type.Array(
    Type.Object({
      action: Type.Union([Type.Literal('mend'), Type.Literal('drop'), Type.Literal('refused')]),
      by: Type.String(),
      at: Type.String(),
      reason: Type.String(),
      batchId: Nullable(Type.Integer()),
      changes: Type.Array(
        Type.Object({
          column: Type.String(),
          before: Nullable(Type.String()),
          after: Nullable(Type.String()),
        }),
      ),
    }),
  ),
})
export type QuarantineRecord = Static<typeof QuarantineRecord>

const Values = Type.Record(Type.String({ maxLength: 80 }), Nullable(Type.String({ maxLength: 20_000 })), {
  description: '信息项 → 值，写法同文件（金额为元）；null 为没有值',
})

export const RecordCheck = Type.Object({ values: Values }, { additionalProperties: false })
export const RecordCheckResult = Type.Object({ cells: Type.Array(Cell), effect: Nullable(Effect) })
export type RecordCheckResult = Static<typeof RecordCheckResult>

/** The same mend for many records. */
export const Mend = Type.Union([
  Type.Object({ kind: Type.Literal('trim') }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('clear') }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('set'), to: Type.String({ maxLength: 4000 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('replace'),
      from: Type.String({ minLength: 1, maxLength: 400 }),
      to: Type.String({ maxLength: 400 }),
      part: Type.Boolean({ description: 'true 替换值中的文字，false 只替换整个值' }),
    },
    { additionalProperties: false },
  ),
])
export type Mend = Static<typeof Mend>

const Group = Type.Object(
  {
    realm: Type.Optional(Realm),
    dataset: Type.String({ maxLength: 120 }),
    rule: Type.String({ maxLength: 60 }),
    column: Nullable(Type.String({ maxLength: 80 })),
  },
  { additionalProperties: false },
)

export const BulkPreviewRequest = Type.Object(
  { group: Group, column: Type.String({ maxLength: 80 }), mend: Mend },
  { additionalProperties: false },
)
export type BulkPreviewRequest = Static<typeof BulkPreviewRequest>

export const BulkPreview = Type.Object({
  /** Open records of the group looked at. */
  records: Type.Integer(),
  changed: Type.Integer(),
  /** Would be taken by the contract. */
  passing: Type.Integer(),
  samples: Type.Array(
    Type.Object({
      id: Type.Integer(),
      rowNumber: Type.Integer(),
      before: Nullable(Type.String()),
      after: Nullable(Type.String()),
      fault: Nullable(Type.String()),
    }),
  ),
})
export type BulkPreview = Static<typeof BulkPreview>

export const ReplayRequest = Type.Union([
  Type.Object(
    {
      records: Type.Array(Type.Object({ id: Identifier, values: Values }, { additionalProperties: false }), {
        minItems: 1,
        maxItems: 200,
      }),
      reason: Reason,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      /** Those of the group that the mend makes fit; the others stay. */
      group: Group,
      column: Type.String({ maxLength: 80 }),
      mend: Mend,
      reason: Reason,
    },
    { additionalProperties: false },
  ),
])
export type ReplayRequest = Static<typeof ReplayRequest>

export const ReplayAnswer = Type.Object({
  batches: Type.Array(Type.Integer()),
  mended: Type.Integer(),
  refused: Type.Array(Type.Object({ id: Type.Integer(), message: Type.String() })),
  settled: Type.Integer(),
})
export type ReplayAnswer = Static<typeof ReplayAnswer>

export const DropRequest = Type.Union([
  Type.Object(
    { ids: Type.Array(Identifier, { minItems: 1, maxItems: 500 }), reason: Reason },
    { additionalProperties: false },
  ),
  Type.Object({ group: Group, reason: Reason }, { additionalProperties: false }),
])
export const DropAnswer = Type.Object({ dropped: Type.Integer() })
