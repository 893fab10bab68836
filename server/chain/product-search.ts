import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { productKey } from './product-names.ts'

export interface FoundProduct {
  readonly id: string
  readonly name: string
  /** The other spelling that was found; null where the name was. */
  readonly alias: string | null
  readonly materials: number
  readonly uses: number
  readonly kinds: number
  readonly makers: number
}

const trigram = 3

/**
 * Products by name, other spelling, pinyin or its initials: the name itself first, then those that begin with what
 * was typed, then those that end with it or contain it; of equals, those with most makers and relations.
 */
export async function searchProducts(
  database: Database,
  typed: string,
  { realm, limit }: { readonly realm: Realm; readonly limit: number },
): Promise<FoundProduct[]> {
  const key = productKey(typed)
  if (key === '') return []
  const makers = realm === 'actual' ? sql.ref('listed_makers') : sql.ref('demonstration_makers')
  const { rows } = await sql<FoundProduct>`
    select id, name,
      case when position(${key} in key) > 0 then null
        else (select alias from unnest(aliases) alias where position(${key} in lower(replace(alias, ' ', ''))) > 0 limit 1)
      end as alias,
      materials, uses, kinds, ${makers} as makers
    from brain.product
    where ${condition(key)}
    order by (key = ${key}) desc,
      (case when starts_with(key, ${key}) then 0 when position(${key} in key) > 0 then 1
        when pinyin = ${key} or initials = ${key} then 2 when starts_with(pinyin, ${key}) then 3
        when starts_with(initials, ${key}) then 4 else 5 end),
      ${makers} desc, materials + uses desc, char_length(key), key
    limit ${limit}`.execute(database.kysely)
  return rows
}

function condition(key: string) {
  const containing = `%${key.replace(/[\\%_]/g, '\\$&')}%`
  const characters = [...new Set(key.match(/[^a-z0-9]/gu))]
  if (characters.length > 0)
    return sql`string_to_array(translate(key, 'abcdefghijklmnopqrstuvwxyz0123456789 ', ''), null) @> ${characters}
      and key like ${containing}
      ${key.length >= trigram ? sql`or search like ${containing}` : sql``}`
  // Prefixes as ranges: both columns are compared by code point.
  const end = `${key}~`
  return sql`(pinyin >= ${key} and pinyin < ${end}) or (initials >= ${key} and initials < ${end})
    ${key.length >= trigram ? sql`or search like ${containing}` : sql``}`
}

/** Where to begin: products that take part in supply and have most makers. */
export async function readHubs(
  database: Database,
  { realm, limit }: { readonly realm: Realm; readonly limit: number },
): Promise<FoundProduct[]> {
  const makers = realm === 'actual' ? sql.ref('listed_makers') : sql.ref('demonstration_makers')
  const { rows } = await sql<FoundProduct>`
    select id, name, null as alias, materials, uses, kinds, ${makers} as makers
    from brain.product where materials + uses > 0 and ${makers} > 0
    order by ${makers} desc, materials + uses desc, key limit ${limit}`.execute(database.kysely)
  return rows
}
