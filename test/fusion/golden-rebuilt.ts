import { sql } from 'kysely'
import {
  describeFirm,
  selectListings,
  selectLists,
  type TextRow,
} from '../../server/fusion/golden-enterprise.ts'
import {
  goldenRows,
  listTable,
  listedTable,
  selectLatestScale,
  textSelect,
  textTable,
  touchedTable,
} from '../../server/fusion/golden-select.ts'
import { readPlaces } from '../../server/fusion/refresh.ts'
import { databaseAt, endOf, type LateRows } from '../../server/warehouse/as-of.ts'
import type { Database } from '../../server/warehouse/database.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Golden enterprises at the end of `asOf`, put together from all rows of the sources by the refresh's own
 * statements: no choice of rows beforehand, nothing kept. By credit code; `late` where nothing had named the firm.
 */
export async function rebuildAsOf(database: Database, codes: readonly string[], asOf: string) {
  const known = await rebuild(database, codes, asOf, 'absent')
  const missing = codes.filter((code) => !known.has(code))
  const late = await rebuild(database, missing, asOf, 'first-version')
  return { rows: new Map([...known, ...late]), late: new Set(late.keys()) }
}

async function rebuild(database: Database, codes: readonly string[], asOf: string, lateRows: LateRows) {
  const past = databaseAt(database, endOf(asOf), lateRows)
  const firms = (placeholder: string) => `
    with fusion_touched as materialized (select code collate "C" as credit_code from unnest(${placeholder}::text[]) code),
    fusion_listed as materialized (${bare(selectListings)})`
  const places = await readPlaces(database.kysely)
  const found = await past.pool.query<TextRow>(`${firms('$3')} ${bare(textSelect)}`, [
    '',
    codes.length,
    [...codes],
  ])
  const texts = found.rows.flatMap(({ name, ...row }) =>
    name === null ? [] : [describeFirm({ ...row, name }, places)],
  )
  const { rows } = await past.pool.query<{ row: Row & { credit_code: string } }>(
    `${firms('$1')},
      latest as (${selectLatestScale}),
      fusion_text as materialized (
        select "creditCode" collate "C" as credit_code, "nameKey" as name_key, search,
          "provinceCode" as province_code, "cityCode" as city_code, "countyCode" as county_code,
          "authorityCode" as authority_code, basis as place_basis
        from jsonb_to_recordset($2::jsonb) as text("creditCode" text, "nameKey" text, search text,
          "provinceCode" text, "cityCode" text, "countyCode" text, "authorityCode" text, basis text)),
      fusion_list (credit_code, products, products_source, honours, honours_source)
        as materialized (${bare(selectLists)}),
      known as materialized (${bare(goldenRows)})
    select to_jsonb(known) || jsonb_build_object('field_sources', ${await fieldSources(database)}) as row from known`,
    [[...codes], JSON.stringify(texts)],
  )
  return new Map(rows.map(({ row }) => [row.credit_code, row]))
}

function bare(text: string): string {
  return [touchedTable, listedTable, textTable, listTable].reduce(
    (changed, table) => changed.replaceAll(table, table.replace('pg_temp.', '')),
    text,
  )
}

async function fieldSources(database: Database): Promise<string> {
  const { rows } = await sql<{ expression: string }>`
    select pg_get_expr(adbin, adrelid) as expression
    from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
    where adrelid = 'brain.golden_enterprise'::regclass and attname = 'field_sources'`.execute(
    database.kysely,
  )
  return rows[0]?.expression ?? 'null'
}
