import { sql, type Kysely } from 'kysely'

/** Saved views of the explorer: a query and how it is drawn, never its answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.explorer_view (
      id bigint generated always as identity primary key,
      name text not null check (length(name) between 1 and 60),
      owner text collate "C" not null,
      region_code text collate "C" not null,
      shared boolean not null,
      chart text not null,
      query jsonb not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`create index explorer_view_owner on brain.explorer_view (owner, updated_at desc)`.execute(db)
  await sql`create index explorer_view_shared on brain.explorer_view (region_code) where shared`.execute(db)
}
