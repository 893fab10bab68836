import { sql } from 'kysely'
import { windowMonths } from '../chain/flows.ts'
import { monthsBefore, transactionRealm } from '../chain/members.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { LocalFacts, RowKey } from './points.ts'

/** Sales of a firm to one buyer over the window; yuan. */
interface Sale extends RowKey {
  readonly supplier: string
  readonly segment: string | null
  readonly buyerCounty: string
  readonly name: string
  readonly amount: number | null
}

interface Award extends RowKey {
  readonly supplier: string
  readonly name: string
  readonly amount: number | null
}

/** Who buys from whom, as far as it is known by the end of a month. */
export interface Market {
  /** By the supplier's credit code. */
  readonly sales: ReadonlyMap<string, readonly Sale[]>
  /** By the supplier's name; announced contracts before 2018, without dates. */
  readonly awards: ReadonlyMap<string, readonly Award[]>
  readonly traded: boolean
}

/** @param region buyers of this region only; the whole country for all. */
export async function readMarket(
  database: Database,
  { realm, month, region }: { readonly realm: Realm; readonly month: string; readonly region: string },
): Promise<Market> {
  const [sales, awards] = await Promise.all([
    sql<Sale>`
      select supplier_credit_code as supplier, segment, buyer_county_code as "buyerCounty", buyer_name as name,
             sum(amount)::float8 / 100 as amount, 'enterprise/supply-transaction' as dataset,
             max(row_id) as "rowId"
      from enterprise_warehouse.supply_transaction
      where month > ${monthsBefore(month, windowMonths)} and month <= ${month}
        and supplier_credit_code is not null and buyer_county_code like ${`${regionPrefix(region)}%`}
        and ${transactionRealm(realm)}
      group by supplier_credit_code, segment, buyer_county_code, buyer_name
      order by amount desc nulls last, buyer_name`.execute(database.kysely),
    sql<Award>`
      select award.supplier_name as supplier, award.buyer_name as name, award.amount::float8 / 100 as amount,
             'public/tender-award' as dataset, award.row_id as "rowId"
      from public_warehouse.tender_award award
      join brain.batch batch on batch.id = award.batch_id
      where not batch.demonstration and ${realm === 'actual'} and award.buyer_name is not null
      order by award.amount desc nulls last, award.award_id`.execute(database.kysely),
  ])
  return {
    sales: Map.groupBy(sales.rows, ({ supplier }) => supplier),
    awards: Map.groupBy(awards.rows, ({ supplier }) => supplier),
    traded: sales.rows.length > 0,
  }
}

type Customers = Pick<LocalFacts, 'customers' | 'customersFrom'>

/** Buyers of the firm within the region, the largest first. */
export function customersOf(
  market: Market,
  firm: { readonly key: string; readonly name: string },
  { region, segment, names }: { readonly region: string; readonly segment: string; readonly names: Names },
): Customers {
  if (market.traded) {
    const prefix = regionPrefix(region)
    const found = (market.sales.get(firm.key) ?? []).filter(
      (sale) => sale.segment === segment && sale.buyerCounty.startsWith(prefix),
    )
    return { customers: found, customersFrom: 'transactions' }
  }
  const awards = market.awards.get(firm.name) ?? []
  const named = (words: readonly string[]) =>
    awards.filter(({ name }) => words.some((word) => name.includes(word)))
  const here = named(names.here)
  if (here.length > 0) return { customers: here, customersFrom: 'awards-here' }
  const province = named(names.province)
  return province.length > 0
    ? { customers: province, customersFrom: 'awards-province' }
    : { customers: [], customersFrom: 'none' }
}

/** Words by which an announcement's buyer shows where it is. */
export interface Names {
  readonly here: readonly string[]
  readonly province: readonly string[]
}

/** 广饶县 → 广饶; names of one character are left out, they stand in too many others. */
export function placeWords(...names: readonly (string | null)[]): string[] {
  return names
    .flatMap((name) => (name === null ? [] : [name.replace(/(?:省|市|县|区|自治区|自治州)$/u, '')]))
    .filter((word) => word.length >= 2)
}
