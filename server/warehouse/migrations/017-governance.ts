import { sql, type Kysely } from 'kysely'

/** Quality scores with their history, decisions on quarantined records, duplicate candidates and tickets. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.quality_score (
      id bigint generated always as identity primary key,
      dataset text collate "C" not null,
      realm text not null check (realm in ('demonstration', 'actual')),
      inputs text not null,
      batch_id bigint not null,
      records bigint not null,
      score double precision,
      dimensions jsonb not null,
      computed_at timestamptz not null,
      duration_ms double precision not null
    )`.execute(db)
  await sql`create index quality_score_latest on brain.quality_score (dataset, realm, id desc)`.execute(db)

  await sql`
    create table brain.quality_result (
      score_id bigint not null references brain.quality_score on delete cascade,
      rule text collate "C" not null,
      checked bigint not null,
      failing bigint not null check (failing between 0 and checked),
      score double precision,
      detail text,
      primary key (score_id, rule)
    )`.execute(db)

  // Rows that fail a rule now; a rule that fails everywhere keeps its first few hundred.
  await sql`
    create table brain.quality_failure (
      dataset text collate "C" not null,
      realm text not null,
      rule text collate "C" not null,
      row_id bigint not null,
      primary key (dataset, realm, rule, row_id)
    )`.execute(db)

  // What people did with a quarantined record; never overwritten.
  await sql`
    create table brain.quarantine_decision (
      id bigint generated always as identity primary key,
      quarantine_id bigint not null references brain.quarantine,
      action text not null check (action in ('mend', 'drop', 'refused')),
      changes jsonb not null default '{}',
      batch_id bigint references brain.batch,
      reason text not null,
      decided_by text not null,
      decided_at timestamptz not null,
      check ((action = 'drop') = (batch_id is null))
    )`.execute(db)
  await sql`create index quarantine_decision_record on brain.quarantine_decision (quarantine_id)`.execute(db)
  await sql`create index quarantine_decision_batch on brain.quarantine_decision (batch_id)`.execute(db)

  // The fingerprint names a group across computations.
  await sql`
    create table brain.duplicate_candidate (
      id bigint generated always as identity primary key,
      kind text not null,
      dataset text collate "C" not null,
      realm text not null,
      fingerprint text collate "C" not null unique,
      title text not null,
      members jsonb not null,
      state text not null default 'open' check (state in ('open', 'same', 'different', 'gone')),
      reason text,
      decided_by text,
      decided_at timestamptz,
      found_at timestamptz not null,
      check ((state in ('same', 'different')) = (decided_by is not null)),
      check ((decided_by is null) = (decided_at is null))
    )`.execute(db)
  await sql`create index duplicate_candidate_list on brain.duplicate_candidate (realm, state, id)`.execute(db)

  await sql`
    create table brain.governance_ticket (
      id bigint generated always as identity primary key,
      title text not null,
      origin text not null check (origin in ('rule', 'quarantine')),
      dataset text collate "C" not null,
      realm text not null,
      rule text collate "C" not null,
      column_name text collate "C",
      assignee text not null,
      due_on date not null,
      state text not null default 'open' check (state in ('open', 'doing', 'closed')),
      failing_at_open bigint not null,
      opened_by text not null,
      opened_at timestamptz not null,
      closed_by text,
      closed_at timestamptz,
      check ((state = 'closed') = (closed_at is not null)),
      check ((closed_by is null) = (closed_at is null))
    )`.execute(db)
  await sql`
    create unique index governance_ticket_once on brain.governance_ticket
      (dataset, realm, origin, rule, coalesce(column_name, '')) where state <> 'closed'`.execute(db)
  await sql`create index governance_ticket_list on brain.governance_ticket (state, due_on, id)`.execute(db)
  await sql`
    create table brain.governance_ticket_note (
      id bigint generated always as identity primary key,
      ticket_id bigint not null references brain.governance_ticket,
      written_by text not null,
      written_at timestamptz not null,
      text text not null
    )`.execute(db)
  await sql`create index governance_ticket_note_ticket on brain.governance_ticket_note (ticket_id)`.execute(
    db,
  )
}
