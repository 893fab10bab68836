import { sql } from 'kysely'
import { endOfMonth, firmsAt } from '../chain/members.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { readAccounts, readExpansions } from './firm-records.ts'
import type { FirmFacts } from './points.ts'

/** A firm of the chain as it was known by the end of a month. */
export interface Candidate extends Omit<FirmFacts, 'confidence' | 'revenueShare'> {
  /** Credit code; the security code of a listed company whose credit code is not known. */
  readonly key: string
  readonly name: string
  readonly demonstration: boolean
  /** Most exact division of its seat; null where none is known. */
  readonly place: string | null
  readonly employees: number | null
  readonly registeredOn: string | null
  readonly products: readonly string[]
  readonly segments: readonly {
    readonly segment: string
    readonly confidence: number
    readonly revenueShare: number | null
  }[]
}

interface Pool {
  readonly chain: string
  readonly realm: Realm
  /** Nothing later than its end is read, but what a source gives without a date. */
  readonly month: string
}

interface Row extends Omit<Candidate, 'accounts' | 'expansions' | 'basis'> {
  readonly basisDataset: string | null
  readonly basisRow: number | null
}

/** Every firm of a chain, wherever it is seated. */
export async function readCandidates(database: Database, pool: Pool): Promise<Candidate[]> {
  const [golden, listed] = await Promise.all([
    readGolden(database, pool),
    pool.realm === 'actual' ? readListed(database, pool) : [],
  ])
  const rows = [...golden, ...listed]
  const [accounts, expansions] = await Promise.all([
    readAccounts(database, rows, pool.month),
    readExpansions(database, rows, pool),
  ])
  return rows.map(({ basisDataset, basisRow, ...row }) => ({
    ...row,
    basis: basisDataset === null || basisRow === null ? null : { dataset: basisDataset, rowId: basisRow },
    accounts: accounts.get(row.key) ?? [],
    expansions: expansions.get(row.key) ?? [],
  }))
}

async function readGolden(database: Database, { chain, realm, month }: Pool): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with member as (
      select credit_code, jsonb_agg(jsonb_build_object('segment', segment, 'confidence', confidence,
        'revenueShare', null) order by confidence desc, segment) as segments
      from brain.enterprise_segment where chain = ${chain} group by credit_code
    )
    select golden.credit_code as key, golden.name, golden.demonstration,
           coalesce(firm.county_code, golden.province_code) as place, golden.employees,
           to_char(golden.registered_on, 'YYYY-MM-DD') as "registeredOn", golden.products, member.segments,
           target.revenue::float8 / 100 as "undatedRevenue", golden.registered_capital::float8 / 100 as capital,
           coalesce(golden.is_branch, false) as "isBranch", golden.listed_code as "listedCode",
           listed.short_name as "shortName", listed.industry,
           case when target.row_id is not null then 'industry/target-enterprise'
             when registration.row_id is not null then 'public/enterprise-registration'
             when listed.row_id is not null then 'public/listed-company' end as "basisDataset",
           coalesce(target.row_id, registration.row_id, listed.row_id) as "basisRow"
    from member
    join (${firmsAt(realm, month)}) firm using (credit_code)
    join brain.golden_enterprise golden using (credit_code)
    left join industry_warehouse.target_enterprise target using (credit_code)
    left join public_warehouse.enterprise_registration registration using (credit_code)
    left join public_warehouse.listed_company listed on listed.security_code = golden.listed_code
    order by golden.credit_code`.execute(database.kysely)
  return rows
}

/** Listed companies that no golden enterprise stands for; classified by their products (listed-segments.ts). */
async function readListed(database: Database, { chain, month }: Pool): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with member as (
      select security_code, jsonb_agg(jsonb_build_object('segment', segment, 'confidence', confidence,
        'revenueShare', revenue_share) order by confidence desc, segment) as segments
      from brain.listed_segment where chain = ${chain} group by security_code
    )
    select listed.security_code as key, coalesce(listed.full_name, listed.short_name) as name,
           false as demonstration, coalesce(listed.county_code, listed.city_code, province.code) as place,
           listed.employees, null as "registeredOn",
           coalesce((select array_agg(product order by revenue_ratio desc nulls last, product)
             from enterprise_warehouse.enterprise_product product
             where product.security_code = listed.security_code), '{}') as products,
           member.segments, null as "undatedRevenue", listed.registered_capital::float8 / 100 as capital,
           false as "isBranch", listed.security_code as "listedCode", listed.short_name as "shortName",
           listed.industry, 'public/listed-company' as "basisDataset", listed.row_id as "basisRow"
    from member
    join public_warehouse.listed_company listed using (security_code)
    left join public_warehouse.division province
      on province.level = 'province' and province.valid_until_year is null
        and starts_with(province.name, listed.province)
    where coalesce(listed.full_name, listed.short_name) is not null
      and (listed.list_date is null or listed.list_date < ${endOfMonth(month)}::date)
    order by listed.security_code`.execute(database.kysely)
  return rows
}

/** Facts of the firm for one of its segments; null where it is in none such. */
export function factsFor(firm: Candidate, segment: string): FirmFacts | null {
  const found = firm.segments.find((item) => item.segment === segment)
  if (found === undefined) return null
  return { ...firm, confidence: found.confidence, revenueShare: found.revenueShare }
}
