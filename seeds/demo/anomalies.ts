import type { Firm } from './enterprises.ts'
import type { Fate } from './fates.ts'
import { CLUSTER_CITY } from './geography.ts'
import { randomStream } from './random.ts'

/** A planted jump of one firm's electricity with nothing in its business to explain it. */
export interface ElectricityAnomaly {
  readonly firm: Firm
  /** First month and how many. */
  readonly month: number
  readonly months: number
  /** Against what the firm would have used. */
  readonly factor: number
}

/** Month, length and factor: jumps, near standstills and a lasting shift; four of them in the last months. */
const planted: readonly (readonly [month: number, months: number, factor: number])[] = [
  [9, 1, 2.3],
  [14, 1, 0.18],
  [18, 2, 1.9],
  [23, 1, 0.25],
  [26, 1, 2.6],
  [29, 1, 0.15],
  [33, 1, 2.2],
  [34, 2, 0.3],
  [35, 1, 2.5],
  [35, 1, 0.12],
]

/** Falls on well-established factories of the cluster that have no other planted fate. */
export function planAnomalies(
  firms: readonly Firm[],
  fateOf: ReadonlyMap<Firm, Fate>,
): readonly ElectricityAnomaly[] {
  const random = randomStream('anomalies')
  const steady = random.shuffled(
    firms.filter(
      (firm) =>
        firm.factory &&
        firm.segment !== null &&
        firm.place.city === CLUSTER_CITY &&
        firm.bornAt < -24 &&
        firm.plan > 5e7 &&
        !fateOf.has(firm),
    ),
  )
  return planted.map(([month, months, factor], index) => {
    const firm = steady[index]
    if (firm === undefined) throw new RangeError('没有合适的企业可安排用电异常')
    return { firm, month, months, factor }
  })
}
