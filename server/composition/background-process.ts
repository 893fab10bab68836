import process from 'node:process'
import { ingest } from '../ingest/ingest.ts'
import { loadPack } from '../ingest/pack.ts'
import { runConnector } from '../ingest/run-connector.ts'
import { openDatabase } from '../warehouse/database.ts'
import { readConnectorOptions } from './connector-options.ts'
import type { Job, JobAnswer, JobProgress, JobRequest, JobResult } from './jobs.ts'
import { refreshAll } from './refresh.ts'

// Child of the server: loading and computing occupy a processor for seconds, which requests must not feel.
const [, , databaseUrl, dataDirectory] = process.argv
if (databaseUrl === undefined || dataDirectory === undefined || process.send === undefined)
  throw new Error('本进程由服务启动，不单独运行')

const database = await openDatabase(databaseUrl, { maximumConnections: 6 })
const answer = (message: JobAnswer) => process.send?.(message)

async function run(job: Job, onProgress: (progress: JobProgress) => void): Promise<JobResult> {
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

let last = Promise.resolve()
process.on('message', ({ id, job }: JobRequest) => {
  last = last.then(async () => {
    try {
      answer({ id, result: await run(job, (progress) => answer({ id, progress })) })
    } catch (error) {
      answer({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
})
// The server is gone, whatever ended it: what was committed stays, the rest is taken up by the next start.
process.on('disconnect', () => process.exit())
