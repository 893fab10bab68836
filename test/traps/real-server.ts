import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Batch, Quarantined } from '../../server/api/schemas/dataset.ts'
import type { Problem } from '../../server/api/schemas/shared.ts'
import type { Services } from '../../server/api/services.ts'
import { createActivity } from '../../server/composition/activity.ts'
import { type Background, startBackground } from '../../server/composition/background.ts'
import { createIngestServices } from '../../server/composition/ingest-services.ts'
import { createReadServices } from '../../server/composition/read-services.ts'
import { readSourceRow } from '../../server/composition/source-row.ts'
import { readConnectors } from '../../server/ingest/connectors.ts'
import type { Database } from '../../server/warehouse/database.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'
import { urlOf } from '../database.ts'

export interface RealServer extends TestServer {
  /** Hands in a file as a form does. */
  upload(dataset: string, name: string, content: string | Buffer, role?: AccountRole): Promise<Answer>
  /** Hands in a file that must be taken, with its quarantined records. */
  load(dataset: string, name: string, content: string | Buffer): Promise<Loaded>
  query<T>(text: string, values?: unknown[]): Promise<T[]>
}

export interface Answer {
  readonly status: number
  readonly body: Partial<Batch> & Partial<Omit<Problem, 'status'>>
}

export interface Loaded {
  readonly batch: Batch
  readonly quarantined: readonly Quarantined[]
}

/** The API over the stages themselves: files are loaded by the background process, as in operation. */
export async function startRealServer(fill?: (database: Database) => Promise<void>): Promise<RealServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'industry-brain-traps-'))
  const services: { -readonly [Name in keyof Services]?: Services[Name] } = {}
  const connectors = await readConnectors()
  let background: Background | null = null
  const server = await startTestServer({
    services,
    config: { dataDirectory: folder },
    async fill(database, viewers) {
      await fill?.(database)
      const loading = startBackground(await urlOf(database), folder)
      background = loading
      services.ingest = createIngestServices({
        database,
        background: loading,
        activity: createActivity(connectors, () => undefined),
        connectors,
        options: {},
        nextRun: () => null,
        refresh: () => Promise.resolve(),
      })
      Object.assign(
        services,
        await createReadServices({ platform: database, database: viewers }, () => Promise.resolve()),
      )
      services.lineage = {
        row: (query) => readSourceRow(viewers, { connectors, dataDirectory: folder }, query),
      }
    },
  })

  const upload: RealServer['upload'] = async (dataset, name, content, role = 'operator') => {
    const boundary = 'x-boundary-of-the-traps'
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    const answer = await server.request(role, {
      method: 'POST',
      url: `/api/datasets/${dataset}/batches`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: Buffer.concat([
        Buffer.from(head),
        Buffer.from(content as string),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    })
    return { status: answer.statusCode, body: answer.json() }
  }

  return {
    ...server,
    upload,
    async load(dataset, name, content) {
      const { status, body } = await upload(dataset, name, content)
      if (status !== 201) throw new Error(`${name} 没有加载：${JSON.stringify(body)}`)
      const batch = body as Batch
      const answer = await server.get('operator', `/api/batches/${batch.id}/quarantine?limit=500`)
      return { batch, quarantined: answer.json<{ items: Quarantined[] }>().items }
    },
    async query<T>(text: string, values: unknown[] = []) {
      const { rows } = await server.database.pool.query<T & Record<string, unknown>>(text, values)
      return rows
    },
    async close() {
      await background?.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
