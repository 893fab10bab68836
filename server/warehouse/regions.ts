import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Name of a division; its code where the division table does not know it. */
export async function readRegionName(database: Database, code: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from public_warehouse.division where code = ${code}`.execute(database.kysely)
  return rows[0]?.name ?? code
}
