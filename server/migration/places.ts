import { sql } from 'kysely'
import { regionLevel } from '../domain/region.ts'
import { createDivisionIndex, type Division, type DivisionIndex } from '../fusion/division-index.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion } from '../warehouse/stage-state.ts'

export interface Point {
  readonly longitude: number | null
  readonly latitude: number | null
}

/** Divisions as events name them. */
export interface Places {
  /** The county's code in force; the city's or province's where the code names no single county today. */
  current(code: string): string
  /** 广饶县; the code where it is not known. */
  name(code: string): string
  /** 东营市广饶县 within Shandong, 江苏省江阴市 beyond it. */
  fullName(code: string): string
  point(code: string): Point
}

interface DivisionRow extends Division, Point {}

/** By the pool, which all views of one database share: divisions are those of today whatever the date asked for. */
const read = new WeakMap<object, { readonly version: number; readonly places: Promise<Places> }>()

/** Read once per version of the division dataset. */
export async function readPlaces(database: Database): Promise<Places> {
  const version = await inputsVersion(database, ['public/division'])
  const { options } = database.pool
  const known = read.get(options)
  if (known?.version === version) return known.places
  const places = sql<DivisionRow>`
    select code, name, level, valid_until_year as "validUntilYear", successor_codes as "successorCodes",
           longitude, latitude
    from public_warehouse.division`
    .execute(database.kysely)
    .then(({ rows }) => createPlaces(rows))
  read.set(options, { version, places })
  // A failed read is not kept.
  places.catch(() => read.delete(options))
  return places
}

export function createPlaces(divisions: readonly DivisionRow[], home = '37'): Places {
  const index: DivisionIndex = createDivisionIndex(divisions)
  const byCode = new Map<string, DivisionRow>()
  for (const division of divisions)
    if (!byCode.has(division.code) || division.validUntilYear === null) byCode.set(division.code, division)
  const name = (code: string): string => byCode.get(code)?.name ?? code
  return {
    current(code) {
      const place = index.place(code)
      return place.countyCode ?? place.cityCode ?? place.provinceCode ?? code
    },
    name,
    fullName(code) {
      const above = code.startsWith(home) ? `${code.slice(0, 4)}00` : `${code.slice(0, 2)}0000`
      return regionLevel(code) === 'province' || above === code
        ? name(code)
        : `${byCode.get(above)?.name ?? ''}${name(code)}`
    },
    point(code) {
      const division = byCode.get(code)
      return { longitude: division?.longitude ?? null, latitude: division?.latitude ?? null }
    },
  }
}
