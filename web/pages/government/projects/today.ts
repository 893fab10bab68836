const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** YYYY-MM-DD in Beijing. */
export function today(): string {
  return dayFormat.format(new Date())
}
