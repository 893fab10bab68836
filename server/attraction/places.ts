import { sql } from 'kysely'
import { greatCircle } from '../algorithms/great-circle.ts'
import { regionLevel } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'

interface Division {
  readonly code: string
  readonly name: string
  readonly longitude: number | null
  readonly latitude: number | null
}

/** Divisions by code: names and seats. */
export interface Places {
  nameOf(code: string | null): string | null
  /** Province and city of a place by name; a municipality's districts have the province alone. */
  above(code: string | null): { readonly province: string | null; readonly city: string | null }
  /** Between the seats of two places, or of the nearest division above that has one; km. */
  kilometres(from: string | null, to: string): number | null
}

export async function readPlaces(database: Database): Promise<Places> {
  const { rows } = await sql<Division>`
    select distinct on (code) code, name, longitude, latitude from public_warehouse.division
    order by code, valid_until_year desc nulls first`.execute(database.kysely)
  const divisions = new Map(rows.map((row) => [row.code, row]))
  const seat = (code: string) => {
    for (const candidate of [code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`]) {
      const { longitude, latitude } = divisions.get(candidate) ?? {}
      if (longitude != null && latitude != null) return { longitude, latitude }
    }
    return null
  }
  return {
    nameOf: (code) => (code === null ? null : (divisions.get(code)?.name ?? null)),
    above: (code) => ({
      province: code === null ? null : (divisions.get(`${code.slice(0, 2)}0000`)?.name ?? null),
      city:
        code === null || regionLevel(code) === 'province'
          ? null
          : (divisions.get(`${code.slice(0, 4)}00`)?.name ?? null),
    }),
    kilometres: (from, to) => {
      const [a, b] = [from === null ? null : seat(from), seat(to)]
      return a === null || b === null ? null : greatCircle(a, b)
    },
  }
}
