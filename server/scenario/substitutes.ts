import type { ScenarioResult } from '../api/schemas/scenario.ts'
import { readSubstitutes } from '../chain/segment-detail.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { money } from './run-scenario.ts'
import type { EnterpriseNetwork, NetworkFirm } from './enterprise-network.ts'
import { isWithin, type ViewerReach } from './viewer-reach.ts'

const mostSegments = 5
const mostLocal = 6

/**
 * For the segments that lose most sales: firms of the segment in the region that go on selling, then firms elsewhere
 * and of kindred trades that the chain map names.
 */
export async function findSubstitutes(
  platform: Database,
  network: EnterpriseNetwork,
  region: string,
  { off, reach }: { readonly off: readonly NetworkFirm[]; readonly reach: ViewerReach },
): Promise<ScenarioResult['substitutes']> {
  const stopped = new Set(off)
  const groups = [...Map.groupBy(off, ({ segment }) => segment)]
    .flatMap(([segment, firms]) =>
      segment === null ? [] : [{ segment, sales: firms.reduce((sum, firm) => sum + firm.sales, 0) }],
    )
    .sort((a, b) => b.sales - a.sales)
    .slice(0, mostSegments)
  const prefix = regionPrefix(region)
  return Promise.all(
    groups.map(async ({ segment, sales }) => {
      const local = network.active
        .filter((firm) => firm.segment === segment && firm.sales > 0 && isWithin(firm, prefix))
        .filter((firm) => !stopped.has(firm) && reach.own.has(firm.node) && firm.creditCode !== null)
        .sort((a, b) => b.sales - a.sales)
        .slice(0, mostLocal)
      const elsewhere = await readSubstitutes(platform, {
        chain: network.chain,
        segment,
        month: network.window?.to ?? '',
        region,
        realm: network.realm,
      })
      const known = new Set(local.map(({ creditCode }) => creditCode))
      return {
        segment,
        title: network.segments.get(segment)?.title ?? segment,
        sales,
        firms: [
          ...local.map((firm) => ({
            creditCode: firm.creditCode ?? '',
            name: firm.name,
            region: firm.county === null ? null : { code: firm.county, name: firm.countyName ?? firm.county },
            match: 1,
            reason: `本地同环节在产企业，12 个月销售 ${money(firm.sales)}`,
          })),
          ...elsewhere.filter(
            ({ creditCode }) => !known.has(creditCode) && !off.some((firm) => firm.creditCode === creditCode),
          ),
        ],
      }
    }),
  )
}
