import type { TSchema } from 'typebox'
import { Problem } from './schemas/shared.ts'

/** What a route answers: its own schema, or problem details. */
export function responses<const Status extends number, S extends TSchema>(status: Status, schema: S) {
  return { [status]: schema, '4xx': Problem, '5xx': Problem } as Record<Status, S> & {
    '4xx': typeof Problem
    '5xx': typeof Problem
  }
}
