import type { PoolClient } from 'pg'
import { tableName, type NamedDataset } from '../datasets/registry.ts'
import { addToRollup } from '../warehouse/rollups.ts'
import { currentIndexes } from '../warehouse/tables.ts'
import { settleDuplicates, type MergeBatch, type MergeCounts } from './merge.ts'
import { refuseForeign } from './ownership.ts'
import type { Prepared } from './prepare.ts'
import type { Staged } from './stage.ts'
import { literal, stagingTables } from './staging.ts'

/** Whether the dataset has never held a row: its first load may then go straight into the table. */
export async function isUntouched(client: PoolClient, dataset: NamedDataset): Promise<boolean> {
  const { rows } = await client.query<{ untouched: boolean }>(
    `select not exists (select from ${tableName(dataset)})
       and not exists (select from ${tableName(dataset, '_history')}) as untouched`,
  )
  return rows[0]!.untouched
}

/**
 * Prepares an untouched table for rows that come in this transaction: without indexes, batch and date as defaults.
 * Readers wait until it ends. The truncation gives the table new storage, for which no log is written where the
 * server keeps none for replicas.
 */
export async function openForFirstLoad(
  client: PoolClient,
  { dataset, batchId, effectiveAt }: MergeBatch,
  constants: ReadonlyMap<string, string>,
): Promise<void> {
  const name = tableName(dataset)
  await client.query(`truncate ${name}`)
  // The commit waits until all of it is on disk: better that writing begins at once.
  await client.query(`set local backend_flush_after = '2MB'`)
  for (const index of currentIndexes(dataset))
    await client.query(`drop index "${dataset.schema}"."${index.name}"`)
  const defaults = [
    ['batch_id', String(batchId)],
    ['valid_from', `${literal(effectiveAt.toISOString())}::timestamptz`],
    ...[...constants].map(([column, value]) => [column, literal(value)]),
  ]
  await client.query(
    `alter table ${name} ${defaults.map(([column, value]) => `alter column "${column}" set default ${value}`).join(', ')}`,
  )
}

/** Completes {@link openForFirstLoad} after the rows have come. */
export async function closeFirstLoad(
  client: PoolClient,
  batch: MergeBatch,
  { constants }: Prepared,
  staged: Staged,
): Promise<MergeCounts> {
  const { dataset } = batch
  const name = tableName(dataset)
  await client.query(
    `alter table ${name} ${['batch_id', 'valid_from', ...constants.keys()].map((column) => `alter column "${column}" drop default`).join(', ')}`,
  )
  const tables = stagingTables(batch.batchId)
  const foreign = await refuseForeign(client, dataset, name, tables, batch.onlyCreditCode)
  const within = await settleDuplicates(client, batch, name, staged.suspects)
  await client.query(`set local maintenance_work_mem = '128MB'`)
  for (const index of currentIndexes(dataset)) await client.query(index.create)
  for (const rollup of dataset.rollups ?? []) await client.query(addToRollup(dataset, rollup, name, 'true'))
  return {
    inserted: staged.staged - foreign - within.duplicate - within.conflicts,
    updated: 0,
    unchanged: 0,
    duplicate: within.duplicate,
    rejected: foreign + within.conflicts,
  }
}
