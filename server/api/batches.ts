import { datasets } from '../datasets/registry.ts'
import type { SignedIn } from '../access/sessions.ts'
import type { Database } from '../warehouse/database.ts'
import type { BatchTable, QuarantineTable } from '../warehouse/schema/ingest.ts'
import type { Selectable } from 'kysely'
import { invalidCursor } from './errors.ts'
import type { Batch, Quarantined } from './schemas/dataset.ts'

interface BatchFilter {
  readonly dataset?: string
  readonly limit: number
  readonly cursor?: string
}

/** The cursor of both lists is the id of the last item. */
function readId(cursor: string): number {
  if (!/^[1-9]\d{0,15}$/.test(cursor)) throw invalidCursor(cursor)
  return Number(cursor)
}

/** An enterprise user sees what was handed in under its own account. */
function ownUploads(viewer: SignedIn): string | null {
  return viewer.role === 'enterprise' || viewer.role === 'bank' ? viewer.username : null
}

/** Newest first. */
export async function listBatches(database: Database, viewer: SignedIn, filter: BatchFilter) {
  let query = database.kysely
    .selectFrom('brain.batch')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (filter.dataset !== undefined) query = query.where('dataset', '=', filter.dataset)
  if (filter.cursor !== undefined) query = query.where('id', '<', readId(filter.cursor))
  const own = ownUploads(viewer)
  if (own !== null) query = query.where('loaded_by', '=', own)
  const rows = await query.execute()
  const items = rows.slice(0, filter.limit)
  return {
    items: items.map(toBatch),
    nextCursor: rows.length > filter.limit ? String(items.at(-1)?.id) : null,
  }
}

/** Null when there is none with this id that the viewer may see. */
export async function readBatch(
  database: Database,
  viewer: SignedIn,
  id: number,
  dataset?: string,
): Promise<Batch | null> {
  let query = database.kysely.selectFrom('brain.batch').selectAll().where('id', '=', id)
  if (dataset !== undefined) query = query.where('dataset', '=', dataset)
  const own = ownUploads(viewer)
  if (own !== null) query = query.where('loaded_by', '=', own)
  const row = await query.executeTakeFirst()
  return row === undefined ? null : toBatch(row)
}

function toBatch(row: Selectable<BatchTable>): Batch {
  return {
    id: row.id,
    dataset: row.dataset,
    datasetTitle: datasets.get(row.dataset)?.title ?? row.dataset,
    source: row.source,
    fileName: row.file_name,
    sha256: row.file_sha256,
    bytes: row.bytes,
    effectiveAt: row.effective_at.toISOString(),
    demonstration: row.demonstration,
    status: row.status,
    counts: {
      read: row.read,
      accepted: row.accepted,
      inserted: row.inserted,
      updated: row.updated,
      unchanged: row.unchanged,
      duplicate: row.duplicate,
      quarantined: row.quarantined,
      normalised: row.normalised,
    },
    warnings: row.warnings.map(({ message, count }) => (count > 1 ? `${message}（${count} 处）` : message)),
    error:
      row.error === null
        ? null
        : {
            code: row.error.code,
            message: row.error.message,
            expected: row.error.expected === undefined ? null : row.error.expected.join('、'),
          },
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    loadedBy: row.loaded_by ?? '系统',
    corrects: row.corrects,
  }
}

/** What a batch set aside, in the order of the file. */
export async function listQuarantine(
  database: Database,
  batch: number,
  page: { readonly limit: number; readonly cursor?: string },
) {
  let query = database.kysely
    .selectFrom('brain.quarantine')
    .selectAll()
    .where('batch_id', '=', batch)
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.cursor !== undefined) query = query.where('id', '>', readId(page.cursor))
  const rows = await query.execute()
  const items = rows.slice(0, page.limit)
  return {
    items: items.map(toQuarantined),
    nextCursor: rows.length > page.limit ? String(items.at(-1)?.id) : null,
  }
}

/** A record may be as long as a mebibyte; a screen shows its beginning. */
const shownBytes = 4000

function toQuarantined(row: Selectable<QuarantineTable>): Quarantined {
  const column = row.column_name === null ? undefined : datasets.get(row.dataset)?.columns[row.column_name]
  return {
    id: row.id,
    rowNumber: row.row_number,
    column: row.column_name,
    columnTitle: column?.title ?? null,
    rule: row.rule,
    message: row.message,
    value: row.value,
    raw: row.raw?.subarray(0, shownBytes).toString('utf8') ?? '',
  }
}
