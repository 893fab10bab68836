import { invalidCursor } from './errors.ts'

/** Cursor of lists in the order of an id: the id of the last item; 0 before the first. */
export function readAfter(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  if (!/^[1-9]\d{0,15}$/.test(cursor)) throw invalidCursor(cursor)
  return Number(cursor)
}
