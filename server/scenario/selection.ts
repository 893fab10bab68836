import type { ScenarioRequest } from '../api/schemas/scenario.ts'
import { regionContains, regionPrefix } from '../domain/region.ts'
import type { EnterpriseNetwork, NetworkFirm } from './enterprise-network.ts'
import { ScenarioRefusal } from './refusal.ts'
import { isWithin, type ViewerReach } from './viewer-reach.ts'

/** The platform serves one province; trade partners beyond it are its outside suppliers. */
const provincePrefix = '37'

/** Outside the province or abroad, and seen to sell. */
export function isOutsideSupplier(firm: NetworkFirm): boolean {
  return firm.sales > 0 && !isWithin(firm, provincePrefix)
}

/**
 * Who stops: the union of what the request names, each firm once, the largest first.
 * @throws ScenarioRefusal for what does not exist, lies outside, or leaves nobody to stop
 */
export function selectOff(
  network: EnterpriseNetwork,
  region: string,
  reach: ViewerReach,
  off: ScenarioRequest['off'],
): NetworkFirm[] {
  const prefix = regionPrefix(region)
  const inside = network.active.filter((firm) => isWithin(firm, prefix))
  const chosen = new Set<NetworkFirm>()
  for (const code of off.firms ?? []) chosen.add(firmOf(network, reach, code))
  for (const id of off.segments ?? []) {
    if (!network.segments.has(id)) throw unknown('环节', id, `产业链“${network.chain.title}”的环节编号`)
    for (const firm of inside) if (firm.segment === id) chosen.add(firm)
  }
  for (const county of off.counties ?? []) {
    if (!regionContains(region, county))
      throw new ScenarioRefusal(
        403,
        'region-outside',
        `行政区划 ${county} 不在所选地区 ${region} 之内`,
        `${region} 及其下级行政区划代码`,
      )
    for (const firm of inside) if (isWithin(firm, regionPrefix(county))) chosen.add(firm)
  }
  for (const party of off.suppliers ?? []) {
    const firm = network.parties.get(party)
    if (firm === undefined || !isOutsideSupplier(firm) || !reach.shown.has(firm.node))
      throw unknown('域外供应方', party, 'GET /api/scenarios/options 列出的 party')
    chosen.add(firm)
  }
  for (const country of off.countries ?? [])
    for (const firm of network.active)
      if (firm.country === country && isOutsideSupplier(firm) && reach.shown.has(firm.node)) chosen.add(firm)
  if (chosen.size === 0)
    throw new ScenarioRefusal(
      422,
      'nothing-off',
      '所选范围内没有参与供应网络的企业，推演没有起点',
      '至少选一家企业、一个有企业的环节或区县、一个域外供应方或来源国家（地区）',
    )
  return [...chosen].sort((a, b) => b.sales - a.sales || a.node - b.node)
}

/** The network and whether it knows the firm are told of firms one may see. */
function firmOf(network: EnterpriseNetwork, reach: ViewerReach, code: string): NetworkFirm {
  const firm = network.parties.get(code)
  if (firm === undefined || !reach.shown.has(firm.node) || firm.sales + firm.purchases === 0)
    throw new ScenarioRefusal(
      404,
      'not-found',
      `企业 ${code.slice(0, 30)} 不在可推演的供应网络中：近 12 个月没有供应交易，或不在您的辖区`,
      'GET /api/scenarios/firms 列出的企业',
    )
  return firm
}

function unknown(what: string, received: string, expected: string): ScenarioRefusal {
  return new ScenarioRefusal(404, 'not-found', `没有找到${what}“${received.slice(0, 60)}”`, expected)
}
