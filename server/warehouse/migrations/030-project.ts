import { sql, type Kysely } from 'kysely'

/** 招商项目: 线索 → 洽谈 → 签约 → 开工 → 投产, with its dates, its documents and what comes next. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.project (
      id bigint generated always as identity primary key,
      realm text not null check (realm in ('demonstration', 'actual')),
      title text not null check (length(title) between 1 and 100),
      chain text collate "C" not null,
      segment text collate "C" not null,
      region_code text collate "C" not null,
      firm_key text collate "C",
      firm_name text not null,
      origin text,
      investment bigint check (investment > 0),
      owner text collate "C" not null,
      stage text not null check (stage in ('lead', 'talks', 'signed', 'building', 'producing')),
      dropped_reason text,
      opened_by text collate "C" not null,
      opened_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db)
  await sql`create index project_region on brain.project (region_code, chain)`.execute(db)
  await sql`
    create table brain.project_step (
      id bigint generated always as identity primary key,
      project_id bigint not null references brain.project (id),
      stage text not null,
      reached_on date not null,
      note text,
      written_by text collate "C" not null,
      written_at timestamptz not null
    )`.execute(db)
  await sql`create index project_step_project on brain.project_step (project_id)`.execute(db)
  await sql`
    create table brain.project_date (
      id bigint generated always as identity primary key,
      project_id bigint not null references brain.project (id),
      due_on date not null,
      title text not null check (length(title) between 1 and 100),
      done_on date,
      written_by text collate "C" not null
    )`.execute(db)
  await sql`create index project_date_project on brain.project_date (project_id)`.execute(db)
  await sql`
    create table brain.project_document (
      id bigint generated always as identity primary key,
      project_id bigint not null references brain.project (id),
      name text not null,
      type text not null,
      bytes bigint not null,
      sha256 text collate "C" not null,
      handed_in_by text collate "C" not null,
      handed_in_at timestamptz not null
    )`.execute(db)
  await sql`create index project_document_project on brain.project_document (project_id)`.execute(db)
}
