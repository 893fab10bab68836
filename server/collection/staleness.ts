import type { Cycle } from '../datasets/contract.ts'

export type Staleness = 'fresh' | 'due-soon' | 'overdue' | 'never'

const minute = 60_000
const day = 24 * 60 * minute

/** How often data of a cycle is new; null = no telling. */
const cyclePeriods: Readonly<Record<Cycle, number | null>> = {
  realtime: 60 * minute,
  daily: day,
  weekly: 7 * day,
  monthly: 31 * day,
  quarterly: 92 * day,
  yearly: 366 * day,
  irregular: null,
}

/** Share of a period that may pass beyond it before data is overdue: weekends, late publishers. */
const grace = 0.5

/** Milliseconds between two runs of a cron expression (five fields, or six with seconds), by its coarsest field. */
export function schedulePeriod(cron: string): number {
  const fields = cron.trim().split(/\s+/)
  const [minutes = '*', hours = '*', days = '*', months = '*', weekdays = '*'] =
    fields.length === 6 ? fields.slice(1) : fields
  if (months !== '*') return 366 * day
  if (days !== '*') return 31 * day
  if (weekdays !== '*') return /^\d$/.test(weekdays) ? 7 * day : 3 * day
  if (hours !== '*') return stepOf(hours, 24) * 60 * minute
  return stepOf(minutes, 60) * minute
}

/** Any = 1, every fifth = 5, `0,30` = half of the range, one value = the range. */
function stepOf(field: string, range: number): number {
  if (field === '*') return 1
  const step = /^\*\/(\d+)$/.exec(field)?.[1]
  return step === undefined ? range / field.split(',').length : Math.max(1, Number(step))
}

/**
 * Whether a source has brought something lately: measured from its last success against its schedule, else against
 * the cycle of its dataset. Up to one period is fresh, up to one and a half due soon, beyond that overdue.
 */
export function stalenessOf(
  source: {
    readonly schedule: string | null
    readonly cycle: Cycle
    /** Loaded once and fictional: never overdue. */
    readonly demonstration: boolean
    readonly lastSuccessAt: Date | null
  },
  now: Date,
): { readonly state: Staleness; readonly overdueAt: Date | null } {
  const { schedule, cycle, demonstration, lastSuccessAt } = source
  if (lastSuccessAt === null) return { state: 'never', overdueAt: null }
  const period = schedule === null ? cyclePeriods[cycle] : schedulePeriod(schedule)
  if (period === null || demonstration) return { state: 'fresh', overdueAt: null }
  const age = now.getTime() - lastSuccessAt.getTime()
  const overdueAt = new Date(lastSuccessAt.getTime() + period * (1 + grace))
  if (now >= overdueAt) return { state: 'overdue', overdueAt }
  return { state: age > period ? 'due-soon' : 'fresh', overdueAt }
}
