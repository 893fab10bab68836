import type { Column } from '../datasets/contract.ts'
import { calendarDay, readDate, readMonth, readTimestamp } from './calendar.ts'

/**
 * The canonical text of a value: what COPY reads and what the row hash covers, so that one value has one form
 * (money as cents, booleans 1 and 0, ISO dates, timestamps in UTC). Null is no value.
 */
export interface Value {
  readonly text: string | null
  /** The source wrote it in another form that has only one reading. */
  readonly normalised: boolean
}

export interface Fault {
  readonly rule: string
  /** Chinese: what came and what would be right. */
  readonly message: string
}

export type ValueReader = (text: string) => Value | Fault

export function isFault(value: Value | Fault): value is Fault {
  return 'rule' in value
}

/** White space, also the full-width and the zero-width kinds that files from the web carry. */
const blankEnds = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/gu
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/u

const empty: Value = { text: null, normalised: false }
const blank: Value = { text: null, normalised: true }

/** The value as the message shows it: short, and with invisible characters made visible. */
export function shown(text: string): string {
  const visible = text.replace(
    /[\u0000-\u001f\u007f]/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  const characters = [...visible]
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : visible
}

/** The one place that says what a value of a column may look like. The byte scanner decides the plain cases alike. */
export function valueReader(column: Column, required: boolean, now: Date): ValueReader {
  const read = typeReader(column, now)
  const absent: Fault = { rule: 'required', message: `“${column.title}”不能为空` }
  return (text) => {
    if (text === '') return required ? absent : empty
    if (text.includes('\u0000'))
      return { rule: 'nul', message: `“${column.title}”含空字节（NUL）：${shown(text)}` }
    const value = read(text)
    return !isFault(value) && value.text === null && required ? absent : value
  }
}

function typeReader(column: Column, now: Date): ValueReader {
  const { title } = column
  const fault = (rule: string, text: string, expected: string): Fault => ({
    rule,
    message: `“${title}”的值“${shown(text)}”${expected}`,
  })
  /** Full-width characters and blanks at the ends; a cell of blanks only is not a number and not a date. */
  const plain = (text: string): string => text.normalize('NFKC').replace(blankEnds, '')

  switch (column.type) {
    case 'text':
      return textReader(column, fault)
    case 'integer':
    case 'decimal':
    case 'money':
      return numberReader(column, fault, plain)
    case 'boolean':
      return (text) => {
        const word = plain(text).toLowerCase()
        const value = booleans.get(word)
        if (value === undefined) return fault('boolean', text, '不是 是/否、true/false、1/0 之一')
        return { text: value, normalised: word !== text.toLowerCase() }
      }
    case 'date':
      return calendarReader(readDate, 'date', '不是日期，应形如 2024-01-05 且为实有的日子')
    case 'month':
      return calendarReader(readMonth, 'month', '不是月份，应形如 2024-01')
    case 'timestamp':
      return calendarReader(readTimestamp, 'timestamp', '不是时间，应形如 2024-01-05 08:30:00')
    case 'json':
      return (text) => {
        try {
          const parsed: unknown = JSON.parse(text)
          if (text.includes('\\u0000')) return fault('nul', text, '含空字节（NUL）')
          return { text: JSON.stringify(sorted(parsed)), normalised: false }
        } catch {
          return fault('json', text, '不是 JSON')
        }
      }
  }

  function calendarReader(
    read: (text: string) => { readonly text: string; readonly day: string } | null,
    rule: string,
    expected: string,
  ): ValueReader {
    const today = calendarDay(now)
    return (text) => {
      const value = read(plain(text))
      if (value === null) return fault(rule, text, expected)
      if (column.notFuture === true && value.day > today) return fault('future', text, `晚于载入日 ${today}`)
      // A timestamp's canonical form is always another than the file's: only the reading matters there.
      const same =
        column.type === 'timestamp' ? /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text) : value.text === text
      return { text: value.text, normalised: !same }
    }
  }
}

const booleans = new Map([
  ['是', '1'],
  ['true', '1'],
  ['1', '1'],
  ['否', '0'],
  ['false', '0'],
  ['0', '0'],
])

type MakeFault = (rule: string, text: string, expected: string) => Fault

function textReader(column: Column, fault: MakeFault): ValueReader {
  const maximum = column.maxLength ?? 4000
  const pattern = column.pattern === undefined ? null : new RegExp(`^(?:${column.pattern})$`, 'u')
  const words = column.oneOf === undefined ? null : new Set(column.oneOf)
  const fits = (text: string) => (pattern?.test(text) ?? true) && (words?.has(text) ?? true)
  const coded = pattern !== null || words !== null
  return (text) => {
    let value = text.replace(blankEnds, '')
    if (value === '') return blank
    if (controls.test(value)) return fault('control', text, '含控制字符')
    // Prose keeps its full-width punctuation; codes and vocabularies do not have any.
    if (coded && !fits(value)) {
      const plain = value.normalize('NFKC').replace(blankEnds, '')
      if (fits(plain)) value = plain
      else if (pattern !== null && fits(plain.toUpperCase())) value = plain.toUpperCase()
      else if (words !== null) return fault('one-of', text, `不在取值范围内，应为：${[...words].join('、')}`)
      else return fault('pattern', text, `不合格式，应符合 ${column.pattern}`)
    }
    const length = value.length > maximum ? [...value].length : value.length
    if (length > maximum) return fault('max-length', text, `有 ${length} 个字符，最多 ${maximum} 个`)
    return { text: value, normalised: value !== text }
  }
}

const wholeNumber = /^([+-]?)(\d+)(?:\.0*)?$/
const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/
const moneyNumber = /^([+-]?)(\d*)(?:\.(\d{0,2})0*)?$/
/** Groups of three after the first; '1,28,6' is no number. */
const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/

function numberReader(column: Column, fault: MakeFault, plain: (text: string) => string): ValueReader {
  const minimum = column.minimum ?? -Infinity
  const maximum = column.maximum ?? Infinity
  const unit = column.unit ?? ''
  const range = `${column.minimum ?? '−∞'} 至 ${column.maximum ?? '∞'}${unit}`
  const inRange = (text: string, value: number, canonical: string, normalised: boolean): Value | Fault =>
    value < minimum || value > maximum
      ? fault('range', text, `超出范围 ${range}`)
      : { text: canonical, normalised }

  return (text) => {
    let digits = plain(text)
    if (grouped.test(digits)) digits = digits.replaceAll(',', '')
    const normalised = digits !== text
    if (column.type === 'decimal') {
      const value = Number(digits)
      if (!decimalNumber.test(digits) || !Number.isFinite(value)) {
        return fault('decimal', text, '不是有限的数，应形如 1286.5，不带单位和文字')
      }
      return inRange(text, value, String(value === 0 ? 0 : value), normalised)
    }
    if (column.type === 'integer') {
      const match = wholeNumber.exec(digits)
      const value = Number(digits)
      if (match === null) return fault('integer', text, '不是整数，应形如 1286，不带单位、文字和科学计数')
      if (!Number.isSafeInteger(value)) return fault('range', text, '超出可精确表示的整数范围')
      const canonical = String(value === 0 ? 0 : value)
      return inRange(text, value, canonical, normalised || canonical !== digits)
    }
    const match = moneyNumber.exec(digits)
    if (match === null || !/\d/.test(digits)) {
      return fault('money', text, '不是金额，应以元为单位、最多两位小数，形如 1286.50，不带“万”“亿”等文字')
    }
    const [, sign = '', whole = '', fraction = ''] = match
    const cents = BigInt(`${whole}${fraction.padEnd(2, '0')}`)
    if (cents > BigInt(Number.MAX_SAFE_INTEGER)) return fault('range', text, '超出可精确表示的金额范围')
    const canonical = sign === '-' && cents > 0n ? `-${cents}` : String(cents)
    return inRange(text, Number(digits), canonical, normalised)
  }
}

/** Keys in order, so that the same object hashes alike; jsonb does not keep their order either. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
