import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { removeCluster } from '../../server/warehouse/postgres-cluster.ts'

let home: string
let directory: string
let started: EmbeddedPostgres[]

beforeEach(async () => {
  // Private, as a home directory is: under root the database must still find a place it can reach.
  home = await mkdtemp(path.join(tmpdir(), 'industry-brain-launcher-'))
  directory = path.join(home, 'data', 'postgres')
  started = []
})
afterEach(async () => {
  for (const server of started) await server.stop()
  await removeCluster(directory)
  await rm(home, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(directory)
  started.push(server)
  return server
}

async function query(url: string, text: string): Promise<unknown[]> {
  const database = await openDatabase(url, { maximumConnections: 1 })
  try {
    return (await database.pool.query<Record<string, unknown>>(text)).rows
  } finally {
    await database.close()
  }
}

async function ended(processId: number): Promise<void> {
  for (;;) {
    try {
      process.kill(processId, 0)
    } catch {
      return
    }
    await sleep(10)
  }
}

test('keeps data over a clean stop and start, under a password only the owner reads', async () => {
  const first = await start()
  await query(first.url, `create table note as select '橡胶' as text`)
  await first.stop()
  expect(existsSync(path.join(directory, 'cluster', 'data', 'postmaster.pid'))).toBe(false)
  await expect(query(first.url, 'select 1')).rejects.toThrow('无法连接数据库')

  const second = await start()
  expect(await query(second.url, 'select text from note')).toEqual([{ text: '橡胶' }])
  expect((await stat(path.join(directory, 'cluster', 'password'))).mode & 0o777).toBe(0o600)
  await expect(query(second.url.replace(/brain:[^@]+@/, 'brain:guess@'), 'select 1')).rejects.toThrow(
    'password',
  )
})

test('recovers committed rows after kill -9', async () => {
  const first = await start()
  await query(first.url, 'create table fact as select n from generate_series(1, 5000) n')
  process.kill(first.processId, 'SIGKILL')
  await ended(first.processId)
  expect(existsSync(path.join(directory, 'cluster', 'data', 'postmaster.pid'))).toBe(true)

  const second = await start()
  expect(second.processId).not.toBe(first.processId)
  expect(await query(second.url, 'select count(*) as count, max(n) as last from fact')).toEqual([
    { count: 5000, last: 5000 },
  ])
})

test('starts when the process id of a crashed server now belongs to another program', async () => {
  const first = await start()
  process.kill(first.processId, 'SIGKILL')
  await ended(first.processId)
  const lock = path.join(directory, 'cluster', 'data', 'postmaster.pid')
  const lines = (await readFile(lock, 'utf8')).split('\n')
  await writeFile(lock, [String(process.ppid), ...lines.slice(1)].join('\n'))
  await chmod(lock, 0o600)

  const second = await start()
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('is shared by all who start it and stops with the last', async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(second.url).toBe(first.url)
  await first.stop()
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
  await expect(query(second.url, 'select 1')).rejects.toThrow('无法连接数据库')
})

test('a start killed while creating the database leaves nothing half made', async () => {
  const launcher = path.join(import.meta.dirname, '../../server/warehouse/embedded-postgres.ts')
  const script = `(await import(${JSON.stringify(launcher)})).startEmbeddedPostgres(${JSON.stringify(directory)})`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  while (!(await drafts()).length) await sleep(5)
  child.kill('SIGKILL')
  await exited
  expect(await drafts()).toHaveLength(1)

  const server = await start()
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await drafts()).toEqual([])
})

async function drafts(): Promise<string[]> {
  const names = await readdir(directory).catch(() => [])
  return names.filter((name) => name.startsWith('draft-'))
}
