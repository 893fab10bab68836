const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** 2026-11-22, Beijing time, whatever the server's zone. */
export function shanghaiDay(now: Date): string {
  return day.format(now)
}
