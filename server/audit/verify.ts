import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { emptyHead, hashOf, type AuditHead, type AuditRecord } from './record.ts'

export interface Verification {
  /** Records that hold, from the first on. */
  readonly count: number
  /** The last of them. */
  readonly head: AuditHead
  /** The first record that does not fit the one before it; null when all do. */
  readonly broken: { readonly sequence: number; readonly reason: string } | null
  /** Places of the published heads in the chain; null for those that are not in it. */
  readonly published: ReadonlyMap<string, number | null>
}

const pageSize = 5_000

/**
 * Walks the chain in order and computes every hash again.
 * @param publishedHeads hashes that were published earlier: a chain that was cut or written anew lacks them.
 */
export async function verifyAudit(
  database: Database,
  publishedHeads: readonly string[] = [],
): Promise<Verification> {
  const published = new Map<string, number | null>(publishedHeads.map((hash) => [hash, null]))
  let head = emptyHead
  for (;;) {
    const records = await readRecords(database, head.sequence)
    for (const record of records) {
      const reason = problemOf(record, head)
      if (reason !== null)
        return { count: head.sequence, head, broken: { sequence: head.sequence + 1, reason }, published }
      head = { sequence: record.sequence, hash: record.hash }
      if (published.has(head.hash)) published.set(head.hash, head.sequence)
    }
    if (records.length < pageSize) return { count: head.sequence, head, broken: null, published }
  }
}

function problemOf(record: AuditRecord, head: AuditHead): string | null {
  if (record.sequence !== head.sequence + 1) return `缺少记录，下一条是第 ${record.sequence} 条`
  if (record.previousHash !== head.hash) return '与上一条的散列值接不上'
  const { sequence, previousHash, hash } = record
  return hashOf(sequence, record, previousHash) === hash ? null : '内容与散列值不符'
}

async function readRecords(database: Database, after: number): Promise<AuditRecord[]> {
  const { rows } = await sql<AuditRecord>`
    select sequence, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time,
      username, role, event, object, result, address, request_id as "requestId",
      before_digest as "beforeDigest", after_digest as "afterDigest",
      previous_hash as "previousHash", hash
    from brain.audit where sequence > ${after} order by sequence limit ${pageSize}`.execute(database.kysely)
  return rows
}
