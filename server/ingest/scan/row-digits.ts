import type { RowHash } from './row-hash.ts'

/** Two hexadecimal digits of each byte, as they stand in text. */
const hexPairs = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE(),
)

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
export function writeHash(bytes: Uint8Array, view: DataView, at: number, { low, high }: RowHash): void {
  bytes[at] = high < 0 ? 0x2d : 0x2b
  bytes[at + 1] = 0x30
  bytes[at + 2] = 0x78
  view.setUint16(at + 3, hexPairs[(high >>> 24) & 0x7f]!)
  view.setUint16(at + 5, hexPairs[(high >>> 16) & 0xff]!)
  view.setUint16(at + 7, hexPairs[(high >>> 8) & 0xff]!)
  view.setUint16(at + 9, hexPairs[high & 0xff]!)
  view.setUint16(at + 11, hexPairs[low >>> 24]!)
  view.setUint16(at + 13, hexPairs[(low >>> 16) & 0xff]!)
  view.setUint16(at + 15, hexPairs[(low >>> 8) & 0xff]!)
  view.setUint16(at + 17, hexPairs[low & 0xff]!)
}
