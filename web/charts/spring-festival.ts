/** The month in which the first day of the lunar year falls, from the calendar of the runtime (ICU). */

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
})

function isNewYear(date: Date): boolean {
  const parts = lunar.formatToParts(date)
  const part = (type: string) => parts.find((one) => one.type === type)?.value
  // A leap month carries a mark ("1bis") and is not the first month.
  return part('month') === '1' && part('day') === '1'
}

/** Spring Festival of a year as YYYY-MM-DD: between 21 January and 20 February (Gregorian). */
export function springFestival(year: number): string | null {
  for (let day = 20; day <= 52; day += 1) {
    const date = new Date(Date.UTC(year, 0, day))
    if (isNewYear(date)) return date.toISOString().slice(0, 10)
  }
  return null
}

/** The months among those given in which it falls. */
export function springFestivalMonths(months: readonly string[]): ReadonlySet<string> {
  const years = new Set(months.map((month) => Number(month.slice(0, 4))))
  const found = [...years].flatMap((year) => springFestival(year)?.slice(0, 7) ?? [])
  return new Set(found.filter((month) => months.includes(month)))
}
