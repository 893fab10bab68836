import { sql } from 'kysely'
import { dataset } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from './database.ts'

/** A dataset behind figures of a realm and how far it reaches. */
export interface DataSource {
  readonly dataset: string
  readonly title: string
  /** YYYY-MM-DD its latest batch speaks of; null where nothing of it was loaded in the realm. */
  readonly until: string | null
}

/** Datasets in the order given; reference data (divisions, codes, standards) belongs to both realms. */
export async function readDataSources(
  database: Database,
  realm: Realm,
  ids: readonly string[],
): Promise<DataSource[]> {
  const { rows } = await sql<{ dataset: string; demonstration: boolean; until: string }>`
    select dataset, demonstration, to_char(max(effective_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as until
    from brain.batch
    where status = 'loaded' and dataset = any(${ids})
    group by dataset, demonstration`.execute(database.kysely)
  return ids.map((id) => {
    const contract = dataset(id)
    const batches = rows.filter((row) => row.dataset === id)
    const own = batches.find((row) => row.demonstration === (realm === 'demonstration'))
    // What names no firm is reference for both realms.
    const namesFirms = Object.keys(contract.columns).some((name) => name.endsWith('credit_code'))
    const shared = namesFirms ? undefined : batches[0]
    return { dataset: id, title: contract.title, until: (own ?? shared)?.until ?? null }
  })
}

/** As it stands under a picture or in an export. */
export function sourceLine({ title, until }: DataSource): string {
  return until === null ? `${title}（未载入）` : `${title}（截至 ${until}）`
}
