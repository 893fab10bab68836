/** How a number format asks for its number to be shown. */
export type NumberKind = 'number' | 'date' | 'time' | 'percent'

/** Number formats that every workbook knows without declaring them (ECMA-376 part 1, 18.8.30), East Asian ones included. */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58])
const builtInTimes = new Set([18, 19, 20, 21, 32, 33, 55, 56])
const builtInPercents = new Set([9, 10])

export function numberKind(formatId: number, formatCode: string | undefined): NumberKind {
  if (formatCode === undefined) {
    if (builtInDates.has(formatId)) return 'date'
    if (builtInTimes.has(formatId)) return 'time'
    return builtInPercents.has(formatId) ? 'percent' : 'number'
  }
  // The first section is that of positive numbers; quoted and escaped text, colours and locales are no codes.
  const section = formatCode.split(';')[0] ?? ''
  const codes = section.replace(/"[^"]*"|\\.|_.|\*./g, '')
  if (/\[[hms]+\]/i.test(codes)) return 'number'
  const plain = codes.replace(/\[[^\]]*\]/g, '').replace(/general/gi, '')
  if (/[yd]/i.test(plain) || /^m+$/i.test(plain)) return 'date'
  if (/[hs]/i.test(plain)) return 'time'
  if (/m/i.test(plain)) return 'date'
  return plain.includes('%') ? 'percent' : 'number'
}

const dayMilliseconds = 86_400_000
/** 9999-12-31, the last day Excel knows. */
const lastSerial = 2_958_465

/**
 * A date serial as ISO text: 'YYYY-MM-DD', with ' HH:MM:SS' where it has a time, 'HH:MM:SS' where it has no day.
 * In the 1900 system serial 60 is 29 February 1900, a day that never was: it comes out as that and is refused
 * later, rather than shifted to a real day. Undefined when the number is no serial.
 */
export function serialText(serial: number, date1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial >= lastSerial + 1) return undefined
  const seconds = Math.round(serial * 86_400)
  const day = Math.floor(seconds / 86_400)
  const rest = seconds % 86_400
  const time = new Date(rest * 1000).toISOString().slice(11, 19)
  if (serial < 1 && !date1904) return time
  const date = dayText(day, date1904)
  return rest === 0 ? date : `${date} ${time}`
}

function dayText(day: number, date1904: boolean): string {
  if (!date1904 && day === 60) return '1900-02-29'
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  return new Date(epoch + day * dayMilliseconds).toISOString().slice(0, 10)
}

/**
 * A stored number as text. 2.2999999999999998 is what Excel writes for 2.3: the shortest text of the same double
 * is taken. Whole numbers stay digit by digit, and 9.13700001234568E+17 stays as it is: digits that Excel has
 * already lost are not made up again.
 */
export function numberText(stored: string): string {
  if (/^-?\d+$/.test(stored)) return stored
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value) || Math.abs(value) >= 1e15) return stored
  return String(value)
}

/** 0.0512 in a percent format is shown as 5.12%: kept so that nobody takes it for 0.0512 %. */
export function percentText(stored: string): string {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return stored
  return `${Number((value * 100).toPrecision(15))}%`
}
