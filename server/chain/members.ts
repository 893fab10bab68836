import { type SqlBool, sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'

/** 'YYYY-MM' → the first day of the following month, the exclusive end of every as-of read. */
export function endOfMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}

/** The month `count` months before ('2026-01', 1 → '2025-12'); negative counts go forward. */
export function monthsBefore(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const months = year * 12 + number - 1 - count
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}

/**
 * Firms of a realm as they stood at the end of a month: registered by then, not yet closed, and at the
 * address they had then — a later move is undone with the place it states the firm left.
 * Columns: credit_code, county_code, above_scale.
 */
export function firmsAt(realm: Realm, month: string) {
  const end = endOfMonth(month)
  return sql<{ credit_code: string; county_code: string | null; above_scale: boolean | null }>`
    select golden.credit_code, golden.name, golden.above_scale,
           coalesce(later.before_county_code, golden.county_code, golden.city_code) as county_code
    from brain.golden_enterprise golden
    left join (
      select distinct on (credit_code) credit_code, before_county_code
      from public_warehouse.registration_change
      where item = '住所' and changed_on >= ${end}::date and before_county_code is not null
      order by credit_code, changed_on
    ) later using (credit_code)
    where golden.demonstration = ${realm === 'demonstration'}
      and (golden.registered_on is null or golden.registered_on < ${end}::date)
      and coalesce(golden.status, '存续') not in ('注销', '吊销')`
}

export interface MemberCount {
  readonly segment: string
  readonly county_code: string | null
  readonly enterprises: number
  readonly above_scale: number
}

/** Firms by segment and county at the end of a month. */
export async function countMembers(
  database: Database,
  { chain, realm, month }: { chain: string; realm: Realm; month: string },
): Promise<MemberCount[]> {
  const { rows } = await sql<MemberCount>`
    select member.segment, firm.county_code, count(*)::int as enterprises,
           count(*) filter (where firm.above_scale)::int as above_scale
    from (${firmsAt(realm, month)}) firm
    join brain.enterprise_segment member using (credit_code)
    where member.chain = ${chain}
    group by member.segment, firm.county_code`.execute(database.kysely)
  return rows
}

/** All firms by county, the base of location quotients counted in firms. */
export async function countFirms(
  database: Database,
  { realm, month }: { realm: Realm; month: string },
): Promise<{ county_code: string | null; enterprises: number }[]> {
  const { rows } = await sql<{ county_code: string | null; enterprises: number }>`
    select county_code, count(*)::int as enterprises
    from (${firmsAt(realm, month)}) firm group by county_code`.execute(database.kysely)
  return rows
}

/** Transactions belong to the realm of their parties; fictional firms trade with no real one. */
export function transactionRealm(realm: Realm) {
  return sql<SqlBool>`(coalesce(substr(buyer_credit_code, 9, 4), '') = 'DEM0'
    or coalesce(substr(supplier_credit_code, 9, 4), '') = 'DEM0') = ${realm === 'demonstration'}`
}
