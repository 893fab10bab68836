import { sql } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { endOfMonth, monthsBefore } from '../chain/members.ts'
import { latestMonth } from '../chain/realms.ts'
import type { Realm } from '../domain/realm.ts'
import { regionContains, regionLevel, regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import type { Severity, WatchPoint, WatchSignal } from '../warehouse/schema/alerts.ts'
import { computeWatch } from './watch.ts'
import { type Move, readMoves } from './moves.ts'
import { type Places, readPlaces } from './places.ts'

export interface MigrationQuery {
  readonly region: string
  readonly realm: Realm
  /** Absent = all firms of the realm. */
  readonly chain?: string | undefined
  /** 'YYYY-MM' or 'YYYY-MM-DD'; absent = the latest. */
  readonly asOf?: string | undefined
  readonly months: number
}

export interface Window {
  readonly from: string
  readonly to: string
  readonly firstDay: string
  /** The day after the last. */
  readonly until: string
}

interface Place {
  readonly code: string
  readonly name: string
  readonly longitude: number | null
  readonly latitude: number | null
}

/** Moves of the window between the regions one level below, and across the border of the region. */
export async function readFlows(database: Database, query: MigrationQuery) {
  const places = await readPlaces(database)
  const window = await readWindow(database, query)
  const moves = (await readWindowMoves(database, places, query, window)).map((move) => ({
    ...move,
    leaves: regionContains(query.region, move.origin) && !regionContains(query.region, move.destination),
    arrives: !regionContains(query.region, move.origin) && regionContains(query.region, move.destination),
  }))
  const place = (code: string): Place => ({ code, name: places.name(code), ...places.point(code) })
  const flows = Map.groupBy(
    moves,
    (move) => `${nodeOf(query.region, move.origin)}>${nodeOf(query.region, move.destination)}`,
  )
  return {
    region: { code: query.region, name: places.name(query.region) },
    realm: query.realm,
    from: window.from,
    to: window.to,
    inflow: moves.filter((move) => move.arrives).length,
    outflow: moves.filter((move) => move.leaves).length,
    flows: [...flows.values()]
      .flatMap((group) => {
        const [first] = group
        if (first === undefined) return []
        const origin = nodeOf(query.region, first.origin)
        const destination = nodeOf(query.region, first.destination)
        if (origin === destination) return []
        const direction: 'in' | 'out' | 'within' = first.leaves ? 'out' : first.arrives ? 'in' : 'within'
        return [
          { origin: place(origin), destination: place(destination), enterprises: group.length, direction },
        ]
      })
      .toSorted((a, b) => b.enterprises - a.enterprises || (a.origin.code < b.origin.code ? -1 : 1)),
    byMonth: monthsOf(window).map((month) => ({
      month,
      inflow: moves.filter((move) => move.arrives && move.date.startsWith(month)).length,
      outflow: moves.filter((move) => move.leaves && move.date.startsWith(month)).length,
    })),
  }
}

/** Moves that touch the region, the newest first. */
export async function readEvents(
  database: Database,
  query: MigrationQuery & { readonly limit: number; readonly offset: number },
) {
  const places = await readPlaces(database)
  const moves = await readWindowMoves(database, places, query, await readWindow(database, query))
  const end = query.offset + query.limit
  const items = moves
    .toReversed()
    .slice(query.offset, end)
    .map((move) => ({
      creditCode: move.creditCode,
      name: move.name,
      demonstration: query.realm === 'demonstration',
      date: move.date,
      origin: { code: move.origin, name: places.fullName(move.origin) },
      destination: { code: move.destination, name: places.fullName(move.destination) },
      level: `cross_${move.distance}` as const,
      source: move.source,
    }))
  return { items, total: moves.length, nextCursor: end < moves.length ? String(end) : null }
}

interface WatchRow {
  readonly creditCode: string
  readonly name: string
  readonly demonstration: boolean
  readonly county: string
  readonly segment: string | null
  readonly revenue: number | null
  readonly employees: number | null
  readonly score: number
  readonly level: Severity
  readonly points: WatchPoint[]
  readonly signals: WatchSignal[]
  readonly total: number
}

/**
 * Firms worth a visit, the highest score first: stored for the latest month, computed from the facts of the
 * time for earlier ones. Revenue and staff are those known today.
 */
export async function readWatchList(
  database: Database,
  query: MigrationQuery & { readonly limit: number; readonly offset: number },
) {
  const { region, realm, chain, asOf, limit, offset } = query
  const latest = await latestMonth(database, realm)
  const moment = asOf === undefined || asOf.slice(0, 7) >= latest ? { month: latest } : momentOf(asOf)
  const earlier = moment.month < latest ? await computeWatch(database, realm, moment) : null
  const listed =
    earlier === null
      ? sql`select credit_code, county_code, score, level, points, signals from brain.migration_watch
          where realm = ${realm} and month = ${latest}`
      : sql`select "creditCode" as credit_code, seat as county_code, score, level, points, signals
          from jsonb_to_recordset(${JSON.stringify(earlier)}::jsonb)
            as row("creditCode" text, seat text, score float8, level text, points jsonb, signals jsonb)`
  const { rows } = await sql<WatchRow>`
    select golden.credit_code as "creditCode", golden.name, golden.demonstration,
           listed.county_code as county, member.segment,
           golden.revenue::float8 / 100 as revenue, golden.employees,
           listed.score, listed.level, listed.points, listed.signals, count(*) over ()::int as total
    from (${listed}) listed
    join brain.golden_enterprise golden using (credit_code)
    left join lateral (
      select segment from brain.enterprise_segment
      where credit_code = golden.credit_code ${chain === undefined ? sql`` : sql`and chain = ${chain}`}
      order by confidence desc, chain, segment limit 1
    ) member on true
    where listed.county_code like ${`${regionPrefix(region)}%`}
      ${chain === undefined ? sql`` : sql`and member.segment is not null`}
    order by listed.score desc, golden.revenue desc nulls last, golden.credit_code
    limit ${limit} offset ${offset}`.execute(database.kysely)
  const [places, segments, backtest] = await Promise.all([
    readPlaces(database),
    readSegmentTitles(),
    readBacktest(database, realm),
  ])
  const total = rows[0]?.total ?? 0
  const end = offset + rows.length
  return {
    items: rows.map((row) => ({
      creditCode: row.creditCode,
      name: row.name,
      demonstration: row.demonstration,
      region: { code: row.county, name: places.fullName(row.county) },
      segment:
        row.segment === null ? null : { id: row.segment, title: segments.get(row.segment) ?? row.segment },
      revenue: row.revenue,
      employees: row.employees,
      score: row.score,
      level: row.level,
      points: row.points,
      signals: row.signals,
    })),
    total,
    nextCursor: end < total ? String(end) : null,
    month: moment.month,
    backtest,
  }
}

/** A day in a month: the series end with the month before it, dated signals with the day itself. */
function momentOf(asOf: string): { readonly month: string; readonly until?: string } {
  const month = asOf.slice(0, 7)
  const until = asOf.length > 7 ? dayAfter(asOf) : endOfMonth(month)
  return until < endOfMonth(month) ? { month: monthsBefore(month, 1), until } : { month }
}

async function readSegmentTitles(): Promise<ReadonlyMap<string, string>> {
  const chains = await readChainStandards()
  return new Map(chains.flatMap((chain) => chain.segments.map(({ id, title }) => [id, title])))
}

async function readBacktest(database: Database, realm: Realm) {
  const { rows } = await sql<{
    note: string
    k: number
    precisionAtK: number
    baselinePrecisionAtK: number
    recall: number
    medianLeadDays: number | null
    origins: number
  }>`
    select note, k, precision_at_k as "precisionAtK", baseline_precision_at_k as "baselinePrecisionAtK", recall,
           median_lead_days as "medianLeadDays", origins
    from brain.migration_backtest where realm = ${realm}`.execute(database.kysely)
  return rows[0] ?? null
}

/** Ends with the month asked for; else with the latest figures, or with a move that came in since. */
export async function readWindow(
  database: Database,
  { realm, asOf, months }: MigrationQuery,
): Promise<Window> {
  const to = asOf?.slice(0, 7) ?? (await lastMonth(database, realm))
  const from = monthsBefore(to, months - 1)
  const until = asOf !== undefined && asOf.length > 7 ? dayAfter(asOf) : endOfMonth(to)
  return { from, to, firstDay: `${from}-01`, until }
}

async function lastMonth(database: Database, realm: Realm): Promise<string> {
  const [latest, { rows }] = await Promise.all([
    latestMonth(database, realm),
    sql<{ month: string | null }>`
      select to_char(max(changed_on), 'YYYY-MM') as month from public_warehouse.registration_change
      where item = '住所' and (substr(credit_code, 9, 4) = 'DEM0') = ${realm === 'demonstration'}`.execute(
      database.kysely,
    ),
  ])
  const moved = rows[0]?.month ?? latest
  return moved > latest ? moved : latest
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

async function readWindowMoves(
  database: Database,
  places: Places,
  { region, realm, chain }: MigrationQuery,
  window: Window,
): Promise<Move[]> {
  const moves = await readMoves(database, places, {
    realm,
    chain,
    from: window.firstDay,
    until: window.until,
  })
  return moves.filter(
    (move) => regionContains(region, move.origin) || regionContains(region, move.destination),
  )
}

function monthsOf({ from, to }: Window): string[] {
  const months: string[] = []
  for (let month = from; month <= to; month = monthsBefore(month, -1)) months.push(month)
  return months
}

/**
 * The place a code is drawn as: inside the region one level below it; outside, the county within the same
 * city, the city within the same province, else the province.
 */
function nodeOf(region: string, code: string): string {
  const level = regionLevel(region)
  const city = `${code.slice(0, 4)}00`
  const province = `${code.slice(0, 2)}0000`
  if (level === 'country') return province
  if (region.slice(0, 2) !== code.slice(0, 2)) return province
  if (level === 'province') return city
  return region.slice(0, 4) === code.slice(0, 4) ? code : city
}
