/** The 36 months of the demonstration series, 2023-11 to 2026-10, counted 0 to 35. */
const firstYear = 2023
const firstMonth = 11

export const MONTH_COUNT = 36

/** First day of the lunar year (春节), by calendar year; State Council holiday notices. */
const springFestival: Readonly<Record<number, string>> = {
  2024: '2024-02-10',
  2025: '2025-01-29',
  2026: '2026-02-17',
}

/** A factory of the trade stands still from six days before to nine days after the lunar new year. */
const STILL_BEFORE = 6
const STILL_AFTER = 9

/** Output of the days around the festival against a working day: curing presses run on, most lines do not. */
const STILL_OUTPUT = 0.4

/** Demand over the year against the mean: the replacement season is spring and autumn. */
const demandByMonth = [0.99, 0.97, 1.05, 1.04, 1.02, 0.99, 0.97, 0.98, 1.03, 1.0, 0.99, 0.97] as const

const DAY = 86_400_000

function calendarOf(month: number): { year: number; number: number } {
  const count = firstMonth - 1 + month
  return { year: firstYear + Math.floor(count / 12), number: (count % 12) + 1 }
}

/** 'YYYY-MM'; negative counts reach back before the series. */
export function monthText(month: number): string {
  const { year, number } = calendarOf(month)
  return `${year}-${String(number).padStart(2, '0')}`
}

export const MONTHS: readonly string[] = Array.from({ length: MONTH_COUNT }, (_, month) => monthText(month))

/** Count of a 'YYYY-MM' or 'YYYY-MM-DD' text. */
export function monthNumber(text: string): number {
  return (Number(text.slice(0, 4)) - firstYear) * 12 + Number(text.slice(5, 7)) - firstMonth
}

export function daysIn(month: number): number {
  const { year, number } = calendarOf(month)
  return new Date(Date.UTC(year, number, 0)).getUTCDate()
}

export function yearOf(month: number): number {
  return calendarOf(month).year
}

/** 'YYYY-MM-DD' of a day of the month; days past its end are cut to the last. */
export function dayText(month: number, day: number): string {
  return `${monthText(month)}-${String(Math.min(day, daysIn(month))).padStart(2, '0')}`
}

/** When the state of a month is delivered: its last day at 18:00 in Shanghai. */
export function deliveredAt(month: number): Date {
  return new Date(`${dayText(month, 31)}T18:00:00+08:00`)
}

/** Months that lie in a calendar year, of the 36. */
export function monthsOfYear(year: number): readonly number[] {
  return MONTHS.map((_, month) => month).filter((month) => yearOf(month) === year)
}

function stillDays(month: number): number {
  const { year } = calendarOf(month)
  const festival = springFestival[year]
  if (festival === undefined) return 0
  const start = Date.parse(festival) - STILL_BEFORE * DAY
  const end = Date.parse(festival) + STILL_AFTER * DAY
  const first = Date.parse(`${monthText(month)}-01`)
  let count = 0
  for (let day = 0; day < daysIn(month); day++) {
    const at = first + day * DAY
    if (at >= start && at <= end) count++
  }
  return count
}

/** Share of a month's output that its working days allow: 1 without the festival, about 0.67 with all of it. */
export const workingShare: readonly number[] = MONTHS.map((_, month) => {
  const days = daysIn(month)
  const still = stillDays(month)
  return (days - still * (1 - STILL_OUTPUT)) / days
})

/** Season of output: demand over the year times working days. */
export const season: readonly number[] = MONTHS.map((_, month) => {
  const demand = demandByMonth[calendarOf(month).number - 1] ?? 1
  return demand * (workingShare[month] ?? 1) * (daysIn(month) / 30.4)
})

/** Growth of the whole cluster since the first month: 6 % a year with a soft patch in mid-2025. */
export const trend: readonly number[] = MONTHS.map((_, month) => {
  const softPatch = -0.045 * Math.exp(-(((month - 20) / 3.5) ** 2))
  return 1.06 ** (month / 12) * (1 + softPatch)
})
