import { sql } from 'kysely'
import { monthsBefore } from '../chain/members.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import type { Filing } from './score.ts'
import { type Move, readMoves } from './moves.ts'
import { type Places, readPlaces } from './places.ts'

/** Something the firm did at a place, at its seat or elsewhere. */
export interface PlacedEvent {
  readonly date: string
  /** What the firm invested in, or the project it won. */
  readonly subject: string
  /** Code in force. */
  readonly county: string
  readonly ratio: number | null
  readonly source: SourceRef
}

export interface FirmFacts {
  readonly creditCode: string
  readonly name: string
  /** Today's seat: county, or city where the county is not known; null = neither. */
  readonly county: string | null
  readonly industryCode: string | null
  readonly registeredOn: string | null
  /** Neither closed nor revoked, today. */
  readonly inForce: boolean
  /** Ascending, as all lists here. */
  readonly moves: readonly Move[]
  readonly investments: readonly PlacedEvent[]
  readonly tenders: readonly PlacedEvent[]
  readonly filings: readonly Filing[]
  /** By month of the facts; NaN = no record. */
  readonly electricity: Float64Array | null
  readonly headcount: Float64Array | null
}

export interface MigrationFacts {
  readonly months: readonly string[]
  readonly places: Places
  readonly firms: readonly FirmFacts[]
  /** Every move of the realm, also of firms without other facts. */
  readonly moves: readonly Move[]
}

/** Datasets a forecast of moves rests on; the moves themselves are among them. */
export const migrationDatasets = [
  'public/registration-change',
  'public/outbound-investment',
  'public/tender-award',
  'public/electricity-use',
  'public/insured-headcount',
  'public/division',
] as const

/** Months an early signal keeps its weight. */
export const earlyMonths = 14

type FirmRow = Pick<FirmFacts, 'creditCode' | 'name' | 'county' | 'industryCode' | 'registeredOn' | 'inForce'>

/**
 * What is known of every firm of the realm that has any early or middle signal to look at.
 * @param months months of the series, ascending
 */
export async function readMigrationFacts(
  database: Database,
  realm: Realm,
  months: readonly string[],
): Promise<MigrationFacts> {
  const places = await readPlaces(database)
  const first = `${monthsBefore(months[0] ?? '', earlyMonths)}-01`
  const [moves, investments, tenders, filings, electricity, headcount] = await Promise.all([
    readMoves(database, places, { realm }),
    readInvestments(database, realm, first),
    readTenders(database, realm, first),
    readFilings(database, realm, first),
    readSeries(database, realm, months, 'electricity_use', 'kwh'),
    readSeries(database, realm, months, 'insured_headcount', 'headcount'),
  ])
  const known = new Set([
    ...investments.keys(),
    ...tenders.keys(),
    ...electricity.keys(),
    ...headcount.keys(),
  ])
  const movesByFirm = Map.groupBy(moves, (move) => move.creditCode)
  const placed = (events: readonly PlacedEvent[] = []) =>
    events.map((event) => ({ ...event, county: places.current(event.county) }))
  const firms = (await readFirms(database, realm, [...known])).map((firm): FirmFacts => ({
    ...firm,
    county: firm.county === null ? null : places.current(firm.county),
    moves: movesByFirm.get(firm.creditCode) ?? [],
    investments: placed(investments.get(firm.creditCode)),
    tenders: placed(tenders.get(firm.creditCode)),
    filings: filings.get(firm.creditCode) ?? [],
    electricity: electricity.get(firm.creditCode) ?? null,
    headcount: headcount.get(firm.creditCode) ?? null,
  }))
  return { months, places, firms, moves }
}

async function readFirms(database: Database, realm: Realm, codes: readonly string[]): Promise<FirmRow[]> {
  const { rows } = await sql<FirmRow>`
    select credit_code as "creditCode", name, coalesce(county_code, city_code) as county,
           industry_code as "industryCode", registered_on as "registeredOn",
           coalesce(status, '存续') not in ('注销', '吊销') as "inForce"
    from brain.golden_enterprise
    where demonstration = ${realm === 'demonstration'} and credit_code = any(${codes})
    order by credit_code`.execute(database.kysely)
  return rows
}

function ofRealm(column: string, realm: Realm) {
  return sql`(substr(${sql.ref(column)}, 9, 4) = 'DEM0') = ${realm === 'demonstration'}`
}

type Events = Map<string, PlacedEvent[]>

async function readInvestments(database: Database, realm: Realm, first: string): Promise<Events> {
  const { rows } = await sql<PlacedEvent & { creditCode: string }>`
    select credit_code as "creditCode", invested_on as date, target_name as subject,
           target_county_code as county, ratio, ${sourceRef('public/outbound-investment', 'investment')} as source
    from public_warehouse.outbound_investment investment
    where target_county_code is not null and invested_on >= ${first}::date and ${ofRealm('credit_code', realm)}
    order by invested_on`.execute(database.kysely)
  return Map.groupBy(rows, (row) => row.creditCode)
}

/** Awards name their winner by code, or by a name that fusion linked. */
async function readTenders(database: Database, realm: Realm, first: string): Promise<Events> {
  const { rows } = await sql<PlacedEvent & { creditCode: string }>`
    select winner as "creditCode", date, subject, county, null as ratio, source
    from (
      select coalesce(award.supplier_credit_code, alias.credit_code) as winner, award.awarded_on as date,
             coalesce(award.project, '未载明项目') as subject, award.region_code as county,
             ${sourceRef('public/tender-award', 'award')} as source
      from public_warehouse.tender_award award
      left join brain.enterprise_alias alias on award.supplier_credit_code is null
        and alias.dataset = 'public/tender-award' and alias.row_id = award.row_id and alias.outcome = 'link'
      where award.region_code is not null and award.awarded_on >= ${first}::date
    ) won
    where winner is not null and ${ofRealm('winner', realm)}
    order by date`.execute(database.kysely)
  return Map.groupBy(rows, (row) => row.creditCode)
}

/** 法定代表人 and 股东: part of many moves, seldom before them. */
async function readFilings(database: Database, realm: Realm, first: string): Promise<Map<string, Filing[]>> {
  const { rows } = await sql<Filing & { creditCode: string; before: string | null; after: string | null }>`
    select credit_code as "creditCode", changed_on as date, replace(item, '变更标记', '') as item,
           coalesce(nullif(concat_ws(' → ', before, after), ''), '登记机关记载已变更') as detail,
           ${sourceRef('public/registration-change', 'change')} as source
    from public_warehouse.registration_change change
    where item in ('法定代表人变更标记', '股东') and changed_on >= ${first}::date and ${ofRealm('credit_code', realm)}
    order by changed_on`.execute(database.kysely)
  return Map.groupBy(rows, (row) => row.creditCode)
}

/** Figures of each firm by position of the month; one text a firm, as rows would cost more than the query. */
async function readSeries(
  database: Database,
  realm: Realm,
  months: readonly string[],
  table: 'electricity_use' | 'insured_headcount',
  column: 'kwh' | 'headcount',
): Promise<Map<string, Float64Array>> {
  const positions = new Map(months.map((month, position) => [month, position]))
  const { rows } = await sql<{ credit_code: string; figures: string }>`
    select credit_code, string_agg(month || ${sql.ref(column)}, ',') as figures
    from public_warehouse.${sql.raw(table)}
    where month >= ${months[0] ?? ''} and month <= ${months.at(-1) ?? ''} and ${ofRealm('credit_code', realm)}
    group by credit_code`.execute(database.kysely)
  return new Map(
    rows.map(({ credit_code, figures }) => {
      const series = new Float64Array(months.length).fill(NaN)
      for (const figure of figures.split(',')) {
        const position = positions.get(figure.slice(0, monthLength))
        if (position !== undefined) series[position] = Number(figure.slice(monthLength))
      }
      return [credit_code, series]
    }),
  )
}

const monthLength = 'YYYY-MM'.length
