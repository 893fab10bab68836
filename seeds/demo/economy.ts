import { inputsOf, segments } from './chain.ts'
import { provinceMix, type SegmentPlan, segmentPlans } from './segment-plan.ts'

/** Revenue of a segment's firms in 东营 and in the other cities; yuan a year at the first month's level. */
export interface Output {
  readonly cluster: number
  readonly province: number
}

const YI = 1e8

/** Purchases from other firms ÷ revenue; makers unless named. */
const purchaseShares: Readonly<Record<string, number>> = {
  'rubber-trade': 0.9,
  'replacement-market': 0.86,
  'waste-tyre-collection': 0.62,
  'tyre-logistics': 0.3,
  'tyre-inspection-service': 0.25,
  'aviation-operation': 0.35,
}
const MAKER_PURCHASES = 0.7

export function purchaseShare(segment: string): number {
  return purchaseShares[segment] ?? MAKER_PURCHASES
}

export function segmentPlan(segment: string): SegmentPlan {
  const plan = segmentPlans.get(segment)
  if (plan === undefined) throw new RangeError(`示范计划中没有环节：${segment}`)
  return plan
}

/**
 * Output of every segment from sales outside plus what the other segments buy: X = A·X + F with the input
 * weights of the chain standard, solved by iteration (gains below 1, so it settles).
 */
function solve(): ReadonlyMap<string, Output> {
  let output = new Map<string, Output>(segments.map(({ id }) => [id, { cluster: 0, province: 0 }]))
  for (let round = 0; round < 60; round++) {
    const next = new Map(
      segments.map(({ id }) => {
        const [cluster, province] = segmentPlan(id).sales
        return [id, { cluster: cluster * YI, province: province * YI }]
      }),
    )
    for (const { id } of segments) {
      const buyers = output.get(id) ?? { cluster: 0, province: 0 }
      for (const input of inputsOf(id)) {
        const plan = segmentPlan(input.segment)
        const supplier = next.get(input.segment)
        if (supplier === undefined) continue
        const [fromCluster, fromProvince] = plan.mix
        const [otherFromCluster, otherFromProvince] = provinceMix(input.segment, plan)
        const need = input.weight * purchaseShare(id)
        supplier.cluster += need * (buyers.cluster * fromCluster + buyers.province * otherFromCluster)
        supplier.province += need * (buyers.cluster * fromProvince + buyers.province * otherFromProvince)
      }
    }
    output = next
  }
  return output
}

export const outputs: ReadonlyMap<string, Output> = solve()
