import { sql, type Kysely } from 'kysely'

/** Golden enterprises, the names they go by, and what people decided about them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A trusted extension: the owner of the database may create it.
  await sql`create extension if not exists pg_trgm with schema public`.execute(db)
  await sql`
    create table brain.golden_enterprise (
      credit_code text collate "C" primary key,
      name text collate "C" not null,
      name_key text collate "C" not null,
      demonstration boolean not null,
      province_code text collate "C",
      city_code text collate "C",
      county_code text collate "C",
      authority_code text collate "C",
      place_basis text check (place_basis in ('address', 'declared', 'authority')),
      address text,
      registered_on date,
      registered_capital bigint,
      capital_currency text,
      industry_code text collate "C",
      enterprise_type text,
      status text,
      is_branch boolean,
      business_scope text,
      products text[] not null default '{}',
      listed_code text collate "C",
      listed_board text,
      above_scale boolean,
      revenue bigint,
      revenue_year integer,
      employees integer,
      research_expense bigint,
      honours text[] not null default '{}',
      search text collate "C" not null,
      field_sources jsonb not null,
      updated_at timestamptz not null
    )`.execute(db)
  // Lists and searches walk the narrow columns; long scopes and sources stay out of their way.
  await sql`
    alter table brain.golden_enterprise
      set (toast_tuple_target = 512, autovacuum_analyze_scale_factor = 0.05)`.execute(db)
  for (const column of ['name_key', 'city_code', 'county_code', 'industry_code', 'listed_code']) {
    const condition = column === 'listed_code' ? sql` where listed_code is not null` : sql``
    await sql`create index ${sql.id(`golden_enterprise_${column}`)}
      on brain.golden_enterprise (${sql.id(column)})${condition}`.execute(db)
  }
  await sql`create index golden_enterprise_search
    on brain.golden_enterprise using gin (search gin_trgm_ops)`.execute(db)

  // Rows that name a firm: what fusion made of each. `position` orders the candidates of one row, best first;
  // outcome 'none' has one line without a credit code.
  await sql`
    create table brain.enterprise_alias (
      dataset text collate "C" not null,
      row_key text collate "C" not null,
      position smallint not null default 1,
      row_id bigint not null,
      name text collate "C" not null,
      credit_code text collate "C",
      outcome text not null check (outcome in ('link', 'review', 'none')),
      score double precision,
      method text not null
        check (method in ('name', 'name-place', 'former-name', 'registered', 'judgement')),
      known_from date,
      known_until date,
      primary key (dataset, row_key, position),
      check ((credit_code is null) = (outcome = 'none'))
    )`.execute(db)
  await sql`create index enterprise_alias_credit_code on brain.enterprise_alias (credit_code)`.execute(db)
  await sql`create index enterprise_alias_row on brain.enterprise_alias (dataset, row_id)`.execute(db)
  await sql`create index enterprise_alias_review on brain.enterprise_alias (dataset, row_key)
    where outcome = 'review'`.execute(db)

  // A judgement is a person's; it is taken back by a date, never deleted or overwritten.
  await sql`
    create table brain.judgement (
      id bigint generated always as identity primary key,
      dataset text collate "C" not null,
      row_key text collate "C" not null,
      credit_code text collate "C",
      outcome text not null check (outcome in ('link', 'none')),
      score double precision,
      method text not null,
      detail jsonb not null,
      decided_by text not null,
      decided_at timestamptz not null,
      revoked_by text,
      revoked_at timestamptz,
      check (outcome = 'none' or credit_code is not null),
      check ((revoked_by is null) = (revoked_at is null))
    )`.execute(db)
  await sql`create unique index judgement_in_force on brain.judgement (dataset, row_key, coalesce(credit_code, ''))
    where revoked_at is null`.execute(db)
  await sql`create unique index judgement_links_once on brain.judgement (dataset, row_key)
    where revoked_at is null and outcome = 'link'`.execute(db)

  // Batches whose rows the golden enterprises already carry: ids alone do not say, a long load may end late.
  await sql`
    create table brain.fused_batch (
      batch_id bigint primary key,
      fused_at timestamptz not null
    )`.execute(db)
}
