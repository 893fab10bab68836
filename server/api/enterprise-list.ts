import type { Realm } from '../domain/realm.ts'
import { regionLevel, regionPrefix } from '../domain/region.ts'
import { readGoldenAsOf } from '../fusion/golden-at.ts'
import { endOf } from '../warehouse/as-of.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import { readSearch, type Search } from './enterprise-search.ts'
import { enterpriseItemColumns, fromGiven, goldenGiven } from './enterprise-item.ts'
import { invalidCursor } from './errors.ts'

export interface EnterpriseFilter {
  readonly query?: string
  readonly region: string
  readonly chain?: string
  readonly segment?: string
  readonly realm?: Realm
  readonly limit: number
  readonly cursor?: string
  /** An enterprise user's own firm, the only one it sees; null for others. */
  readonly ownCode: string | null
  /** 'YYYY-MM' or 'YYYY-MM-DD': firms registered by then, where they were and as they were. */
  readonly asOf?: string | undefined
}

interface Place {
  readonly rank: number
  readonly credit_code: string
}

const items = `select coalesce(json_agg(item order by position)::text, '[]') as items
   from unnest($1::text[]) with ordinality as page(credit_code, position)
   join brain.golden_enterprise e on e.credit_code = page.credit_code
   cross join lateral (select ${enterpriseItemColumns()}) item`

const readItems = prepare<[creditCodes: readonly string[]], { items: string }>('firm-items', items)

/** Columns of the firms that the items are made of. */
const itemFields = [...new Set([...items.matchAll(/\be\.([a-z_]+)/g)].map(([, column = '']) => column))]

/** The same of rows given; who may see a firm is asked of its present row. */
const readItemsAsOf = prepare<[creditCodes: readonly string[], rows: string], { items: string }>(
  'firm-items-as-of',
  `with ${goldenGiven('$2')} ${fromGiven(items)}
   where exists (select from brain.golden_enterprise reached where reached.credit_code = e.credit_code)`,
)

/**
 * JSON text of {items, nextCursor}. Which firms fit is found on the platform: words cannot use their index
 * behind row-level security. What is said of them is read as the viewer.
 */
export async function listEnterprises(
  { platform, database }: { readonly platform: Database; readonly database: Database },
  filter: EnterpriseFilter,
): Promise<string> {
  const { name, text, values } = composeList(filter)
  const found = await prepare<unknown[], Place>(name, text)(platform, values)
  const page = found.slice(0, filter.limit)
  const last = page.at(-1)
  const codes = page.map(({ credit_code }) => credit_code)
  const next =
    found.length > page.length && last !== undefined ? `"${last.rank}_${last.credit_code}"` : 'null'
  if (filter.asOf === undefined) {
    const [row] = await readItems(database, [codes])
    return `{"items":${row?.items ?? '[]'},"nextCursor":${next}}`
  }
  const { rows, late } = await readGoldenAsOf(platform, codes, filter.asOf)
  const [row] = await readItemsAsOf(database, [codes, JSON.stringify(rows, itemFields)])
  const basis = JSON.stringify(
    listBasis + (late.size === 0 ? '' : `；其中 ${late.size} 家当时尚未入库，按首次入库的记录显示`),
  )
  return `{"items":${row?.items ?? '[]'},"nextCursor":${next},"basis":${basis}}`
}

const listBasis = '按成立日期和当时住所选取，次序按现行营业收入，各项为当时有效的来源版本，环节为现行判定'

/** Number of firms of a filter without words. */
export async function countEnterprises(database: Database, filter: EnterpriseFilter): Promise<number> {
  const parameters = new Parameters()
  const conditions = firmConditions(filter, parameters)
  if (filter.realm !== undefined) conditions.push(realmCondition(filter.realm))
  const name = `firm-count-${variantOf(filter, null)}`
  const text = `select count(*)::int as total from brain.golden_enterprise e where ${conditions.join(' and ')}`
  const [row] = await prepare<unknown[], { total: number }>(name, text)(database, parameters.values)
  return row?.total ?? 0
}

class Parameters {
  readonly values: unknown[] = []
  /** Placeholder of a value, cast where PostgreSQL cannot tell its type. */
  add(value: unknown, type = 'text'): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }
}

/** Firms without revenue stand last. The same expression is indexed. */
const rank = '(-coalesce(e.revenue, -1))'

/** The largest firms are looked through first: a word that many names hold fills the page from them. */
const probedFirms = 1000

/**
 * One statement for each combination of filters, so that PostgreSQL plans each for what it is.
 * The text depends on the combination alone and is the same at every call.
 */
export function composeList(filter: EnterpriseFilter) {
  const search = filter.query === undefined ? null : readSearch(filter.query)
  const parameters = new Parameters()
  const limit = parameters.add(filter.limit, 'int')
  const conditions = firmConditions(filter, parameters)
  if (filter.cursor !== undefined) {
    const after = readCursor(filter.cursor)
    conditions.push(
      `(${rank}, e.credit_code) > (${parameters.add(after.rank, 'bigint')}, ${parameters.add(after.creditCode)})`,
    )
  }
  const few = filter.chain !== undefined || filter.segment !== undefined
  const asked: Asked = { conditions, few, realm: filter.realm, limit }
  const page = search === null ? largest(asked, `${limit} + 1`) : searched(search, asked, parameters)
  const text = `select rank, credit_code from (${page}) page order by rank, credit_code`
  return {
    name: `firms-${variantOf(filter, search)}`,
    text,
    values: parameters.values,
  }
}

/** Which filters are given; names of statements have 63 bytes. */
function variantOf(filter: EnterpriseFilter, search: Search | null): string {
  return [
    regionLevel(filter.region),
    filter.realm ?? 'both',
    `${filter.chain === undefined ? '' : 'c'}${filter.segment === undefined ? '' : 's'}`,
    search?.by.kind ?? '',
    filter.cursor === undefined ? '' : 'after',
    filter.ownCode === null ? '' : 'own',
    filter.asOf === undefined ? '' : 'asof',
  ].join('-')
}

function firmConditions(filter: EnterpriseFilter, parameters: Parameters): string[] {
  const conditions: string[] = ['true']
  const level = regionLevel(filter.region)
  if (filter.asOf !== undefined) {
    conditions.push(...conditionsAsOf(filter.region, endOf(filter.asOf), parameters))
  } else if (level !== 'country') conditions.push(`e.${level}_code = ${parameters.add(filter.region)}`)
  if (filter.ownCode !== null) conditions.push(`e.credit_code = ${parameters.add(filter.ownCode)}`)
  const memberships: string[] = []
  if (filter.chain !== undefined) memberships.push(`m.chain = ${parameters.add(filter.chain)}`)
  if (filter.segment !== undefined) memberships.push(`m.segment = ${parameters.add(filter.segment)}`)
  if (memberships.length > 0) {
    // As an array the members are found first, and each firm by its code, however few they are.
    conditions.push(
      `e.credit_code = any(array(
        select m.credit_code from brain.enterprise_segment m where ${memberships.join(' and ')}))`,
    )
  }
  return conditions
}

/** Registered by then, and in the region then: a later move is undone with the place it states the firm left. */
function conditionsAsOf(region: string, end: Date, parameters: Parameters): string[] {
  const day = parameters.add(end.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }), 'date')
  const registered = `(e.registered_on is null or e.registered_on < ${day})`
  const level = regionLevel(region)
  if (level === 'country') return [registered]
  const moved = (condition: string) => `array(
    select credit_code from (
      select distinct on (credit_code) credit_code, before_county_code
      from public_warehouse.registration_change
      where item = '住所' and changed_on >= ${day} and before_county_code is not null
      order by credit_code, changed_on) moved
    where ${condition})`
  const left = moved(`before_county_code like ${parameters.add(`${regionPrefix(region)}%`)}`)
  const stayed = `e.${level}_code = ${parameters.add(region)} and e.credit_code <> all(${moved('true')})`
  return [registered, `((${stayed}) or e.credit_code = any(${left}))`]
}

interface Asked {
  readonly conditions: readonly string[]
  /** The conditions name the firms themselves: they are read and sorted, whatever their order. */
  readonly few: boolean
  readonly realm: Realm | undefined
  /** Placeholder of the page's size. */
  readonly limit: string
}

/**
 * The first firms in the order of the list, read from its indexes, which keep the realms apart.
 * Columns: rank, credit_code, search.
 */
function largest({ conditions, few, realm }: Asked, count: string): string {
  const of = (...condition: string[]) => `
    select ${rank} as rank, e.credit_code, e.search from brain.golden_enterprise e
    where ${[...conditions, ...condition].join(' and ')}
    order by ${rank}, e.credit_code limit ${count}`
  if (realm !== undefined) return of(realmCondition(realm))
  if (few) return of()
  return `
    select * from ((${of(realmCondition('demonstration'))}) union all (${of(realmCondition('actual'))})) e
    order by rank, credit_code limit ${count}`
}

function realmCondition(realm: Realm): string {
  return realm === 'demonstration' ? 'e.demonstration' : 'not e.demonstration'
}

/**
 * Words that many firms share fill the page from the largest firms; only when they do not is the index
 * asked, and its matches, of which there are then few, are sorted. Neither way reads the whole table.
 */
function searched(search: Search, asked: Asked, parameters: Parameters): string {
  const { by } = search
  const { conditions, realm, limit } = asked
  let matches: string
  let indexed: string
  if (by.kind === 'code') {
    const [pattern, from, to] = [by.pattern, by.from, by.to].map((value) => parameters.add(value))
    matches = `(e.search like ${pattern} or (e.credit_code >= ${from} and e.credit_code < ${to}))`
    indexed = matches
  } else {
    matches = `e.search like all (${parameters.add(search.patterns, 'text[]')})`
    if (by.kind === 'short')
      return largest({ ...asked, conditions: [...conditions, matches] }, `${limit} + 1`)
    const key =
      by.kind === 'letters'
        ? `e.search like ${parameters.add(by.pattern)}`
        : `string_to_array(translate(e.search, 'abcdefghijklmnopqrstuvwxyz0123456789 ', ''), null)
            @> ${parameters.add(by.characters, 'text[]')}`
    indexed = `${key} and ${matches}`
  }
  // Written so that no index fits: the place is far less selective than PostgreSQL takes a parameter to be, and
  // it would read the index of a whole province to narrow a few hundred matches.
  const beside = [...conditions, ...(realm === undefined ? [] : [realmCondition(realm)])]
  const found = [indexed, ...beside.map((condition) => `(${condition}) is true`)].join(' and ')
  return `
    with probe as materialized (
      select rank, credit_code from (${largest(asked, String(probedFirms))}) e
      where ${matches}
      order by rank, credit_code limit ${limit} + 1
    ), found as materialized (
      select ${rank} as rank, e.credit_code from brain.golden_enterprise e
      where (select count(*) from probe) <= ${limit} and ${found}
    )
    select rank, credit_code from probe where (select count(*) from probe) > ${limit}
    union all
    (select rank, credit_code from found order by rank, credit_code limit ${limit} + 1)`
}

function readCursor(cursor: string): { rank: number; creditCode: string } {
  const [, rankText, creditCode] = /^(-?\d{1,16})_([0-9A-Za-z]{1,64})$/.exec(cursor) ?? []
  if (rankText === undefined || creditCode === undefined) throw invalidCursor(cursor)
  return { rank: Number(rankText), creditCode }
}
