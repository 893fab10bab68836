import type { Viewer } from '../warehouse/viewer-database.ts'
import { viewName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { firmColumns } from '../warehouse/row-security.ts'
import type { RowQuery } from './row-conditions.ts'
import type { RowName, RowOrders } from './row-orders.ts'
import { countStatement, pageStatement, relation, rowJson, Statement } from './row-sql.ts'

/** A page of standard rows: a JSON array as text (see {@link rowJson}), and how many rows meet the conditions. */
export interface RowPage {
  readonly items: string
  readonly total: number
}

/**
 * Rows of a dataset that a viewer reads: filtered, sorted, now or as of an instant. Large datasets that are the
 * same for all such viewers are found through orders in memory; the rest is one query under row-level security.
 * @param database bound to the viewer.
 */
export async function readRows(
  { database, orders }: { readonly database: Database; readonly orders: RowOrders },
  viewer: Viewer,
  query: RowQuery,
): Promise<RowPage> {
  const ordered = isSameForAll(query.dataset, viewer) ? await orders.page(query) : null
  if (ordered !== null) {
    return { items: await fetchRows(database, query.dataset, ordered.rows), total: ordered.total }
  }
  return readPlainRows(database, query)
}

/** The same by one query for the page and one for the count; what the orders must agree with. */
export async function readPlainRows(database: Database, query: RowQuery): Promise<RowPage> {
  const page = pageStatement(query)
  const count = countStatement(query)
  const [{ rows: pages }, { rows: counts }] = await Promise.all([
    database.pool.query<{ items: string }>(page.text, [...page.values]),
    database.pool.query<{ total: number }>(count.text, [...count.values]),
  ])
  return { items: pages[0]?.items ?? '[]', total: counts[0]?.total ?? 0 }
}

/** No row of it is hidden from this viewer: as the row policies say (warehouse/row-security.ts). */
function isSameForAll(dataset: NamedDataset, { kind }: Viewer): boolean {
  if (dataset.share !== 'unconditional') return false
  return kind === 'official' || (kind === 'firm' && firmColumns(dataset).length === 0)
}

/** Rows by name, through the viewer's view, in the order of the names. */
async function fetchRows(
  database: Database,
  dataset: NamedDataset,
  names: readonly RowName[],
): Promise<string> {
  if (names.length === 0) return '[]'
  if (names.every(({ validFrom }) => validFrom === null)) {
    const { rows } = await database.pool.query<{ items: string }>({
      name: `rows-by-id ${dataset.id}`,
      text: `select coalesce(json_agg(${rowJson(dataset)} order by array_position($1::bigint[], row_id)), '[]')::text as items
        from ${relation(dataset, null, new Statement())} page where row_id = any($1::bigint[])`,
      values: [names.map(({ rowId }) => rowId)],
    })
    return rows[0]?.items ?? '[]'
  }
  return fetchVersions(database, dataset, names)
}

/**
 * Superseded versions are found by their key, which the current row tells: it never changes, rows are never
 * deleted, and the history is indexed by it.
 */
async function fetchVersions(
  database: Database,
  dataset: NamedDataset,
  names: readonly RowName[],
): Promise<string> {
  const key = dataset.key.map((name) => `older."${name}" = current_row."${name}"`).join(' and ')
  const columns = Object.keys(dataset.columns)
    .map((name) => `"${name}"`)
    .concat(['row_id', 'batch_id', 'row_number', 'valid_from'])
  const list = (alias: string) => columns.map((name) => `${alias}.${name}`).join(', ')
  const { rows } = await database.pool.query<{ items: string }>({
    name: `versions-by-name ${dataset.id}`,
    text: `with wanted as (
        select * from unnest($1::bigint[], $2::timestamptz[]) with ordinality wanted(row_id, since, "row:place")),
      page as (
        select "row:place", ${list('held')}, null::timestamptz as valid_to, held.masked
        from wanted join ${viewName(dataset)} held on held.row_id = wanted.row_id where wanted.since is null
        union all
        select "row:place", ${list('older')}, older.valid_to, older.masked
        from wanted join ${viewName(dataset)} current_row on current_row.row_id = wanted.row_id
        join ${viewName(dataset, '_history')} older on ${key}
          and date_trunc('milliseconds', older.valid_from) = wanted.since and older.valid_to > older.valid_from
        where wanted.since is not null)
      select coalesce(json_agg(${rowJson(dataset)} order by "row:place"), '[]')::text as items from page`,
    values: [names.map(({ rowId }) => rowId), names.map(({ validFrom }) => validFrom)],
  })
  return rows[0]?.items ?? '[]'
}
