import { type Kysely, sql } from 'kysely'

/** Where firms stand in the chain, who supplies whom, and the verdict on every segment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.enterprise_segment (
      chain text collate "C" not null,
      segment text collate "C" not null,
      credit_code text collate "C" not null,
      confidence real not null,
      method text not null check (method in ('rule', 'override')),
      reasons jsonb not null,
      primary key (chain, segment, credit_code)
    )`.execute(db)
  await sql`create index on brain.enterprise_segment (credit_code)`.execute(db)
  // Overrides are judgements: a row a person wrote, taken back by a date, never deleted.
  await sql`
    create table brain.segment_override (
      id bigint generated always as identity primary key,
      chain text not null,
      segment text not null,
      credit_code text not null,
      included boolean not null,
      reason text not null,
      decided_by text not null,
      decided_at timestamptz not null,
      revoked_by text,
      revoked_at timestamptz
    )`.execute(db)
  await sql`
    create unique index segment_override_in_force on brain.segment_override (chain, segment, credit_code)
      where revoked_at is null`.execute(db)
  // Parties of supply transactions, numbered from 0 without gaps so that they index typed arrays.
  await sql`
    create table brain.network_node (
      node integer primary key,
      party text collate "C" not null unique,
      name text not null,
      county_code text,
      external boolean not null
    )`.execute(db)
  await sql`
    create table brain.supply_edge (
      supplier_node integer not null,
      buyer_node integer not null,
      segment text collate "C" not null,
      amount bigint not null,
      transactions integer not null,
      last_month text collate "C" not null,
      primary key (supplier_node, buyer_node, segment)
    )`.execute(db)
  await sql`create index on brain.supply_edge (buyer_node)`.execute(db)
  await sql`create index on brain.supply_edge (segment)`.execute(db)
  await sql`
    create table brain.segment_state (
      chain text collate "C" not null,
      realm text collate "C" not null,
      region_code text collate "C" not null,
      month text collate "C" not null,
      segment text collate "C" not null,
      enterprises integer not null,
      above_scale integer,
      supply bigint,
      demand bigint,
      local_purchases bigint,
      total_purchases bigint,
      local_supply_ratio double precision,
      ratio_method text check (ratio_method in ('measured', 'estimated')),
      location_quotient double precision,
      hhi double precision,
      cr1 double precision,
      external_supplier text,
      external_share double precision,
      strength text not null,
      reasons jsonb not null,
      primary key (chain, realm, region_code, month, segment)
    )`.execute(db)
  // Trade along the links of the chain standard by the buyer's county; '' = county not known.
  await sql`
    create table brain.segment_flow (
      chain text collate "C" not null,
      realm text collate "C" not null,
      month text collate "C" not null,
      supplier_segment text collate "C" not null,
      buyer_segment text collate "C" not null,
      buyer_county_code text collate "C" not null,
      amount bigint not null,
      primary key (chain, realm, month, supplier_segment, buyer_segment, buyer_county_code)
    )`.execute(db)
  // The month figures of a realm end with; a realm without enterprises has no row.
  await sql`
    create table brain.realm_state (
      realm text primary key check (realm in ('demonstration', 'actual')),
      month text not null,
      enterprises integer not null
    )`.execute(db)
}
