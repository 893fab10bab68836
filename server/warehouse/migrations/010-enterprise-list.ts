import { sql, type Kysely } from 'kysely'

/** Indexes behind the list of enterprises: each order of the list, and words of one or two characters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Largest revenue first, firms without one last: the sort key of the list and of its cursor. A list of both
  // realms is merged from two.
  const order = sql`demonstration, (-coalesce(revenue, -1)), credit_code`
  await sql`create index golden_enterprise_list on brain.golden_enterprise (${order})`.execute(db)
  for (const column of ['province_code', 'city_code', 'county_code']) {
    await sql`create index ${sql.id(`golden_enterprise_list_${column}`)}
      on brain.golden_enterprise (${sql.id(column)}, ${order})`.execute(db)
  }
  // Trigrams begin at three characters, Chinese words at one: single Chinese characters are indexed besides.
  await sql`create index golden_enterprise_characters on brain.golden_enterprise using gin
    (string_to_array(translate(search, 'abcdefghijklmnopqrstuvwxyz0123456789 ', ''), null))`.execute(db)
}
