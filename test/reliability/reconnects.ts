import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { demonstrationPassword, syncDemonstrationAccounts } from '../../server/access/accounts.ts'
import { readAlerts } from '../../server/alerts/read.ts'
import { rules } from '../../server/alerts/registry.ts'
import { storeAlerts } from '../../server/alerts/store.ts'
import type { Alert } from '../../server/api/schemas/alert.ts'
import { createServer } from '../../server/api/server.ts'
import type { AlertServices, Services } from '../../server/api/services.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { attachRealtime } from '../../server/realtime/realtime.ts'
import { notifyChange } from '../../server/realtime/changes.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { sequence, type Ground, type Result } from './ground.ts'

export interface ReconnectsOptions {
  readonly ground: Ground
  readonly sockets: number
  /** Connections broken off and made again, spread over the sockets. */
  readonly reconnects: number
  readonly seed?: number
}

const arriveWithinMs = 60_000

/** A screen as it behaves: it says the last alert it saw, and shows each once. */
interface Screen {
  readonly socket: Socket
  readonly shown: number[]
  duplicates: number
}

/**
 * Alerts are stored and announced while connections are broken off and come again: every screen has shown every
 * alert, in order, none twice.
 */
export async function run({ ground, sockets, reconnects, seed = 99 }: ReconnectsOptions): Promise<Result> {
  const { database } = await ground.createDatabase()
  await migrate(database)
  await ensureTables(database, datasets.values())
  await ensureRowSecurity(database, datasets.values())
  await syncDemonstrationAccounts(database, true)
  const server = await listen(database, ground.folder)
  const random = sequence(seed)
  const screens: Screen[] = []
  const violations: string[] = []
  try {
    while (screens.length < sockets) {
      const group = Math.min(50, sockets - screens.length)
      screens.push(
        ...(await Promise.all(Array.from({ length: group }, () => open(server.address, server.cookie)))),
      )
    }
    let publishing = true
    let stored = 0
    const publisher = (async () => {
      while (publishing) {
        await storeOne(database, ++stored)
        await notifyChange(database)
        await sleep(5)
      }
    })()
    let broken = 0
    while (broken < reconnects) {
      const group = Array.from(
        { length: Math.min(20, reconnects - broken, sockets) },
        (_, at) => screens[(broken + at) % sockets],
      ).filter((screen) => screen !== undefined)
      await Promise.all(group.map((screen) => reconnect(screen, random() * 30)))
      broken += group.length
    }
    publishing = false
    await publisher
    await notifyChange(database)
    const { rows } = await database.pool.query<{ sequence: number }>(
      'select sequence from brain.alert order by sequence',
    )
    const all = rows.map((row) => row.sequence)
    await arrive(screens, all.length)
    for (const [number, { shown, duplicates }] of screens.entries()) {
      const missed = all.length - new Set(shown).size
      if (missed > 0) violations.push(`第 ${number} 个连接漏了 ${missed} 条`)
      if (duplicates > 0) violations.push(`第 ${number} 个连接重复收到 ${duplicates} 条`)
      if (shown.some((value, at) => at > 0 && value <= (shown[at - 1] ?? 0)))
        violations.push(`第 ${number} 个连接顺序有误`)
    }
    return {
      title: '实时重连',
      asked: `${sockets} 个连接、${reconnects} 次重连：漏 0，重复 0`,
      measured: `${sockets} 个连接、${broken} 次重连，期间发布 ${all.length} 条；送达 ${screens.reduce((sum, { shown }) => sum + shown.length, 0)} 次；违反 ${violations.length}`,
      violations,
    }
  } finally {
    for (const { socket } of screens) socket.disconnect()
    await server.close()
  }
}

async function listen(database: Database, dataDirectory: string) {
  const alerts: AlertServices = { read: (query) => readAlerts(database, query) }
  const app = await createServer({
    config: {
      demonstration: true,
      sessionSecret: 'a-key-that-serves-the-harness-only',
      secureCookies: false,
      dataDirectory,
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
    payload: { username: 'province', password: demonstrationPassword },
  })
  return {
    address: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
    async close() {
      await realtime.close()
      await app.close()
    },
  }
}

async function open(address: string, cookie: string): Promise<Screen> {
  const screen: Screen = {
    shown: [],
    duplicates: 0,
    socket: io(address, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      // A busy machine answers late; that is not what is measured here.
      timeout: 180_000,
      autoConnect: false,
      extraHeaders: { cookie },
      auth: (give) => give({ after: screen.shown.at(-1) ?? 0, realm: 'demonstration' }),
    }),
  }
  screen.socket.on('alert', ({ sequence: number }: Alert) => {
    if (screen.shown.includes(number)) screen.duplicates++
    else screen.shown.push(number)
  })
  await connect(screen)
  return screen
}

function connect({ socket }: Screen): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', reject)
    socket.connect()
  })
}

/** The line breaks without a farewell, as in a tunnel; the same screen comes again after a while. */
async function reconnect(screen: Screen, awayMs: number): Promise<void> {
  const ended = new Promise((resolve) => screen.socket.once('disconnect', resolve))
  screen.socket.io.engine.close()
  await ended
  await sleep(awayMs)
  await connect(screen)
}

async function storeOne(database: Database, number: number): Promise<void> {
  const [rule] = rules.values()
  if (rule === undefined) throw new Error('没有预警规则')
  await storeAlerts(database, rule, {
    realm: 'demonstration',
    now: new Date(),
    drafts: [
      {
        key: `reconnect-${number}`,
        title: `第 ${number} 条`,
        message: '演示预警',
        subject: { kind: 'enterprise', id: '91370523DEM000014Q', name: '演示轮胎有限公司' },
        region: '370523',
        occurredOn: '2026-10-01',
        evidence: [],
      },
    ],
  })
}

async function arrive(screens: readonly Screen[], count: number): Promise<void> {
  const deadline = performance.now() + arriveWithinMs
  while (performance.now() < deadline && screens.some(({ shown }) => shown.length < count)) await sleep(20)
  // What comes twice would come now.
  await sleep(100)
}
