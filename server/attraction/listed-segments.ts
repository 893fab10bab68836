import { sql } from 'kysely'
import { createClassifier } from '../chain/classify.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { Database } from '../warehouse/database.ts'

interface Listing {
  readonly security_code: string
  readonly name: string
  readonly products: readonly { readonly name: string; readonly ratio: number | null }[]
}

/**
 * Listed companies whose credit code is not known have no golden enterprise and so no segment. Their products
 * and name are read by the same classifier, and the result is kept under the security code.
 */
export async function refreshListedSegments(
  database: Database,
  chains: readonly ChainStandard[],
): Promise<void> {
  const { rows: listings } = await sql<Listing>`
    select listed.security_code, coalesce(listed.full_name, listed.short_name) as name,
           coalesce(product.products, '[]') as products
    from public_warehouse.listed_company listed
    left join (
      select security_code, jsonb_agg(jsonb_build_object('name', product, 'ratio', revenue_ratio)
        order by revenue_ratio desc nulls last, product) as products
      from enterprise_warehouse.enterprise_product where security_code is not null group by security_code
    ) product using (security_code)
    where listed.credit_code is null and coalesce(listed.full_name, listed.short_name) is not null
      and not exists (select from brain.golden_enterprise golden where golden.listed_code = listed.security_code)`.execute(
    database.kysely,
  )
  const classify = createClassifier(chains)
  const found = listings.flatMap(({ security_code, name, products }) =>
    classify({
      name,
      businessScope: null,
      industryCode: null,
      products: products.map((product) => product.name),
      isBranch: false,
    }).map(({ chain, segment, confidence, reasons }) => ({
      chain,
      segment,
      security_code,
      confidence,
      revenue_share: revenueShare(
        products,
        reasons.map(({ word }) => word),
      ),
      reasons,
    })),
  )
  await database.transaction(async (transaction) => {
    await sql`delete from brain.listed_segment`.execute(transaction)
    await sql`
      insert into brain.listed_segment (chain, segment, security_code, confidence, revenue_share, reasons)
      select chain, segment, security_code, confidence, revenue_share, reasons
      from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as found(chain text, segment text,
        security_code text, confidence real, revenue_share real, reasons jsonb)`.execute(transaction)
  })
}

/**
 * Share of revenue of the products that hold one of the words; null where the source gives none of them.
 * Sources of several years may state a product under two names: at most 1.
 */
function revenueShare(products: Listing['products'], words: readonly string[]): number | null {
  const known = products.filter(
    ({ name, ratio }) => ratio !== null && words.some((word) => name.includes(word)),
  )
  if (known.length === 0) return null
  return Math.min(
    1,
    known.reduce((sum, { ratio }) => sum + (ratio ?? 0), 0),
  )
}
