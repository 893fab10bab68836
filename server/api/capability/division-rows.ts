import { sql } from 'kysely'
import type { Division } from '../../fusion/division-index.ts'
import type { Database } from '../../warehouse/database.ts'
import { inputsVersion } from '../../warehouse/stage-state.ts'
import type { DivisionRows } from './messages.ts'

/** Division rows for workers, read once per version of the dataset and sent only to those without that version. */
export function createDivisionReader(database: Database) {
  let read: { readonly version: number; readonly rows: Promise<readonly Division[]> } | null = null

  const currentVersion = () => inputsVersion(database, ['public/division'])

  return {
    currentVersion,
    async rowsFor(known: number | null): Promise<DivisionRows> {
      const version = await currentVersion()
      if (known === version) return { kind: 'divisions', version, rows: null }
      if (read?.version !== version) {
        const rows = sql<Division>`
          select code, name, level, valid_until_year as "validUntilYear", successor_codes as "successorCodes"
          from public_warehouse.division`
          .execute(database.kysely)
          .then((answer) => answer.rows)
        read = { version, rows }
        // A failed read is not kept.
        rows.catch(() => (read = null))
      }
      return { kind: 'divisions', version, rows: await read.rows }
    },
  }
}
