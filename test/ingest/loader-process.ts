import { ingestInto } from '../../server/ingest/ingest.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { loadingDay, sample } from './sample-dataset.ts'

// Child of kill-loader.ts: loads one file and says which phase it is in.
const [, , url, file, source, dataDirectory, mode] = process.argv
if (url === undefined || file === undefined || source === undefined || dataDirectory === undefined) {
  throw new Error('usage: loader-process.ts <url> <file> <source> <dataDirectory> [broken]')
}
const database = await openDatabase(url, { maximumConnections: 5 })
if (mode === 'broken') {
  // What the harness must notice: rows that are committed before their ledger entry.
  await database.pool.query(
    `insert into public_warehouse.sample (code, month, name, batch_id, row_number, row_hash, valid_from)
     select 'Z' || lpad((n % 100)::text, 2, '0'), '1990-01', 'x', 0, 0, 0, now() from generate_series(1, 5) n
     on conflict do nothing`,
  )
}
const result = await ingestInto(database, sample, {
  dataset: sample.id,
  source,
  delivery: { name: 'file.csv', format: 'csv', content: { path: file } },
  dataDirectory,
  now: loadingDay,
  onProgress: ({ phase }) => process.send?.(phase),
})
process.send?.(result.status)
await database.close()
process.disconnect?.()
