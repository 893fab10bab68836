import { CompiledQuery, type Transaction, sql } from 'kysely'
import { dataset, tableName } from '../datasets/registry.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { AddressParser } from './address.ts'
import type { DivisionIndex } from './division-index.ts'
import { normaliseEnterpriseName } from './enterprise-name.ts'
import { locate } from './golden-place.ts'
import {
  goldenInsert,
  goldenUpsert,
  listTable,
  listedTable,
  sourceJson,
  textSelect,
  textTable,
  touchedTable,
} from './golden-select.ts'
import { readPinyin } from './pinyin.ts'

export interface Places {
  readonly divisions: DivisionIndex
  readonly parse: AddressParser
}

const page = 20_000

/** Creates the temporary tables of one refresh. */
export async function prepareTemporaryTables(transaction: Transaction<Schema>): Promise<void> {
  await run(
    transaction,
    `create temp table fusion_touched (credit_code text collate "C" primary key) on commit drop`,
  )
  await run(
    transaction,
    `create temp table fusion_listed (credit_code text collate "C" primary key, row_id bigint not null) on commit drop`,
  )
  await run(
    transaction,
    `create temp table fusion_text (credit_code text collate "C" primary key, name_key text collate "C" not null,
       search text not null, province_code text, city_code text, county_code text, authority_code text, place_basis text)
     on commit drop`,
  )
  await run(
    transaction,
    `create temp table fusion_list (credit_code text collate "C" primary key, products text[], products_source jsonb,
       honours text[], honours_source jsonb) on commit drop`,
  )
}

/**
 * Computes the golden enterprises whose codes stand in the touched table, and empties it.
 * @returns how many firms were written or removed
 */
export async function writeGolden(
  transaction: Transaction<Schema>,
  places: Places,
  now: Date,
): Promise<number> {
  const bulk = await isEmpty(transaction)
  await run(transaction, `truncate ${listedTable}, ${textTable}, ${listTable}`)
  await run(transaction, `analyze ${touchedTable}`)
  await run(transaction, linkListings)
  await run(transaction, `analyze ${listedTable}`)
  await writeTexts(transaction, places)
  await run(transaction, collectLists)
  await run(transaction, `analyze ${textTable}, ${listTable}`)
  const written = bulk ? await insertAll(transaction, now) : await run(transaction, goldenUpsert, [now])
  const removed = await run(
    transaction,
    `delete from brain.golden_enterprise g using ${touchedTable} k
     where g.credit_code = k.credit_code
       and not exists (select from ${textTable} text where text.credit_code = k.credit_code)`,
  )
  await run(transaction, `truncate ${touchedTable}`)
  return written + removed
}

/** Indexes built over all rows at once take a third of the time of indexes kept up row by row. */
async function insertAll(transaction: Transaction<Schema>, now: Date): Promise<number> {
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select format('%I.%I', schemaname, indexname) as name, indexdef as definition from pg_indexes
    where schemaname = 'brain' and tablename = 'golden_enterprise' and indexname <> 'golden_enterprise_pkey'`.execute(
    transaction,
  )
  for (const { name } of indexes) await run(transaction, `drop index ${name}`)
  const written = await run(transaction, goldenInsert, [now])
  for (const { definition } of indexes) await run(transaction, definition)
  await run(transaction, 'analyze brain.golden_enterprise')
  return written
}

async function isEmpty(transaction: Transaction<Schema>): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select from brain.golden_enterprise) as empty`.execute(transaction)
  return rows[0]?.empty ?? true
}

async function run(
  transaction: Transaction<Schema>,
  text: string,
  parameters: unknown[] = [],
): Promise<number> {
  const result = await transaction.executeQuery(CompiledQuery.raw(text, parameters))
  return Number(result.numAffectedRows ?? 0)
}

const listings = tableName(dataset('public/listed-company'))
const products = tableName(dataset('enterprise/enterprise-product'))
const honours = tableName(dataset('public/honour'))

/** The listing of each touched firm: by its own credit code first, else as linked by name. */
export const selectListings = `
  select distinct on (credit_code) credit_code, row_id from (
    select k.credit_code, l.row_id, l.security_code, 0 as rank
      from ${touchedTable} k join ${listings} l on l.credit_code = k.credit_code
    union all
    select k.credit_code, l.row_id, l.security_code, 1
      from ${touchedTable} k
      join brain.enterprise_alias a on a.credit_code = k.credit_code
        and a.dataset = 'public/listed-company' and a.outcome = 'link'
      join ${listings} l on l.row_id = a.row_id and l.credit_code is null
  ) found order by credit_code, rank, security_code`

const linkListings = `insert into ${listedTable} ${selectListings}`

const ownOrLinked = (table: string, id: string): string => `
    select k.credit_code as firm, s.* from ${touchedTable} k join ${table} s on s.credit_code = k.credit_code
    union all
    select k.credit_code, s.* from ${touchedTable} k
      join brain.enterprise_alias a on a.credit_code = k.credit_code and a.dataset = '${id}' and a.outcome = 'link'
      join ${table} s on s.row_id = a.row_id and s.credit_code is null`

/** Products and honours of each touched firm, with the row each list begins with. */
export const selectLists = `
  with product_row as (
    ${ownOrLinked(products, 'enterprise/enterprise-product')}
    union all
    select l.credit_code, s.* from ${listedTable} l
      join ${listings} company on company.row_id = l.row_id
      join ${products} s on s.security_code = company.security_code and s.credit_code is null
  ), product as (
    select firm, array_agg(product order by ratio desc nulls last, product) as values,
      (array_agg(source order by ratio desc nulls last, product))[1]
        || jsonb_build_object('rows', sum(rows)) as source
    from (
      select firm, product, max(revenue_ratio) as ratio, count(*) as rows,
        (array_agg(${sourceJson('enterprise/enterprise-product', 's')} order by s.row_id))[1] as source
      from product_row s group by firm, product
    ) s group by firm
  ), honour as (
    select firm, array_agg(kind order by rank, kind) as values,
      (array_agg(source order by rank, kind))[1] || jsonb_build_object('rows', sum(rows)) as source
    from (
      select firm, kind, count(*) as rows,
        min(case s.level when '国家级' then 1 when '省级' then 2 when '市级' then 3 else 4 end) as rank,
        (array_agg(${sourceJson('public/honour', 's')} order by s.row_id))[1] as source
      from (${ownOrLinked(honours, 'public/honour')}) s group by firm, kind
    ) s group by firm
  )
  select coalesce(product.firm, honour.firm), product.values, product.source, honour.values, honour.source
  from product full join honour on honour.firm = product.firm`

const collectLists = `insert into ${listTable} ${selectLists}`

export interface TextRow {
  readonly credit_code: string
  /** Null when no source that names firms knows the code; there is no golden enterprise then. */
  readonly name: string | null
  readonly address: string | null
  readonly declared_code: string | null
  readonly authority_code: string | null
  readonly short_names: readonly string[]
  readonly former_names: readonly string[] | null
}

/** Keys, pinyin and places of the touched firms, worked out here page by page. */
async function writeTexts(transaction: Transaction<Schema>, places: Places): Promise<void> {
  for (let after = ''; ;) {
    const { rows } = await transaction.executeQuery<TextRow>(CompiledQuery.raw(textSelect, [after, page]))
    const texts = rows.flatMap(({ name, ...row }) =>
      name === null ? [] : [describeFirm({ ...row, name }, places)],
    )
    await sql`
      insert into pg_temp.fusion_text
      select * from unnest(${texts.map((text) => text.creditCode)}::text[], ${texts.map((text) => text.nameKey)}::text[],
        ${texts.map((text) => text.search)}::text[], ${texts.map((text) => text.provinceCode)}::text[],
        ${texts.map((text) => text.cityCode)}::text[], ${texts.map((text) => text.countyCode)}::text[],
        ${texts.map((text) => text.authorityCode)}::text[], ${texts.map((text) => text.basis)}::text[])`.execute(
      transaction,
    )
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = last.credit_code
  }
}

/** What is worked out of a firm's texts outside SQL: the row of the text table. */
export function describeFirm(row: TextRow & { readonly name: string }, { parse, divisions }: Places) {
  const others = [...row.short_names, ...(row.former_names ?? [])].filter((name) => name !== row.name)
  return {
    creditCode: row.credit_code,
    nameKey: normaliseEnterpriseName(row.name),
    search: searchText(row.name, others),
    authorityCode: row.authority_code,
    ...locate(
      { address: row.address, declaredCode: row.declared_code, authorityCode: row.authority_code },
      parse,
      divisions,
    ),
  }
}

/** What a search may name a firm by, in lower case: name, pinyin, initials, short and former names. */
export function searchText(name: string, others: readonly string[]): string {
  const { full, initials } = readPinyin(name)
  return [name, full, initials, ...others].join(' ').normalize('NFKC').toLowerCase()
}
