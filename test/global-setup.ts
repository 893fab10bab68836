import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../server/warehouse/embedded-postgres.ts'
import { isAlive, originFile, publicRoot } from '../server/warehouse/postgres-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's own PostgreSQL; tests open databases in it by openTestDatabase(). */
    postgresUrl: string
  }
}

const prefix = 'industry-brain-test-'

/** One throw-away PostgreSQL for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned()
  const home = await mkdtemp(path.join(tmpdir(), `${prefix}${process.pid}-`))
  // Under root the server runs as another user, which must be able to enter.
  await chmod(home, 0o755)
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** A run that was killed leaves its server running: nobody else would ever stop it. */
async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const run = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : NaN
    if (!Number.isNaN(run) && !isAlive(run)) await sweep(path.join(tmpdir(), name), 'postgres/cluster')
  }
  // Where root cannot let another user in, clusters stand elsewhere; those of temporary folders that are gone.
  for (const name of await readdir(publicRoot).catch(() => [])) {
    const home = path.join(publicRoot, name)
    const origin = await readFile(path.join(home, originFile), 'utf8').catch(() => '')
    if (origin.startsWith(`${tmpdir()}${path.sep}`) && !existsSync(origin)) await sweep(home, 'cluster')
  }
}

async function sweep(home: string, cluster: string): Promise<void> {
  const lock = await readFile(path.join(home, cluster, 'data/postmaster.pid'), 'utf8').catch(() => '')
  const server = Number.parseInt(lock, 10)
  if (isAlive(server)) process.kill(server, 'SIGQUIT')
  // Another user's leftovers stay.
  await rm(home, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
}
