/**
 * An independent, strict reading of a cell of the sample contract: what the warehouse must hold for a text, or that it
 * must not hold it. Written from the contract and the rules in docs/ingest.md; shares no code with the engine.
 */

export type Reading = { readonly value: string | null } | 'refused'

const refused = 'refused' as const
const ends = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/gu
const bare = (text: string): string => text.replace(ends, '')
const plain = (text: string): string => bare(text.normalize('NFKC'))

/** Blank prose is no value; a number or a day of blanks is a mistake. */
const prose =
  (check: (text: string) => boolean = () => true): ((text: string) => Reading) =>
  (text) => {
    const value = bare(text)
    if (value === '') return { value: null }
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/u.test(value) || !value.isWellFormed()) return refused
    return check(value) ? { value } : refused
  }

/** Codes and words of a list have no full-width forms of their own. */
const coded =
  (fits: (text: string) => boolean): ((text: string) => Reading) =>
  (text) => {
    const value = bare(text)
    if (value === '') return { value: null }
    const found = [value, plain(value), plain(value).toUpperCase()].find(fits)
    return found === undefined ? refused : { value: found }
  }

/** Digits of a number without its groups of three; null where it is none. */
function decimalDigits(text: string): { sign: string; whole: string; fraction: string } | null {
  let digits = plain(text)
  if (digits.includes(',')) {
    const [head = '', ...tail] = digits.split(',')
    const last = tail.at(-1)?.split('.')[0] ?? ''
    if (!/^[+-]?\d{1,3}$/.test(head) || ![...tail.slice(0, -1), last].every((group) => /^\d{3}$/.test(group)))
      return null
    digits = digits.replaceAll(',', '')
  }
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(digits)
  if (match === null || !/\d/.test(digits)) return null
  return { sign: match[1] === '-' ? '-' : '', whole: match[2] || '0', fraction: match[3] ?? '' }
}

const signed = (sign: string, value: bigint): string => (value === 0n ? '0' : `${sign}${value}`)

function integer(text: string): Reading {
  const digits = decimalDigits(text)
  if (digits === null || /[1-9]/.test(digits.fraction)) return refused
  const value = BigInt(digits.whole)
  return (digits.sign === '-' && value > 0n) || value > 1_000_000n ? refused : { value: String(value) }
}

function money(text: string): Reading {
  const digits = decimalDigits(text)
  if (digits === null || /[1-9]/.test(digits.fraction.slice(2))) return refused
  const cents = BigInt(`${digits.whole}${digits.fraction.slice(0, 2).padEnd(2, '0')}`)
  const limit = digits.sign === '-' ? 100_000_000n : 100_000_000_000n
  return cents > limit ? refused : { value: signed(digits.sign, cents) }
}

function decimal(text: string): Reading {
  const [mantissa = '', exponent] = plain(text).split(/[eE]/)
  const digits = decimalDigits(exponent === undefined ? text : mantissa)
  if (
    digits === null ||
    (exponent !== undefined && (!/^[+-]?\d{1,4}$/.test(exponent) || mantissa.includes(',')))
  )
    return refused
  const value = Number(`${digits.sign}${digits.whole}.${digits.fraction || '0'}e${exponent ?? 0}`)
  return Math.abs(value) > 100 ? refused : { value: String(value === 0 ? 0 : value) }
}

function boolean(text: string): Reading {
  const word = plain(text).toLowerCase()
  if (['是', 'true', '1'].includes(word)) return { value: 'true' }
  return ['否', 'false', '0'].includes(word) ? { value: 'false' } : refused
}

const separators = /[-/.年月日]/

/** Year, month and day of the forms used in China; all in digits, and a day that exists. */
function dayOf(text: string): string | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  const written =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(\d{4})(年)(\d{1,2})月(\d{1,2})日$/.exec(text)
  const parts = compact?.slice(1) ?? (written === null ? null : [written[1], written[3], written[4]])
  if (parts === null) return null
  const [years, months, days] = parts.map(Number) as [number, number, number]
  const found = new Date(Date.UTC(years, months - 1, days))
  if (years < 1000 || found.getUTCMonth() !== months - 1 || found.getUTCDate() !== days) return null
  return found.toISOString().slice(0, 10)
}

const loadingDay = '2026-03-15'

function date(text: string): Reading {
  const day = dayOf(plain(text).replace(/[ T]0{1,2}:00(:00(\.0+)?)?$/, ''))
  return day === null || day > loadingDay ? refused : { value: day }
}

function month(text: string): Reading {
  const value = plain(text)
  const parts =
    /^(\d{4})[-/](\d{1,2})$/.exec(value) ??
    /^(\d{4})\.?(\d{2})$/.exec(value) ??
    /^(\d{4})年(\d{1,2})月份?$/.exec(value)
  const first = separators.test(value) || value.length > 6 ? date(text) : refused
  const iso =
    parts !== null
      ? `${parts[1]}-${String(Number(parts[2])).padStart(2, '0')}`
      : first !== refused && first.value?.endsWith('-01') === true
        ? first.value.slice(0, 7)
        : null
  if (iso === null || dayOf(`${iso}-01`) === null || `${iso}-01` > loadingDay) return refused
  return { value: iso }
}

/** Without a zone it is Beijing time; the warehouse is asked in UTC. */
function moment(text: string): Reading {
  const match =
    /^(.+?)(?:[ T]?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(
      plain(text),
    )
  const day = dayOf(match?.[1]?.trim() ?? '')
  if (match === null || day === null) return refused
  const [hour, minute, second] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0))
  if (hour! > 23 || minute! > 59 || second! > 59) return refused
  const [, sign = '+', hours = '08', minutes = '00'] = /([+-])(\d{2}):?(\d{2})?/.exec(match[6] ?? '+08') ?? []
  if (match[6] !== 'Z' && (Number(hours) > 15 || Number(minutes) > 59)) return refused
  const offset = match[6] === 'Z' ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const [year, monthNumber, dayNumber] = day.split('-').map(Number) as [number, number, number]
  const utc = Date.UTC(year, monthNumber - 1, dayNumber, hour, minute! - offset, second)
  const fraction = (match[5] ?? '').slice(0, 6).padEnd(6, '0')
  return { value: `${new Date(utc).toISOString().slice(0, 19)}.${fraction}` }
}

function detail(text: string): Reading {
  try {
    if (text.includes('\\u0000')) return refused
    return { value: JSON.stringify(ordered(JSON.parse(text))) }
  } catch {
    return refused
  }
}

/** jsonb keeps no order of keys. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, member]) => [name, ordered(member)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const readers: Readonly<Record<string, (text: string) => Reading>> = {
  code: coded((text) => /^[A-Z]\d{2}$/u.test(text)),
  name: prose((text) => [...text].length <= 8),
  note: prose((text) => [...text].length <= 4000),
  state: coded((text) => text === '存续' || text === '注销'),
  count: integer,
  ratio: decimal,
  amount: money,
  active: boolean,
  day: date,
  month,
  moment,
  detail,
  credit_code: coded((text) => /^[0-9A-HJ-NPQRTUWXY]{18}$/u.test(text)),
}

export const sampleColumns: readonly string[] = Object.keys(readers)
const required = new Set(['code', 'month', 'name'])

/** What a row of these cells must be in the warehouse; 'refused' where any of them cannot be read. */
export function readStrictly(
  cells: Readonly<Record<string, string>>,
): Readonly<Record<string, string | null>> | typeof refused {
  const row: Record<string, string | null> = {}
  for (const [name, read] of Object.entries(readers)) {
    const text = cells[name] ?? ''
    const reading: Reading = text === '' ? { value: null } : text.includes('\u0000') ? refused : read(text)
    if (reading === refused || (reading.value === null && required.has(name))) return refused
    row[name] = reading.value
  }
  return row
}
