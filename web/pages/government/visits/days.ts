const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** YYYY-MM-DD in Beijing, `days` from now. */
export function inDays(days: number): string {
  return dayFormat.format(new Date(Date.now() + days * 86_400_000))
}
