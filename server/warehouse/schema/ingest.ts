import type { ColumnType, Generated, JSONColumnType } from 'kysely'

export type BatchStatus = 'running' | 'loaded' | 'repeated' | 'failed'

/** How the bytes of the original were read, so that a record can be found in it again. */
export interface Reading {
  readonly format: 'delimited' | 'xlsx' | 'jsonl' | 'geojson'
  /** WHATWG encoding label; the engine itself sees UTF-8 only. */
  readonly encoding: string
  readonly compressed: boolean
  readonly delimiter: string
  /** Row number of the first record behind the header; spreadsheets count alike. */
  readonly firstRowNumber: number
}

/** What the operator should know about a loaded batch, though it stopped nothing. */
export interface BatchWarning {
  readonly rule: string
  readonly message: string
  readonly count: number
}

/** What went wrong, what would be right, and whether trying again helps. */
export interface BatchError {
  readonly code: string
  readonly message: string
  readonly expected?: readonly string[]
  readonly received?: readonly string[]
  readonly retry: boolean
}

export interface BatchTable {
  id: Generated<number>
  dataset: string
  source: string
  file_name: string
  file_sha256: string | null
  bytes: number | null
  reading: JSONColumnType<Reading> | null
  effective_at: Date
  demonstration: Generated<boolean>
  status: BatchStatus
  read: Generated<number>
  accepted: Generated<number>
  inserted: Generated<number>
  updated: Generated<number>
  unchanged: Generated<number>
  duplicate: Generated<number>
  quarantined: Generated<number>
  normalised: Generated<number>
  warnings: ColumnType<readonly BatchWarning[], string | undefined, string>
  error: ColumnType<BatchError | null, string | null | undefined, string | null>
  started_at: Generated<Date>
  finished_at: Date | null
  loaded_by: string | null
  /** The batch whose set-aside rows this one brings mended. */
  corrects: ColumnType<number | null, number | null | undefined, number | null>
}

export interface QuarantineTable {
  id: Generated<number>
  batch_id: number
  dataset: string
  row_number: number
  column_name: string | null
  rule: string
  message: string
  value: string | null
  raw: Buffer | null
  state: Generated<'open' | 'mended' | 'dropped'>
  created_at: Generated<Date>
}

export interface SourceStateTable {
  source: string
  enabled: Generated<boolean>
  watermark: string | null
  last_started_at: Date | null
  last_finished_at: Date | null
  last_status: 'running' | 'loaded' | 'repeated' | 'empty' | 'failed' | null
  last_read: number | null
  last_accepted: number | null
  last_quarantined: number | null
  last_batch_id: number | null
  last_error: ColumnType<BatchError | null, string | null | undefined, string | null>
  last_success_at: ColumnType<Date | null, Date | undefined, Date>
}

/** Why a source was run: by its schedule, by a person, again after a failure, with its pack. */
export type RunCause = 'schedule' | 'person' | 'retry' | 'pack'

export interface SourceRunTable {
  id: Generated<number>
  source: string
  cause: RunCause
  attempt: number
  status: Generated<'running' | 'loaded' | 'repeated' | 'empty' | 'failed' | 'cancelled' | 'interrupted'>
  started_at: Generated<Date>
  finished_at: Date | null
  started_by: string | null
  batches: Generated<number[]>
  read: Generated<number>
  accepted: Generated<number>
  quarantined: Generated<number>
  error: ColumnType<BatchError | null, string | null | undefined, string | null>
  next_attempt_at: Date | null
}

export interface RollupStateTable {
  dataset: string
  name: string
  definition: string
  rebuilt_at: Generated<Date>
  checked_at: Date | null
  differences: number | null
}

/** One row a computing stage: the batch its results were computed from. */
export interface StageStateTable {
  stage: string
  version: number
  computed_at: Date
  duration_ms: number
}

/** Platform tables of the ingest engine, as Kysely sees them. */
export interface IngestTables {
  'brain.batch': BatchTable
  'brain.quarantine': QuarantineTable
  'brain.source_state': SourceStateTable
  'brain.source_run': SourceRunTable
  'brain.rollup_state': RollupStateTable
  'brain.stage_state': StageStateTable
}
