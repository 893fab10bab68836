import { invalidCursor } from './errors.ts'

/** The id that a list ordered by ids goes on from: below it in newest-first lists, above it in deliveries. */
export function readIdCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw invalidCursor(cursor)
  return Number(cursor)
}
