/** A cron expression (minute hour day month weekday, Asia/Shanghai) in words where it is a usual one. */

const weekdays = ['日', '一', '二', '三', '四', '五', '六', '日'] as const

const number = (field: string): number | null => (/^\d{1,2}$/.test(field) ? Number(field) : null)

export function readSchedule(cron: string | null): string {
  if (cron === null) return '手动'
  // node-cron takes an optional field of seconds before the usual five.
  const fields = cron.trim().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] =
    fields.length === 6 ? fields.slice(1) : fields
  const every = /^\*\/(\d{1,2})$/.exec(minute)?.[1]
  if (every !== undefined && hour === '*') return `每 ${every} 分钟`
  if (fields.every((field) => field === '*')) return '每分钟'
  const at = number(minute)
  const hours = number(hour)
  if (at === null) return cron
  if (hour === '*' && day === '*') return at === 0 ? '每小时整点' : `每小时 ${at} 分`
  if (hours === null) return cron
  const time = `${String(hours).padStart(2, '0')}:${String(at).padStart(2, '0')}`
  const onDay = number(day)
  const onWeekday = number(weekday)
  if (day === '*' && month === '*' && weekday === '*') return `每天 ${time}`
  if (day === '*' && month === '*' && onWeekday !== null) return `每周${weekdays[onWeekday] ?? ''} ${time}`
  if (onDay !== null && month === '*' && weekday === '*') return `每月 ${onDay} 日 ${time}`
  const onMonth = number(month)
  if (onDay !== null && onMonth !== null) return `每年 ${onMonth} 月 ${onDay} 日 ${time}`
  return cron
}
