import type { Delivery } from '../../connectors/contract.ts'
import type { Database } from '../warehouse/database.ts'
import type { BatchError, RunCause } from '../warehouse/schema/ingest.ts'
import type { BatchResult, IngestProgress } from './batch.ts'
import { readConnectors, type NamedConnector } from './connectors.ts'
import { createHttp, hostsOf } from './http.ts'
import { ingest } from './ingest.ts'

export interface RunOptions {
  readonly dataDirectory: string
  /** Folder of the pack's files. */
  readonly dataFolder?: string
  readonly options?: Readonly<Record<string, string>>
  readonly loadedBy?: string
  readonly now?: Date
  readonly signal?: AbortSignal
  readonly http?: typeof fetch
  /** Hosts the connector may ask beside those in its options. */
  readonly allowedHosts?: readonly string[]
  readonly onProgress?: (progress: IngestProgress) => void
  /** By default 'pack'. A scheduled run that fails is tried again; see {@link retryMinutes}. */
  readonly cause?: RunCause
  /** 1 for a run of its own, 2 to 4 for what is tried again after it. */
  readonly attempt?: number
}

/** After the first, second and third failure of a scheduled run it is tried again this many minutes later. */
export const retryMinutes = [1, 5, 25] as const

/**
 * One run of a connector: fetch, load each delivery, note watermark and result in brain.source_state.
 * A delivery that fails ends the run: later ones may rest on it, and the watermark must not pass it.
 * @throws when there is no such connector, or when it cannot fetch; the state then says so too.
 */
export async function runConnector(
  database: Database,
  id: string,
  options: RunOptions,
): Promise<BatchResult[]> {
  const connector = (await readConnectors()).get(id)
  if (connector === undefined) throw new Error(`没有名为“${id}”的连接器`)
  return run(database, connector, options)
}

/** The same for a connector at hand. */
export async function run(
  database: Database,
  connector: NamedConnector,
  options: RunOptions,
): Promise<BatchResult[]> {
  const { id } = connector
  const now = options.now ?? new Date()
  const state = await startRun(database, id, now, options)
  const results: BatchResult[] = []
  try {
    const own = options.options ?? {}
    const deliveries = connector.fetch({
      options: own,
      ...(options.dataFolder !== undefined && { dataFolder: options.dataFolder }),
      ...(state.watermark !== null && { watermark: state.watermark }),
      now,
      signal: options.signal ?? new AbortController().signal,
      http:
        options.http ??
        createHttp({ allowedHosts: new Set([...hostsOf(own), ...(options.allowedHosts ?? [])]) }),
    })
    for await (const { delivery, last } of withLast(deliveries)) {
      const result = await load(database, connector, delivery, last, results, { ...options, now })
      results.push(result)
      if (result.status === 'failed') break
      if (delivery.watermark !== undefined) await noteWatermark(database, id, delivery.watermark)
    }
    const failure = results.find((result) => result.error !== null)?.error ?? null
    await finishRun(database, { id, runId: state.runId }, results, failure, options)
    return results
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await finishRun(
      database,
      { id, runId: state.runId },
      results,
      { code: 'fetch', message, retry: true },
      options,
    )
    throw error
  }
}

function load(
  database: Database,
  connector: NamedConnector,
  delivery: Delivery,
  last: boolean,
  earlier: readonly BatchResult[],
  options: RunOptions & { readonly now: Date },
): Promise<BatchResult> {
  const soFar = earlier.reduce((sum, result) => sum + result.read, 0)
  const repeated = earlier.some((result) => result.status === 'repeated')
  const { expectedYield } = connector
  return ingest(database, {
    dataset: connector.dataset,
    source: connector.id,
    delivery,
    dataDirectory: options.dataDirectory,
    now: options.now,
    demonstration: connector.demonstration ?? false,
    ...(connector.columns && { columns: connector.columns }),
    ...(connector.parse && { parse: connector.parse.bind(connector) }),
    ...(options.loadedBy !== undefined && { loadedBy: options.loadedBy }),
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onProgress: options.onProgress }),
    // The yield is that of the run: the lower bound is known to be missed only with the last delivery.
    ...(expectedYield && {
      expectedRead: {
        minimum: last && !repeated ? expectedYield.minimum - soFar : 0,
        maximum: expectedYield.maximum - soFar,
        outside: expectedYield.outside,
      },
    }),
  })
}

async function* withLast<T>(
  items: AsyncIterable<T>,
): AsyncGenerator<{ readonly delivery: T; readonly last: boolean }> {
  let held: { readonly item: T } | null = null
  for await (const item of items) {
    if (held !== null) yield { delivery: held.item, last: false }
    held = { item }
  }
  if (held !== null) yield { delivery: held.item, last: true }
}

async function startRun(
  database: Database,
  source: string,
  now: Date,
  { cause = 'pack', attempt = 1, loadedBy }: RunOptions,
): Promise<{ readonly watermark: string | null; readonly runId: number }> {
  return database.transaction(async (transaction) => {
    const { watermark } = await transaction
      .insertInto('brain.source_state')
      .values({ source, last_started_at: now, last_status: 'running' })
      .onConflict((conflict) =>
        conflict
          .column('source')
          .doUpdateSet({ last_started_at: now, last_status: 'running', last_error: null }),
      )
      .returning('watermark')
      .executeTakeFirstOrThrow()
    // A run takes the place of what was to be tried again, and of one whose process died.
    await transaction
      .updateTable('brain.source_run')
      .set({ next_attempt_at: null })
      .where('source', '=', source)
      .where('next_attempt_at', 'is not', null)
      .execute()
    await transaction
      .updateTable('brain.source_run')
      .set({ status: 'interrupted', finished_at: now })
      .where('source', '=', source)
      .where('status', '=', 'running')
      .execute()
    const { id: runId } = await transaction
      .insertInto('brain.source_run')
      .values({ source, cause, attempt, started_at: now, started_by: loadedBy ?? null })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { watermark, runId }
  })
}

async function noteWatermark(database: Database, source: string, watermark: string): Promise<void> {
  await database.kysely
    .updateTable('brain.source_state')
    .set({ watermark })
    .where('source', '=', source)
    .execute()
}

async function finishRun(
  database: Database,
  { id: source, runId }: { readonly id: string; readonly runId: number },
  results: readonly BatchResult[],
  failure: BatchError | null,
  { cause = 'pack', attempt = 1, signal }: RunOptions,
): Promise<void> {
  const sum = (read: (result: BatchResult) => number) =>
    results.reduce((total, result) => total + read(result), 0)
  const cancelled = failure !== null && signal?.aborted === true
  const error = cancelled ? { ...failure, code: 'cancelled', retry: false } : failure
  const unchanged = results.length > 0 && results.every((result) => result.status === 'repeated')
  const status =
    error !== null ? 'failed' : results.length === 0 ? 'empty' : unchanged ? 'repeated' : 'loaded'
  const finished = new Date()
  const counts = {
    read: sum((result) => result.read),
    accepted: sum((result) => result.accepted),
    quarantined: sum((result) => result.quarantined),
  }
  const minutes = retryMinutes[attempt - 1]
  const isRetried =
    error?.retry === true && (cause === 'schedule' || cause === 'retry') && minutes !== undefined
  await database.transaction(async (transaction) => {
    await transaction
      .updateTable('brain.source_state')
      .set({
        last_finished_at: finished,
        last_status: status,
        last_read: counts.read,
        last_accepted: counts.accepted,
        last_quarantined: counts.quarantined,
        last_batch_id: results.at(-1)?.batchId ?? null,
        last_error: error === null ? null : JSON.stringify(error),
        ...(error === null && { last_success_at: finished }),
      })
      .where('source', '=', source)
      .execute()
    await transaction
      .updateTable('brain.source_run')
      .set({
        status: cancelled ? 'cancelled' : status,
        finished_at: finished,
        batches: results.flatMap(({ batchId }) => batchId ?? []),
        ...counts,
        error: error === null ? null : JSON.stringify(error),
        next_attempt_at: isRetried ? new Date(finished.getTime() + minutes * 60_000) : null,
      })
      .where('id', '=', runId)
      .execute()
  })
}
