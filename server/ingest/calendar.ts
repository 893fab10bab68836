const dateForms = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
]
/** What spreadsheets append to a day. */
const midnight = /[ T]0{1,2}:00(?::00(?:\.0+)?)?$/
const monthForms = [
  /^(\d{4})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{2})$/,
  /^(\d{4})(\d{2})$/,
  /^(\d{4})年(\d{1,2})月(?:份)?$/,
]
const clock =
  /^(.+?)[ T]?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/

/** Years outside are slips of the keyboard ('0202-01-05') more often than history. */
const firstYear = 1000

export interface CalendarValue {
  /** Canonical text. */
  readonly text: string
  /** ISO date that is compared with the day of loading. */
  readonly day: string
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days of a month in the Gregorian calendar; 0 for a month that is none. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29
  return monthDays[month - 1] ?? 0
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A real day in one of the forms used in China; null for anything else, also for Excel's serial numbers. */
export function readDate(text: string): CalendarValue | null {
  const day = text.replace(midnight, '')
  for (const form of dateForms) {
    const match = form.exec(day)
    if (match === null) continue
    const [year, month, date] = match.slice(1).map(Number) as [number, number, number]
    if (year < firstYear || date < 1 || date > daysInMonth(year, month)) return null
    const iso = `${year}-${two(month)}-${two(date)}`
    return { text: iso, day: iso }
  }
  return null
}

/** 'YYYY-MM'. The first day of a month counts as the month, as spreadsheets write it. */
export function readMonth(text: string): CalendarValue | null {
  for (const form of monthForms) {
    const match = form.exec(text)
    if (match === null) continue
    const [year, month] = match.slice(1).map(Number) as [number, number]
    if (year < firstYear || daysInMonth(year, month) === 0) return null
    const iso = `${year}-${two(month)}`
    return { text: iso, day: `${iso}-01` }
  }
  const date = readDate(text)
  return date !== null && date.text.endsWith('-01') ? { text: date.text.slice(0, 7), day: date.day } : null
}

/** Canonical: UTC with microseconds as far as given. Without a zone the text is Beijing time (UTC+8). */
export function readTimestamp(text: string): CalendarValue | null {
  const match = clock.exec(text)
  const date = readDate(match?.[1]?.trimEnd() ?? text)
  if (date === null) return null
  const [hour = 0, minute = 0, second = 0] = [match?.[2], match?.[3], match?.[4]].map((part) =>
    Number(part ?? 0),
  )
  if (hour > 23 || minute > 59 || second > 59) return null
  const offset = zoneMinutes(match?.[6])
  if (offset === null) return null
  const utc = new Date(`${date.text}T${two(hour)}:${two(minute)}:${two(second)}Z`).getTime() - offset * 60_000
  const fraction = (match?.[5] ?? '').replace(/0+$/, '')
  const iso = new Date(utc).toISOString().slice(0, 19)
  return { text: `${iso}${fraction === '' ? '' : `.${fraction}`}Z`, day: calendarDay(new Date(utc)) }
}

function zoneMinutes(zone: string | undefined): number | null {
  if (zone === undefined) return 8 * 60
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || 0)
  if (hours > 15 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** The day in China at an instant. China has had one zone and no summer time since 1991. */
export function calendarDay(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}
