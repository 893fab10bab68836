import { type Kysely, sql } from 'kysely'

/** Figures as screens read them, with the inputs of their formula. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.metric_value (
      metric text collate "C" not null,
      chain text collate "C" not null,
      realm text collate "C" not null,
      region_code text collate "C" not null,
      period text collate "C" not null,
      value double precision,
      estimated boolean not null,
      method text,
      inputs jsonb not null,
      breakdown jsonb not null,
      primary key (metric, chain, realm, region_code, period)
    )`.execute(db)
}
