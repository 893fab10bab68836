import { sql, type Kysely } from 'kysely'

/** Runs of sources with their attempts, when a failed one is tried again, and which batch corrects which. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.source_run (
      id bigint generated always as identity primary key,
      source text collate "C" not null,
      cause text not null check (cause in ('schedule', 'person', 'retry', 'pack')),
      -- 1 = the run itself, 2 to 4 = what was tried again after it.
      attempt int not null default 1 check (attempt between 1 and 4),
      status text not null default 'running'
        check (status in ('running', 'loaded', 'repeated', 'empty', 'failed', 'cancelled', 'interrupted')),
      started_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      started_by text,
      batches bigint[] not null default '{}',
      read bigint not null default 0,
      accepted bigint not null default 0,
      quarantined bigint not null default 0,
      error jsonb,
      -- When the next attempt is due; null = there is none.
      next_attempt_at timestamptz,
      check (status = 'running' or finished_at is not null)
    )`.execute(db)
  await sql`create index source_run_by_source on brain.source_run (source, id desc)`.execute(db)
  await sql`
    create index source_run_due on brain.source_run (next_attempt_at) where next_attempt_at is not null`.execute(
    db,
  )

  await sql`alter table brain.source_state add last_success_at timestamptz`.execute(db)
  await sql`
    update brain.source_state state set last_success_at = coalesce(
      case when last_status in ('loaded', 'repeated', 'empty') then last_finished_at end,
      (select max(finished_at) from brain.batch where batch.source = state.source and status in ('loaded', 'repeated')))`.execute(
    db,
  )

  await sql`alter table brain.batch add corrects bigint references brain.batch`.execute(db)
}
