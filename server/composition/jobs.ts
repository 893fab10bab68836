import type { BatchResult, IngestProgress } from '../ingest/batch.ts'
import type { RunCause } from '../warehouse/schema/ingest.ts'
import type { Stage } from './refresh.ts'

/** What the background process does, one at a time, in the order asked. */
export type Job =
  | { readonly kind: 'pack'; readonly pack: string }
  | {
      readonly kind: 'connector'
      readonly connector: string
      readonly loadedBy: string
      readonly cause: RunCause
      readonly attempt: number
    }
  | {
      readonly kind: 'file'
      readonly dataset: string
      readonly path: string
      readonly fileName: string
      readonly source: string
      readonly loadedBy: string
      readonly demonstration: boolean
      readonly onlyCreditCode: string | null
    }
  | { readonly kind: 'refresh' }

export type JobRequest =
  | { readonly id: number; readonly job: Job }
  /** Gives up a job asked for before, also one that still waits; what it has not merged is not written. */
  | { readonly id: number; readonly cancel: string }

export interface JobResult {
  readonly batches: readonly BatchResult[]
  /** Connectors of a pack that could not run, with the reason. */
  readonly failures: readonly { readonly connector: string; readonly error: string }[]
}

export type JobProgress =
  | ({ readonly kind: 'ingest'; readonly position: number; readonly total: number } & IngestProgress)
  | { readonly kind: 'compute'; readonly stage: Stage }

export type JobAnswer =
  | { readonly id: number; readonly progress: JobProgress }
  | { readonly id: number; readonly result: JobResult }
  /** `code` where the one who asked has to tell failures apart. */
  | { readonly id: number; readonly error: string; readonly code?: string }
