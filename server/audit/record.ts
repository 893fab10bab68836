import { createHash } from 'node:crypto'

/** What is recorded of one step of one request (GB/T 22239-2019 8.1.4.3). Unknown text is ''. */
export interface AuditEntry {
  /** UTC with microseconds: 2026-11-22T10:00:00.123456Z */
  readonly time: string
  readonly username: string
  readonly role: string
  readonly event: string
  readonly object: string
  /** {@link begun}, or the status with the code of the problem: `200`, `403 role-not-allowed`. */
  readonly result: string
  readonly address: string
  readonly requestId: string
  /** SHA-256 of the state before and after a change, where the handler says it. */
  readonly beforeDigest: string | null
  readonly afterDigest: string | null
}

export interface AuditRecord extends AuditEntry {
  readonly sequence: number
  readonly previousHash: string
  readonly hash: string
}

/** Where a chain stands: the place and the hash of its last record. */
export interface AuditHead {
  readonly sequence: number
  readonly hash: string
}

/** Result of the record that is written before a change is made. */
export const begun = 'begun'

/** Before the first record. */
export const emptyHead: AuditHead = { sequence: 0, hash: '0'.repeat(64) }

/** SHA-256 over the JSON of all fields in this order, with the hash of the record before. */
export function hashOf(sequence: number, entry: AuditEntry, previousHash: string): string {
  const fields = [
    sequence,
    entry.time,
    entry.username,
    entry.role,
    entry.event,
    entry.object,
    entry.result,
    entry.address,
    entry.requestId,
    entry.beforeDigest,
    entry.afterDigest,
    previousHash,
  ]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** Appends entries to a chain. */
export function chain(head: AuditHead, entries: readonly AuditEntry[]): AuditRecord[] {
  let { sequence, hash } = head
  return entries.map((entry) => {
    const previousHash = hash
    sequence += 1
    hash = hashOf(sequence, entry, previousHash)
    return { ...entry, sequence, previousHash, hash }
  })
}

const longestText = 500

/** Text as it may be stored and will be read back the same: well-formed, on one line, not longer than 500. */
export function storable(text: string): string {
  const line = text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd')
  return line.length > longestText ? `${line.slice(0, longestText - 1).toWellFormed()}…` : line
}

/** SHA-256 of a value's JSON with its keys in order; equal for equal values, and says nothing of them. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) => {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
      return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    }) ?? 'null'
  )
}
