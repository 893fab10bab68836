import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Delivery } from '../../connectors/contract.ts'
import type { NamedDataset } from '../../server/datasets/registry.ts'
import type { BatchResult, IngestRequest } from '../../server/ingest/batch.ts'
import { ingestInto } from '../../server/ingest/ingest.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { openTestDatabase } from '../database.ts'
import { loadingDay, sample } from './sample-dataset.ts'

export interface LoadOptions extends Partial<Omit<IngestRequest, 'delivery'>> {
  readonly name?: string
  readonly format?: Delivery['format']
  readonly effectiveAt?: Date
}

export interface Warehouse {
  readonly database: Database
  readonly dataDirectory: string
  /** Loads into the sample dataset, on the loading day, unless told otherwise. */
  load(content: string | Buffer | Delivery['content'], options?: LoadOptions): Promise<BatchResult>
  into(
    dataset: NamedDataset,
    content: string | Buffer | Delivery['content'],
    options?: LoadOptions,
  ): Promise<BatchResult>
  query<T>(text: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

/** A database with the tables of the sample dataset, and a folder for originals. */
export async function openWarehouse(): Promise<Warehouse> {
  const database = await openTestDatabase()
  await ensureTables(database, [sample])
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'industry-brain-ingest-'))
  const into: Warehouse['into'] = (dataset, content, options = {}) => {
    const { name = 'file.csv', format = 'auto', effectiveAt, ...rest } = options
    const given = typeof content === 'string' || Buffer.isBuffer(content)
    const bytes = () => Readable.from([Buffer.from(content as string | Buffer)])
    return ingestInto(database, dataset, {
      dataset: dataset.id,
      source: 'test/source',
      delivery: { name, format, content: given ? { bytes } : content, ...(effectiveAt && { effectiveAt }) },
      dataDirectory,
      now: loadingDay,
      ...rest,
    })
  }
  return {
    database,
    dataDirectory,
    into,
    load: (content, options) => into(sample, content, options),
    async query<T>(text: string, values: unknown[] = []) {
      const { rows } = await database.pool.query<T & Record<string, unknown>>(text, values)
      return rows
    },
    async close() {
      await database.close()
      await rm(dataDirectory, { recursive: true })
    },
  }
}
