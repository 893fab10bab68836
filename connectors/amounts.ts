/**
 * Multiplies a decimal by a power of ten on its digits, so that 233.6 万 is 2336000 and never 2335999.9999999998.
 * Text that is no plain decimal comes back unchanged, for the validator to refuse with its own words.
 */
export function shiftDecimal(text: string, places: number): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = whole + fraction.padEnd(places, '0')
  const point = whole.length + places
  const shifted = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const rest = digits.slice(point).replace(/0+$/, '')
  return `${sign}${shifted}${rest === '' ? '' : `.${rest}`}`
}

/** 万元 → 元. */
export function yuanFromWan(text: string): string {
  return shiftDecimal(text, 4)
}

/** The exact sum of two amounts of at most two decimals; no value where either is absent or no amount. */
export function addDecimals(first: string, second: string): string {
  const cents = [first, second].map((text) => shiftDecimal(text, 2))
  if (!cents.every((text) => /^[+-]?\d+$/.test(text))) return ''
  const sum = cents.reduce((total, text) => total + BigInt(text), 0n)
  const digits = (sum < 0n ? -sum : sum).toString().padStart(3, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
