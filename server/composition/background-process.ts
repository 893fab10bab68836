import process from 'node:process'
import { refreshDirectAlerts } from '../alerts/refresh.ts'
import { ingest } from '../ingest/ingest.ts'
import { loadPack } from '../ingest/pack.ts'
import { runConnector } from '../ingest/run-connector.ts'
import { notifyChange } from '../realtime/changes.ts'
import { openDatabase, type Database } from '../warehouse/database.ts'
import { isUnavailable, unavailableCode } from '../warehouse/unavailable.ts'
import { readConnectorOptions } from './connector-options.ts'
import type { Job, JobAnswer, JobProgress, JobRequest, JobResult } from './jobs.ts'
import { refreshAll } from './refresh.ts'

// Child of the server: loading and computing occupy a processor for seconds, which requests must not feel.
const [, , databaseUrl, dataDirectory] = process.argv
if (databaseUrl === undefined || dataDirectory === undefined || process.send === undefined)
  throw new Error('本进程由服务启动，不单独运行')

let opened: Promise<Database> | null = null

/** Anew after a failure: the database may be away when the first job comes. */
function open(): Promise<Database> {
  opened ??= openDatabase(databaseUrl ?? '', { maximumConnections: 6 }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}

const answer = (message: JobAnswer) => process.send?.(message)

async function run(
  job: Job,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<JobResult> {
  const database = await open()
  switch (job.kind) {
    case 'pack': {
      const outcomes = await loadPack(
        database,
        job.pack,
        { dataDirectory: dataDirectory ?? '', loadedBy: '示范数据包' },
        (progress) => onProgress({ kind: 'ingest', ...progress }),
      )
      return {
        batches: outcomes.flatMap((outcome) => outcome.batches),
        failures: outcomes.flatMap(({ connector, error }) => (error === null ? [] : [{ connector, error }])),
      }
    }
    case 'connector': {
      const options = (await readConnectorOptions(dataDirectory ?? ''))[job.connector]
      const batches = await runConnector(database, job.connector, {
        ...(options && { options }),
        dataDirectory: dataDirectory ?? '',
        loadedBy: job.loadedBy,
        cause: job.cause,
        attempt: job.attempt,
        signal,
        onProgress: (progress) => onProgress({ kind: 'ingest', position: 0, total: 1, ...progress }),
      })
      return { batches, failures: [] }
    }
    case 'file': {
      const batch = await ingest(database, {
        dataset: job.dataset,
        source: job.source,
        delivery: { name: job.fileName, format: 'auto', content: { path: job.path } },
        demonstration: job.demonstration,
        ...(job.onlyCreditCode !== null && { onlyCreditCode: job.onlyCreditCode }),
        dataDirectory: dataDirectory ?? '',
        loadedBy: job.loadedBy,
        onProgress: (progress) => onProgress({ kind: 'ingest', position: 0, total: 1, ...progress }),
      })
      return { batches: [batch], failures: [] }
    }
    case 'refresh':
      await refreshAll(database, (stage) => onProgress({ kind: 'compute', stage }))
      return { batches: [], failures: [] }
  }
}

/**
 * An open screen hears of a move within two seconds, also while the figures of an earlier load are still computed
 * by the other process.
 */
async function speakAtOnce(): Promise<void> {
  const database = await open()
  // What goes wrong here the computation after the load meets again, and reports.
  await refreshDirectAlerts(database, new Date(), () => notifyChange(database)).catch(() => undefined)
}

let last = Promise.resolve()
const cancellable = new Map<number, AbortController>()
process.on('message', (request: JobRequest) => {
  const { id } = request
  if ('cancel' in request) {
    cancellable.get(id)?.abort(new Error(request.cancel))
    return
  }
  const { job } = request
  const controller = new AbortController()
  cancellable.set(id, controller)
  last = last.then(async () => {
    try {
      controller.signal.throwIfAborted()
      answer({ id, result: await run(job, (progress) => answer({ id, progress }), controller.signal) })
      if (job.kind === 'file' || job.kind === 'connector') await speakAtOnce()
    } catch (error) {
      answer({
        id,
        error: error instanceof Error ? error.message : String(error),
        ...(isUnavailable(error) && { code: unavailableCode }),
      })
    } finally {
      cancellable.delete(id)
    }
  })
})
// The server is gone, whatever ended it: what was committed stays, the rest is taken up by the next start.
process.on('disconnect', () => process.exit())
