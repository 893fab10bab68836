import { createHash } from 'node:crypto'

/**
 * JSON with the names of every object in code-unit order and no spaces (RFC 8785 for what contracts hold:
 * text, whole numbers, booleans, null): the same terms give the same bytes, whoever writes them.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`合同只含整数，收到 ${value}`)
  }
  return JSON.stringify(value)
}

/** SHA-256 of text in UTF-8, or of bytes; hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
