import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'

/** What a harness found: its figure beside the one asked for. */
export interface Result {
  readonly title: string
  readonly asked: string
  readonly measured: string
  /** What was not as it must be; none is right. */
  readonly violations: readonly string[]
}

/** Where a harness works: a server for its databases and a folder, both thrown away at the end. */
export interface Ground {
  readonly folder: string
  /** A new, empty database. */
  createDatabase(): Promise<{ readonly url: string; readonly database: Database }>
  close(): Promise<void>
}

/** @param serverUrl of a running server; without it one is started, as durable as in use. */
export async function openGround(serverUrl?: string): Promise<Ground> {
  const folder = await mkdtemp(path.join(tmpdir(), 'industry-brain-reliability-'))
  const postgres = serverUrl === undefined ? await startEmbeddedPostgres(path.join(folder, 'postgres')) : null
  const server = serverUrl ?? postgres?.url ?? ''
  const opened: { readonly name: string; readonly database: Database }[] = []
  return {
    folder,
    async createDatabase() {
      const name = `reliability_${randomBytes(6).toString('hex')}`
      await onServer(server, `create database ${name}`)
      const url = new URL(server)
      url.pathname = `/${name}`
      const database = await openDatabase(url.href)
      opened.push({ name, database })
      return { url: url.href, database }
    },
    async close() {
      for (const { name, database } of opened) {
        await database.close()
        await onServer(server, `drop database ${name} with (force)`)
      }
      await postgres?.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Park and Miller: the same numbers from 0 to 1 in every run. */
export function sequence(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
