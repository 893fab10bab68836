import type { ProductionFunction } from '../algorithms/cascade-model.ts'
import { affectedFrom } from './breakdown.ts'
import type { EnterpriseNetwork, NetworkFirm } from './enterprise-network.ts'

/** Who would have to supply what is missing; shown wherever time to survive is not. */
export const stockNote =
  '平台没有企业库存和在途数据，不计算库存可支撑天数。需由企业填报主要投入品的库存、在途量和日用量，或经企业授权由其资源管理系统提供；也可按环节输入假设天数。'

/**
 * Time to survive: min over the missing inputs that can hold the firm back of the days its stock of them lasts
 * (ALGORITHMS: (stock + in transit) ÷ daily use). Null where nothing is missing or, for a missing input, no stock is
 * known.
 * @param stockDays days by the segment that supplies the input, as the user assumes
 */
export function surviveDays(
  network: EnterpriseNetwork,
  buyer: NetworkFirm,
  production: ProductionFunction,
  stockDays: ReadonlyMap<string, number>,
  supplyLoss: (node: number) => number,
): number | null {
  const missing = (network.bought[buyer.node] ?? [])
    .map((edge) => network.firms[network.edges.suppliers[edge]!]!)
    .filter((supplier) => supplyLoss(supplier.node) >= affectedFrom)
  const essential = missing.filter((supplier) => network.isEssential(supplier, buyer, production))
  const decisive = essential.length > 0 ? essential : missing
  let shortest = Infinity
  for (const { segment } of decisive) {
    const days = segment === null ? undefined : stockDays.get(segment)
    if (days === undefined) return null
    shortest = Math.min(shortest, days)
  }
  return Number.isFinite(shortest) ? shortest : null
}

/**
 * Share-days of output a firm loses when its stock bridges the first days of missing inputs; what missing customers
 * take cannot be bridged. 0–days.
 */
export function lossDays(
  days: number,
  bridged: number | null,
  { supply, demand }: { readonly supply: number; readonly demand: number },
): number {
  const open = Math.max(0, days - (bridged ?? 0))
  return demand * days + Math.max(0, supply - demand) * open
}
