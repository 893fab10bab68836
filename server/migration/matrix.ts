import { sql } from 'kysely'
import { regionContains } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { Detection, HistoryKind } from '../api/schemas/migration-study.ts'
import { readMoves } from './moves.ts'
import { readPlaces } from './places.ts'
import { type MigrationQuery, readWindow } from './read.ts'

export type MatrixUnit = 'province' | 'city' | 'county'

export interface MatrixQuery extends MigrationQuery {
  readonly segment?: string | undefined
  readonly by: MatrixUnit
  readonly source: Extract<HistoryKind, 'registration-change' | 'annual-report'>
  /** All moves of the source, also those that do not touch the region; for what is disclosed to the public alone. */
  readonly nationwide: boolean
}

interface Crossing {
  readonly origin: string
  readonly destination: string
}

/** From × to, a move within one region of the unit left out and counted beside. */
export async function readMatrix(database: Database, query: MatrixQuery) {
  const places = await readPlaces(database)
  const { moves, from, to, leftOut } = await readCrossings(database, query)
  const touching = moves.filter(
    ({ origin, destination }) =>
      query.nationwide || regionContains(query.region, origin) || regionContains(query.region, destination),
  )
  const pairs = touching.map(({ origin, destination }) => ({
    origin: unitOf(query.by, origin),
    destination: unitOf(query.by, destination),
  }))
  const across = pairs.filter(({ origin, destination }) => origin !== destination)
  const codes = [...new Set(across.flatMap(({ origin, destination }) => [origin, destination]))].toSorted()
  const count = (of: (pair: Crossing) => boolean) => across.filter(of).length
  const regions = codes.map((code) => {
    const inflow = count(({ destination }) => destination === code)
    const outflow = count(({ origin }) => origin === code)
    return { code, name: places.fullName(code), inflow, outflow, net: inflow - outflow }
  })
  return {
    realm: query.realm,
    source: query.source,
    by: query.by,
    from,
    to,
    regions,
    cells: [...Map.groupBy(across, ({ origin, destination }) => `${origin}>${destination}`).values()].flatMap(
      (group) => {
        const [first] = group
        return first === undefined ? [] : [{ ...first, enterprises: group.length }]
      },
    ),
    total: across.length,
    within: pairs.length - across.length,
    leftOut,
  }
}

async function readCrossings(database: Database, query: MatrixQuery) {
  if (query.source === 'annual-report') {
    const { rows } = await sql<Crossing & { low: boolean; before: string; after: string }>`
      select origin_code as origin, destination_code as destination, confidence = 'low' as low,
             before_at as before, after_at as after
      from brain.detected_move
      where realm = ${query.realm} and source_kind = 'annual-report'`.execute(database.kysely)
    const years = rows.flatMap(({ before, after }) => [before, after]).toSorted()
    return {
      moves: rows.filter(({ low }) => !low),
      from: years[0] ?? null,
      to: years.at(-1) ?? null,
      leftOut: rows.filter(({ low }) => low).length,
    }
  }
  const places = await readPlaces(database)
  const window = await readWindow(database, query)
  const moves = await readMoves(database, places, {
    realm: query.realm,
    chain: query.chain,
    segment: query.segment,
    from: window.firstDay,
    until: window.until,
  })
  return { moves, from: window.from, to: window.to, leftOut: 0 }
}

const municipalities = new Set(['11', '12', '31', '50'])

/** The region of the unit a code lies in; a municipality and a county directly under its province stand for cities. */
export function unitOf(by: MatrixUnit, code: string): string {
  const province = `${code.slice(0, 2)}0000`
  if (by === 'county' || code === province) return code
  if (by === 'province' || municipalities.has(code.slice(0, 2))) return province
  return code.slice(2, 4) === '90' ? code : `${code.slice(0, 4)}00`
}

/** Which sources have anything for the realm, and the pairs of addresses each was read from. */
export async function readDetections(database: Database, realm: Realm): Promise<Detection[]> {
  const { rows } = await sql<Detection>`
    select source_kind as kind, firms, records, without_address as "withoutAddress", pairs, counts
    from brain.move_detection where realm = ${realm} order by source_kind`.execute(database.kysely)
  return rows
}
