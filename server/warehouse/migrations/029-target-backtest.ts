import { sql, type Kysely } from 'kysely'

/** 沿链招商: segments of listed companies whose credit code is not known, and the backtest of the ranking. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.listed_segment (
      chain text not null,
      segment text not null,
      security_code text not null,
      confidence real not null check (confidence between 0 and 1),
      -- Share of revenue of the products that led here, where the source gives it; 0-1.
      revenue_share real check (revenue_share between 0 and 1),
      reasons jsonb not null,
      primary key (chain, segment, security_code)
    )`.execute(db)
  await sql`create index listed_segment_by_code on brain.listed_segment (security_code)`.execute(db)
  await sql`
    create table brain.target_backtest (
      chain text not null,
      realm text not null check (realm in ('demonstration', 'actual')),
      detail jsonb not null,
      computed_at timestamptz not null,
      primary key (chain, realm)
    )`.execute(db)
}
