import { ingestInto } from '../../server/ingest/ingest.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { originalPath, storeOriginal } from '../../server/warehouse/originals.ts'
import { loadingDay, sample } from '../ingest/sample-dataset.ts'

// Child of kill-ingest.ts: started ahead, loads one file when told to and says which phase it is in.
export interface LoadOrder {
  readonly url: string
  readonly file: string
  readonly source: string
  readonly dataDirectory: string
  readonly fault: LoaderFault | null
}

/** Loaders that are wrong on purpose. */
export type LoaderFault = 'rows before their ledger' | 'ledger before its rows'

async function load({ url, file, source, dataDirectory, fault }: LoadOrder): Promise<void> {
  const database = await openDatabase(url, { maximumConnections: 5 })
  process.send?.('connected')
  if (fault === 'rows before their ledger') {
    await database.pool.query(
      `insert into public_warehouse.sample (code, month, name, batch_id, row_number, row_hash, valid_from)
       select 'Z' || lpad((n % 100)::text, 2, '0'), '1990-01', 'x', 0, 0, 0, now() from generate_series(1, 5) n
       on conflict do nothing`,
    )
  }
  if (fault === 'ledger before its rows') {
    const { sha256, bytes } = await storeOriginal(dataDirectory, { path: file })
    await database.pool.query(
      `insert into brain.batch (dataset, source, file_name, file_sha256, bytes, effective_at, status, finished_at)
       values ($1, $2, $3, $4, $5, now(), 'loaded', now())`,
      [sample.id, source, originalPath('', sha256), sha256, bytes],
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
}

process.once('message', (order: LoadOrder) => void load(order))
process.send?.('ready')
