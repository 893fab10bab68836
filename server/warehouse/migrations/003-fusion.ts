import { sql, type Kysely } from 'kysely'

/** Fields of the golden enterprise that name their source, in the order of the letters of field_choice. */
const sourcedFields = [
  'name',
  'address',
  'registered_on',
  'registered_capital',
  'industry_code',
  'enterprise_type',
  'status',
  'is_branch',
  'business_scope',
  'listed_code',
  'listed_board',
  'employees',
  'research_expense',
  'revenue',
  'above_scale',
  'place',
  'products',
  'honours',
]

// A firm's fields come from two or three rows: each row is kept once, by a letter, and each field by its letter;
// writing the row out under every field would double the table. jsonb_build_object is not immutable, text is.
const fieldSources = `jsonb_strip_nulls(('{' || ${sourcedFields
  .map(
    (field, position) =>
      `'"${field}":' || coalesce((source_rows -> substr(field_choice, ${position + 1}, 1))::text, 'null')`,
  )
  .join(` || ',' || `)} || '}')::jsonb)`

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
      source_rows jsonb not null,
      field_choice text collate "C" not null check (length(field_choice) = ${sql.lit(sourcedFields.length)}),
      field_sources jsonb generated always as (${sql.raw(fieldSources)}) virtual,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`
    alter table brain.golden_enterprise set (autovacuum_analyze_scale_factor = 0.05)`.execute(db)
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
