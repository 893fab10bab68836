import { type Kysely, sql } from 'kysely'

/** Where the enterprises of a chain stand in the picture of its whole network. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.network_layout (
      chain text collate "C" not null,
      realm text collate "C" not null check (realm in ('demonstration', 'actual')),
      version bigint not null,
      width real not null,
      height real not null,
      columns jsonb not null,
      bands jsonb not null,
      primary key (chain, realm)
    )`.execute(db)
  await sql`
    create table brain.network_place (
      chain text collate "C" not null,
      realm text collate "C" not null,
      node integer not null,
      segment text collate "C" not null,
      x real not null,
      y real not null,
      radius real not null,
      primary key (chain, realm, node)
    )`.execute(db)
  // Positions are computed with the chain; where it was computed before they existed, it is computed again.
  await sql`delete from brain.stage_state where stage = 'chain'`.execute(db)
}
