import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { datasets } from '../server/datasets/registry.ts'
import { openDatabase, type Database } from '../server/warehouse/database.ts'
import { migrate } from '../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../server/warehouse/row-security.ts'
import { currentViewer } from '../server/access/viewing.ts'
import { openViewerDatabase } from '../server/warehouse/viewer-database.ts'
import { ensureTables } from '../server/warehouse/tables.ts'

const template = 'brain_template'
/** Serialises the workers that find no template yet; any constant serves. */
const templateLock = 4_107_200

/**
 * A fresh database with all platform and dataset tables, dropped when it is closed.
 * Open one in beforeAll and close it in afterAll; a copy of the template takes about 50 ms.
 */
export async function openTestDatabase(): Promise<Database> {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    await ensureTemplate(client, server)
    await client.query('select pg_advisory_unlock($1)', [templateLock])
    await client.query(`create database ${name} template ${template}`)
  })
  const database = await openDatabase(databaseUrl(server, name), { maximumConnections: 8 })
  return {
    ...database,
    async close() {
      await database.close()
      await onServer(server, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

/** The same database as the viewer of the moment sees it; to be closed before the database. */
export async function openTestViewers(database: Database): Promise<Database> {
  return openViewerDatabase(await urlOf(database), currentViewer, { maximumConnections: 4 })
}

/** Connection string of the database a test has open, for code that runs in another process. */
export async function urlOf(database: Database): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  return databaseUrl(inject('postgresUrl'), rows[0]?.name ?? '')
}

async function ensureTemplate(client: pg.Client, server: string): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [template])
  if (found.rowCount) return
  const draft = `${template}_draft`
  await client.query(`drop database if exists ${draft} with (force)`)
  await client.query(`create database ${draft}`)
  const database = await openDatabase(databaseUrl(server, draft), { maximumConnections: 2 })
  try {
    await migrate(database)
    await ensureTables(database, datasets.values())
    await ensureRowSecurity(database, datasets.values())
  } finally {
    await database.close()
  }
  await client.query(`alter database ${draft} rename to ${template}`)
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function onServer<T>(server: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
