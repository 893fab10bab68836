/**
 * Time to the first of several outcomes that exclude each other, with delayed entry and censoring.
 * Event-free share: Kaplan–Meier product limit. Share of each outcome: Aalen–Johansen, F_k(t) = Σ S(s−)·d_k(s) ÷ n(s)
 * (Kalbfleisch and Prentice 2002, ch. 8): the shares and the event-free share add up to 1, which one Kaplan–Meier
 * curve for each outcome would not. Interval of the event-free share: Greenwood on the log(−log) scale, 95 %.
 */

/** One subject: under observation from `entry` (exclusive) to `exit`, in any unit of time. */
export interface Spell {
  readonly entry: number
  readonly exit: number
  /** Which outcome ended it, from 0; null = still event-free at the end of observation. */
  readonly outcome: number | null
}

export interface RiskPoint {
  readonly time: number
  /** Under observation just before. */
  readonly atRisk: number
  /** Events at this time by outcome. */
  readonly events: readonly number[]
  readonly eventFree: number
  /** 95 %; null where nothing has happened yet or nobody is left. */
  readonly interval: [number, number] | null
  readonly shares: readonly number[]
}

const normal95 = 1.959963984540054

/** @returns one point for each time at which something happened, ascending */
export function competingRisks(spells: readonly Spell[], outcomes: number): RiskPoint[] {
  const times = [
    ...new Set(spells.flatMap(({ exit, outcome }) => (outcome === null ? [] : [exit]))),
  ].toSorted((a, b) => a - b)
  const shares = Array.from({ length: outcomes }, () => 0)
  let eventFree = 1
  let greenwood = 0
  return times.map((time) => {
    const present = spells.filter(({ entry, exit }) => entry < time && exit >= time)
    const ending = present.filter(({ exit, outcome }) => exit === time && outcome !== null)
    const events = shares.map((_, which) => ending.filter(({ outcome }) => outcome === which).length)
    const atRisk = present.length
    for (const [which, count] of events.entries())
      shares[which] = (shares[which] ?? 0) + (eventFree * count) / atRisk
    eventFree *= 1 - ending.length / atRisk
    greenwood += ending.length / (atRisk * (atRisk - ending.length))
    return {
      time,
      atRisk,
      events,
      eventFree,
      interval: intervalOf(eventFree, greenwood),
      shares: [...shares],
    }
  })
}

function intervalOf(share: number, greenwood: number): [number, number] | null {
  if (!(share > 0 && share < 1)) return null
  const spread = (normal95 * Math.sqrt(greenwood)) / Math.abs(Math.log(share))
  return [share ** Math.exp(spread), share ** Math.exp(-spread)]
}
