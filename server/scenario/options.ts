import type { ScenarioOptions } from '../api/schemas/scenario.ts'
import { regionPrefix } from '../domain/region.ts'
import type { EnterpriseNetwork, NetworkFirm } from './enterprise-network.ts'
import { countryName } from './run-scenario.ts'
import { isOutsideSupplier } from './selection.ts'
import { isWithin, type ViewerReach } from './viewer-reach.ts'

const mostSuppliers = 300
const mostSegmentsNamed = 3

/** What can be chosen in the region, largest first. */
export function listOptions(
  network: EnterpriseNetwork,
  region: { readonly code: string; readonly name: string },
  reach: ViewerReach,
): ScenarioOptions {
  const { chain, realm, window, segments } = network
  const prefix = regionPrefix(region.code)
  const inside = network.active.filter((firm) => isWithin(firm, prefix))
  const bySegment = Map.groupBy(inside, ({ segment }) => segment)
  const byCounty = Map.groupBy(inside, ({ county }) => county)
  const suppliers = sellersTo(network, prefix, reach)
  return {
    region,
    realm,
    chain: { id: chain.id, title: chain.title },
    available: window !== null,
    missing:
      window === null
        ? '没有供应交易，无法推演；由链主企业、核心企业授权提供供应交易（数据集 enterprise/supply-transaction）。'
        : null,
    asOf: window?.to ?? null,
    networkVersion: String(network.version),
    segments: chain.segments.flatMap(({ id, title, stage }) => {
      const firms = bySegment.get(id) ?? []
      return firms.length === 0 ? [] : [{ id, title, stage, firms: firms.length, sales: salesOf(firms) }]
    }),
    counties: [...byCounty]
      .flatMap(([code, firms]) =>
        code === null
          ? []
          : [
              {
                region: { code, name: firms[0]?.countyName ?? code },
                firms: firms.length,
                sales: salesOf(firms),
              },
            ],
      )
      .sort((a, b) => b.sales - a.sales),
    suppliers: suppliers.slice(0, mostSuppliers).map(({ firm, sales }) => ({
      party: firm.party,
      node: firm.node,
      name: firm.name,
      country: firm.country,
      region: firm.county === null ? null : { code: firm.county, name: firm.countyName ?? firm.county },
      segment: firm.segment,
      segmentTitle: titleOf(segments, firm),
      sales,
    })),
    countries: [...Map.groupBy(suppliers, ({ firm }) => firm.country)]
      .flatMap(([code, members]) =>
        code === null
          ? []
          : [
              {
                code,
                title: countryName(code),
                suppliers: members.length,
                sales: members.reduce((sum, { sales }) => sum + sales, 0),
                segments: [...new Set(members.flatMap(({ firm }) => titleOf(segments, firm) ?? []))].slice(
                  0,
                  mostSegmentsNamed,
                ),
              },
            ],
      )
      .sort((a, b) => b.sales - a.sales),
  }
}

/** Parties outside the province by what they sell to the region's firms; 元 a year. */
function sellersTo(network: EnterpriseNetwork, prefix: string, reach: ViewerReach) {
  const { suppliers, buyers, amounts } = network.edges
  const sold = new Map<NetworkFirm, number>()
  for (const [edge, supplier] of suppliers.entries()) {
    const seller = network.firms[supplier]!
    if (!isOutsideSupplier(seller) || !reach.shown.has(supplier)) continue
    if (!isWithin(network.firms[buyers[edge]!]!, prefix)) continue
    sold.set(seller, (sold.get(seller) ?? 0) + amounts[edge]!)
  }
  return [...sold].map(([firm, sales]) => ({ firm, sales })).sort((a, b) => b.sales - a.sales)
}

/** Firms that may be chosen: in the region and within reach, by name or code, the largest first. */
export function findFirms(
  network: EnterpriseNetwork,
  region: string,
  reach: ViewerReach,
  text: string,
): NetworkFirm[] {
  const prefix = regionPrefix(region)
  const wanted = text.trim().toUpperCase()
  return network.active
    .filter((firm) => reach.own.has(firm.node) && isWithin(firm, prefix))
    .filter(
      ({ name, party }) => wanted === '' || name.toUpperCase().includes(wanted) || party.startsWith(wanted),
    )
    .sort((a, b) => b.sales - a.sales || a.node - b.node)
}

const salesOf = (firms: readonly NetworkFirm[]) => firms.reduce((sum, { sales }) => sum + sales, 0)

function titleOf(segments: EnterpriseNetwork['segments'], { segment }: NetworkFirm): string | null {
  return segment === null ? null : (segments.get(segment)?.title ?? segment)
}
