/** Numbers, money and dates as they are shown. Missing is always —, never zero. */

export const MISSING = '—'

const formatters = new Map<number, Intl.NumberFormat>()

function formatter(digits: number): Intl.NumberFormat {
  let found = formatters.get(digits)
  if (found === undefined) {
    found = new Intl.NumberFormat('zh-CN', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formatters.set(digits, found)
  }
  return found
}

/** 1286.41, 1 → "1,286.4"; a minus sign, not a hyphen. */
export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING
  const text = formatter(digits).format(value)
  // −0.0 says nothing more than 0.0.
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text.replace('-', '−')
}

export interface Amount {
  readonly value: string
  readonly unit: string
}

/** 元 in the unit it is read in: 2.31e9 → 23.1 亿元, 45600 → 4.6 万元. */
export function formatMoney(yuan: number | null | undefined): Amount {
  if (yuan === null || yuan === undefined) return { value: MISSING, unit: '' }
  const size = Math.abs(yuan)
  if (size >= 1e8) return { value: formatNumber(yuan / 1e8, size >= 1e11 ? 0 : 1), unit: '亿元' }
  if (size >= 1e4) return { value: formatNumber(yuan / 1e4, size >= 1e7 ? 0 : 1), unit: '万元' }
  return { value: formatNumber(yuan, size % 1 === 0 ? 0 : 2), unit: '元' }
}

export function moneyText(yuan: number | null | undefined): string {
  const { value, unit } = formatMoney(yuan)
  return unit === '' ? value : `${value} ${unit}`
}

/** A share of 0–1 as "37 %". */
export function formatShare(share: number | null | undefined, digits = 0): string {
  return share === null || share === undefined ? MISSING : `${formatNumber(share * 100, digits)} %`
}

/** +6.8 / −3.1 / 0 */
export function formatChange(value: number, digits = 1): string {
  const text = formatNumber(value, digits)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

const timeZone = 'Asia/Shanghai'
const dateFormat = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
const timeFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone,
  dateStyle: 'short',
  timeStyle: 'short',
})

function parse(text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : date
}

/** YYYY-MM-DD in Beijing, `days` from now. */
export function dayFromNow(days = 0): string {
  return dateFormat.format(new Date(Date.now() + days * 86_400_000))
}

/** 2026-10-31, Asia/Shanghai; text that is no timestamp (a month, a day) stays as it is. */
export function formatDate(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return MISSING
  if (!text.includes('T')) return text
  const date = parse(text)
  return date === null ? text : dateFormat.format(date)
}

/** 2026-10-31 08:10 */
export function formatTime(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return MISSING
  const date = text.includes('T') ? parse(text) : null
  return date === null ? text : timeFormat.format(date)
}

/** 刚刚, 21 分钟前, 今天 08:10, 昨天 16:02, then the date. */
export function formatAgo(text: string, now = new Date()): string {
  const date = parse(text)
  if (date === null) return text
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000)
  if (minutes >= 0 && minutes < 1) return '刚刚'
  if (minutes >= 0 && minutes < 60) return `${minutes} 分钟前`
  const [day = '', clock = ''] = timeFormat.format(date).split(' ')
  // Midnight is how a source says that it knows the day only.
  const time = clock === '00:00' ? '' : ` ${clock}`
  if (day === dateFormat.format(now)) return `今天${time}`
  if (day === dateFormat.format(new Date(now.getTime() - 86_400_000))) return `昨天${time}`
  return day.slice(0, 4) === dateFormat.format(now).slice(0, 4) ? day.slice(5) : day
}

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return MISSING
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${formatNumber(bytes / 1024, 0)} KB`
  if (bytes < 1024 ** 3) return `${formatNumber(bytes / 1024 ** 2, 1)} MB`
  return `${formatNumber(bytes / 1024 ** 3, 1)} GB`
}

/** '2026-01', −1 → '2025-12' */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + (number - 1) + by
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}
