import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { RelationBasis } from '../warehouse/schema/products.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'

export interface ProductName {
  readonly id: string
  readonly name: string
}

interface ProductRow extends ProductName {
  readonly aliases: readonly string[]
  readonly industry: string | null
  readonly materials: number
  readonly uses: number
  readonly kinds: number
  readonly parents: number
  readonly makers: number
  readonly sources: readonly SourceRef[]
}

/** @returns null when the network has no such product */
export async function readProduct(
  database: Database,
  chains: readonly ChainStandard[],
  id: string,
  realm: Realm,
) {
  const { rows } = await sql<ProductRow>`
    select id, name, aliases, industry, materials, uses, kinds, parents,
      ${realm === 'actual' ? sql.ref('listed_makers') : sql.ref('demonstration_makers')} as makers,
      coalesce((select jsonb_agg(${sourceRef('industry/product-catalogue', 'entry', 'product')} order by entry.row_id)
        from industry_warehouse.product_catalogue entry where entry.row_id = any(product.catalogue_rows)), '[]') as sources
    from brain.product where id = ${id}`.execute(database.kysely)
  const [product] = rows
  if (product === undefined) return null
  const [ancestors, segments] = await Promise.all([
    readAncestors(database, id),
    readSegmentsOf(database, chains, id),
  ])
  return { ...product, ancestors, segments }
}

const mostAncestors = 5

/** The way up by the closest wider product (the longest name, if several), widest first. Circles are cut. */
async function readAncestors(database: Database, id: string): Promise<ProductName[]> {
  const { rows } = await sql<ProductName>`
    with recursive way(id, name, step, seen) as (
      select id, name, 0, array[id] from brain.product where id = ${id}
      union all
      select wider.id, wider.name, way.step + 1, way.seen || wider.id
      from way
      cross join lateral (
        select product.id, product.name from brain.product_relation relation
        join brain.product on product.id = relation.source
        where relation.relation = 'kind' and relation.target = way.id and relation.basis <> 'mutual'
          and product.id <> all(way.seen)
        order by relation.basis = 'stated' desc, char_length(product.key) desc, product.key limit 1
      ) wider
      where way.step < ${mostAncestors}
    )
    select id, name from way where step > 0 order by step desc`.execute(database.kysely)
  return rows
}

async function readSegmentsOf(database: Database, chains: readonly ChainStandard[], id: string) {
  const { rows } = await sql<{
    chain: string
    segment: string
    word: string
    match: 'word' | 'kind' | 'name'
  }>`
    select chain, segment, word, match from brain.product_segment where product = ${id}
    order by chain, segment`.execute(database.kysely)
  return rows.flatMap((row) => {
    const chain = chains.find((one) => one.id === row.chain)
    const segment = chain?.segments.find((one) => one.id === row.segment)
    if (chain === undefined || segment === undefined) return []
    const stage = chain.stages.find((one) => one.id === segment.stage)
    return {
      ...row,
      chainTitle: chain.title,
      segmentTitle: segment.title,
      stageTitle: stage?.title ?? segment.stage,
    }
  })
}

export const relationRoles = ['materials', 'uses', 'kinds', 'parents'] as const
export type RelationRole = (typeof relationRoles)[number]

interface RelationRow extends ProductName {
  readonly makers: number
  readonly basis: RelationBasis
  readonly sources: readonly { readonly text: string | null; readonly row: SourceRef }[]
  readonly total: number
}

/** Relations of a product in one role, each with the rows that state it; those with most makers first. */
export async function readRelations(
  database: Database,
  id: string,
  role: RelationRole,
  { realm, limit, offset }: { readonly realm: Realm; readonly limit: number; readonly offset: number },
) {
  const relation = role === 'materials' || role === 'uses' ? 'supply' : 'kind'
  // The end that is the product itself.
  const own = role === 'materials' || role === 'parents' ? 'target' : 'source'
  const other = own === 'target' ? 'source' : 'target'
  const makers = sql.ref(realm === 'actual' ? 'other.listed_makers' : 'other.demonstration_makers')
  const { rows } = await sql<RelationRow>`
    with page as (
      select other.id, other.name, ${makers} as makers, relation.basis, relation.relation_rows,
        relation.catalogue_rows, count(*) over () as total, row_number() over (
          order by relation.basis in ('mutual'), ${makers} desc, other.materials + other.uses desc, other.key) as place
      from brain.product_relation relation
      join brain.product other on other.id = relation.${sql.ref(other)}
      where relation.relation = ${relation} and relation.${sql.ref(own)} = ${id}
      order by place limit ${limit} offset ${offset}
    )
    select id, name, makers, basis, total, coalesce((
      select jsonb_agg(jsonb_build_object('text', found.text, 'row', found.source)) from (
        select row.source as text, ${sourceRef('industry/product-relation', 'row')} as source
        from industry_warehouse.product_relation row where row.row_id = any(page.relation_rows)
        union all
        select entry.industry as text, ${sourceRef('industry/product-catalogue', 'entry', 'parent_product')} as source
        from industry_warehouse.product_catalogue entry where entry.row_id = any(page.catalogue_rows)
      ) found), '[]') as sources
    from page order by place`.execute(database.kysely)
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map(({ id: otherId, name, makers: count, ...row }) => ({
      id: otherId,
      name,
      makers: count,
      basis: row.basis,
      sources: [...row.sources],
      confidence: confidenceOf(row.basis, new Set(row.sources.map(({ text }) => text)).size),
      inferred: row.basis === 'mutual' || row.basis === 'containment',
    })),
  }
}

/** high: a chain standard or two sources state it; low: contradicted by its opposite, or read off the name alone. */
function confidenceOf(basis: RelationBasis, sources: number): 'high' | 'medium' | 'low' {
  if (basis === 'mutual' || basis === 'containment') return 'low'
  return basis === 'standard' || sources > 1 ? 'high' : 'medium'
}

/** Ids of the products that are kinds of one. */
export async function readKinds(database: Database, id: string): Promise<string[]> {
  const { rows } = await sql<{ target: string }>`
    select target from brain.product_relation where relation = 'kind' and source = ${id} and basis <> 'mutual'`.execute(
    database.kysely,
  )
  return rows.map(({ target }) => target)
}

/** Names of products, in the order of the ids. */
export async function readProductNames(database: Database, ids: readonly string[]): Promise<ProductName[]> {
  const { rows } = await sql<ProductName>`
    select product.id, product.name from unnest(${ids}::text[]) with ordinality asked(id, place)
    join brain.product using (id) order by place`.execute(database.kysely)
  return rows
}
