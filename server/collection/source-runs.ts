import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { BatchError, RunCause } from '../warehouse/schema/ingest.ts'

/** One run of a source, newest first in lists. */
export interface SourceRunRow {
  readonly id: number
  readonly cause: RunCause
  readonly attempt: number
  readonly status: 'running' | 'loaded' | 'repeated' | 'empty' | 'failed' | 'cancelled' | 'interrupted'
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly startedBy: string | null
  readonly batches: readonly number[]
  readonly read: number
  readonly accepted: number
  readonly quarantined: number
  readonly error: BatchError | null
  readonly nextAttemptAt: Date | null
}

/**
 * Runs of a source.
 * @param before id of the last run of the page before.
 */
export async function readSourceRuns(
  platform: Database,
  source: string,
  { limit, before }: { readonly limit: number; readonly before: number | null },
): Promise<readonly SourceRunRow[]> {
  const { rows } = await sql<SourceRunRow>`
    select id, cause, attempt, status, started_at as "startedAt", finished_at as "finishedAt",
      started_by as "startedBy", batches, read, accepted, quarantined, error, next_attempt_at as "nextAttemptAt"
    from brain.source_run
    where source = ${source} and (${before}::bigint is null or id < ${before})
    order by id desc limit ${limit}`.execute(platform.kysely)
  return rows
}

/** Latest attempt of each source: how often it was tried, and when it is tried again. */
export async function readRetries(
  platform: Database,
): Promise<ReadonlyMap<string, { readonly attempt: number; readonly nextAttemptAt: Date | null }>> {
  const { rows } = await sql<{ source: string; attempt: number; nextAttemptAt: Date | null }>`
    select distinct on (source) source, attempt, next_attempt_at as "nextAttemptAt"
    from brain.source_run order by source, id desc`.execute(platform.kysely)
  return new Map(rows.map((row) => [row.source, row]))
}
