import { dataset } from '../../../server/datasets/registry.ts'
import { ingest } from '../../../server/ingest/ingest.ts'
import { prepare } from '../../../server/ingest/prepare.ts'
import { createRejects, createRows, dropStaging, stagingTables } from '../../../server/ingest/staging.ts'
import { openSource } from '../../../server/ingest/sources.ts'
import { openDatabase } from '../../../server/warehouse/database.ts'
import type { ImporterAnswer } from './run-importer.ts'

// Child of run-importer.ts: one load in a process of its own, so that its memory is its own too.
const [, , url, mode, file, dataDirectory] = process.argv
if (url === undefined || file === undefined || dataDirectory === undefined)
  throw new Error('started by run-importer.ts')

const contract = dataset('public/enterprise-registration')
const database = await openDatabase(url, { maximumConnections: 6 })
const request = {
  dataset: contract.id,
  source: `bench/${Date.now()}`,
  delivery: { name: file, format: 'csv', content: { path: file } },
  dataDirectory,
} as const

/** Scan, validation, hash and COPY into an unlogged table, without anything after it. */
async function stageOnly(): Promise<number> {
  const client = await database.pool.connect()
  const second = await database.pool.connect()
  const tables = stagingTables(0)
  try {
    const source = await openSource({ path: request.delivery.content.path, name: 'bench', format: 'csv' })
    const prepared = await prepare(contract, source, request, new Date())
    await createRejects(client, tables)
    await createRows(client, contract, tables, prepared.columns, prepared.constants)
    const staged = await prepared.stage({
      database,
      dataset: contract,
      tables,
      clients: [client, second],
      table: tables.rows,
      copyOptions: '',
      now: new Date(),
      expectedRows: 4_000_000,
      onRows: () => undefined,
    })
    return staged.staged
  } finally {
    await dropStaging(client, tables)
    client.release()
    second.release()
  }
}

const started = performance.now()
const phases: Record<string, number> = {}
let answer: Omit<ImporterAnswer, 'milliseconds' | 'megabytes' | 'cpuSeconds' | 'phases'>
if (mode === 'stage') answer = { read: await stageOnly(), inserted: 0, updated: 0, unchanged: 0 }
else {
  let phase = 'storing'
  let since = started
  const result = await ingest(database, {
    ...request,
    onProgress(progress) {
      if (progress.phase === phase) return
      const now = performance.now()
      phases[phase] = Math.round(now - since)
      phase = progress.phase
      since = now
    },
  })
  if (result.error !== null) throw new Error(result.error.message)
  answer = result
}
const { read, inserted, updated, unchanged } = answer
const usage = process.resourceUsage()
process.send?.({
  milliseconds: performance.now() - started,
  megabytes: usage.maxRSS / 1024,
  cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
  phases,
  read,
  inserted,
  updated,
  unchanged,
} satisfies ImporterAnswer)
await database.close()
process.disconnect?.()
