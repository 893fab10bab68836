/** Days of a month in weeks from Monday to Sunday, with the days of its neighbours that fill the weeks. */
export interface GridDay {
  /** YYYY-MM-DD */
  readonly day: string
  readonly inside: boolean
}

const DAY_MS = 86_400_000

/** @param month YYYY-MM */
export function monthGrid(month: string): readonly (readonly GridDay[])[] {
  const first = new Date(`${month}-01T00:00:00Z`)
  const weekday = (first.getUTCDay() + 6) % 7
  const start = first.getTime() - weekday * DAY_MS
  const next = new Date(first)
  next.setUTCMonth(next.getUTCMonth() + 1)
  const weeks = Math.ceil((next.getTime() - start) / (7 * DAY_MS))
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, at) => {
      const day = new Date(start + (week * 7 + at) * DAY_MS).toISOString().slice(0, 10)
      return { day, inside: day.startsWith(month) }
    }),
  )
}
