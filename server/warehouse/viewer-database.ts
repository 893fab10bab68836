import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type DatabaseConnection,
  type Driver,
} from 'kysely'
import pg from 'pg'
import { columnTypes } from './column-types.ts'
import type { Database, DatabaseOptions } from './database.ts'
import type { Schema } from './schema.ts'

/** What the row policies and column masks ask about the one who reads (see row-security.ts). */
export interface Viewer {
  /** Officials reach a region, firms reach themselves, the rest reach nothing. */
  readonly kind: 'official' | 'firm' | 'none'
  readonly username: string
  /** Leading digits of the division codes an official reaches: '37', '3705', '370523', '' = the country. */
  readonly regionPrefix: string
  /** Firms a firm user reaches: its own, or those that authorised a bank. */
  readonly firms: readonly string[]
  /** The firm whose records are shown without masks. */
  readonly own: string | null
  /** Highest grade shown: 1–4 = L1–L4 of GB/T 43697-2024, 5 = 重要, 6 = 核心. */
  readonly clearance: number
}

/** The PostgreSQL role that viewers' sessions work as: it may select from the masked views, and no more. */
export const viewerRole = 'brain_viewer'

/**
 * A database as `viewerOf()` sees it at each query: every statement runs in a read-only transaction that
 * carries the viewer, so row-level security and column masks apply whatever the statement says. Its sessions
 * are its own and work as {@link viewerRole}; nothing of a viewer outlives the transaction.
 */
export function openViewerDatabase(
  url: string,
  viewerOf: () => Viewer,
  options: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maximumConnections ?? 10,
    application_name: 'industry-brain viewer',
    options: `-c TimeZone=Asia/Shanghai -c role=${viewerRole} -c default_transaction_read_only=on`,
    types: columnTypes,
    pipeline: true,
  })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const kysely = new Kysely<Schema>({ dialect: new ViewerDialect(pool, viewerOf) })

  // All go out together: the transaction costs no journey of its own. Should the viewer not be
  // named, the query reads nothing; should the query fail, the commit undoes.
  async function query(...parameters: unknown[]): Promise<unknown> {
    const settings = settingsOf(viewerOf())
    const client = await pool.connect()
    const [began, named, result, ended] = await Promise.allSettled([
      client.query('begin'),
      client.query(settings),
      (client.query as (...all: unknown[]) => Promise<unknown>)(...parameters),
      client.query('commit'),
    ])
    client.release([began, named, ended].some(({ status }) => status === 'rejected'))
    if (began.status === 'rejected') throw began.reason
    if (named.status === 'rejected') throw named.reason
    if (result.status === 'rejected') throw result.reason
    if (ended.status === 'rejected') throw ended.reason
    return result.value
  }

  return {
    kysely,
    pool: {
      options: pool.options,
      query: query as pg.Pool['query'],
      connect: () => Promise.reject(new Error('查看者的会话只经由单条查询或事务使用')),
    },
    transaction: (run) => kysely.transaction().execute(run),
    // Kysely ends the pool only when it was used.
    close: async () => {
      await kysely.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}

class ViewerDialect extends PostgresDialect {
  readonly #pool: pg.Pool
  readonly #viewerOf: () => Viewer

  constructor(pool: pg.Pool, viewerOf: () => Viewer) {
    super({ pool })
    this.#pool = pool
    this.#viewerOf = viewerOf
  }

  override createDriver(): Driver {
    return viewerDriver(new PostgresDriver({ pool: this.#pool }), this.#viewerOf)
  }
}

/** Every use of a connection is one transaction of one viewer, whether a transaction was asked for or not. */
function viewerDriver(driver: Driver, viewerOf: () => Viewer): Driver {
  const open = new WeakSet<DatabaseConnection>()
  return {
    init: () => driver.init(),
    destroy: () => driver.destroy(),
    async acquireConnection() {
      // Before a connection is taken: without a viewer there is nothing to take it for.
      const { text, values } = settingsOf(viewerOf())
      const connection = await driver.acquireConnection()
      try {
        await Promise.all([
          connection.executeQuery(CompiledQuery.raw('begin')),
          connection.executeQuery(CompiledQuery.raw(text, values)),
        ])
      } catch (error) {
        await driver.releaseConnection(connection)
        throw error
      }
      open.add(connection)
      return connection
    },
    // Begun when the connection was acquired.
    beginTransaction: () => Promise.resolve(),
    async commitTransaction(connection) {
      open.delete(connection)
      await driver.commitTransaction(connection)
    },
    async rollbackTransaction(connection) {
      open.delete(connection)
      await driver.rollbackTransaction(connection)
    },
    async releaseConnection(connection) {
      try {
        // After a failed statement this rolls back.
        if (open.delete(connection)) await connection.executeQuery(CompiledQuery.raw('commit'))
      } finally {
        await driver.releaseConnection(connection)
      }
    },
  }
}

/** Planned once a session; the settings end with the transaction. */
function settingsOf(viewer: Viewer): { name: string; text: string; values: string[] } {
  const settings = {
    kind: viewer.kind,
    username: viewer.username,
    low: viewer.regionPrefix,
    // Division codes are digits: none sorts behind the tilde.
    high: `${viewer.regionPrefix}~`,
    whole: viewer.kind === 'official' && viewer.regionPrefix.length <= 2 ? 'on' : 'off',
    firms: `{${viewer.firms.map((code) => `"${code.replaceAll(/["\\]/g, '')}"`).join(',')}}`,
    own: viewer.own ?? '',
    clearance: String(viewer.clearance),
  }
  const assignments = Object.keys(settings).map(
    (name, index) => `set_config('brain.${name}', $${index + 1}, true)`,
  )
  return { name: 'viewer', text: `select ${assignments.join(', ')}`, values: Object.values(settings) }
}
