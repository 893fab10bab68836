import { sql } from 'kysely'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import { throughViews } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'

interface MakerRow {
  readonly securityCode: string | null
  readonly creditCode: string | null
  readonly name: string
  readonly demonstration: boolean
  readonly disclosed: boolean
  readonly province: string | null
  readonly placeCode: string | null
  readonly place: string | null
  readonly product: string
  readonly productName: string
  readonly written: string
  readonly revenueRatio: number | null
  readonly source: SourceRef
}

/** A firm with those of the products asked for that it makes. */
export interface ProductMaker {
  readonly securityCode: string | null
  readonly creditCode: string | null
  readonly name: string
  readonly demonstration: boolean
  /** Known from what a listed company disclosed, and not from what the firm handed in. */
  readonly disclosed: boolean
  readonly province: string | null
  readonly region: { readonly code: string; readonly name: string } | null
  /** Within the region asked about. */
  readonly local: boolean
  readonly products: {
    readonly id: string
    readonly name: string
    /** As the firm's report or return has it. */
    readonly written: string
    /** 0–1. Breakdowns by product, trade and region stand side by side in the source: never to be added up. */
    readonly revenueRatio: number | null
    readonly source: SourceRef
  }[]
}

export interface MakerQuery {
  readonly products: readonly string[]
  readonly realm: Realm
  readonly region: string
}

/**
 * Who makes the products. Rows of listed companies are what they disclosed in their annual reports, shared without
 * condition, and are read for everyone. Rows of other firms are read as the viewer may see them.
 * @param viewer the database of the one who asks
 */
export async function readMakers(
  platform: Database,
  viewer: Database,
  { products, realm, region }: MakerQuery,
): Promise<ProductMaker[]> {
  const [listed, others] = await Promise.all([
    realm === 'actual' ? readListed(platform, products) : [],
    readOthers(platform, viewer, products, realm),
  ])
  const prefix = regionPrefix(region)
  return [
    ...Map.groupBy([...listed, ...others], (row) => row.securityCode ?? row.creditCode ?? row.name).values(),
  ]
    .map((rows): ProductMaker => {
      const [first] = rows
      const { securityCode, creditCode, name, demonstration, disclosed, province, placeCode, place } = first!
      return {
        securityCode,
        creditCode,
        name,
        demonstration,
        disclosed,
        province,
        region: placeCode === null ? null : { code: placeCode, name: place ?? placeCode },
        local: placeCode?.startsWith(prefix) ?? false,
        products: rows.map((row) => ({
          id: row.product,
          name: row.productName,
          written: row.written,
          revenueRatio: row.revenueRatio,
          source: row.source,
        })),
      }
    })
    .toSorted(
      (a, b) =>
        Number(b.local) - Number(a.local) ||
        b.products.length - a.products.length ||
        (a.securityCode ?? a.creditCode ?? a.name).localeCompare(b.securityCode ?? b.creditCode ?? b.name),
    )
}

async function readListed(platform: Database, products: readonly string[]): Promise<MakerRow[]> {
  const { rows } = await sql<MakerRow>`
    select maker.security_code as "securityCode", golden.credit_code as "creditCode",
      coalesce(golden.name, listed.full_name, row.enterprise_name) as name, false as demonstration, true as disclosed,
      coalesce(province.name, listed.province) as province, place.code as "placeCode", place.name as place,
      product.id as product, product.name as "productName", row.product as written,
      row.revenue_ratio::float8 as "revenueRatio",
      ${sourceRef('enterprise/enterprise-product', 'row', 'product')} as source
    from brain.product_maker maker
    join brain.product on product.id = maker.product
    join enterprise_warehouse.enterprise_product row using (row_id)
    left join public_warehouse.listed_company listed on listed.security_code = maker.security_code
    left join brain.golden_enterprise golden
      on golden.listed_code = maker.security_code and not golden.demonstration
    left join public_warehouse.division place on place.code =
      coalesce(golden.county_code, golden.city_code, listed.county_code, listed.city_code)
    left join public_warehouse.division province on province.code = left(place.code, 2) || '0000'
    where maker.product = any(${products}) and maker.security_code is not null
    order by maker.security_code, product.name`.execute(platform.kysely)
  return rows
}

/** Their rows through the view: those out of reach are not there, values above the viewer's clearance are null. */
async function readOthers(
  platform: Database,
  viewer: Database,
  products: readonly string[],
  realm: Realm,
): Promise<MakerRow[]> {
  const { rows: named } = await sql<{ rowId: number; product: string; productName: string }>`
    select maker.row_id as "rowId", product.id as product, product.name as "productName"
    from brain.product_maker maker join brain.product on product.id = maker.product
    where maker.product = any(${products}) and maker.security_code is null
      and maker.demonstration = ${realm === 'demonstration'}`.execute(platform.kysely)
  if (named.length === 0) return []
  const byRow = new Map(named.map((row) => [row.rowId, row]))
  const { rows } = await sql<Omit<MakerRow, 'product' | 'productName'> & { rowId: number }>`
    select row.row_id as "rowId", golden.listed_code as "securityCode", row.credit_code as "creditCode",
      coalesce(golden.name, row.enterprise_name) as name, golden.demonstration, false as disclosed, province.name as province,
      place.code as "placeCode", place.name as place, row.product as written,
      row.revenue_ratio::float8 as "revenueRatio",
      ${sourceRef('enterprise/enterprise-product', 'row', 'product')} as source
    from enterprise_warehouse.enterprise_product row
    join brain.golden_enterprise golden on golden.credit_code = row.credit_code
    left join public_warehouse.division place on place.code =
      coalesce(golden.county_code, golden.city_code, golden.province_code)
    left join public_warehouse.division province on province.code = golden.province_code
    where row.row_id = any(${[...byRow.keys()]})
    order by row.credit_code, row.product`.execute(throughViews(viewer).kysely)
  return rows.flatMap(({ rowId, ...row }) => {
    const of = byRow.get(rowId)
    return of === undefined ? [] : [{ ...row, product: of.product, productName: of.productName }]
  })
}
