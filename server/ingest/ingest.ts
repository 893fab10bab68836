import type { PoolClient } from 'pg'
import { dataset as datasetOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { writeOffsets, type Original } from '../warehouse/originals.ts'
import { isUnavailable, unavailableCode, whenReachable } from '../warehouse/unavailable.ts'
import type { BatchError, BatchWarning } from '../warehouse/schema/ingest.ts'
import {
  IngestError,
  type BatchCounts,
  type BatchResult,
  type IngestPhase,
  type IngestRequest,
} from './batch.ts'
import { checkYield } from './expected-yield.ts'
import { closeFirstLoad, isUntouched, openForFirstLoad } from './first-load.ts'
import { keepOriginal } from './keep-original.ts'
import { closeBatch, failBatch, findLoaded, openBatch, repeatBatch } from './ledger.ts'
import { withLoadSlot } from './load-slots.ts'
import { lockDataset, mergeRows, type MergeCounts } from './merge.ts'
import { prepare, type Prepared } from './prepare.ts'
import { closeSource, fillRaw } from './raw-records.ts'
import { openSource, type Source } from './sources.ts'
import type { Staged } from './stage.ts'
import { withBatchLock } from './recover.ts'
import { inTransaction, withSession } from './session.ts'
import { createRejects, createRows, stagingTables } from './staging.ts'

const noCounts: BatchCounts = {
  read: 0,
  accepted: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  duplicate: 0,
  quarantined: 0,
  normalised: 0,
}

/**
 * Loads one delivery: original kept, every record validated and staged, then facts, history, quarantine, roll-ups
 * and ledger in one transaction. A file that cannot be loaded leaves a 'failed' batch with the reason and no data;
 * one that this source has delivered before leaves a 'repeated' batch and changes nothing.
 * @throws when there is no such dataset.
 */
export function ingest(database: Database, request: IngestRequest): Promise<BatchResult> {
  return ingestInto(database, datasetOf(request.dataset), request)
}

/** The same for a contract at hand. */
export function ingestInto(
  database: Database,
  dataset: NamedDataset,
  request: IngestRequest,
): Promise<BatchResult> {
  return withLoadSlot(database, () => ingestOne(database, dataset, request))
}

async function ingestOne(
  database: Database,
  dataset: NamedDataset,
  request: IngestRequest,
): Promise<BatchResult> {
  const started = performance.now()
  const now = request.now ?? new Date()
  const effectiveAt = request.delivery.effectiveAt ?? now
  let original: Original | null = null
  let batchId: number | null = null
  const result = (
    id: number,
    status: BatchResult['status'],
    more: Partial<BatchResult> = {},
  ): BatchResult => ({
    ...noCounts,
    batchId: id,
    dataset: dataset.id,
    source: request.source,
    fileName: request.delivery.name,
    sha256: original?.sha256 ?? null,
    bytes: original?.bytes ?? 0,
    status,
    warnings: [],
    error: null,
    durationMs: performance.now() - started,
    ...more,
  })

  try {
    report(request, 'storing', 0, 0, 0)
    original = await keepOriginal(request)
    const known = await findLoaded(database, dataset, request.source, original.sha256)
    batchId = await openBatch(
      database,
      request,
      original,
      effectiveAt,
      known === null ? 'running' : 'repeated',
    )
    if (known !== null) return result(batchId, 'repeated')
    const batch = {
      dataset,
      request,
      original,
      batchId,
      now,
      effectiveAt,
      onlyCreditCode: request.onlyCreditCode,
    }
    const done = await withBatchLock(database, batchId, (client) => loadBatch({ ...batch, database, client }))
    report(request, 'done', original.bytes, original.bytes, done.counts.read)
    return result(batchId, 'loaded', { ...done.counts, warnings: done.warnings })
  } catch (error) {
    if (error instanceof LoadedMeanwhile && batchId !== null) {
      await repeatBatch(database, batchId)
      return result(batchId, 'repeated')
    }
    const detail = describe(error)
    const id = (batchId ??= await openBatch(database, request, original, effectiveAt, 'running'))
    // Where the database stays away, the next start says so in the ledger.
    await whenReachable(() => failBatch(database, id, detail)).catch(() => undefined)
    return result(id, 'failed', { error: detail })
  }
}

/** The same file came through another process while this one read it. */
class LoadedMeanwhile extends Error {}

function describe(error: unknown): BatchError {
  if (error instanceof IngestError) return error.detail
  const message = error instanceof Error ? error.message : String(error)
  if (isUnavailable(error)) {
    return {
      code: unavailableCode,
      message: `载入中断（数据库不可用：${message}），未写入任何数据`,
      retry: true,
    }
  }
  return { code: 'internal', message: `载入失败：${message}`, retry: true }
}

function report(
  { source, dataset, delivery, onProgress }: IngestRequest,
  phase: IngestPhase,
  bytesRead: number,
  bytesTotal: number,
  rowsRead: number,
): void {
  onProgress?.({ source, dataset, fileName: delivery.name, phase, bytesRead, bytesTotal, rowsRead })
}

interface Load {
  readonly database: Database
  /** Holds the batch's lock; copies, and runs its transaction. */
  readonly client: PoolClient
  readonly dataset: NamedDataset
  readonly request: IngestRequest
  readonly original: Original
  readonly batchId: number
  readonly now: Date
  readonly effectiveAt: Date
  readonly onlyCreditCode: string | undefined
}

interface Loaded {
  readonly counts: BatchCounts
  readonly warnings: readonly BatchWarning[]
}

async function loadBatch(load: Load): Promise<Loaded> {
  const { database, client, dataset, request, original, batchId, now } = load
  const { delivery } = request
  let bytesRead = 0
  const source = await openSource({
    path: original.path,
    name: delivery.name,
    format: 'records' in delivery.content ? 'records' : delivery.format,
    onBytes: (bytes) => (bytesRead += bytes),
  })
  try {
    const prepared = await prepare(dataset, source, request, now)
    await createRejects(client, stagingTables(batchId))
    const target = {
      database,
      dataset,
      tables: stagingTables(batchId),
      now,
      expectedRows: expectedRows(original.bytes, source),
      onRows: (rows: number) => report(request, 'staging', bytesRead, original.bytes, rows),
      signal: request.signal,
    }
    const direct = await loadDirectly(load, source, prepared, target)
    const loaded = direct ?? (await loadThroughStaging(load, source, prepared, target))
    await analyzeAfter(database, dataset, loaded.counts)
    return loaded
  } finally {
    await closeSource(source)
  }
}

/** From above: a record has some fifty bytes at least, and packed text unpacks to some eight times its size. */
function expectedRows(bytes: number, { reading }: Source): number {
  return (bytes * (reading.compressed || reading.format === 'xlsx' ? 8 : 1)) / 50
}

type Target = Omit<Parameters<Prepared['stage']>[0], 'clients' | 'table' | 'copyOptions'>

/** The first load of a dataset goes straight into its table. Null when it has held rows before. */
function loadDirectly(
  load: Load,
  source: Source,
  prepared: Prepared,
  target: Target,
): Promise<Loaded | null> {
  const { client, dataset } = load
  return inTransaction(client, async () => {
    await lockDataset(client, dataset)
    if (!(await isUntouched(client, dataset))) return null
    await openForFirstLoad(client, load, prepared.constants)
    const staged = await prepared.stage({
      ...target,
      clients: [client],
      table: tableName(dataset),
      copyOptions: ', freeze',
    })
    return settle(load, source, staged, () => closeFirstLoad(client, load, prepared, staged))
  })
}

/** Two sessions copy into an unlogged table; what is new or differs is then merged. */
async function loadThroughStaging(
  load: Load,
  source: Source,
  prepared: Prepared,
  target: Target,
): Promise<Loaded> {
  const { database, client, dataset } = load
  await createRows(client, dataset, target.tables, prepared.columns, prepared.constants)
  const staged = await withSession(database, (second) =>
    prepared.stage({ ...target, clients: [client, second], table: target.tables.rows, copyOptions: '' }),
  )
  return inTransaction(client, async () => {
    await lockDataset(client, dataset)
    // Loads of one dataset follow each other from here on.
    if ((await findLoaded(database, dataset, load.request.source, load.original.sha256)) !== null) {
      throw new LoadedMeanwhile()
    }
    return settle(load, source, staged, () => mergeRows(client, load, prepared, staged))
  })
}

/** Everything after staging, in the transaction that holds the rows. */
async function settle(
  load: Load,
  source: Source,
  staged: Staged,
  merge: () => Promise<MergeCounts>,
): Promise<Loaded> {
  const { client, dataset, request, original, batchId } = load
  const warnings = [...checkYield(request.expectedRead, staged.read), ...staged.warnings]
  report(request, 'merging', original.bytes, original.bytes, staged.read)
  if (staged.offsets.length > 0) await writeOffsets(original, staged.offsets)
  const merged = await merge()
  const tables = stagingTables(batchId)
  if (merged.rejected > 0) {
    await fillRaw(client, tables, {
      path: original.path,
      name: request.delivery.name,
      reading: source.reading,
    })
  }
  const counts: BatchCounts = {
    read: staged.read,
    accepted: merged.inserted + merged.updated,
    inserted: merged.inserted,
    updated: merged.updated,
    unchanged: merged.unchanged,
    duplicate: merged.duplicate,
    quarantined: staged.quarantined + merged.rejected,
    normalised: staged.normalised,
  }
  await closeBatch(client, dataset, batchId, tables, counts, warnings, source.reading)
  return { counts, warnings }
}

/** Fresh statistics where a load has changed much: those who compute from it come next. */
async function analyzeAfter(database: Database, dataset: NamedDataset, counts: BatchCounts): Promise<void> {
  if (counts.accepted < 1000) return
  await withSession(database, (client) =>
    inTransaction(client, async () => {
      // A third of the usual sample tells the planner what it needs; autovacuum looks closer when it has time.
      await client.query('set local default_statistics_target = 30')
      await client.query(`analyze ${tableName(dataset)}`)
    }),
  )
}
