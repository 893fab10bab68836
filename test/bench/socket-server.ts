import { tmpdir } from 'node:os'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { demonstrationPassword, syncDemonstrationAccounts } from '../../server/access/accounts.ts'
import type { Alert } from '../../server/api/schemas/alert.ts'
import { createServer } from '../../server/api/server.ts'
import type { AlertServices, Services } from '../../server/api/services.ts'
import { attachRealtime } from '../../server/realtime/realtime.ts'
import { openDatabase } from '../../server/warehouse/database.ts'

export interface SocketServerStarted {
  readonly port: number
  readonly cookie: string
}

/** Sends one alert to every socket; it carries the time at which it was handed over. */
type Publish = () => void

function makeAlert(sequence: number): Alert {
  return {
    sequence,
    rule: 'segment-single-source',
    ruleTitle: '环节成为单点',
    severity: 'high',
    realm: 'demonstration',
    title: '炭黑环节只剩一家本地供应商',
    message: '近 12 个月广饶县炭黑采购 8.6 亿元，由 1 家本地企业供应；上一期为 3 家。',
    subject: { kind: 'segment', id: 'rubber-tyre/carbon-black', name: '炭黑' },
    region: { code: '370523', name: '广饶县' },
    occurredAt: '2026-10-31T00:00:00.000Z',
    recordedAt: String(performance.timeOrigin + performance.now()),
    evidence: [{ label: '本地供应商', value: '1 家', source: null }],
    action: { title: '查看环节', href: '/government/chain-map?segment=carbon-black' },
  }
}

/** A bare `ws` server: the alert written once as text, then sent to each client. */
async function startBare(): Promise<SocketServerStarted & { publish: Publish }> {
  const http = createHttpServer()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  let sequence = 0
  const publish = () => {
    const text = JSON.stringify(makeAlert(++sequence))
    for (const client of sockets.clients) client.send(text)
  }
  return { port: (http.address() as AddressInfo).port, cookie: '', publish }
}

async function startOurs(url: string): Promise<SocketServerStarted & { publish: Publish }> {
  const database = await openDatabase(url)
  await syncDemonstrationAccounts(database, true)
  let stored: Alert[] = []
  const alerts: AlertServices = {
    read: ({ after = 0 }) => {
      const items = stored.filter(({ sequence }) => sequence > after)
      return Promise.resolve({ items, latest: stored.at(-1)?.sequence ?? 0 })
    },
  }
  const app = await createServer({
    config: {
      demonstration: true,
      sessionSecret: 'a-key-that-serves-the-bench-only',
      secureCookies: false,
      dataDirectory: tmpdir(),
      logLevel: 'error',
    },
    database,
    platform: database,
    // Nothing but alerts is asked of this server.
    services: { alerts } as Services,
  })
  const realtime = await attachRealtime({ app, database, alerts })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { username: 'county', password: demonstrationPassword },
  })
  const publish = () => {
    stored = [makeAlert((stored.at(-1)?.sequence ?? 0) + 1)]
    void realtime.publish()
  }
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  return { port: (app.server.address() as AddressInfo).port, cookie, publish }
}

if (import.meta.main) {
  const [kind, url = ''] = process.argv.slice(2)
  const { publish, ...started } = await (kind === 'ours' ? startOurs(url) : startBare())
  process.on('message', publish)
  process.once('disconnect', () => process.exit())
  process.send?.(started)
}
