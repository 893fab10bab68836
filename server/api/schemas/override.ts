import { Type, type Static } from 'typebox'
import { List } from './shared.ts'

/** A person's decision, in force, on a firm's place in a segment. */
export const OverrideItem = Type.Object({
  id: Type.Integer(),
  segment: Type.String(),
  title: Type.String(),
  included: Type.Boolean(),
  reason: Type.String(),
  decidedBy: Type.String(),
  decidedAt: Type.String(),
})
export type OverrideItem = Static<typeof OverrideItem>
export const OverrideList = List(OverrideItem)
