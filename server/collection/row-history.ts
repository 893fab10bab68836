import { columnsOf, viewName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { relation, rowJson, Statement } from './row-sql.ts'

/** A version as the API gives it: see rowJson in row-sql.ts. */
interface VersionItem {
  readonly rowId: number
  readonly batchId: number
  readonly rowNumber: number
  readonly validFrom: string
  readonly validTo: string | null
  readonly masked: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
}

/** A version with the load that brought it and the columns in which it differs from the one before. */
export interface HistoryItem extends VersionItem {
  readonly changed: readonly string[]
  readonly batch: {
    readonly id: number
    readonly source: string
    readonly fileName: string
    readonly effectiveAt: string
    readonly loadedAt: string | null
    readonly demonstration: boolean
  }
}

/**
 * Every version of a row, latest first; corrections of one day that no reading by date shows included.
 * @param database bound to the viewer. @returns null when there is no such row within reach
 */
export async function readVersions(
  database: Database,
  dataset: NamedDataset,
  rowId: number,
): Promise<readonly HistoryItem[] | null> {
  const key = dataset.key.map((name) => `older."${name}" = own."${name}"`).join(' and ')
  const columns = [
    ...columnsOf(dataset).map(([name]) => `"${name}"`),
    'row_id',
    'batch_id',
    'row_number',
    'valid_from',
  ]
  const list = (alias: string) => columns.map((name) => `${alias}.${name}`).join(', ')
  const { rows } = await database.pool.query<{ item: VersionItem; batch: HistoryItem['batch'] }>(
    `with own as (select * from ${viewName(dataset)} where row_id = $1),
       version as (
         select ${list('own')}, null::timestamptz as valid_to, own.masked from own
         union all
         select ${list('older')}, older.valid_to, older.masked
         from own join ${viewName(dataset, '_history')} older on ${key})
     select ${rowJson(dataset)} as item, "loaded:item" as batch
     from version cross join lateral (select json_build_object('id', b.id, 'source', b.source, 'fileName', b.file_name,
       'effectiveAt', b.effective_at, 'loadedAt', b.finished_at, 'demonstration', b.demonstration)
       from brain.batch b where b.id = version.batch_id) loaded("loaded:item")
     order by valid_from desc, valid_to desc nulls first, batch_id desc limit 500`,
    [rowId],
  )
  if (rows.length === 0) return null
  return rows.map(({ item, batch }, at) => {
    const before = rows[at + 1]?.item
    const changed = columnsOf(dataset).flatMap(([name]) =>
      before !== undefined && !isSame(before.values[name], item.values[name]) ? [name] : [],
    )
    return { ...item, changed, batch }
  })
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

export interface DifferenceItem {
  readonly rowId: number
  readonly kind: 'added' | 'changed'
  /** Names of the columns that differ; for an added row those that have a value. */
  readonly changed: readonly string[]
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>>
  readonly batchId: number
}

export interface DifferencePage {
  readonly items: readonly DifferenceItem[]
  readonly added: number
  readonly changed: number
}

/**
 * Rows that are new or differ between two instants, in the order in which they first arrived. Rows are never
 * deleted, so nothing is removed.
 * @param database bound to the viewer.
 */
export async function readDifferences(
  database: Database,
  dataset: NamedDataset,
  { from, to, offset, limit }: { from: Date; to: Date; offset: number; limit: number },
): Promise<DifferencePage> {
  const statement = new Statement()
  const later = relation(dataset, to, statement)
  const earlier = relation(dataset, from, statement)
  const since = statement.add(from)
  const key = dataset.key.map((name) => `n."${name}" = o."${name}"`).join(' and ')
  // Versions that began after `from` are all that can differ; those before are the same at both instants.
  const changed = `select n.row_id, o.row_id is null as added, n.batch_id
    from ${later} n left join ${earlier} o on ${key}
    where n.valid_from > ${since} and o.row_hash is distinct from n.row_hash`
  const { rows: counts } = await database.pool.query<{ added: number; changed: number }>(
    `select count(*) filter (where added)::int as added, count(*) filter (where not added)::int as changed
     from (${changed}) different`,
    statement.values,
  )
  const page = new Statement()
  for (const value of statement.values) page.add(value)
  const { rows } = await database.pool.query<{ after: VersionItem; before: VersionItem | null }>(
    `with page as (select row_id, added, batch_id from (${changed}) different
       order by row_id limit ${page.add(limit)} offset ${page.add(offset)})
     select (select ${rowJson(dataset)} from ${later} n where n.row_id = page.row_id) as after,
       (select ${rowJson(dataset)} from ${earlier} o where o.row_id = page.row_id) as before
     from page order by row_id`,
    page.values,
  )
  return {
    items: rows.map(({ after, before }) => ({
      rowId: after.rowId,
      kind: before === null ? 'added' : 'changed',
      changed: columnsOf(dataset).flatMap(([name]) =>
        isSame(before?.values[name] ?? null, after.values[name] ?? null) ? [] : [name],
      ),
      before: before?.values ?? null,
      after: after.values,
      batchId: after.batchId,
    })),
    added: counts[0]?.added ?? 0,
    changed: counts[0]?.changed ?? 0,
  }
}

/** Days on which the dataset came to hold something else, latest first: where a reader of the past finds changes. */
export async function readChangeDays(
  database: Database,
  dataset: NamedDataset,
): Promise<readonly { readonly day: string; readonly batches: number; readonly accepted: number }[]> {
  const { rows } = await database.pool.query<{ day: string; batches: number; accepted: number }>(
    `select to_char(effective_at, 'YYYY-MM-DD') as day, count(*)::int as batches, sum(accepted)::int as accepted
     from brain.batch where dataset = $1 and status = 'loaded' and accepted > 0
     group by 1 order by 1 desc limit 400`,
    [dataset.id],
  )
  return rows
}
