import { Type, type Static } from 'typebox'
import { Batch } from './dataset.ts'
import { Identifier, List, Nullable } from './shared.ts'

const CellText = Nullable(Type.String({ maxLength: 20_000 }))

export const RejectedRow = Type.Object({
  id: Type.Integer(),
  rowNumber: Type.Integer({ description: '原始文件中的记录号' }),
  column: Nullable(Type.String()),
  rule: Type.String(),
  message: Type.String(),
  value: Nullable(Type.String()),
  state: Type.Union([Type.Literal('open'), Type.Literal('mended'), Type.Literal('dropped')]),
  values: Nullable(Type.Record(Type.String(), CellText)),
  faults: Type.Record(Type.String(), Type.String(), { description: '不合规则的各列和原因' }),
})
export type RejectedRow = Static<typeof RejectedRow>
export const RejectedRowList = List(RejectedRow)

export const Corrections = Type.Object(
  {
    records: Type.Array(
      Type.Object(
        { id: Identifier, values: Type.Record(Type.String({ maxLength: 100 }), CellText) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
)

export const CorrectedBatch = Type.Object({
  ...Batch.properties,
  /** Rows that still break a rule; they stay open in the former batch. */
  refused: Type.Array(Type.Object({ id: Type.Integer(), message: Type.String() })),
})
export type CorrectedBatch = Static<typeof CorrectedBatch>
