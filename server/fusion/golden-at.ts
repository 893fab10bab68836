import { sql } from 'kysely'
import { databaseAt, endOf } from '../warehouse/as-of.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion } from '../warehouse/stage-state.ts'
import { describeFirm, type Places, selectListings, selectLists, type TextRow } from './golden-enterprise.ts'
import { goldenRows, listTable, listedTable, textSelect, textTable, touchedTable } from './golden-select.ts'
import { readPlaces } from './refresh.ts'

/** Rows with the columns of brain.golden_enterprise but updated_at, as jsonb writes them. */
type GoldenRow = Readonly<Record<string, unknown>> & { readonly credit_code: string }

export interface GoldenAsOf {
  readonly rows: readonly GoldenRow[]
  /** Firms that no source had named by then: described by the first versions that came in later. */
  readonly late: ReadonlySet<string>
}

/**
 * Golden enterprises of some firms as the sources stood at the end of `asOf` ('YYYY-MM' or 'YYYY-MM-DD'), by
 * the rules of the refresh. Which rows belong to a firm by name is known as of today.
 * @param database sees every row; what a viewer may know of a firm is the caller's to ask
 */
export async function readGoldenAsOf(
  database: Database,
  codes: readonly string[],
  asOf: string,
): Promise<GoldenAsOf> {
  const instant = endOf(asOf)
  const known = await readGolden(databaseAt(database, instant, 'absent'), codes)
  const found = new Set(known.map((row) => row.credit_code))
  const missing = codes.filter((code) => !found.has(code))
  const later = missing.length === 0 ? [] : await readGolden(databaseAt(database, instant), missing)
  return { rows: [...known, ...later], late: new Set(later.map((row) => row.credit_code)) }
}

/** The refresh works in temporary tables; a read has them as parts of its statement, under their bare names. */
function bare(text: string): string {
  return [touchedTable, listedTable, textTable, listTable].reduce(
    (changed, table) => changed.replaceAll(table, table.replace('pg_temp.', '')),
    text,
  )
}

const firms = (placeholder: string) => `
  fusion_touched as materialized (select code collate "C" as credit_code from unnest(${placeholder}::text[]) code),
  fusion_listed as materialized (${bare(selectListings)})`

async function readGolden(database: Database, codes: readonly string[]): Promise<GoldenRow[]> {
  const [places, found, sources] = await Promise.all([
    knownPlaces(database),
    database.pool.query<TextRow>(`with ${firms('$3')} ${bare(textSelect)}`, ['', codes.length, [...codes]]),
    fieldSources(database),
  ])
  const texts = found.rows.flatMap(({ name, ...row }) =>
    name === null ? [] : [describeFirm({ ...row, name }, places)],
  )
  const { rows } = await database.pool.query<{ row: GoldenRow }>(
    `with ${firms('$1')},
      fusion_text as materialized (
        select "creditCode" collate "C" as credit_code, "nameKey" as name_key, search,
          "provinceCode" as province_code, "cityCode" as city_code, "countyCode" as county_code,
          "authorityCode" as authority_code, basis as place_basis
        from jsonb_to_recordset($2::jsonb) as text("creditCode" text, "nameKey" text, search text,
          "provinceCode" text, "cityCode" text, "countyCode" text, "authorityCode" text, basis text)),
      fusion_list (credit_code, products, products_source, honours, honours_source)
        as materialized (${bare(selectLists)}),
      known as materialized (${bare(goldenRows)})
    select to_jsonb(known) || jsonb_build_object('field_sources', ${sources}) as row from known`,
    [[...codes], JSON.stringify(texts)],
  )
  return rows.map(({ row }) => row)
}

const read = new WeakMap<object, { readonly version: number; readonly places: Promise<Places> }>()

/** Divisions and the parser built from them, once per version of the dataset; the same for every moment. */
async function knownPlaces(database: Database): Promise<Places> {
  const { options } = database.pool
  const version = await inputsVersion(database, ['public/division'])
  const known = read.get(options)
  if (known?.version === version) return known.places
  const places = readPlaces(database.kysely)
  read.set(options, { version, places })
  places.catch(() => read.delete(options))
  return places
}

/** How the table derives field_sources: told by the database, which holds the only definition. */
async function fieldSources(database: Database): Promise<string> {
  const { rows } = await sql<{ expression: string }>`
    select pg_get_expr(adbin, adrelid) as expression
    from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
    where adrelid = 'brain.golden_enterprise'::regclass and attname = 'field_sources'`.execute(
    database.kysely,
  )
  if (rows[0] === undefined) throw new Error('brain.golden_enterprise 没有 field_sources 列')
  return rows[0].expression
}
