import type { Firm } from './enterprises.ts'
import type { Fate } from './fates.ts'
import { MONTH_COUNT } from './months.ts'
import { randomStream } from './random.ts'

/** Months a new firm needs to its planned size. */
const RAMP = 10
/** Months after a move until the new works run, and their level. */
const RESTART = 6
const RESTART_LEVEL = 0.92

/** How far a planted fall has gone in a month: 1 before it, declineTo at its end. */
export function declineFactor(fate: Fate | undefined, month: number): number {
  if (fate?.declineFrom === undefined || fate.declineUntil === undefined || fate.declineTo === undefined)
    return 1
  if (month < fate.declineFrom) return 1
  const moved = fate.move
  if (moved !== undefined && month >= moved.month) {
    const recovered = Math.min(1, (month - moved.month) / RESTART)
    return fate.declineTo + (RESTART_LEVEL - fate.declineTo) * recovered
  }
  const progress = Math.min(
    1,
    (month - fate.declineFrom + 1) / Math.max(1, fate.declineUntil - fate.declineFrom),
  )
  const fallen = 1 - (1 - fate.declineTo) * progress
  if (fate.recoversAt === undefined || month < fate.recoversAt) return fallen
  return fallen + (1 - fallen) * Math.min(1, (month - fate.recoversAt + 1) / 8)
}

/**
 * Level of a firm's business by month against its plan, without season and cluster trend: its own growth, an
 * AR(1) wander, ramp after registration, planted falls, 0 before its birth and after its end.
 */
export function planActivity(
  firms: readonly Firm[],
  fateOf: ReadonlyMap<Firm, Fate>,
): ReadonlyMap<Firm, Float64Array> {
  const random = randomStream('activity')
  const activity = new Map<Firm, Float64Array>()
  for (const firm of firms) {
    const fate = fateOf.get(firm)
    const drift = 0.06 * random.normal()
    let wander = 0
    const levels = new Float64Array(MONTH_COUNT)
    // A firm from outside the province does its business here from its arrival.
    const startsAt = firm.place.county.startsWith('37') ? firm.bornAt : (fate?.move?.month ?? firm.bornAt)
    for (let month = 0; month < MONTH_COUNT; month++) {
      wander = 0.8 * wander + 0.03 * random.normal()
      const ramp = startsAt < 0 ? 1 : Math.min(1, (month - startsAt + 1) / RAMP)
      const alive = month >= startsAt && month < (fate?.endsAt ?? MONTH_COUNT)
      levels[month] = alive
        ? Math.exp((drift * month) / 12 + wander) * Math.max(0, ramp) * declineFactor(fate, month)
        : 0
    }
    activity.set(firm, levels)
  }
  return activity
}
