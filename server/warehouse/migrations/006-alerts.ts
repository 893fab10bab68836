import { type Kysely, sql } from 'kysely'

/** Alerts in the order readers see them, the migration watch list and its backtest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.alert (
      sequence bigserial primary key,
      rule text collate "C" not null,
      severity text not null check (severity in ('high', 'medium', 'low')),
      realm text collate "C" not null check (realm in ('demonstration', 'actual')),
      title text not null,
      message text not null,
      subject_kind text not null check (subject_kind in ('enterprise', 'segment', 'region')),
      subject_id text collate "C" not null,
      subject_name text not null,
      region_code text collate "C",
      occurred_at timestamptz not null,
      recorded_at timestamptz not null,
      evidence jsonb not null,
      action jsonb not null,
      fingerprint text collate "C" not null unique
    )`.execute(db)
  await sql`create index alert_by_region on brain.alert (region_code, sequence)`.execute(db)
  await sql`create index alert_by_subject on brain.alert (subject_id, sequence)`.execute(db)
  await sql`create index alert_by_rule on brain.alert (rule, sequence)`.execute(db)
  // A sequence hands out numbers before commit, so of two writers the later number may become visible first,
  // and a client that resumes after it would never see the other. Writers therefore take turns from their
  // first insert to their commit: what is visible is always everything up to some number. The trigger runs
  // before the statement draws its first number.
  await sql`
    create function brain.take_turns_at_alerts() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(tg_relid::bigint);
      return null;
    end $$`.execute(db)
  await sql`
    create trigger alert_take_turns before insert on brain.alert
    for each statement execute function brain.take_turns_at_alerts()`.execute(db)

  await sql`
    create table brain.migration_watch (
      realm text collate "C" not null,
      month text collate "C" not null,
      credit_code text collate "C" not null,
      county_code text collate "C" not null,
      score double precision not null,
      level text not null check (level in ('high', 'medium', 'low')),
      points jsonb not null,
      signals jsonb not null,
      high_since text collate "C",
      score_before double precision,
      primary key (realm, month, credit_code)
    )`.execute(db)
  await sql`
    create table brain.migration_backtest (
      realm text collate "C" primary key,
      k integer not null,
      horizon integer not null,
      origins integer not null,
      precision_at_k double precision not null,
      baseline_precision_at_k double precision not null,
      recall double precision not null,
      median_lead_days double precision,
      note text not null,
      detail jsonb not null,
      computed_at timestamptz not null
    )`.execute(db)
}
