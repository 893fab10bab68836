import { tmpdir } from 'node:os'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { demonstrationPassword, syncDemonstrationAccounts } from '../../server/access/accounts.ts'
import { enterpriseItemColumns } from '../../server/api/enterprise-item.ts'
import { composeList, type EnterpriseFilter } from '../../server/api/enterprise-list.ts'
import { createServer } from '../../server/api/server.ts'
import type { IngestServices } from '../../server/api/services.ts'
import { createReadServices } from '../../server/composition/read-services.ts'
import { currentViewer } from '../../server/access/viewing.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { openViewerDatabase } from '../../server/warehouse/viewer-database.ts'

/** What the bare server runs for a route: one prepared statement that gives the answer as text. */
export interface BareQuery {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

export interface ServerStarted {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

export const poolSize = 16

/** Firms whose list is asked for, and the address that asks for them. */
export function bareList(filter: EnterpriseFilter): BareQuery {
  const { name, text, values } = composeList(filter)
  return {
    name,
    text: `select '{"items":' || coalesce(json_agg(item order by page.rank, page.credit_code)::text, '[]') || '}' as answer
      from (${text}) page
      join brain.golden_enterprise e on e.credit_code = page.credit_code
      cross join lateral (select ${enterpriseItemColumns()}) item`,
    values,
  }
}

/** node:http and pg with nothing between them: GET /<n> runs the n-th query. */
async function startBare(url: string, queries: readonly BareQuery[]): Promise<ServerStarted> {
  const pool = new pg.Pool({ connectionString: url, max: poolSize })
  const server = createHttpServer((request, response) => {
    const query = queries[Number(request.url?.slice(1))]
    if (query === undefined) {
      response.writeHead(404).end()
      return
    }
    pool.query<{ answer: string }>({ name: query.name, text: query.text, values: [...query.values] }).then(
      ({ rows }) => {
        const body = Buffer.from(rows[0]?.answer ?? '')
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
        response.end(body)
      },
      () => response.writeHead(500, { 'content-length': 0 }).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, headers: {} }
}

/** The server as main.ts starts it, less loading and pushing. */
async function startOurs({ url, dataDirectory = tmpdir() }: StartRequest): Promise<ServerStarted> {
  const database = await openDatabase(url, { maximumConnections: poolSize })
  await syncDemonstrationAccounts(database, true)
  const idle: IngestServices = {
    upload: () => Promise.reject(new Error('基准测试不加载文件')),
    progress: () => [],
    sources: () => Promise.resolve([]),
    run: () => Promise.resolve('unknown'),
    cancel: () => Promise.resolve('unknown'),
    setEnabled: () => Promise.resolve('unknown'),
    refresh: () => undefined,
  }
  const viewers = openViewerDatabase(url, currentViewer)
  const read = await createReadServices({ platform: database, database: viewers }, () => Promise.resolve())
  const app = await createServer({
    config: {
      demonstration: true,
      sessionSecret: 'a-key-that-serves-the-bench-only',
      secureCookies: false,
      dataDirectory,
      logLevel: 'error',
    },
    database: viewers,
    platform: database,
    services: { ...read, ingest: idle, lineage: { row: () => Promise.resolve(null) } },
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { username: 'province', password: demonstrationPassword },
  })
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  return { port: (app.server.address() as AddressInfo).port, headers: { cookie } }
}

export interface StartRequest {
  readonly kind: 'ours' | 'bare'
  readonly url: string
  readonly queries: readonly BareQuery[]
  /** Where the server keeps its keys. */
  readonly dataDirectory?: string
}

if (import.meta.main) {
  process.once('message', (request: StartRequest) => {
    const starting = request.kind === 'ours' ? startOurs(request) : startBare(request.url, request.queries)
    void starting.then((started) => process.send?.(started))
  })
  process.once('disconnect', () => process.exit())
}
