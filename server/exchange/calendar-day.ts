import { Refusal } from './refusal.ts'

const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** The day in Asia/Shanghai, YYYY-MM-DD: periods of contracts begin and end with it. */
export function dayOf(instant: Date): string {
  return shanghai.format(instant)
}

/** @throws Refusal for a day the calendar does not have, as 2023-02-30. */
export function checkDay(name: string, day: string): void {
  const read = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day) {
    throw new Refusal('invalid', 'invalid-request', `${name} 收到“${day}”，不是日历中的日期。`, 'YYYY-MM-DD')
  }
}
