import type { ScenarioParty } from '../api/schemas/scenario.ts'
import type { EnterpriseNetwork, NetworkFirm } from './enterprise-network.ts'

/** A loss of a thousandth of output counts as being affected. */
export const affectedFrom = 0.001

/** What a group of firms loses; money in 元, `lost` over the duration. */
interface GroupLoss {
  readonly firms: number
  readonly affected: number
  readonly sales: number
  readonly lost: number
  /** 0–1 of the output of the same days */
  readonly share: number
}

/** @param days duration of the outage */
export function sumLoss(
  firms: Iterable<NetworkFirm>,
  loss: (node: number) => number,
  days: number,
): GroupLoss {
  let count = 0
  let affected = 0
  let sales = 0
  let yearly = 0
  for (const firm of firms) {
    count++
    const part = loss(firm.node)
    if (part >= affectedFrom) affected++
    sales += firm.sales
    yearly += firm.sales * part
  }
  return {
    firms: count,
    affected,
    sales,
    lost: (yearly * days) / 365,
    share: sales === 0 ? 0 : yearly / sales,
  }
}

/** Groups that lose most first; those without a firm do not occur. */
export function lossBy<Key extends string | null>(
  firms: readonly NetworkFirm[],
  keyOf: (firm: NetworkFirm) => Key,
  loss: (node: number) => number,
  days: number,
): (GroupLoss & { readonly key: Key })[] {
  return [...Map.groupBy(firms, keyOf)]
    .map(([key, members]) => ({ key, ...sumLoss(members, loss, days) }))
    .sort((a, b) => b.lost - a.lost || b.sales - a.sales || String(a.key).localeCompare(String(b.key)))
}

export function partyOf({ segments }: Pick<EnterpriseNetwork, 'segments'>, firm: NetworkFirm): ScenarioParty {
  return {
    node: firm.node,
    name: firm.name,
    creditCode: firm.creditCode,
    segment: firm.segment,
    segmentTitle: firm.segment === null ? null : (segments.get(firm.segment)?.title ?? firm.segment),
    region: firm.county === null ? null : { code: firm.county, name: firm.countyName ?? firm.county },
    country: firm.country,
    sales: firm.sales,
  }
}
