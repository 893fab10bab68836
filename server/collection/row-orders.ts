import { columnsOf, tableName, viewName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { ColumnOrder, type ColumnContent } from './column-order.ts'
import type { RowQuery } from './row-conditions.ts'
import { selectPlaces, type Versions } from './select-places.ts'

/** A version of a row: current ones are named by their row alone. */
export interface RowName {
  readonly rowId: number
  /** Null while it holds; otherwise since when it held, as the database writes it. */
  readonly validFrom: string | null
}

export interface OrderedPage {
  readonly rows: readonly RowName[]
  readonly total: number
}

/** Orders of large datasets kept in memory, so that a page of them needs no sort of the whole. */
export interface RowOrders {
  /**
   * The page's rows; null where the query must be put to the database: a column asked about is masked for
   * someone, or the dataset is larger than memory is set aside for. Sees a load within a fraction of a second.
   */
  page(query: RowQuery): Promise<OrderedPage | null>
  readonly bytes: number
}

export interface OrderLimits {
  /** Memory for all orders together; those not used for longest go first. */
  readonly bytes?: number
  /** Datasets with more versions than this are left to the database. */
  readonly rows?: number
  /** How long a dataset's state is taken to be unchanged, in milliseconds. */
  readonly recheckMs?: number
  /** How long a reader waits while an order is built; then the database answers, and the next finds it ready. */
  readonly patienceMs?: number
}

const defaults = { bytes: 384 * 1024 ** 2, rows: 1_000_000, recheckMs: 200, patienceMs: 250 } as const

/** Everything kept of one dataset, all of it of one state. */
interface Kept {
  readonly state: string
  readonly versions: Versions & { readonly rowIds: Float64Array }
  readonly masked: ReadonlySet<string>
  readonly columns: Map<string, Promise<ColumnOrder | null>>
  bytes: number
}

export function createRowOrders(platform: Database, limits: OrderLimits = {}): RowOrders {
  const { bytes: mostBytes, rows: mostRows, recheckMs, patienceMs } = { ...defaults, ...limits }
  const kept = new Map<string, Promise<Kept | null>>()
  const states = new Map<string, { readonly state: Promise<string>; readonly at: number }>()
  const sizes = new Map<string, number>()

  function stateOf(dataset: NamedDataset): Promise<string> {
    const known = states.get(dataset.id)
    if (known !== undefined && performance.now() - known.at < recheckMs) return known.state
    const state = readState(platform, dataset)
    states.set(dataset.id, { state, at: performance.now() })
    state.catch(() => states.delete(dataset.id))
    return state
  }

  async function keptOf(dataset: NamedDataset, state: string): Promise<Kept | null> {
    const known = kept.get(dataset.id)
    if (known !== undefined) {
      const found = await known
      if (found?.state === state) {
        // The most recently used stands last.
        if (kept.get(dataset.id) === known) {
          kept.delete(dataset.id)
          kept.set(dataset.id, known)
        }
        return found
      }
      if (kept.get(dataset.id) !== known) return keptOf(dataset, state)
    }
    const reading = readVersions(platform, dataset, mostRows)
    kept.set(dataset.id, reading)
    reading.catch(() => kept.get(dataset.id) === reading && kept.delete(dataset.id))
    return reading
  }

  async function columnOf(dataset: NamedDataset, own: Kept, name: string): Promise<ColumnOrder | null> {
    const known = own.columns.get(name)
    if (known !== undefined) return known
    const reading = readColumn(platform, dataset, name, own.state).then((content) =>
      content === null ? null : new ColumnOrder(content),
    )
    own.columns.set(name, reading)
    try {
      const order = await reading
      if (order === null) drop(dataset.id)
      else {
        own.bytes += order.bytes
        sizes.set(dataset.id, own.bytes)
        makeRoom(dataset.id)
      }
      return order
    } catch (error) {
      own.columns.delete(name)
      throw error
    }
  }

  function drop(id: string): void {
    kept.delete(id)
    states.delete(id)
    sizes.delete(id)
  }

  function total(): number {
    let sum = 0
    for (const size of sizes.values()) sum += size
    return sum
  }

  function makeRoom(used: string): void {
    for (const id of kept.keys()) {
      if (total() <= mostBytes) return
      if (id !== used) drop(id)
    }
    // One dataset alone is too much: it begins anew with the columns asked for next.
    if (total() > mostBytes) drop(used)
  }

  async function attempt(query: RowQuery): Promise<OrderedPage | 'changed' | null> {
    const { dataset, conditions, sort, asOf, offset, limit } = query
    const own = await keptOf(dataset, await stateOf(dataset))
    if (own === null) return null
    const named = [...conditions.map(({ column }) => column), ...(sort === null ? [] : [sort.column])]
    if (named.some((name) => own.masked.has(name))) return null
    const orders = new Map<string, ColumnOrder>()
    for (const name of new Set(named)) {
      const order = await columnOf(dataset, own, name)
      if (order === null) return 'changed'
      orders.set(name, order)
    }
    const { places, total: found } = selectPlaces({
      versions: own.versions,
      accepted: conditions.flatMap((condition) => orders.get(condition.column)?.accept(condition) ?? []),
      order: sort === null ? null : (orders.get(sort.column) ?? null),
      descending: sort?.descending ?? false,
      asOf: asOf === null ? null : asOf.getTime(),
      offset,
      limit,
    })
    const { rowIds, from, to } = own.versions
    const rows = places.map((place): RowName => ({
      rowId: rowIds[place]!,
      validFrom: to[place] === Infinity ? null : new Date(from[place]!).toISOString(),
    }))
    return { rows, total: found }
  }

  return {
    async page(query) {
      // A load may fall between the reading of two columns; then once more, and else the database answers.
      const until = performance.now() + patienceMs
      for (let tries = 0; tries < 3; tries++) {
        const page = await within(attempt(query), until - performance.now())
        if (page !== 'changed') return page
      }
      return null
    },
    get bytes() {
      return total()
    },
  }
}

/** What comes in time, else null; what comes later is kept for the next reader. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  if (ms === Infinity) return work
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    work.catch(() => undefined)
  }
}

/** Loads of one dataset follow each other, so the last one's end and the number of loads name its state. */
const stateText = `(select concat_ws(' ', count(*), max(finished_at)) from brain.batch
  where dataset = $1 and status = 'loaded' and accepted > 0)`

async function readState(platform: Database, { id }: NamedDataset): Promise<string> {
  const { rows } = await platform.pool.query<{ state: string }>({
    name: 'row-orders-state',
    text: `select ${stateText} as state`,
    values: [id],
  })
  return rows[0]?.state ?? ''
}

/** All versions in the order of their places. */
function versionsText(dataset: NamedDataset, column?: string): string {
  const value = column === undefined ? '' : `, "${column}" as value`
  return `(select row_number() over (order by row_id, valid_from, valid_to) - 1 as place, * from (
    select row_id, valid_from, 'infinity'::timestamptz as valid_to${value} from ${tableName(dataset)}
    union all select row_id, valid_from, valid_to${value} from ${tableName(dataset, '_history')}) either) version`
}

async function readVersions(
  platform: Database,
  dataset: NamedDataset,
  mostRows: number,
): Promise<Kept | null> {
  const { rows: counted } = await platform.pool.query<{ rows: number }>(
    `select (select count(*) from ${tableName(dataset)}) + (select count(*) from ${tableName(dataset, '_history')}) as rows`,
  )
  if ((counted[0]?.rows ?? 0) > mostRows) return null
  const { rows } = await platform.pool.query<{
    state: string
    view: string | null
    ids: string
    begun: string
    ended: string
  }>(
    `select ${stateText} as state, obj_description(to_regclass($2), 'pg_class') as view,
       coalesce(json_agg(row_id order by place), '[]')::text as ids,
       coalesce(json_agg(extract(epoch from valid_from) * 1000 order by place), '[]')::text as begun,
       coalesce(json_agg(case when valid_to = 'infinity' then null else extract(epoch from valid_to) * 1000 end
         order by place), '[]')::text as ended
     from ${versionsText(dataset)}`,
    [dataset.id, viewName(dataset)],
  )
  const [row] = rows
  if (row === undefined) return null
  const rowIds = Float64Array.from(JSON.parse(row.ids) as number[])
  const ended = JSON.parse(row.ended) as (number | null)[]
  const versions = {
    size: rowIds.length,
    hasHistory: ended.some((end) => end !== null),
    rowIds,
    from: Float64Array.from(JSON.parse(row.begun) as number[]),
    to: Float64Array.from(ended, (end) => end ?? Infinity),
  }
  return {
    state: row.state,
    versions,
    masked: maskedColumns(dataset, row.view),
    columns: new Map(),
    bytes: rowIds.byteLength * 3,
  }
}

/** Columns that the view hides from some: an order of them would tell what the mask hides. */
function maskedColumns(dataset: NamedDataset, view: string | null): ReadonlySet<string> {
  return new Set(
    columnsOf(dataset).flatMap(([name, { type }]) =>
      view === null || type === 'json' || view.includes(` end as "${name}"`) ? [name] : [],
    ),
  )
}

/** Null when the dataset is no longer in the state. */
async function readColumn(
  platform: Database,
  dataset: NamedDataset,
  name: string,
  state: string,
): Promise<ColumnContent | null> {
  const type = dataset.columns[name]?.type
  const value =
    type === 'timestamp' ? 'extract(epoch from value)::float8' : type === 'boolean' ? 'value::int' : 'value'
  const { rows } = await platform.pool.query<{
    state: string
    held: string
    totals: string
    places: string
  }>(
    `with version as materialized (select place, ${value} as value from ${versionsText(dataset, name)}),
       groups as (select value, count(*) as total from version group by value)
     select ${stateText} as state,
       coalesce((select json_agg(value order by value) from groups where value is not null), '[]')::text as held,
       coalesce((select json_agg(total order by value nulls last) from groups), '[]')::text as totals,
       coalesce((select json_agg(place order by value nulls last, place) from version), '[]')::text as places`,
    [dataset.id],
  )
  const [row] = rows
  if (row === undefined || row.state !== state) return null
  return {
    values: JSON.parse(row.held) as (string | number)[],
    totals: JSON.parse(row.totals) as number[],
    places: JSON.parse(row.places) as number[],
  }
}
