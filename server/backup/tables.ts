import type { PoolClient } from 'pg'

/** A table as it stands in the database. */
export interface Table {
  readonly schema: string
  readonly name: string
  /** Those that hold something of their own: generated columns are computed again. */
  readonly columns: { name: string; type: string }[]
}

export interface Sequence {
  readonly schema: string
  readonly name: string
  readonly lastValue: string | null
}

/** Everything of ours; staging tables live as long as a load. */
const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg\\_%'
  and not (n.nspname = 'brain' and c.relname ~ '^staging_\\d+_')`

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const nameOf = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${quoted(schema)}.${quoted(name)}`

export async function readTables(client: PoolClient): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name,
      coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
        order by a.attnum) filter (where a.attname is not null), '[]') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and c.relpersistence = 'p' and ${ours}
    group by n.nspname, c.relname order by n.nspname, c.relname`)
  return rows
}

export async function readSequences(client: PoolClient): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select n.nspname as schema, c.relname as name, pg_sequence_last_value(c.oid)::text as "lastValue"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${ours} order by n.nspname, c.relname`)
  return rows
}

/**
 * Count and hash of a table's rows: 64 bits of each row's text, added up, so that their order does not matter.
 * Text depends on settings of the session: to be called after {@link fixSettings}.
 */
export async function hashRows(
  client: PoolClient,
  table: Pick<Table, 'schema' | 'name' | 'columns'>,
): Promise<{ readonly rows: number; readonly rowHash: string }> {
  const row = `row(${table.columns.map(({ name }) => quoted(name)).join(', ')})::text`
  const { rows } = await client.query<{ rows: number; hash: string }>(
    `select count(*) as rows, coalesce(sum(hashtextextended(${row} collate "C", 0)::numeric), 0)::text as hash
     from ${nameOf(table)}`,
  )
  return { rows: rows[0]?.rows ?? 0, rowHash: rows[0]?.hash ?? '0' }
}

/** What the text of a value depends on; and a role that row-level security binds must fail, not copy a part. */
export async function fixSettings(client: PoolClient): Promise<void> {
  await client.query(`set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
    set local extra_float_digits = 1; set local bytea_output = 'hex'; set local row_security = off;
    set local statement_timeout = 0`)
}

/** Tables after those they refer to. @throws when they refer to each other in a circle. */
export async function inOrderOfReference<T extends { readonly schema: string; readonly name: string }>(
  client: PoolClient,
  tables: readonly T[],
): Promise<T[]> {
  const { rows } = await client.query<{ from: string; to: string }>(`
    select format('%I.%I', fn.nspname, f.relname) as from, format('%I.%I', tn.nspname, t.relname) as to
    from pg_constraint k
    join pg_class f on f.oid = k.conrelid join pg_namespace fn on fn.oid = f.relnamespace
    join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
    where k.contype = 'f' and k.conrelid <> k.confrelid`)
  const key = (table: { readonly schema: string; readonly name: string }) =>
    [table.schema, table.name]
      .map((name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name)))
      .join('.')
  const known = new Map(tables.map((table) => [key(table), table]))
  const ordered: T[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (name: string): void => {
    const table = known.get(name)
    if (table === undefined || state.get(name) === 'done') return
    if (state.get(name) === 'open') throw new Error(`表之间的外键成环：${name}`)
    state.set(name, 'open')
    for (const { from, to } of rows) if (from === name) visit(to)
    state.set(name, 'done')
    ordered.push(table)
  }
  for (const name of known.keys()) visit(name)
  return ordered
}
