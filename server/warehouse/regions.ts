import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Divisions in force and the regions users added, as `code, name, level, parent_code, longitude, latitude, added`. */
export const regionTree = `(
  select code, name, level, parent_code, longitude, latitude, false as added
  from public_warehouse.division where valid_until_year is null
  union all
  select code, name, 'county', parent_code, null, null, true
  from brain.region_extension where ended_at is null)`

/** Name of a region; its code where the tree does not know it. */
export async function readRegionName(database: Database, code: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from public_warehouse.division where code = ${code}
    union all select name from brain.region_extension where code = ${code}`.execute(database.kysely)
  return rows[0]?.name ?? code
}
