import { Readable } from 'node:stream'
import { sql, type Transaction } from 'kysely'
import { dataset as datasetOf } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { checkRecord, type RecordValues } from './check-record.ts'
import { ingest } from './ingest.ts'
import { withSession } from './session.ts'
import { readSetAside, readValues, type Origins, type SetAside } from './set-aside.ts'
import type { Fault } from './values.ts'

/** Under which mended records come in; the batch they came in first is named in their decision. */
export const mendSource = 'steward/mend'

export interface ReplayRequest extends Origins {
  readonly records: readonly { readonly id: number; readonly values: RecordValues }[]
  readonly reason: string
  readonly by: string
  readonly now?: Date
}

export interface ReplayResult {
  /** New batches, one for each former batch. */
  readonly batches: readonly number[]
  readonly mended: readonly number[]
  /** Taken by the contract and set aside again beside what is known; they stay open. */
  readonly refused: readonly { readonly id: number; readonly message: string }[]
  /** Settled before, by whomever: nothing was changed. */
  readonly settled: readonly number[]
}

/** Nothing was loaded; `code` is stable. */
export class ReplayError extends Error {
  readonly code: 'unknown' | 'not-own' | 'faulty' | 'failed'
  readonly faults: readonly { readonly id: number; readonly column: string; readonly fault: Fault }[]

  constructor(code: ReplayError['code'], message: string, faults: ReplayError['faults'] = []) {
    super(message)
    this.name = 'ReplayError'
    this.code = code
    this.faults = faults
  }
}

/**
 * Loads mended records as new batches through the engine, for the date of the batch each was set aside from, and
 * closes them in quarantine. A record is closed once: the same request again changes nothing, also when the process
 * died between load and close.
 * @throws ReplayError before anything is loaded when a record is unknown or still breaks its contract.
 */
export async function replayRecords(database: Database, request: ReplayRequest): Promise<ReplayResult> {
  const now = request.now ?? new Date()
  const values = new Map(request.records.map((record) => [record.id, record.values]))
  const known = await readSetAside(database, [...values.keys()])
  refuse(known, values, now)
  const result = {
    batches: [] as number[],
    mended: [] as number[],
    refused: [] as Refused[],
    settled: [] as number[],
  }
  for (const group of Map.groupBy(known, ({ batchId }) => batchId).values()) {
    await withSession(database, async (client) => {
      const lock = `replay:${group[0]?.batchId}`
      await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [lock])
      try {
        // Read again under the lock: someone else may have settled some of them meanwhile.
        const current = await readSetAside(
          database,
          group.map(({ id }) => id),
        )
        const open = current.filter(({ state }) => state === 'open')
        result.settled.push(...current.filter(({ state }) => state !== 'open').map(({ id }) => id))
        if (open.length === 0) return
        const done = await replayBatch(database, request, open, values, now)
        result.batches.push(done.batch)
        result.mended.push(...done.mended)
        result.refused.push(...done.refused)
      } finally {
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lock])
      }
    })
  }
  return result
}

interface Refused {
  readonly id: number
  readonly message: string
}

function refuse(known: readonly SetAside[], values: ReadonlyMap<number, RecordValues>, now: Date): void {
  const missing = [...values.keys()].filter((id) => !known.some((record) => record.id === id))
  if (missing.length > 0) throw new ReplayError('unknown', `没有隔离记录 ${missing.slice(0, 10).join('、')}`)
  const foreign = known.find(({ rule, state }) => rule === 'not-own' && state === 'open')
  if (foreign !== undefined) {
    throw new ReplayError('not-own', `隔离记录 ${foreign.id} 属于其他企业，只能弃用，不能修复入仓`)
  }
  const faults = known
    .filter(({ state }) => state === 'open')
    .flatMap(({ id, dataset }) =>
      Object.entries(checkRecord(datasetOf(dataset), values.get(id) ?? {}, now)).map(([column, fault]) => ({
        id,
        column,
        fault,
      })),
    )
  const [first] = faults
  if (first !== undefined) {
    throw new ReplayError('faulty', `隔离记录 ${first.id} 仍不合契约：${first.fault.message}`, faults)
  }
}

async function replayBatch(
  database: Database,
  request: ReplayRequest,
  records: readonly SetAside[],
  values: ReadonlyMap<number, RecordValues>,
  now: Date,
): Promise<{ readonly batch: number; readonly mended: number[]; readonly refused: Refused[] }> {
  const [former] = records
  if (former === undefined) throw new Error('没有可重放的记录')
  const names = Object.keys(datasetOf(former.dataset).columns)
  const lines = [names, ...records.map(({ id }) => names.map((name) => values.get(id)?.[name] ?? ''))]
  const text = lines.map((cells) => cells.map(quoted).join(',')).join('\n')
  const before = await readValues(database, request, records)
  const loaded = await ingest(database, {
    dataset: former.dataset,
    source: mendSource,
    delivery: {
      name: `批次${former.batchId}的修复 ${former.fileName}`,
      format: 'csv',
      effectiveAt: former.effectiveAt,
      content: { bytes: () => Readable.from([Buffer.from(`${text}\n`)]) },
    },
    demonstration: former.demonstration,
    dataDirectory: request.dataDirectory,
    loadedBy: request.by,
    now,
  })
  if (loaded.status === 'failed') {
    throw new ReplayError('failed', loaded.error?.message ?? '修复的记录未能载入，未改变任何数据')
  }
  return database.transaction(async (transaction) => {
    // Loaded before: by the process that died, or with the same content for another record.
    const batch =
      loaded.status === 'repeated' ? await batchOf(transaction, former, loaded.sha256) : loaded.batchId
    const refused = await takeRefused(transaction, batch, records, request, now)
    const mended = records.filter(({ id }) => !refused.some((one) => one.id === id))
    const decisions = records.map(({ id }) => {
      const message = refused.find((one) => one.id === id)?.message
      return {
        quarantine_id: id,
        action: message === undefined ? ('mend' as const) : ('refused' as const),
        changes: JSON.stringify(changesOf(before.get(id) ?? {}, values.get(id) ?? {}, names)),
        batch_id: batch,
        reason: message === undefined ? request.reason : `${request.reason}（未入仓：${message}）`,
        decided_by: request.by,
        decided_at: now,
      }
    })
    await transaction.insertInto('brain.quarantine_decision').values(decisions).execute()
    const ids = mended.map(({ id }) => id)
    if (ids.length > 0) {
      await transaction
        .updateTable('brain.quarantine')
        .set({ state: 'mended' })
        .where('id', 'in', ids)
        .execute()
    }
    return { batch, mended: ids, refused }
  })
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

async function batchOf(
  transaction: Transaction<Schema>,
  { dataset }: SetAside,
  sha256: string | null,
): Promise<number> {
  const { id } = await transaction
    .selectFrom('brain.batch')
    .select('id')
    .where('dataset', '=', dataset)
    .where('source', '=', mendSource)
    .where('file_sha256', '=', sha256)
    .where('status', '=', 'loaded')
    .executeTakeFirstOrThrow()
  return id
}

/** What the new batch set aside again is closed there: the record stays open where people found it. */
async function takeRefused(
  transaction: Transaction<Schema>,
  batch: number,
  records: readonly SetAside[],
  { by }: ReplayRequest,
  now: Date,
): Promise<Refused[]> {
  const { rows } = await sql<{ id: number; row_number: number; message: string }>`
    select id, row_number, message from brain.quarantine where batch_id = ${batch}`.execute(transaction)
  const refused: Refused[] = []
  for (const { id, row_number: rowNumber, message } of rows) {
    // The header is record 1.
    const record = records[rowNumber - 2]
    if (record === undefined) continue
    refused.push({ id: record.id, message })
    const closed = await transaction
      .updateTable('brain.quarantine')
      .set({ state: 'dropped' })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (closed.numUpdatedRows === 0n) continue
    await transaction
      .insertInto('brain.quarantine_decision')
      .values({
        quarantine_id: id,
        action: 'drop',
        changes: '{}',
        batch_id: null,
        reason: `重放未通过，由隔离记录 ${record.id} 继续处理`,
        decided_by: by,
        decided_at: now,
      })
      .execute()
  }
  return refused
}

function changesOf(
  before: RecordValues,
  after: RecordValues,
  names: readonly string[],
): Record<string, readonly [string | null, string | null]> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const [was, is] = [before[name] ?? null, (after[name] ?? '') === '' ? null : (after[name] ?? null)]
      return was === is ? [] : [[name, [was, is] as const]]
    }),
  )
}
