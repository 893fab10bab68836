import { sql } from 'kysely'
import { dataset, tableName } from '../datasets/registry.ts'
import { databaseAt, endOf, type LateRows, type Narrowing, textAt } from '../warehouse/as-of.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import { describeFirm, type Places, selectListings, selectLists, type TextRow } from './golden-enterprise.ts'
import { fusedDatasets, goldenSources } from './golden-precedence.ts'
import {
  goldenRows,
  listTable,
  listedTable,
  selectLatestScale,
  textSelect,
  textTable,
  touchedTable,
} from './golden-select.ts'
import { readPlaces } from './refresh.ts'
import { subjectDatasets } from './subjects.ts'

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
 * What was put together is kept until the sources change.
 * @param database sees every row; what a viewer may know of a firm is the caller's to ask
 */
export async function readGoldenAsOf(
  database: Database,
  codes: readonly string[],
  asOf: string,
): Promise<GoldenAsOf> {
  const sources = await readSources(database)
  const day = dayOf(sources, endOf(asOf))
  const known = new Map(codes.map((code) => [code, day.firms.get(code)]))
  const missing = codes.filter((code) => known.get(code) === undefined)
  const built = missing.length === 0 ? null : await build(database, sources, day, missing)
  const firms = codes.flatMap((code) => known.get(code) ?? built?.get(code) ?? [])
  return {
    rows: firms.map(({ row }) => row),
    late: new Set(firms.flatMap(({ row, late }) => (late ? [row.credit_code] : []))),
  }
}

interface Firm {
  readonly row: GoldenRow
  readonly late: boolean
}

type Firms = Map<string, Firm | null>

type LatestYears = readonly [demonstration: number | null, actual: number | null]

/** What one moment is read with, and the firms put together for it; null where there is none. */
interface Day {
  readonly instant: Date
  readonly latest: Map<LateRows, Promise<LatestYears>>
  readonly firms: Firms
}

/** What is worked out of the sources, as long as none has changed. */
interface Sources {
  readonly version: string
  readonly divisions: number
  readonly places: Promise<Places>
  readonly fieldSources: Promise<string>
  readonly days: Map<number, Day>
}

/** By the pool's options, which are one object for one database. */
const kept = new WeakMap<object, Sources>()

const readVersion = prepare<[datasets: readonly string[]], { version: string; divisions: number }>(
  'golden-sources',
  `select concat_ws(' ', count(*), (select version from brain.stage_state where stage = 'fusion')) as version,
     count(*) filter (where dataset = 'public/division')::int as divisions
   from brain.batch where status = 'loaded' and accepted > 0 and dataset = any($1)`,
)

async function readSources(database: Database): Promise<Sources> {
  const { options } = database.pool
  const [row] = await readVersion(database, [fusedDatasets])
  const { version = '', divisions = 0 } = row ?? {}
  const known = kept.get(options)
  if (known?.version === version) return known
  const sources: Sources = {
    version,
    divisions,
    // Divisions and the parser built from them are the same for every moment.
    places: known?.divisions === divisions ? known.places : readPlaces(database.kysely),
    fieldSources: known?.fieldSources ?? readFieldSources(database),
    days: new Map(),
  }
  kept.set(options, sources)
  for (const part of [sources.places, sources.fieldSources]) part.catch(() => kept.delete(options))
  return sources
}

/** A row takes some 3 kB. */
const mostFirms = 5000

function dayOf({ days }: Sources, instant: Date): Day {
  const known = days.get(instant.getTime())
  if (known !== undefined) return known
  const day: Day = { instant, latest: new Map(), firms: new Map() }
  if ([...days.values()].reduce((sum, { firms }) => sum + firms.size, 0) > mostFirms) days.clear()
  days.set(instant.getTime(), day)
  return day
}

/** Firms by what was in by then; those that nothing had named, by what came in first. */
async function build(
  database: Database,
  sources: Sources,
  day: Day,
  codes: readonly string[],
): Promise<Firms> {
  const named = await readTexts(database, sources, day, codes, 'absent')
  const texts = new Set(named.map(({ creditCode }) => creditCode))
  const unnamed = codes.filter((code) => !texts.has(code))
  const [known, late] = await Promise.all([
    readRows(database, sources, day, named, 'absent'),
    readTexts(database, sources, day, unnamed, 'first-version').then((first) =>
      readRows(database, sources, day, first, 'first-version'),
    ),
  ])
  const firms: Firms = new Map(codes.map((code) => [code, null]))
  for (const row of known) firms.set(row.credit_code, { row, late: false })
  for (const row of late) firms.set(row.credit_code, { row, late: true })
  if (day.firms.size + firms.size > mostFirms) day.firms.clear()
  for (const [code, firm] of firms) day.firms.set(code, firm)
  return firms
}

/** The refresh works in temporary tables; a read has them as parts of its statement, under their bare names. */
function bare(text: string): string {
  return [touchedTable, listedTable, textTable, listTable].reduce(
    (changed, table) => changed.replaceAll(table, table.replace('pg_temp.', '')),
    text,
  )
}

const listing = dataset(goldenSources.listed)

/** Rows under the firms' codes, linked to them by name, or of their listings; a listing keeps its security code. */
function rowsOf(codes: string): Narrowing {
  const own = (alias: string) => `${alias}.credit_code = any(${codes})`
  const linked = (id: string, alias: string) =>
    `${alias}.row_id = any(array(select row_id from firm_link where dataset = '${id}'))`
  const listings = (suffix?: string) =>
    `select security_code from ${tableName(listing, suffix)} l where ${own('l')} or ${linked(listing.id, 'l')}`
  return {
    parts: `firm_link as materialized (
        select dataset, row_id from brain.enterprise_alias a where ${own('a')} and outcome = 'link'),
      firm_listing as materialized (${listings()} union ${listings('_history')})`,
    condition: ({ id, columns }, alias) =>
      [
        own(alias),
        ...(subjectDatasets.includes(id) ? [linked(id, alias)] : []),
        ...(columns['security_code'] === undefined
          ? []
          : [`${alias}.security_code = any(array(select security_code from firm_listing))`]),
      ].join(' or '),
  }
}

const firms = (codes: string) => `
  fusion_touched as materialized (select code collate "C" as credit_code from unnest(${codes}) code),
  fusion_listed as materialized (${bare(selectListings)})`

/** Hidden from the planner, which would otherwise plan every execution anew and gain nothing by it. */
const hidden = (placeholder: string, type: string) => `(select ${placeholder}::${type})::${type}`

/** $1 = last code seen, $2 = codes a page, $3 = codes, $4 = the instant. */
const textsText = (lateRows: LateRows) =>
  textAt(`with ${firms(hidden('$3', 'text[]'))} ${bare(textSelect)}`, {
    at: hidden('$4', 'timestamptz'),
    lateRows,
    narrowing: rowsOf(hidden('$3', 'text[]')),
  })

/** $1 = codes, $2 = texts, $3 = the instant, $4 and $5 = latest years of fictional and of actual firms. */
const rowsText = (lateRows: LateRows, fieldSources: string) =>
  textAt(
    `with ${firms(hidden('$1', 'text[]'))},
      latest (demonstration, year) as (values (true, $4::bigint), (false, $5::bigint)),
      fusion_text as materialized (
        select "creditCode" collate "C" as credit_code, "nameKey" as name_key, search,
          "provinceCode" as province_code, "cityCode" as city_code, "countyCode" as county_code,
          "authorityCode" as authority_code, basis as place_basis
        from jsonb_to_recordset($2::jsonb) as text("creditCode" text, "nameKey" text, search text,
          "provinceCode" text, "cityCode" text, "countyCode" text, "authorityCode" text, basis text)),
      fusion_list (credit_code, products, products_source, honours, honours_source)
        as materialized (${bare(selectLists)}),
      known as materialized (${bare(goldenRows)})
    select to_jsonb(known) || jsonb_build_object('field_sources', ${fieldSources}) as row from known`,
    { at: hidden('$3', 'timestamptz'), lateRows, narrowing: rowsOf(hidden('$1', 'text[]')) },
  )

const textsTexts = { absent: textsText('absent'), 'first-version': textsText('first-version') } as const

type Text = ReturnType<typeof describeFirm>

/** Firms that a source names. */
async function readTexts(
  database: Database,
  sources: Sources,
  { instant }: Day,
  codes: readonly string[],
  lateRows: LateRows,
): Promise<Text[]> {
  if (codes.length === 0) return []
  const [places, { rows }] = await Promise.all([
    sources.places,
    database.pool.query<TextRow>({
      name: `golden-texts-${lateRows}`,
      text: textsTexts[lateRows],
      values: ['', codes.length, [...codes], instant],
    }),
  ])
  return rows.flatMap(({ name, ...row }) => (name === null ? [] : [describeFirm({ ...row, name }, places)]))
}

async function readRows(
  database: Database,
  sources: Sources,
  day: Day,
  texts: readonly Text[],
  lateRows: LateRows,
): Promise<GoldenRow[]> {
  if (texts.length === 0) return []
  const [fieldSources, latest] = await Promise.all([
    sources.fieldSources,
    latestYears(database, day, lateRows),
  ])
  const { rows } = await database.pool.query<{ row: GoldenRow }>({
    name: `golden-rows-${lateRows}`,
    text: rowsText(lateRows, fieldSources),
    values: [texts.map(({ creditCode }) => creditCode), JSON.stringify(texts), day.instant, ...latest],
  })
  return rows.map(({ row }) => row)
}

/** Asked of all reports, not only those of some firms. */
function latestYears(database: Database, { instant, latest }: Day, lateRows: LateRows): Promise<LatestYears> {
  const known = latest.get(lateRows)
  if (known !== undefined) return known
  const reading = databaseAt(database, instant, lateRows)
    .pool.query<{ demonstration: boolean; year: number }>(selectLatestScale)
    .then(({ rows }): LatestYears => {
      const of = (fictional: boolean) =>
        rows.find(({ demonstration }) => demonstration === fictional)?.year ?? null
      return [of(true), of(false)]
    })
  latest.set(lateRows, reading)
  reading.catch(() => latest.delete(lateRows))
  return reading
}

/** How the table derives field_sources: told by the database, which holds the only definition. */
async function readFieldSources(database: Database): Promise<string> {
  const { rows } = await sql<{ expression: string }>`
    select pg_get_expr(adbin, adrelid) as expression
    from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum
    where adrelid = 'brain.golden_enterprise'::regclass and attname = 'field_sources'`.execute(
    database.kysely,
  )
  if (rows[0] === undefined) throw new Error('brain.golden_enterprise 没有 field_sources 列')
  return rows[0].expression
}
