import { sql } from 'kysely'
import { regionLevel, regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { HistoryKind } from '../api/schemas/migration-study.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'
import { type Places, readPlaces } from './places.ts'

export interface DetectedQuery {
  readonly region: string
  readonly realm: Realm
  readonly kind: HistoryKind
  readonly level?: string | undefined
  /** Also moves that do not touch the region. */
  readonly nationwide: boolean
  readonly limit: number
  readonly offset: number
}

interface Row {
  readonly firm: string
  readonly name: string
  readonly beforeAt: string
  readonly afterAt: string
  readonly origin: string
  readonly destination: string
  readonly level: 'cross_province' | 'cross_city' | 'cross_county'
  readonly beforeAddress: string
  readonly afterAddress: string
  readonly beforeSource: SourceRef
  readonly afterSource: SourceRef
  readonly confidence: 'high' | 'medium' | 'low'
  readonly reason: string
  readonly total: number
}

/** Moves read from addresses, the newest first, each with both addresses and the rows they stand in. */
export async function readDetected(database: Database, query: DetectedQuery) {
  const places = await readPlaces(database)
  const within = `${regionPrefix(query.region)}%`
  const { rows } = await sql<Row>`
    select firm, firm_name as name, before_at as "beforeAt", after_at as "afterAt",
           origin_code as origin, destination_code as destination, level,
           before_address as "beforeAddress", after_address as "afterAddress",
           before_source as "beforeSource", after_source as "afterSource", confidence, reason,
           count(*) over ()::int as total
    from brain.detected_move
    where realm = ${query.realm} and source_kind = ${query.kind}
      ${query.nationwide ? sql`` : sql`and (origin_code like ${within} or destination_code like ${within})`}
      ${query.level === undefined ? sql`` : sql`and level = ${query.level}`}
    order by after_at desc, firm
    limit ${query.limit} offset ${query.offset}`.execute(database.kysely)
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      firm: row.firm,
      name: row.name,
      demonstration: query.realm === 'demonstration',
      beforeAt: row.beforeAt,
      afterAt: row.afterAt,
      origin: { code: row.origin, name: nameOf(places, row.origin) },
      destination: { code: row.destination, name: nameOf(places, row.destination) },
      level: row.level,
      beforeAddress: row.beforeAddress,
      afterAddress: row.afterAddress,
      beforeSource: row.beforeSource,
      afterSource: row.afterSource,
      confidence: row.confidence,
      reason: row.reason,
    })),
  }
}

/** 东营市广饶县; beyond Shandong with its city, for county names are common: 甘肃省兰州市城关区. */
function nameOf(places: Places, code: string): string {
  const city = `${code.slice(0, 4)}00`
  const named = places.name(city) !== city && !code.startsWith('37') && regionLevel(code) === 'county'
  return named
    ? `${places.name(`${code.slice(0, 2)}0000`)}${places.name(city)}${places.name(code)}`
    : places.fullName(code)
}
