import { sql, type Kysely } from 'kysely'

/** The three warehouses, the batch ledger, quarantine, source state and roll-up bookkeeping. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const schema of ['public_warehouse', 'industry_warehouse', 'enterprise_warehouse', 'brain']) {
    await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
  }

  await sql`
    create table brain.batch (
      id bigserial primary key,
      dataset text not null,
      source text not null,
      file_name text not null,
      file_sha256 text collate "C",
      bytes bigint,
      reading jsonb,
      effective_at timestamptz not null,
      demonstration boolean not null default false,
      status text not null check (status in ('running', 'loaded', 'repeated', 'failed')),
      read bigint not null default 0,
      accepted bigint not null default 0,
      inserted bigint not null default 0,
      updated bigint not null default 0,
      unchanged bigint not null default 0,
      duplicate bigint not null default 0,
      quarantined bigint not null default 0,
      normalised bigint not null default 0,
      warnings jsonb not null default '[]',
      error jsonb,
      started_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      loaded_by text,
      constraint batch_conserves_rows
        check (status <> 'loaded' or read = accepted + unchanged + duplicate + quarantined),
      constraint batch_accepts_inserted_and_updated check (accepted = inserted + updated),
      constraint batch_finished_when_not_running check (status = 'running' or finished_at is not null),
      constraint batch_loaded_has_original check (status <> 'loaded' or file_sha256 is not null)
    )`.execute(db)
  await sql`
    create unique index batch_loads_a_file_once on brain.batch (source, dataset, file_sha256)
    where status = 'loaded'`.execute(db)
  await sql`create index batch_by_dataset on brain.batch (dataset, id desc)`.execute(db)
  await sql`create index batch_running on brain.batch (id) where status = 'running'`.execute(db)

  await sql`
    create table brain.quarantine (
      id bigserial primary key,
      batch_id bigint not null references brain.batch,
      dataset text not null,
      row_number bigint not null,
      column_name text,
      rule text not null,
      message text not null,
      value text,
      raw bytea,
      state text not null default 'open' check (state in ('open', 'mended', 'dropped')),
      created_at timestamptz not null default clock_timestamp()
    )`.execute(db)
  await sql`create index quarantine_by_batch on brain.quarantine (batch_id, row_number)`.execute(db)
  await sql`
    create index quarantine_open on brain.quarantine (dataset, id desc) where state = 'open'`.execute(db)

  await sql`
    create table brain.source_state (
      source text primary key,
      enabled boolean not null default true,
      watermark text,
      last_started_at timestamptz,
      last_finished_at timestamptz,
      last_status text check (last_status in ('running', 'loaded', 'repeated', 'empty', 'failed')),
      last_read bigint,
      last_accepted bigint,
      last_quarantined bigint,
      last_batch_id bigint,
      last_error jsonb
    )`.execute(db)

  await sql`
    create table brain.rollup_state (
      dataset text not null,
      name text not null,
      definition text not null,
      rebuilt_at timestamptz not null default clock_timestamp(),
      checked_at timestamptz,
      differences bigint,
      primary key (dataset, name)
    )`.execute(db)

  await sql`
    create table brain.stage_state (
      stage text primary key,
      version bigint not null,
      computed_at timestamptz not null,
      duration_ms double precision not null
    )`.execute(db)
}
