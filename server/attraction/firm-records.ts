import { sql } from 'kysely'
import { endOfMonth } from '../chain/members.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { AccountYear, RowKey } from './points.ts'

interface Firm {
  readonly key: string
  readonly name: string
  readonly place: string | null
  readonly listedCode: string | null
}

/**
 * Accounts of the firms by year, the oldest first: annual reports published by the end of the month, and yearly
 * returns of firms above scale for years that were over. Of two sources for one year the annual report is taken.
 */
export async function readAccounts(
  database: Database,
  firms: readonly Firm[],
  month: string,
): Promise<ReadonlyMap<string, readonly AccountYear[]>> {
  const listed = firms.filter(({ listedCode }) => listedCode !== null)
  const year = Number(month.slice(0, 4))
  const { rows } = await sql<AccountYear & { readonly key: string }>`
    select firm.key, 'enterprise/annual-report' as dataset, report.row_id as "rowId", report.year,
           report.revenue::float8 / 100 as revenue, report.net_profit::float8 / 100 as profit,
           report.total_assets::float8 / 100 as assets, report.total_liabilities::float8 / 100 as liabilities,
           0 as rank
    from unnest(${listed.map(({ key }) => key)}::text[], ${listed.map(({ listedCode }) => listedCode)}::text[])
      as firm(key, security_code)
    join enterprise_warehouse.annual_report report using (security_code)
    where coalesce(report.published_on < ${endOfMonth(month)}::date, report.year < ${year})
    union all
    select credit_code, 'public/above-scale-annual', row_id, year, revenue::float8 / 100, profit::float8 / 100,
           null, null, 1
    from public_warehouse.above_scale_annual
    where credit_code = any(${firms.map(({ key }) => key)}) and year < ${year}
    order by 1, year, rank desc`.execute(database.kysely)
  const accounts = new Map<string, AccountYear[]>()
  for (const { key, ...row } of rows) {
    const years = accounts.get(key) ?? []
    if (years.at(-1)?.year === row.year) years.pop()
    years.push(row)
    accounts.set(key, years)
  }
  return accounts
}

export type Expansion = RowKey & { readonly text: string }

/** What the firms had set up elsewhere by the end of the month, the latest first. */
export async function readExpansions(
  database: Database,
  firms: readonly Firm[],
  { realm, month }: { readonly realm: Realm; readonly month: string },
): Promise<ReadonlyMap<string, readonly Expansion[]>> {
  const end = endOfMonth(month)
  const { rows } = await sql<Expansion & { readonly key: string }>`
    with firm as materialized (
      select * from unnest(${firms.map(({ key }) => key)}::text[], ${firms.map(({ name }) => name)}::text[],
        ${firms.map(({ place }) => place)}::text[]) as firm(key, name, place)
    ), branch as (
      select row_id, name, registered_on, substring(name from '^(.+?公司).+$') as parent
      from public_warehouse.enterprise_registration
      where name like '%公司_%' and registered_on < ${end}::date and ${realm === 'actual'}
    )
    select key, dataset, "rowId", text from (
      select investment.credit_code as key, 'public/outbound-investment' as dataset, investment.row_id as "rowId",
             investment.invested_on as day,
             to_char(investment.invested_on, 'YYYY-MM-DD') || ' 跨市投资 ' || investment.target_name as text
      from public_warehouse.outbound_investment investment
      join firm on firm.key = investment.credit_code
      where investment.invested_on < ${end}::date
        and left(investment.target_county_code, 4) <> left(firm.place, 4)
      union all
      select firm.key, 'public/enterprise-registration', branch.row_id, branch.registered_on,
             to_char(branch.registered_on, 'YYYY-MM-DD') || ' 在山东登记 ' || branch.name
      from branch join firm on firm.name = branch.parent
    ) found
    order by key, day desc, "rowId" desc`.execute(database.kysely)
  return Map.groupBy(rows, ({ key }) => key)
}
