import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../server/warehouse/embedded-postgres.ts'
import { removeCluster } from '../server/warehouse/postgres-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's own PostgreSQL; tests open databases in it by openTestDatabase(). */
    postgresUrl: string
  }
}

/** One throw-away PostgreSQL for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-test-'))
  const directory = path.join(home, 'postgres')
  const postgres = await startEmbeddedPostgres(directory, { durable: false })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await removeCluster(directory)
    await rm(home, { recursive: true, force: true })
  }
}
