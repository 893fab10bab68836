import { type Kysely, sql } from 'kysely'

/** The national network of products: what they are made of, what kinds they have, who makes them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brain.product (
      id text collate "C" primary key,
      name text collate "C" not null,
      key text collate "C" not null unique,
      aliases text[] not null,
      pinyin text collate "C" not null,
      initials text collate "C" not null,
      search text collate "C" not null,
      industry text,
      catalogue_rows bigint[] not null,
      materials integer not null,
      uses integer not null,
      kinds integer not null,
      parents integer not null,
      listed_makers integer not null,
      demonstration_makers integer not null
    )`.execute(db)
  await sql`create index product_search on brain.product using gin (search gin_trgm_ops)`.execute(db)
  // Trigrams begin at three characters, Chinese words at one: single Chinese characters are indexed besides.
  await sql`create index product_characters on brain.product using gin
    (string_to_array(translate(key, 'abcdefghijklmnopqrstuvwxyz0123456789 ', ''), null))`.execute(db)
  for (const column of ['pinyin', 'initials'])
    await sql`create index ${sql.id(`product_${column}`)} on brain.product (${sql.id(column)})`.execute(db)
  await sql`create index product_listed_makers on brain.product (listed_makers desc, name)`.execute(db)

  // supply: `source` is a material of `target`. kind: `target` is a kind of `source`; never counted as supply.
  await sql`
    create table brain.product_relation (
      relation text collate "C" not null check (relation in ('supply', 'kind')),
      source text collate "C" not null,
      target text collate "C" not null,
      basis text collate "C" not null check (basis in ('standard', 'stated', 'mutual', 'containment')),
      relation_rows bigint[] not null,
      catalogue_rows bigint[] not null,
      primary key (relation, source, target)
    )`.execute(db)
  await sql`create index on brain.product_relation (relation, target)`.execute(db)

  // A listed company is known by its security code, any other firm by its credit code.
  await sql`
    create table brain.product_maker (
      product text collate "C" not null,
      row_id bigint not null,
      security_code text collate "C",
      credit_code text collate "C",
      demonstration boolean not null,
      primary key (product, row_id)
    )`.execute(db)
  await sql`create index on brain.product_maker (security_code)`.execute(db)
  await sql`create index on brain.product_maker (credit_code)`.execute(db)

  await sql`
    create table brain.product_segment (
      chain text collate "C" not null,
      segment text collate "C" not null,
      product text collate "C" not null,
      word text not null,
      match text collate "C" not null check (match in ('word', 'kind', 'name')),
      primary key (chain, segment, product)
    )`.execute(db)
  await sql`create index on brain.product_segment (product)`.execute(db)

  // What was left out of the network, by rule, with examples.
  await sql`
    create table brain.product_left_out (
      rule text collate "C" primary key,
      title text not null,
      description text not null,
      names integer not null,
      rows integer not null,
      examples text[] not null,
      position integer not null
    )`.execute(db)
}
