import type { PoolClient } from 'pg'
import type { NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { Original } from '../warehouse/originals.ts'
import type { BatchError, BatchWarning, Reading } from '../warehouse/schema/ingest.ts'
import type { BatchCounts, IngestRequest } from './batch.ts'
import { literal, type StagingTables } from './staging.ts'

/** Records that a load begins. @returns the batch's id. */
export async function openBatch(
  database: Database,
  request: IngestRequest,
  original: Original | null,
  effectiveAt: Date,
  status: 'running' | 'repeated',
): Promise<number> {
  const { id } = await database.kysely
    .insertInto('brain.batch')
    .values({
      dataset: request.dataset,
      source: request.source,
      file_name: request.delivery.name,
      file_sha256: original?.sha256 ?? null,
      bytes: original?.bytes ?? null,
      effective_at: effectiveAt,
      demonstration: request.demonstration ?? false,
      status,
      finished_at: status === 'running' ? null : new Date(),
      loaded_by: request.loadedBy ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The batch that loaded the same bytes from the same source before. */
export async function findLoaded(
  database: Database,
  dataset: NamedDataset,
  source: string,
  sha256: string,
): Promise<number | null> {
  const known = await database.kysely
    .selectFrom('brain.batch')
    .select('id')
    .where('dataset', '=', dataset.id)
    .where('source', '=', source)
    .where('file_sha256', '=', sha256)
    .where('status', '=', 'loaded')
    .executeTakeFirst()
  return known?.id ?? null
}

/**
 * Closes the ledger in the transaction that holds the rows: quarantine and counts, or nothing at all.
 * @throws when rows are unaccounted for; the table's own checks say so too.
 */
export async function closeBatch(
  client: PoolClient,
  dataset: NamedDataset,
  batchId: number,
  tables: StagingTables,
  counts: BatchCounts,
  warnings: readonly BatchWarning[],
  reading: Reading,
): Promise<void> {
  const { read, accepted, unchanged, duplicate, quarantined } = counts
  const kept = await client.query(
    `insert into brain.quarantine (batch_id, dataset, row_number, column_name, rule, message, value, raw)
     select $1, ${literal(dataset.id)}, row_number, column_name, rule, message, value, raw
     from ${tables.rejects} order by row_number`,
    [batchId],
  )
  if (kept.rowCount !== quarantined || read !== accepted + unchanged + duplicate + quarantined) {
    throw new Error(
      `行数不守恒：读取 ${read}，接受 ${accepted}，未变 ${unchanged}，重复 ${duplicate}，隔离 ${quarantined}（已存 ${kept.rowCount}）`,
    )
  }
  const closed = await client.query(
    `update brain.batch set status = 'loaded', finished_at = clock_timestamp(), read = $2, accepted = $3,
       inserted = $4, updated = $5, unchanged = $6, duplicate = $7, quarantined = $8, normalised = $9,
       warnings = $10, reading = $11
     where id = $1 and status = 'running'`,
    [
      batchId,
      read,
      accepted,
      counts.inserted,
      counts.updated,
      unchanged,
      duplicate,
      quarantined,
      counts.normalised,
      storable(warnings),
      JSON.stringify(reading),
    ],
  )
  if (closed.rowCount !== 1) throw new Error(`批次 ${batchId} 已不在载入中，不能入仓`)
}

/** What the file holds is quoted in messages; jsonb takes neither NUL nor half a surrogate pair. */
function storable(messages: BatchError | readonly BatchWarning[]): string {
  return JSON.stringify(messages, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '\ufffd') : value,
  )
}

/** Another process has loaded the same file while this one read it. */
export async function repeatBatch(database: Database, batchId: number): Promise<void> {
  await database.kysely
    .updateTable('brain.batch')
    .set({ status: 'repeated', finished_at: new Date() })
    .where('id', '=', batchId)
    .where('status', '=', 'running')
    .execute()
}

export async function failBatch(database: Database, batchId: number, error: BatchError): Promise<void> {
  await database.kysely
    .updateTable('brain.batch')
    .set({ status: 'failed', error: storable(error), finished_at: new Date() })
    .where('id', '=', batchId)
    .where('status', '=', 'running')
    .execute()
}
