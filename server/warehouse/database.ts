import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { columnTypes } from './column-types.ts'
import type { Schema } from './schema.ts'

export interface Database {
  readonly kysely: Kysely<Schema>
  /** For COPY and named prepared statements only. */
  readonly pool: Pick<pg.Pool, 'query' | 'connect' | 'options'>
  transaction<T>(run: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Sessions the pool may open; 10 by default. */
  readonly maximumConnections?: number
}

/** server_version_num of the oldest release whose MERGE … RETURNING old/new, uuidv7 and skip scan we rely on. */
const oldestVersion = 180_000

/**
 * The only way to the database. Sessions work in Asia/Shanghai, so that days and months are those of
 * the data. Column values arrive as described in column-types.ts.
 * @throws Error in Chinese when the server cannot be reached or is older than PostgreSQL 18.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maximumConnections ?? 10,
    application_name: 'industry-brain',
    options: '-c TimeZone=Asia/Shanghai',
    types: columnTypes,
  })
  // A lost idle session is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same holds for a session that is lost while a transaction has it: its next query says so.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await requireVersion(pool, url)
  } catch (error) {
    await kysely.destroy()
    throw error
  }
  return {
    kysely,
    pool,
    transaction: (run) => kysely.transaction().execute(run),
    close: () => kysely.destroy(),
  }
}

async function requireVersion(pool: pg.Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ number: string; name: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as name`,
    )
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message || error.name : String(error)
      throw new Error(`无法连接数据库 ${withoutPassword(url)}：${reason}`, { cause: error })
    })
  const version = rows[0]
  if (!version || Number(version.number) < oldestVersion) {
    throw new Error(
      `需要 PostgreSQL 18 或以上，${withoutPassword(url)} 的版本是 ${version?.name ?? '未知'}。` +
        '请升级该数据库，或不设 DATABASE_URL 而使用内置数据库。',
    )
  }
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return '（DATABASE_URL 格式有误）'
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

const prepared = new Map<string, string>()

/**
 * A query compiled once and run as a named prepared statement: each session plans it once.
 * @param name unique in the program: the server keys the plan by it.
 * @param text SQL with $1 … $n.
 */
export function prepare<P extends unknown[], R>(
  name: string,
  text: string,
): (database: Database, parameters: P) => Promise<R[]> {
  const earlier = prepared.get(name)
  if (earlier !== undefined && earlier !== text) throw new Error(`预备语句名 ${name} 已用于另一条 SQL`)
  prepared.set(name, text)
  return async (database, parameters) => {
    const result = await database.pool.query<pg.QueryResultRow & R>({ name, text, values: parameters })
    return result.rows
  }
}
