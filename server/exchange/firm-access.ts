import { sql, type Kysely } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'
import { organisationOf } from './party.ts'

/** What of which firms was used, and by which route. */
export interface FirmUse {
  /** A dataset's id, or what of the golden enterprise was shown: see objectTitles in access-ledger.ts. */
  readonly object: string
  /** Names of the dataset's columns, or of golden fields. */
  readonly fields: readonly string[]
  readonly firms: readonly string[]
  /** What for, in Chinese. */
  readonly purpose: string
  /** As declared: GET /api/enterprises/:creditCode. */
  readonly route: string
  /** By default what the role of the viewer rests on. */
  readonly basis?: string
  readonly authorisationId?: number
}

/** One line of the ledger for each of `firms`, with how often. */
export interface FirmAccessEntry {
  readonly at: Date
  readonly username: string
  readonly role: AccountRole
  readonly organisation: string
  readonly object: string
  readonly fields: readonly string[]
  readonly purpose: string
  readonly basis: string
  readonly route: string
  readonly contractId: number | null
  readonly authorisationId: number | null
  readonly firms: ReadonlyMap<string, number>
}

/** 授权依据 by role, where nothing more exact is given. */
export function basisOf(role: AccountRole): string {
  switch (role) {
    case 'province':
    case 'city':
    case 'county':
    case 'chain-office':
      return '辖区职责'
    case 'operator':
      return '平台运营'
    case 'steward':
      return '数据治理'
    case 'reviewer':
      return '评审'
    case 'system-admin':
    case 'security-admin':
    case 'audit-admin':
      return '平台支持'
    case 'enterprise':
    case 'bank':
      return '公开信息'
  }
}

interface Batch {
  /** By all but the time: the same use again within a batch is counted, not written again. */
  readonly entries: Map<string, FirmAccessEntry & { readonly times: { value: number } }>
  readonly written: PromiseWithResolvers<void>
}

interface Queue {
  waiting: Batch | null
  writing: boolean
}

const queues = new WeakMap<Database, Queue>()

/**
 * Records that a viewer used fields of firms, before the answer leaves. What is recorded while an insert
 * runs is written together by the next one. Resolves when it is committed.
 * @throws what the database says; the read must then fail.
 */
export function recordFirmAccess(
  platform: Database,
  viewer: SignedIn,
  use: FirmUse,
  now = new Date(),
): Promise<void> {
  if (use.firms.length === 0) return Promise.resolve()
  const queue = queueOf(platform)
  const batch: Batch = queue.waiting ?? { entries: new Map(), written: Promise.withResolvers<void>() }
  queue.waiting = batch
  for (const entry of entriesOf(viewer, use, now)) {
    const key = JSON.stringify([{ ...entry, at: null, firms: null }, [...entry.firms.keys()]])
    const known = batch.entries.get(key)
    if (known === undefined) batch.entries.set(key, { ...entry, times: { value: 1 } })
    else known.times.value += 1
  }
  const { promise } = batch.written
  if (!queue.writing) void writeBatches(platform, queue)
  return promise
}

function queueOf(platform: Database): Queue {
  const known = queues.get(platform)
  if (known !== undefined) return known
  const queue: Queue = { waiting: null, writing: false }
  queues.set(platform, queue)
  return queue
}

/** A firm's use of its own data stands apart from its use of others'. */
function entriesOf(viewer: SignedIn, use: FirmUse, at: Date): FirmAccessEntry[] {
  const own = use.firms.filter((code) => code === viewer.creditCode)
  const others = use.firms.filter((code) => code !== viewer.creditCode)
  const base = {
    at,
    username: viewer.username,
    role: viewer.role,
    organisation: organisationOf(viewer),
    object: use.object,
    fields: use.fields,
    purpose: use.purpose,
    route: use.route,
    contractId: null,
    authorisationId: use.authorisationId ?? null,
  }
  const entry = (basis: string, firms: readonly string[]): FirmAccessEntry[] =>
    firms.length === 0 ? [] : [{ ...base, basis, firms: new Map(firms.map((code) => [code, 1])) }]
  return [...entry('本企业', own), ...entry(use.basis ?? basisOf(viewer.role), others)]
}

async function writeBatches(platform: Database, queue: Queue): Promise<void> {
  queue.writing = true
  // What is asked for in the same turn goes together.
  await Promise.resolve()
  for (let batch = queue.waiting; batch !== null; batch = queue.waiting) {
    queue.waiting = null
    try {
      await insertFirmAccess(
        platform.kysely,
        [...batch.entries.values()].map(({ times, firms, ...entry }) => ({
          ...entry,
          firms: new Map([...firms].map(([code, count]) => [code, count * times.value])),
        })),
      )
      batch.written.resolve()
    } catch (error) {
      batch.written.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
  queue.writing = false
}

/** Writes lines of the ledger in one statement; inside a transaction where one is given. */
export async function insertFirmAccess(
  executor: Kysely<Schema>,
  entries: readonly FirmAccessEntry[],
): Promise<void> {
  const lines = entries.flatMap(({ firms }, index) =>
    [...firms].map(([code, count]) => ({ code, count, entry: index + 1 })),
  )
  if (lines.length === 0) return
  await sql`
    insert into brain.firm_access (credit_code, at, username, role, organisation, object, fields, purpose,
      basis, route, contract_id, authorisation_id, count)
    select line.code, entry.at, entry.username, entry.role, entry.organisation, entry.object,
      string_to_array(entry.fields, ','), entry.purpose, entry.basis, entry.route, entry.contract_id,
      entry.authorisation_id, line.count
    from unnest(${lines.map(({ code }) => code)}::text[], ${lines.map(({ entry }) => entry)}::bigint[],
        ${lines.map(({ count }) => count)}::int[]) as line (code, entry, count)
    join unnest(${entries.map(({ at }) => at)}::timestamptz[], ${entries.map(({ username }) => username)}::text[],
        ${entries.map(({ role }) => role)}::text[], ${entries.map(({ organisation }) => organisation)}::text[],
        ${entries.map(({ object }) => object)}::text[], ${entries.map(({ fields }) => fields.join(','))}::text[],
        ${entries.map(({ purpose }) => purpose)}::text[], ${entries.map(({ basis }) => basis)}::text[],
        ${entries.map(({ route }) => route)}::text[], ${entries.map(({ contractId }) => contractId)}::bigint[],
        ${entries.map(({ authorisationId }) => authorisationId)}::bigint[])
      with ordinality as entry (at, username, role, organisation, object, fields, purpose, basis, route,
        contract_id, authorisation_id, number)
      on entry.number = line.entry`.execute(executor)
}
