import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import { dataset } from '../datasets/registry.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { productStage } from './product-stage.ts'

export interface SegmentProduct {
  readonly id: string
  readonly name: string
  readonly word: string
  readonly match: 'word' | 'kind' | 'name'
  readonly materials: number
  readonly uses: number
  readonly makers: number
}

/** Products of a segment, those with most makers first. */
export async function readSegmentProducts(
  database: Database,
  { chain, segment, realm }: { readonly chain: string; readonly segment: string; readonly realm: Realm },
): Promise<SegmentProduct[]> {
  const { rows } = await sql<SegmentProduct>`
    select product.id, product.name, member.word, member.match, product.materials, product.uses,
      ${sql.ref(realm === 'actual' ? 'listed_makers' : 'demonstration_makers')} as makers
    from brain.product_segment member join brain.product on product.id = member.product
    where member.chain = ${chain} and member.segment = ${segment}
    order by makers desc, member.match = 'word' desc, product.materials + product.uses desc, product.key`.execute(
    database.kysely,
  )
  return rows
}

/** Each segment of a chain with its products and their makers, in the order of the standard. */
export async function readCoverage(
  database: Database,
  chain: ChainStandard,
  { realm, region }: { readonly realm: Realm; readonly region: string },
) {
  const actual = realm === 'actual'
  const prefix = `${regionPrefix(region)}%`
  const { rows } = await sql<{ segment: string; products: number; makers: number; local: number }>`
    select member.segment, count(distinct member.product) as products,
      count(distinct coalesce(maker.security_code, maker.credit_code)) as makers,
      count(distinct coalesce(maker.security_code, maker.credit_code)) filter (
        where coalesce(golden.county_code, golden.city_code, listed.county_code, listed.city_code) like ${prefix}) as local
    from brain.product_segment member
    left join brain.product_maker maker on maker.product = member.product
      and maker.demonstration = ${!actual} and (maker.security_code is not null) = ${actual}
    left join public_warehouse.listed_company listed on listed.security_code = maker.security_code
    left join brain.golden_enterprise golden on golden.credit_code = maker.credit_code
      or (maker.security_code is not null and golden.listed_code = maker.security_code and not golden.demonstration)
    where member.chain = ${chain.id} group by 1`.execute(database.kysely)
  const counts = new Map(rows.map((row) => [row.segment, row]))
  return chain.segments.map(({ id, title, stage, makers }) => ({
    segment: id,
    title,
    stageTitle: chain.stages.find((one) => one.id === stage)?.title ?? stage,
    making: makers,
    products: counts.get(id)?.products ?? 0,
    makers: counts.get(id)?.makers ?? 0,
    local: counts.get(id)?.local ?? 0,
  }))
}

/** How large the network is, what was left out of it by which rule, and what it was read from. */
export async function readProductSummary(database: Database, realm: Realm) {
  const [products, relations, makers, leftOut, sources] = await Promise.all([
    sql<{ products: number; supplied: number; made: number }>`
      select count(*) as products, count(*) filter (where materials + uses > 0) as supplied,
        count(*) filter (where ${sql.ref(realm === 'actual' ? 'listed_makers' : 'demonstration_makers')} > 0) as made
      from brain.product`.execute(database.kysely),
    sql<{
      relation: 'supply' | 'kind'
      basis: 'standard' | 'stated' | 'mutual' | 'containment'
      count: number
    }>`
      select relation, basis, count(*) as count from brain.product_relation group by 1, 2 order by 1 desc, 2`.execute(
      database.kysely,
    ),
    sql<{ firms: number; rows: number }>`
      select count(distinct coalesce(security_code, credit_code)) as firms, count(*) as rows
      from brain.product_maker where demonstration = ${realm === 'demonstration'}`.execute(database.kysely),
    sql<{
      rule: string
      title: string
      description: string
      names: number
      rows: number
      examples: string[]
    }>`
      select rule, title, description, names, rows, examples from brain.product_left_out
      order by position, rule`.execute(database.kysely),
    sql<{ dataset: string; source: string; fileName: string; rows: number; date: string }>`
      select dataset, source, file_name as "fileName", accepted as rows,
        to_char(effective_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as date
      from brain.batch where status = 'loaded' and accepted > 0 and dataset = any(${productStage.datasets})
        and (not demonstration or ${realm === 'demonstration'}) order by dataset, effective_at, id`.execute(
      database.kysely,
    ),
  ])
  return {
    products: products.rows[0]?.products ?? 0,
    supplied: products.rows[0]?.supplied ?? 0,
    made: products.rows[0]?.made ?? 0,
    relations: relations.rows,
    firms: makers.rows[0]?.firms ?? 0,
    makerRows: makers.rows[0]?.rows ?? 0,
    leftOut: leftOut.rows,
    sources: sources.rows.map((row) => ({ ...row, datasetTitle: dataset(row.dataset).title })),
  }
}
