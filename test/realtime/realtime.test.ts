import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Alert } from '../../server/api/schemas/alert.ts'
import type { Progress } from '../../server/api/schemas/dataset.ts'
import type { AlertServices } from '../../server/api/services.ts'
import { regionContains } from '../../server/domain/region.ts'
import { notifyChange } from '../../server/realtime/changes.ts'
import { attachRealtime, type Realtime } from '../../server/realtime/realtime.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'

let server: TestServer
let realtime: Realtime
let address: string
/** What is stored, ascending. */
const stored: Alert[] = []
/** Sequence before the first alert of the running test. */
let base = 0
let sockets: Socket[] = []

const alerts: AlertServices = {
  async read({ after, region, realm, creditCode, limit }) {
    // As a query would: the state of the moment, after a while.
    const found = stored.filter(
      (alert) =>
        alert.sequence > (after ?? 0) &&
        (realm === undefined || alert.realm === realm) &&
        (region === undefined || regionContains(region, alert.region?.code ?? '370000')) &&
        (creditCode === undefined || alert.subject.id === creditCode),
    )
    const latest = stored.at(-1)?.sequence ?? 0
    await sleep(3)
    return {
      items: (after === undefined ? found.toReversed() : found).slice(0, limit),
      latest,
      nextCursor: null,
    }
  },
}

function store(region: string | null, options: { realm?: Alert['realm']; firm?: string } = {}): Alert {
  const sequence = stored.length + 1
  const alert: Alert = {
    sequence,
    rule: 'moved-out',
    ruleTitle: '住所迁出',
    severity: 'medium',
    realm: options.realm ?? 'demonstration',
    title: `第 ${sequence} 条`,
    message: '住所由广饶县变更至东营区',
    subject: { kind: 'enterprise', id: options.firm ?? '91370523MA3DEM0XX0', name: '演示轮胎有限公司' },
    region: region === null ? null : { code: region, name: region },
    occurredAt: '2026-10-01T00:00:00.000Z',
    recordedAt: '2026-10-02T00:00:00.000Z',
    evidence: [],
    action: { title: '走访', href: '/government/migration' },
  }
  stored.push(alert)
  return alert
}

interface Client {
  readonly socket: Socket
  /** Sequences counted from 1 in each test. */
  readonly seen: number[]
  readonly progress: Progress[]
  readonly refused: string[]
}

interface Handshake {
  /** Counted like `seen`. */
  readonly after?: number
  readonly realm?: string
}

async function open(
  role: AccountRole | null,
  { after, ...auth }: Handshake | Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Client> {
  const cookie: Record<string, string> = role === null ? {} : { cookie: await server.signIn(role) }
  const socket = io(address, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: typeof after === 'number' ? { ...auth, after: after + base } : { ...auth, after },
    extraHeaders: { ...cookie, ...headers },
  })
  sockets.push(socket)
  const client: Client = { socket, seen: [], progress: [], refused: [] }
  socket.on('alert', (alert: Alert) => client.seen.push(alert.sequence - base))
  socket.on('progress', (progress: Progress) => client.progress.push(progress))
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve)
    socket.once('connect_error', (error) => {
      client.refused.push(error.message)
      resolve()
    })
  })
  return client
}

async function eventually(check: () => void): Promise<void> {
  // A busy machine takes its time; what must not happen is a test's own check.
  await expect.poll(() => (check(), true), { timeout: 30_000 }).toBe(true)
}

const settled = () => sleep(60)

beforeAll(async () => {
  server = await startTestServer({ services: { alerts } })
  realtime = await attachRealtime({ app: server.app, database: server.database, alerts })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await realtime.close()
  await server.close()
})
beforeEach(() => {
  base = stored.length
})
afterEach(() => {
  for (const socket of sockets) socket.disconnect()
  sockets = []
})

describe('a connection', () => {
  test('is refused without a session, with a made-up one, and from other sites', async () => {
    expect((await open(null)).refused).toHaveLength(1)
    expect((await open(null, {}, { cookie: `brain_session=${'A'.repeat(43)}` })).refused).toHaveLength(1)
    expect((await open('county', {}, { origin: 'https://elsewhere.example' })).refused).toHaveLength(1)
    expect((await open('county', {}, { origin: address })).refused).toHaveLength(0)
  })

  test('ends when its session is signed out', async () => {
    const client = await open('reviewer')
    const ended = new Promise((resolve) => client.socket.once('disconnect', resolve))
    await server.request('reviewer', { method: 'DELETE', url: '/api/session' })
    await ended
    expect(client.socket.connected).toBe(false)
  })
})

describe('an alert', () => {
  test('reaches those of its region and above, once each', async () => {
    const [county, city, province] = await Promise.all([open('county'), open('city'), open('province')])
    await settled()
    store('370523')
    store('370502')
    store('370211')
    store(null)
    await realtime.publish()
    await eventually(() => expect(province.seen).toEqual([1, 2, 3, 4]))
    await settled()
    expect(city.seen).toEqual([1, 2])
    expect(county.seen).toEqual([1])
  })

  test('reaches an enterprise user only when it is about its own firm', async () => {
    await server.database.kysely
      .updateTable('brain.account')
      .set({ credit_code: '91370523MA3DEM0AA1' })
      .where('username', '=', 'enterprise')
      .execute()
    const client = await open('enterprise')
    await settled()
    store('370523')
    store('370523', { firm: '91370523MA3DEM0AA1' })
    await realtime.publish()
    await eventually(() => expect(client.seen).toEqual([2]))
    await settled()
    expect(client.seen).toEqual([2])
  })

  test('of another realm than the one shown stays away', async () => {
    const client = await open('province', { realm: 'actual' })
    await settled()
    store('370523', { realm: 'demonstration' })
    store('370523', { realm: 'actual' })
    await realtime.publish()
    await eventually(() => expect(client.seen).toEqual([2]))
  })

  test('arrives after a notice of another process', async () => {
    const client = await open('province')
    await settled()
    store('370523')
    await notifyChange(server.database)
    await eventually(() => expect(client.seen).toEqual([1]))
  })

  test('is still announced after the listening connection was lost', async () => {
    const client = await open('province')
    await server.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'listen %' and pid <> pg_backend_pid()`,
    )
    store('370523')
    await eventually(() => expect(client.seen).toEqual([1]))
    store('370523')
    await notifyChange(server.database)
    await eventually(() => expect(client.seen).toEqual([1, 2]))
  })
})

describe('a client that was away', () => {
  test('gets what it missed before what is new, in order', async () => {
    for (let count = 0; count < 1300; count++) store('370523')
    await realtime.publish()
    const client = await open('county', { after: 100 })
    store('370523')
    await realtime.publish()
    await eventually(() => expect(client.seen).toHaveLength(1201))
    expect(client.seen).toEqual(Array.from({ length: 1201 }, (_, at) => 101 + at))
  })

  test('gets nothing twice and loses nothing while alerts keep coming', async () => {
    for (let count = 0; count < 50; count++) store('370523')
    await realtime.publish()
    let coming = true
    const source = (async () => {
      while (coming) {
        store('370523')
        await realtime.publish()
        await sleep(1)
      }
    })()
    const clients = await Promise.all(Array.from({ length: 30 }, () => open('county', { after: 20 })))
    await sleep(200)
    coming = false
    await source
    const last = stored.length - base
    const expected = Array.from({ length: last - 20 }, (_, at) => 21 + at)
    for (const client of clients) {
      await eventually(() => expect(client.seen.at(-1)).toBe(last))
      expect(client.seen).toEqual(expected)
    }
  })

  test('is told nothing old unless it says what it saw last', async () => {
    store('370523')
    await realtime.publish()
    const fresh = await open('county')
    const odd = await Promise.all([open('county', { after: '0' }), open('county', { after: -1e6 })])
    await settled()
    for (const client of [fresh, ...odd]) expect(client.seen).toEqual([])
  })

  test('catches up within its own scope', async () => {
    store('370211')
    store('370523')
    store('370523', { realm: 'actual' })
    await realtime.publish()
    const client = await open('county', { after: 0, realm: 'demonstration' })
    await eventually(() => expect(client.seen).toEqual([2]))
  })
})

describe('progress', () => {
  test('reaches operators only', async () => {
    const [operator, province] = await Promise.all([open('operator'), open('province')])
    await settled()
    const progress: Progress = {
      source: 'public/honour',
      sourceTitle: '荣誉',
      dataset: 'public/honour',
      datasetTitle: '荣誉资质',
      fileName: 'a.csv',
      phase: 'reading',
      bytesRead: 1,
      bytesTotal: 2,
      rowsRead: 3,
      startedAt: '2026-10-01T00:00:00.000Z',
      at: '2026-10-01T00:00:01.000Z',
      message: null,
    }
    realtime.progress(progress)
    await eventually(() => expect(operator.progress).toEqual([progress]))
    await settled()
    expect(province.progress).toEqual([])
  })
})
