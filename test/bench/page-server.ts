import type { AddressInfo } from 'node:net'
import { demonstrationPassword, syncDemonstrationAccounts } from '../../server/access/accounts.ts'
import { currentViewer } from '../../server/access/viewing.ts'
import { createServer } from '../../server/api/server.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { openViewerDatabase } from '../../server/warehouse/viewer-database.ts'
import { fakeServices } from '../api/fake-services.ts'
import type { ServerStarted } from './route-server.ts'

export interface PageServerRequest {
  readonly url: string
  readonly dataDirectory: string
}

/** The server as main.ts starts it, less loading and computing: viewers read under row-level security. */
async function start({ url, dataDirectory }: PageServerRequest): Promise<ServerStarted> {
  const platform = await openDatabase(url, { maximumConnections: 16 })
  const database = openViewerDatabase(url, currentViewer, { maximumConnections: 16 })
  await syncDemonstrationAccounts(platform, true)
  const app = await createServer({
    config: {
      demonstration: true,
      sessionSecret: 'a-key-that-serves-the-bench-only',
      secureCookies: false,
      dataDirectory,
      logLevel: 'error',
    },
    database,
    platform,
    services: fakeServices(),
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

process.once('message', (request: PageServerRequest) => {
  void start(request).then((started) => process.send?.(started))
})
process.once('disconnect', () => process.exit())
