import { sql, type Kysely } from 'kysely'

/** 走访服务: what a firm asked for, what was done about it, and whether it helped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.visit (
      id bigint generated always as identity primary key,
      realm text not null check (realm in ('demonstration', 'actual')),
      credit_code text collate "C" not null,
      name text not null,
      region_code text collate "C" not null,
      cause text not null check (cause in ('watch-list', 'moved', 'alert', 'routine')),
      reason text not null check (length(reason) between 1 and 500),
      owner text collate "C" not null,
      due_on date not null,
      opened_by text collate "C" not null,
      opened_at timestamptz not null,
      visited_on date,
      visitors text,
      summary text,
      closed_by text collate "C",
      closed_at timestamptz
    )`.execute(db)
  // Two visits to one firm at a time would ask it twice.
  await sql`create unique index visit_open on brain.visit (credit_code) where closed_at is null`.execute(db)
  await sql`create index visit_region on brain.visit (region_code, due_on)`.execute(db)
  await sql`
    create table brain.visit_demand (
      id bigint generated always as identity primary key,
      visit_id bigint not null references brain.visit (id),
      category text not null,
      text text not null check (length(text) between 1 and 500),
      department text,
      measure text,
      promised_on date,
      helped_by text collate "C",
      helped_at timestamptz,
      outcome text check (outcome in ('resolved', 'partly', 'unresolved')),
      satisfaction int check (satisfaction between 1 and 5),
      remark text,
      followed_by text collate "C",
      followed_at timestamptz
    )`.execute(db)
  await sql`create index visit_demand_visit on brain.visit_demand (visit_id)`.execute(db)
}
