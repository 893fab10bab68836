import { type Kysely, sql } from 'kysely'

/** Moves read from address histories, how many pairs of addresses they were found among, and the study of the forecast. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.detected_move (
      realm text collate "C" not null check (realm in ('demonstration', 'actual')),
      source_kind text collate "C" not null
        check (source_kind in ('annual-report', 'registration-change', 'registration-delivery')),
      firm text collate "C" not null,
      firm_name text not null,
      before_at text collate "C" not null,
      after_at text collate "C" not null,
      origin_code text collate "C" not null,
      destination_code text collate "C" not null,
      level text not null check (level in ('cross_province', 'cross_city', 'cross_county')),
      before_address text not null,
      after_address text not null,
      before_source jsonb not null,
      after_source jsonb not null,
      confidence text not null check (confidence in ('high', 'medium', 'low')),
      reason text not null,
      primary key (realm, source_kind, firm, before_at, after_at)
    )`.execute(db)
  await sql`
    create table brain.move_detection (
      realm text collate "C" not null,
      source_kind text collate "C" not null,
      firms integer not null,
      records integer not null,
      without_address integer not null,
      pairs integer not null,
      counts jsonb not null,
      primary key (realm, source_kind)
    )`.execute(db)
  await sql`
    create table brain.registration_trace (
      realm text collate "C" not null,
      county_code text collate "C" not null,
      year integer not null,
      firms integer not null,
      comparable integer not null,
      stayed integer not null,
      primary key (realm, county_code, year)
    )`.execute(db)
  await sql`
    create table brain.forecast_study (
      realm text collate "C" primary key,
      detail jsonb not null,
      computed_at timestamptz not null
    )`.execute(db)
}
