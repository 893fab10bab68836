import type { RowHash } from './row-hash.ts'

const hexDigits = Buffer.from('0123456789abcdef')

/** Sign, 0x and 16 digits: PostgreSQL reads a bigint in this form. */
export const hashWidth = 19

/** Writes a whole number that is not negative. @returns where it ends */
export function writeDecimal(bytes: Uint8Array, at: number, number: number): number {
  let end = at + 1
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) end++
  let rest = number
  for (let position = end - 1; position >= at; position--) {
    const next = Math.floor(rest / 10)
    bytes[position] = 0x30 + (rest - next * 10)
    rest = next
  }
  return end
}

/** Writes the hash: a sign and 63 bits of magnitude, so that all 64 bits count. */
export function writeHash(bytes: Uint8Array, at: number, { low, high }: RowHash): void {
  bytes[at] = high < 0 ? 0x2d : 0x2b
  bytes[at + 1] = 0x30
  bytes[at + 2] = 0x78
  let rest = high & 0x7fffffff
  for (let position = at + 10; position > at + 2; position--) {
    bytes[position] = hexDigits[rest & 15]!
    rest >>>= 4
  }
  rest = low
  for (let position = at + 18; position > at + 10; position--) {
    bytes[position] = hexDigits[rest & 15]!
    rest >>>= 4
  }
}
