import { sql, type Kysely } from 'kysely'

/** Criticality of every firm of the supply network by a sweep, the sweeps themselves, and scenarios kept by name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.criticality_sweep (
      realm text collate "C" primary key check (realm in ('demonstration', 'actual')),
      state text not null check (state in ('running', 'done', 'failed')),
      done integer not null,
      total integer not null,
      production text not null,
      replaceability boolean not null,
      version bigint not null,
      started_by text collate "C",
      started_at timestamptz not null,
      finished_at timestamptz,
      message text
    )`.execute(db)
  await sql`
    create table brain.firm_criticality (
      realm text collate "C" not null,
      node integer not null,
      party text collate "C" not null,
      sales bigint not null,
      sales_share double precision not null,
      esri double precision not null,
      esri_rank integer not null,
      sales_rank integer not null,
      hidden boolean not null,
      primary key (realm, node)
    )`.execute(db)
  await sql`
    create table brain.criticality_state (
      realm text collate "C" primary key,
      version bigint not null,
      month text not null,
      production text not null,
      replaceability boolean not null,
      computed_at timestamptz not null
    )`.execute(db)
  await sql`
    create table brain.scenario (
      id bigint generated always as identity primary key,
      owner text collate "C" not null,
      region_code text collate "C" not null,
      name text not null check (length(name) between 1 and 60),
      input jsonb not null,
      summary jsonb not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`create index scenario_owner on brain.scenario (owner, id desc)`.execute(db)
}
