import { sql, type Kysely } from 'kysely'

/** A state of a screen that somebody named in order to come back to it: its address, never its figures. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.saved_view (
      id bigint generated always as identity primary key,
      owner text collate "C" not null,
      page text collate "C" not null,
      name text not null check (length(name) between 1 and 40),
      address text not null check (length(address) <= 2000),
      created_at timestamptz not null,
      unique (owner, page, name)
    )`.execute(db)
}
