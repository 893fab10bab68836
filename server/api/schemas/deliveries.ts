import { Type, type Static } from 'typebox'
import { Identifier, List, ListQuery, Nullable } from './shared.ts'

export const RowsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 40 })),
})

/** One metered call: the rows of the contract in the order of their ids. */
export const DeliveredRows = Type.Object({
  contract: Type.String(),
  items: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  nextCursor: Nullable(Type.String()),
  remaining: Type.Object({ calls: Type.Integer(), rows: Type.Integer() }),
})
export type DeliveredRows = Static<typeof DeliveredRows>

export const FileRequest = Type.Object(
  { format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]) },
  { additionalProperties: false },
)

/** The key itself is in this answer alone; the platform keeps its hash. */
export const IssuedKey = Type.Object({ key: Type.String(), hint: Type.String() })
export type IssuedKey = Static<typeof IssuedKey>

export const Receipt = Type.Object({
  id: Type.Integer(),
  contractId: Type.Integer(),
  contract: Type.String(),
  party: Type.String(),
  datasetTitle: Type.String(),
  channel: Type.Union([
    Type.Literal('api'),
    Type.Literal('csv'),
    Type.Literal('xlsx'),
    Type.Literal('table'),
  ]),
  /** The person, or the last characters of the key. */
  by: Type.String(),
  rows: Type.Integer(),
  bytes: Type.Integer(),
  /** SHA-256 of what was delivered. */
  digest: Type.String(),
  at: Type.String(),
})
export type Receipt = Static<typeof Receipt>
export const ReceiptList = List(Receipt)

export const ReceiptQuery = Type.Object({ contract: Type.Optional(Identifier), ...ListQuery })
