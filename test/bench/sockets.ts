import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { datasets } from '../../server/datasets/registry.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import type { SocketServerStarted } from './socket-server.ts'

const clients = 2000
const rounds = 40
const warmRounds = 5
const pauseMs = 50
const roundLimitMs = 30_000

interface Target {
  readonly child: ChildProcess
  readonly sockets: readonly WebSocket[]
  readonly latencies: number[]
  /** Set for each round. */
  arrived: () => void
}

/** One alert to 2,000 sockets, ours and a bare `ws` server in turn, the same clients on both. */
export async function benchSockets(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const targets: Target[] = []
  try {
    const database = await openDatabase(postgres.url)
    await migrate(database)
    await ensureTables(database, datasets.values())
    await database.close()
    const ours = await open('ours', postgres.url)
    targets.push(ours)
    const bare = await open('bare', '')
    targets.push(bare)
    for (let round = 0; round < warmRounds + rounds; round++) {
      if (round === warmRounds) for (const target of targets) target.latencies.length = 0
      for (const target of targets) await publishOnce(target)
    }
    const [own, plain] = [summary(ours.latencies), summary(bare.latencies)]
    console.log(
      `告警推送至 ${clients} 个连接：p99 ${own.p99.toFixed(1)} ms，裸 ws ${plain.p99.toFixed(1)} ms，` +
        `比值 ${(own.p99 / plain.p99).toFixed(2)}（≤ 1.3）；中位 ${own.p50.toFixed(1)} 与 ${plain.p50.toFixed(1)} ms`,
    )
  } finally {
    for (const { sockets, child } of targets) {
      for (const socket of sockets) socket.terminate()
      child.kill()
    }
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function open(kind: 'ours' | 'bare', url: string): Promise<Target> {
  const child = fork(path.join(import.meta.dirname, 'socket-server.ts'), [kind, url])
  const { port, cookie } = await new Promise<SocketServerStarted>((resolve, reject) => {
    child.once('message', (message) => resolve(message as SocketServerStarted))
    child.once('exit', (code) => reject(new Error(`基准服务器意外结束（${code}）`)))
  })
  const sockets: WebSocket[] = []
  const target: Target = { child, sockets, latencies: [], arrived: () => undefined }
  const address =
    kind === 'ours' ? `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket` : `ws://127.0.0.1:${port}`
  while (sockets.length < clients) {
    const group = Math.min(50, clients - sockets.length)
    sockets.push(
      ...(await Promise.all(Array.from({ length: group }, () => connect(address, cookie, kind, target)))),
    )
  }
  // The last connections join their rooms.
  await sleep(500)
  return target
}

const stamp = /"recordedAt":"([\d.]+)"/

/** Both kinds of client are bare sockets: what differs is the server. */
function connect(address: string, cookie: string, kind: 'ours' | 'bare', target: Target): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers: { cookie }, perMessageDeflate: false })
    socket.once('error', reject)
    if (kind === 'bare') socket.once('open', () => resolve(socket))
    socket.on('message', (data: Buffer) => {
      const now = performance.timeOrigin + performance.now()
      const text = data.toString('latin1')
      const sentAt = stamp.exec(text)?.[1]
      if (sentAt !== undefined) {
        target.latencies.push(now - Number(sentAt))
        target.arrived()
      }
      // Engine.IO: 0 = opened, 2 = ping; Socket.IO: 40 = joined.
      else if (text.startsWith('0')) socket.send('40')
      else if (text === '2') socket.send('3')
      else if (text.startsWith('40')) resolve(socket)
    })
  })
}

async function publishOnce(target: Target): Promise<void> {
  const all = new Promise<void>((resolve, reject) => {
    let left = clients
    const late = setTimeout(() => reject(new Error(`有 ${left} 个连接没有收到告警`)), roundLimitMs)
    target.arrived = () => {
      left -= 1
      if (left > 0) return
      clearTimeout(late)
      resolve()
    }
  })
  target.child.send('publish')
  await all
  await sleep(pauseMs)
}

function summary(latencies: readonly number[]): { p50: number; p99: number } {
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN
  return { p50: at(0.5), p99: at(0.99) }
}

if (import.meta.main) await benchSockets()
