import type { Firm } from './enterprises.ts'
import {
  CLUSTER_CITY,
  clusterPlace,
  otherPlace,
  outsideCounties,
  type Place,
  placeByCounty,
} from './geography.ts'
import { MONTH_COUNT } from './months.ts'
import { address } from './naming.ts'
import { type Random, randomStream } from './random.ts'

/** What was planted on a firm; detection is scored against it. */
export type FateKind =
  | 'moved'
  | 'moved-silently'
  | 'moved-in'
  | 'moved-elsewhere'
  | 'decoy-investment'
  | 'decoy-downturn'
  | 'decoy-both'
  | 'at-risk'
  | 'closed'
  | 'stopped'

export interface Move {
  readonly month: number
  readonly day: number
  readonly to: Place
  readonly address: string
}

export interface Fate {
  readonly firm: Firm
  readonly kind: FateKind
  readonly move?: Move
  /** Month of an investment in the place of the (possible) move, and of a tender won there. */
  readonly investmentAt?: number
  readonly tenderAt?: number
  readonly towards?: Place
  /** Staff and electricity fall from this month … */
  readonly declineFrom?: number
  /** … to this share of their level, reached at declineUntil. */
  readonly declineTo?: number
  readonly declineUntil?: number
  /** A decoy's fall ends here and turns back. */
  readonly recoversAt?: number
  /** Deregistered, or sells no more. */
  readonly endsAt?: number
}

const LAST = MONTH_COUNT - 1

/** 胎圈钢丝 loses five of its six makers in these months and is left with one (see truth.ts). */
export const consolidatedSegment = 'bead-wire'
const consolidation: readonly (readonly [
  rank: number,
  month: number,
  kind: 'moved' | 'closed' | 'stopped',
])[] = [
  [3, 29, 'moved'],
  [5, 30, 'closed'],
  [2, 31, 'moved'],
  [4, 32, 'closed'],
  [1, 33, 'stopped'],
]

/** Months in which firms with signals leave: spread over the series, some just now. */
const departures = [
  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
  35,
] as const
const silentDepartures = [2, 6, 10, 13, 17, 21, 25, 29, 33, 35] as const
const arrivals = [3, 5, 8, 11, 14, 16, 19, 22, 24, 26, 28, 30, 32, 34, 35] as const

function target(random: Random, from: Place): Place {
  const draw = random.uniform()
  if (draw < 0.12) {
    const place = clusterPlace(random)
    if (place.county !== from.county) return place
  }
  return draw < 0.68 ? otherPlace(random) : placeByCounty(random.pick(outsideCounties))
}

function moveTo(random: Random, to: Place, month: number): Move {
  return { month, day: random.integer(3, 26), to, address: address(to, random) }
}

function signalled(firm: Firm, kind: 'moved' | 'at-risk', month: number, random: Random): Fate {
  const towards = target(random, firm.place)
  const lead = random.integer(4, 14)
  const decline = random.integer(3, 9)
  const from = Math.max(1, month - decline)
  return {
    firm,
    kind,
    towards,
    investmentAt: Math.max(0, month - lead),
    ...(random.chance(0.5) ? { tenderAt: Math.max(0, month - random.integer(2, 10)) } : {}),
    declineFrom: from,
    declineUntil: month,
    declineTo: 0.45 + 0.25 * random.uniform(),
    ...(kind === 'moved' ? { move: moveTo(random, towards, month) } : {}),
  }
}

function decoy(firm: Firm, kind: 'decoy-investment' | 'decoy-downturn' | 'decoy-both', random: Random): Fate {
  const month = random.integer(8, 30)
  const falls = kind !== 'decoy-investment'
  const recovers = random.chance(0.5)
  return {
    firm,
    kind,
    ...(kind === 'decoy-downturn'
      ? {}
      : { towards: target(random, firm.place), investmentAt: Math.max(0, month - random.integer(1, 8)) }),
    ...(falls
      ? {
          declineFrom: month,
          declineUntil: month + random.integer(3, 8),
          declineTo: (kind === 'decoy-both' ? 0.78 : 0.58) + 0.12 * random.uniform(),
          ...(recovers ? { recoversAt: month + random.integer(9, 12) } : {}),
        }
      : {}),
  }
}

/** Takes each firm once, in the order of a shuffled list. */
function taker(firms: readonly Firm[]): (suits: (firm: Firm) => boolean) => Firm {
  const left = [...firms]
  return (suits) => {
    const at = left.findIndex(suits)
    const firm = left[at]
    if (firm === undefined) throw new RangeError('没有合适的企业可安排')
    left.splice(at, 1)
    return firm
  }
}

function planConsolidation(firms: readonly Firm[], random: Random): Fate[] {
  const makers = firms
    .filter((firm) => firm.segment === consolidatedSegment && firm.place.city === CLUSTER_CITY)
    .toSorted((a, b) => b.plan - a.plan)
  return consolidation.map(([rank, month, kind]) => {
    const firm = makers[rank]
    if (firm === undefined) throw new RangeError('胎圈钢丝企业不足')
    if (kind !== 'moved') return { firm, kind, endsAt: month }
    const fate = signalled(firm, 'moved', month, random)
    const to = otherPlace(random)
    return { ...fate, towards: to, move: moveTo(random, to, month) }
  })
}

/** @param firms every enterprise of the plan, those outside the province that will move in included. */
export function planFates(firms: readonly Firm[]): readonly Fate[] {
  const random = randomStream('fates')
  const crowded = Map.groupBy(
    firms.filter((firm) => firm.place.city === CLUSTER_CITY),
    (firm) => firm.segment ?? '',
  )
  const fates = planConsolidation(firms, random)
  const taken = new Set(fates.map((fate) => fate.firm))
  const take = taker(
    random.shuffled(firms.filter((firm) => !taken.has(firm) && firm.bornAt < -12 && !firm.branch)),
  )
  // Segments with few firms keep them: a move there would change a planted verdict.
  const ordinary = (firm: Firm): boolean =>
    firm.place.city === CLUSTER_CITY &&
    firm.segment !== null &&
    (crowded.get(firm.segment)?.length ?? 0) >= 14
  const mover = (firm: Firm): boolean =>
    ordinary(firm) && firm.factory && firm.plan > 1.5e7 && firm.plan < 1.2e9
  for (const month of departures) fates.push(signalled(take(mover), 'moved', month, random))
  for (const month of silentDepartures) {
    const firm = take((candidate) => ordinary(candidate) && candidate.plan > 4e6 && candidate.plan < 6e8)
    fates.push({ firm, kind: 'moved-silently', move: moveTo(random, target(random, firm.place), month) })
  }
  for (let count = 0; count < 12; count++) {
    fates.push(signalled(take(mover), 'at-risk', LAST + random.integer(1, 3), random))
  }
  for (let count = 0; count < 10; count++) fates.push(decoy(take(mover), 'decoy-investment', random))
  for (let count = 0; count < 8; count++) fates.push(decoy(take(mover), 'decoy-downturn', random))
  for (let count = 0; count < 7; count++) fates.push(decoy(take(mover), 'decoy-both', random))
  const comesFromOutside = (firm: Firm): boolean => !firm.place.county.startsWith('37')
  const abroad = firms.filter(comesFromOutside)
  for (const [index, month] of arrivals.entries()) {
    const firm =
      abroad[index] ??
      take(
        (candidate) =>
          candidate.factory &&
          (crowded.get(candidate.segment ?? '')?.length ?? 0) >= 14 &&
          candidate.place.city !== CLUSTER_CITY &&
          !comesFromOutside(candidate) &&
          candidate.segment !== null &&
          candidate.plan > 2e7 &&
          candidate.plan < 5e8,
      )
    fates.push({ firm, kind: 'moved-in', move: moveTo(random, clusterPlace(random), month) })
  }
  for (let count = 0; count < 16; count++) {
    const firm = take(
      (candidate) =>
        candidate.place.city !== CLUSTER_CITY && !comesFromOutside(candidate) && candidate.plan > 5e6,
    )
    const to = random.chance(0.25) ? placeByCounty(random.pick(outsideCounties)) : otherPlace(random)
    if (to.county !== firm.place.county) {
      fates.push({ firm, kind: 'moved-elsewhere', move: moveTo(random, to, random.integer(1, LAST)) })
    }
  }
  for (let count = 0; count < 70; count++) {
    const firm = take(
      (candidate) =>
        candidate.plan < 2e7 &&
        !comesFromOutside(candidate) &&
        (candidate.segment === null || ordinary(candidate)),
    )
    fates.push({ firm, kind: 'closed', endsAt: random.integer(1, LAST) })
  }
  return fates
}
