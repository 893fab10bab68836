import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { EnterpriseNetwork, NetworkFirm } from './enterprise-network.ts'

/** Which firms of a network a viewer may be shown by name. */
export interface ViewerReach {
  /** Firms within the viewer's reach. */
  readonly own: ReadonlySet<number>
  /** Those and the parties that trade with one of them, as in the picture of the network. */
  readonly shown: ReadonlySet<number>
}

/** @param viewers the database as the viewer sees it */
export async function readViewerReach(viewers: Database, network: EnterpriseNetwork): Promise<ViewerReach> {
  const { rows } = await sql<{ code: string }>`
    select credit_code as code from brain.golden_enterprise
    where credit_code = any(${network.active.map(({ party }) => party)})`.execute(viewers.kysely)
  const own = new Set(rows.flatMap(({ code }) => network.parties.get(code)?.node ?? []))
  const shown = new Set(own)
  const { suppliers, buyers } = network.edges
  for (const [edge, supplier] of suppliers.entries()) {
    const buyer = buyers[edge]!
    if (own.has(supplier)) shown.add(buyer)
    if (own.has(buyer)) shown.add(supplier)
  }
  return { own, shown }
}

/** Stands in the region by the county of its trade; parties abroad stand in none. */
export function isWithin({ county }: NetworkFirm, prefix: string): boolean {
  return county !== null && county.startsWith(prefix)
}
