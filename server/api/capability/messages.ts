import type { VerifiedCase } from '../../capabilities/frame/verify.ts'
import type { Division } from '../../fusion/division-index.ts'
import type { ProblemOptions } from '../problem.ts'

/** What a worker is given to do; one task at a time. */
export type Task =
  | { readonly kind: 'run'; readonly id: string; readonly body: Uint8Array }
  | { readonly kind: 'verify'; readonly id: string }

/** The divisions as of a version of their dataset; rows are null where the worker has that version. */
export interface DivisionRows {
  readonly kind: 'divisions'
  readonly version: number
  readonly rows: readonly Division[] | null
}

export type ToWorker = Task | DivisionRows

export interface CarriedProblem {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly options: ProblemOptions
}

export type FromWorker =
  /** Output as JSON in UTF-8. */
  | { readonly kind: 'output'; readonly json: Uint8Array }
  | { readonly kind: 'verified'; readonly cases: readonly VerifiedCase[] }
  /** The request is at fault. */
  | { readonly kind: 'problem'; readonly problem: CarriedProblem }
  /** The component is at fault; `error` is for the log. */
  | { readonly kind: 'failure'; readonly error: string }
  /** Asks for {@link DivisionRows}; `version` is the one it has. */
  | { readonly kind: 'need-divisions'; readonly version: number | null }
