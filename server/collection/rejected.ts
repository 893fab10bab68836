import { dataset as datasetOf, type NamedDataset } from '../datasets/registry.ts'
import { checkRecord, type RecordValues } from '../ingest/check-record.ts'
import { readSetAside, readValues, type Origins } from '../ingest/set-aside.ts'
import type { Database } from '../warehouse/database.ts'

/** A row set aside, with all its values so that it can be mended in place. */
export interface RejectedRow {
  readonly id: number
  readonly rowNumber: number
  readonly column: string | null
  readonly rule: string
  readonly message: string
  readonly value: string | null
  readonly state: 'open' | 'mended' | 'dropped'
  /** Null where the record could not be read as such. */
  readonly values: RecordValues | null
  /** Every column that breaks its contract, in words; the first alone is what the load told. */
  readonly faults: Readonly<Record<string, string>>
}

/** Rows that a batch set aside, in the order of the file. @param after id of the last row of the page before */
export async function readRejected(
  platform: Database,
  origins: Origins,
  batch: { readonly id: number; readonly dataset: string },
  { limit, after }: { readonly limit: number; readonly after: number },
): Promise<readonly RejectedRow[]> {
  const ids = await platform.kysely
    .selectFrom('brain.quarantine')
    .select('id')
    .where('batch_id', '=', batch.id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  if (ids.length === 0) return []
  const records = await readSetAside(
    platform,
    ids.map(({ id }) => id),
  )
  const values = await readValues(platform, origins, records).catch(
    () => new Map<number, RecordValues | null>(),
  )
  const dataset = datasetOf(batch.dataset)
  return records.map(({ id, rowNumber, column, rule, message, value, state }) => {
    const own = values.get(id) ?? null
    return {
      id,
      rowNumber,
      column,
      rule,
      message,
      value,
      state,
      values: own,
      faults: faultsOf(dataset, own),
    }
  })
}

function faultsOf(dataset: NamedDataset, values: RecordValues | null): Readonly<Record<string, string>> {
  if (values === null) return {}
  return Object.fromEntries(
    Object.entries(checkRecord(dataset, values)).map(([column, { message }]) => [column, message]),
  )
}

/** Mended rows as a file of their own, with the contract's column names for a header. */
export function writeCorrections(datasetId: string, records: readonly RecordValues[]): string {
  const names = Object.keys(datasetOf(datasetId).columns)
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = [names, ...records.map((values) => names.map((name) => values[name] ?? ''))]
  return `${lines.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`
}

/**
 * Links a batch of mended rows with the one that set them aside, and closes those it took. What it set aside again
 * is closed there: the row stays open where it was found.
 * @param ids of the rows in the order of the file.
 */
export async function settleCorrections(
  platform: Database,
  request: {
    readonly batch: number
    readonly former: number
    readonly ids: readonly number[]
    readonly by: string
  },
): Promise<void> {
  const { batch, former, ids, by } = request
  await platform.transaction(async (transaction) => {
    await transaction.updateTable('brain.batch').set({ corrects: former }).where('id', '=', batch).execute()
    const again = await transaction
      .updateTable('brain.quarantine')
      .set({ state: 'dropped' })
      .where('batch_id', '=', batch)
      .returning('row_number')
      .execute()
    // The header is record 1.
    const refused = new Set(again.map(({ row_number: rowNumber }) => ids[rowNumber - 2]))
    const mended = ids.filter((id) => !refused.has(id))
    if (mended.length === 0) return
    await transaction
      .updateTable('brain.quarantine')
      .set({ state: 'mended' })
      .where('id', 'in', mended)
      .where('batch_id', '=', former)
      .execute()
    await transaction
      .insertInto('brain.quarantine_decision')
      .values(
        mended.map((id) => ({
          quarantine_id: id,
          action: 'mend' as const,
          changes: '{}',
          batch_id: batch,
          reason: '提交单位更正',
          decided_by: by,
          decided_at: new Date(),
        })),
      )
      .execute()
  })
}
