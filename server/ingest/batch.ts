import type { Delivery, Parsed, SourceRecord } from '../../connectors/contract.ts'
import type { BatchError, BatchStatus, BatchWarning } from '../warehouse/schema/ingest.ts'

/** One delivery to load into one dataset. */
export interface IngestRequest {
  /** Dataset id, e.g. 'public/enterprise-registration'. */
  readonly dataset: string
  /** Connector id, or who handed the file in ('upload/<account>'). */
  readonly source: string
  readonly delivery: Delivery
  /** Source header → contract column; a value '=text' under a contract column's name is a constant. */
  readonly columns?: Readonly<Record<string, string>>
  readonly parse?: (record: SourceRecord, delivery: { readonly name: string }) => Parsed
  readonly demonstration?: boolean
  /** Set where an enterprise hands in: records that are not about it are rejected. */
  readonly onlyCreditCode?: string
  /** Originals are kept under it. */
  readonly dataDirectory: string
  readonly loadedBy?: string
  readonly onProgress?: (progress: IngestProgress) => void
  readonly signal?: AbortSignal
  readonly now?: Date
  /** Records the delivery should hold; checked before anything is merged. */
  readonly expectedRead?: ExpectedRead
}

export interface ExpectedRead {
  readonly minimum: number
  readonly maximum: number
  readonly outside: 'warn' | 'fail'
}

export type IngestPhase = 'storing' | 'staging' | 'merging' | 'done'

export interface IngestProgress {
  readonly source: string
  readonly dataset: string
  readonly fileName: string
  readonly phase: IngestPhase
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly rowsRead: number
}

export interface BatchCounts {
  /** Records that belong to the dataset = accepted + unchanged + duplicate + quarantined. */
  readonly read: number
  /** = inserted + updated */
  readonly accepted: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicate: number
  readonly quarantined: number
  /** Accepted values that were written in another form (full-width digits, 1,286.50, 2024/1/5 …). */
  readonly normalised: number
}

export interface BatchResult extends BatchCounts {
  /** Null when nothing was recorded: the file is known already. */
  readonly batchId: number
  readonly dataset: string
  readonly source: string
  readonly fileName: string
  readonly sha256: string | null
  readonly bytes: number
  readonly status: Exclude<BatchStatus, 'running'>
  readonly warnings: readonly BatchWarning[]
  readonly error: BatchError | null
  readonly durationMs: number
}

/** A file that cannot be loaded at all; nothing of it is. */
export class IngestError extends Error {
  readonly detail: BatchError
  constructor(detail: BatchError, options?: ErrorOptions) {
    super(detail.message, options)
    this.name = 'IngestError'
    this.detail = detail
  }
}

/** Passes items on; where their source cannot be read further, the file is at fault and not the server. */
export async function* readable<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await items.next().catch((error: unknown) => {
        if (error instanceof IngestError) throw error
        const reason = error instanceof Error ? error.message : String(error)
        throw new IngestError(
          { code: 'unreadable', message: `文件读不下去：${reason}`, retry: false },
          { cause: error },
        )
      })
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await items.return?.()
  }
}
