import type { CriticalFirm } from '../api/schemas/criticality.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { partyOf } from './breakdown.ts'
import type { EnterpriseNetwork } from './enterprise-network.ts'
import { isWithin, type ViewerReach } from './viewer-reach.ts'

/** Stored criticality of the firms a viewer may be named, by ESRI; ranks are those of the whole network. */
export async function readCriticality(
  platform: Database,
  network: EnterpriseNetwork,
  reach: ViewerReach,
  query: { readonly region: string; readonly hidden: boolean; readonly segment: string | undefined },
): Promise<CriticalFirm[]> {
  const rows = await platform.kysely
    .selectFrom('brain.firm_criticality')
    .selectAll()
    .where('realm', '=', network.realm)
    .orderBy('esri_rank')
    .execute()
  const prefix = regionPrefix(query.region)
  return rows
    .flatMap((row) => {
      // By party and not by number: the network may have been numbered anew since the sweep.
      const firm = network.parties.get(row.party)
      if (firm === undefined || !reach.own.has(firm.node) || !isWithin(firm, prefix)) return []
      if (query.hidden && !row.hidden) return []
      if (query.segment !== undefined && firm.segment !== query.segment) return []
      return [
        {
          ...partyOf(network, firm),
          sales: row.sales / 100,
          salesShare: row.sales_share,
          esri: row.esri,
          ratio: row.sales_share === 0 ? null : row.esri / row.sales_share,
          esriRank: row.esri_rank,
          salesRank: row.sales_rank,
          hidden: row.hidden,
        },
      ]
    })
    .map((firm, position) => ({ rank: position + 1, ...firm }))
}
