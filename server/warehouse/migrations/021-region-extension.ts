import { sql, type Kysely } from 'kysely'

/**
 * Regions that users add to the tree of GB/T 2260 divisions: development zones and other functional areas with
 * the six-digit code that statistics give them (统计用区划代码), below the city or county that holds them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.region_extension (
      code text collate "C" primary key check (code ~ '^[1-9][0-9]{5}$'),
      parent_code text collate "C" not null check (parent_code ~ '^[1-9][0-9]{3}00$'),
      name text not null check (name <> ''),
      basis text not null check (basis <> ''),
      created_by text not null,
      created_at timestamptz not null,
      ended_by text,
      ended_at timestamptz,
      check (left(code, 4) = left(parent_code, 4) and right(code, 2) <> '00'),
      check ((ended_by is null) = (ended_at is null))
    )`.execute(db)
}
