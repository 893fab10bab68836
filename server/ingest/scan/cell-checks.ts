import { daysInMonth } from '../calendar.ts'

/**
 * Each check says whether a cell is in its column's canonical form already, or nearly so; whatever is not is left to
 * the reader of values.ts, which alone rejects. So a check may say no too often, but never yes wrongly.
 */

const zero = 0x30
const minus = 0x2d
const dot = 0x2e

/** First or last byte may belong to white space (also the wide and the invisible kinds). */
export function hasBlankEnds(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!
  const last = bytes[end - 1]!
  if (first <= 0x20 || last <= 0x20) return true
  if (first >= 0x80 && maybeBlank(first, bytes[start + 1]!, bytes[start + 2]!)) return true
  if (last < 0x80) return false
  return maybeBlank(bytes[end - 3]!, bytes[end - 2]!, last) || bytes[end - 2] === 0xc2
}

/** Bytes of U+00A0, U+1680, U+2000–U+207F, U+3000 and U+FEFF. */
function maybeBlank(lead: number, second: number, third: number): boolean {
  if (lead === 0xe2) return second === 0x80 || second === 0x81
  if (lead === 0xe3) return second === 0x80 && third === 0x80
  if (lead === 0xc2) return second <= 0xa0
  return (lead === 0xef && second === 0xbb) || (lead === 0xe1 && second === 0x9a)
}

/** Whole number without sign of plus or leading zero, at most 15 digits. NaN when it is anything else. */
export function plainInteger(bytes: Uint8Array, start: number, end: number): number {
  let position = start
  const negative = bytes[position] === minus
  if (negative) position++
  const digits = end - position
  if (digits < 1 || digits > 15) return Number.NaN
  if (bytes[position] === zero && (digits > 1 || negative)) return Number.NaN
  let value = 0
  for (; position < end; position++) {
    const digit = bytes[position]! - zero
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return negative ? -value : value
}

const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

/**
 * A decimal that prints as it is written: at most 15 digits, no leading or trailing zeros, no exponent.
 * NaN when it is anything else.
 */
export function plainDecimal(bytes: Uint8Array, start: number, end: number): number {
  let position = start
  const negative = bytes[position] === minus
  if (negative) position++
  const first = position
  if (end - first < 1 || end - first > 16) return Number.NaN
  let value = 0
  let point = -1
  for (; position < end; position++) {
    const byte = bytes[position]!
    if (byte === dot) {
      if (point >= 0) return Number.NaN
      point = position
      continue
    }
    const digit = byte - zero
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  const wholeDigits = (point < 0 ? end : point) - first
  if (wholeDigits < 1 || (bytes[first] === zero && wholeDigits > 1)) return Number.NaN
  if (point < 0) return wholeDigits > 15 || (negative && value === 0) ? Number.NaN : negative ? -value : value
  const fraction = end - point - 1
  if (fraction < 1 || bytes[end - 1] === zero || wholeDigits + fraction > 15) return Number.NaN
  const magnitude = value / powers[fraction]!
  // Smaller ones print with an exponent.
  if (magnitude < 1e-6) return Number.NaN
  return negative ? -magnitude : magnitude
}

/** Decimals of an amount in yuan that turns into cents by moving digits: 0, 1 or 2; −1 for any other form. */
export function plainMoneyDecimals(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] === minus ? start + 1 : start
  let position = first
  while (position < end && bytes[position]! >= zero && bytes[position]! <= 0x39) position++
  const whole = position - first
  // A whole part of zero would leave leading zeros in the cents.
  if (whole < 1 || whole > 13 || bytes[first] === zero) return -1
  if (position === end) return 0
  if (bytes[position] !== dot) return -1
  const decimals = end - position - 1
  if (decimals < 1 || decimals > 2) return -1
  for (position++; position < end; position++) {
    if (bytes[position]! < zero || bytes[position]! > 0x39) return -1
  }
  return decimals
}

/** The amount in yuan, given a form that {@link plainMoneyDecimals} knows. */
export function moneyValue(bytes: Uint8Array, start: number, end: number, decimals: number): number {
  let value = 0
  for (let position = start; position < end; position++) {
    const byte = bytes[position]!
    if (byte >= zero) value = value * 10 + (byte - zero)
  }
  const amount = value / powers[decimals]!
  return bytes[start] === minus ? -amount : amount
}

function digitsAt(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let position = start; position < start + count; position++) {
    const digit = bytes[position]! - zero
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** YYYY-MM-DD of a real day as the number YYYYMMDD, else 0. */
export function plainDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== minus || bytes[start + 7] !== minus) return 0
  const year = digitsAt(bytes, start, 4)
  const month = digitsAt(bytes, start + 5, 2)
  const day = digitsAt(bytes, start + 8, 2)
  if (year < 1000 || month < 1 || day < 1 || (day > 28 && day > daysInMonth(year, month)) || month > 12)
    return 0
  return year * 10_000 + month * 100 + day
}

/** YYYY-MM as the number YYYYMM, else 0. */
export function plainMonth(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 7 || bytes[start + 4] !== minus) return 0
  const year = digitsAt(bytes, start, 4)
  const month = digitsAt(bytes, start + 5, 2)
  return year < 1000 || month < 1 || month > 12 ? 0 : year * 100 + month
}

/** 1 for true, 1, 是; 0 for false, 0, 否; −1 for anything else. */
export function plainBoolean(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!
  switch (end - start) {
    case 1:
      return first === 0x31 ? 1 : first === zero ? 0 : -1
    case 3:
      if (first === 0xe6 && bytes[start + 1] === 0x98 && bytes[start + 2] === 0xaf) return 1
      return first === 0xe5 && bytes[start + 1] === 0x90 && bytes[start + 2] === 0xa6 ? 0 : -1
    case 4:
      return first === 0x74 &&
        bytes[start + 1] === 0x72 &&
        bytes[start + 2] === 0x75 &&
        bytes[start + 3] === 0x65
        ? 1
        : -1
    case 5:
      return first === 0x66 &&
        bytes[start + 1] === 0x61 &&
        bytes[start + 2] === 0x6c &&
        bytes[start + 3] === 0x73 &&
        bytes[start + 4] === 0x65
        ? 0
        : -1
    default:
      return -1
  }
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const codeValues = new Int8Array(256).fill(-1)
for (const [value, character] of [...alphabet].entries()) codeValues[character.charCodeAt(0)] = value
const codeWeights = Uint8Array.from({ length: 17 }, (_, position) => Number(3n ** BigInt(position) % 31n))
/** Whether 18 bytes pass the check of GB 32100-2015; server/domain/credit-code.ts says what is wrong otherwise. */
export function passesCreditCodeCheck(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 18) return false
  let sum = 0
  for (let position = 0; position < 17; position++) {
    const value = codeValues[bytes[start + position]!]!
    if (value < 0) return false
    sum += value * codeWeights[position]!
  }
  if (codeValues[bytes[start + 17]!] !== (31 - (sum % 31)) % 31) return false
  for (let position = 2; position < 8; position++) {
    if (bytes[start + position]! > 0x39) return false
  }
  return true
}
