import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import type { RowKey } from './points.ts'

/** Source references of rows, by `dataset#rowId`; one statement a dataset. */
export async function readSources(
  database: Database,
  rows: readonly (RowKey | null)[],
): Promise<(row: RowKey | null) => SourceRef | null> {
  const asked = Map.groupBy(
    rows.flatMap((row) => row ?? []),
    (row) => row.dataset,
  )
  const found = new Map<string, SourceRef>()
  await Promise.all(
    [...asked].map(async ([id, keys]) => {
      const ids = [...new Set(keys.map(({ rowId }) => rowId))]
      const { rows: sources } = await sql<{ row_id: number; source: SourceRef }>`
        select row_id, ${sourceRef(id, 'origin')} as source
        from ${sql.table(tableOf(id))} origin where row_id = any(${ids})`.execute(database.kysely)
      for (const { row_id, source } of sources) found.set(`${id}#${row_id}`, source)
    }),
  )
  return (row) => (row === null ? null : (found.get(`${row.dataset}#${row.rowId}`) ?? null))
}

/** 'public/listed-company' → 'public_warehouse.listed_company' */
function tableOf(id: string): string {
  const [warehouse = '', name = ''] = id.split('/')
  return `${warehouse}_warehouse.${name.replaceAll('-', '_')}`
}

/** Day in Beijing from which a row holds. */
export function dayOf(effectiveAt: string): string {
  return new Date(effectiveAt).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
}
