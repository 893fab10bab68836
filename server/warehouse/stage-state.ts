import { sql } from 'kysely'
import type { Database } from './database.ts'

/**
 * Version of a stage's inputs: how many batches changed one of the datasets. A repeated or unchanged load
 * leaves it as it was, so nothing after it is computed again. A count and not the greatest id, for a long
 * load may be committed after a later short one.
 */
export async function inputsVersion(database: Database, datasets: readonly string[]): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select count(*) as version from brain.batch
    where status = 'loaded' and accepted > 0 and dataset = any(${datasets})`.execute(database.kysely)
  return rows[0]?.version ?? 0
}

/** Version a stage was last computed from; 0 = never. */
export async function stageVersion(database: Database, stage: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select version from brain.stage_state where stage = ${stage}`.execute(database.kysely)
  return rows[0]?.version ?? 0
}

export async function recordStage(
  database: Database,
  stage: string,
  version: number,
  times: { readonly startedAt: Date; readonly finishedAt: Date },
): Promise<void> {
  const duration = times.finishedAt.getTime() - times.startedAt.getTime()
  await sql`
    insert into brain.stage_state (stage, version, computed_at, duration_ms)
    values (${stage}, ${version}, ${times.finishedAt}, ${duration})
    on conflict (stage) do update set version = excluded.version, computed_at = excluded.computed_at,
      duration_ms = excluded.duration_ms`.execute(database.kysely)
}
