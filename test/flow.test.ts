import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Alert, AlertList } from '../server/api/schemas/alert.ts'
import type { ChainGraph } from '../server/api/schemas/chain.ts'
import type { Batch } from '../server/api/schemas/dataset.ts'
import type { Enterprise, EnterpriseItem } from '../server/api/schemas/enterprise.ts'
import type { Metric, MetricEvidence } from '../server/api/schemas/metric.ts'
import type { SourceRow } from '../server/api/schemas/shared.ts'
import { demonstrationPassword } from '../server/access/accounts.ts'

const root = path.resolve(import.meta.dirname, '..')

interface Running {
  readonly address: string
  readonly output: () => string
  readonly child: ChildProcess
}

/** `npm start` as a user runs it: own PostgreSQL, the demonstration pack, the built pages. */
async function start(home: string): Promise<Running> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: home, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/localhost:\d+/.exec(output)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`服务没有启动（${code}）：${output}`)))
  })
  return { address, output: () => output, child }
}

async function stop({ child }: Running, signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  return ended
}

async function signIn(address: string, username: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ username, password: demonstrationPassword }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function read<T>(address: string, cookie: string, url: string): Promise<T> {
  const answer = await fetch(`${address}${url}`, { headers: { cookie } })
  expect([url, answer.status]).toEqual([url, 200])
  return (await answer.json()) as T
}

let home: string
let server: Running

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'industry-brain-flow-'))
  server = await start(home)
}, 300_000)

afterAll(async () => {
  await stop(server)
  await rm(home, { recursive: true, force: true })
})

describe('from one command to a figure and back to its row', () => {
  test('the chain of the demonstration cluster is judged, and its planted gaps are found', async () => {
    const cookie = await signIn(server.address, 'city')
    const graph = await read<ChainGraph>(
      server.address,
      cookie,
      '/api/chains/rubber-tyre/graph?region=370500',
    )
    const missing = graph.segments
      .filter((segment) => segment.strength === 'missing')
      .map((segment) => segment.id)
    expect(graph.realm).toBe('demonstration')
    expect(missing).toEqual(expect.arrayContaining(['building-machine', 'aramid', 'wire-rod']))
    expect(graph.segments.find((segment) => segment.id === 'natural-rubber')).toMatchObject({
      strength: 'over-dependent',
    })
    expect(graph.links.some((link) => link.amount !== null)).toBe(true)
  })

  test('a figure walks down to the record of the file it came from', async () => {
    const cookie = await signIn(server.address, 'city')
    const figure = await read<Metric>(server.address, cookie, '/api/metrics/cluster-scale')
    const evidence = await read<MetricEvidence>(
      server.address,
      cookie,
      '/api/metrics/cluster-scale/evidence?limit=500',
    )
    expect(figure.value).toBeGreaterThan(100)
    expect(evidence.value).toBe(figure.value)
    const source = evidence.items[0]?.source
    const row = await read<SourceRow>(server.address, cookie, `/api/rows/${source?.dataset}/${source?.rowId}`)
    const revenue = row.cells.find((cell) => cell.name === 'revenue')
    expect(row).toMatchObject({ rowNumber: source?.rowNumber, demonstration: true })
    expect(Number(revenue?.value) / 1e8).toBeCloseTo(evidence.items[0]?.value ?? 0, 6)
    expect(row.original).toContain(row.cells.find((cell) => cell.name === 'credit_code')?.value)
  })

  test('an uploaded move becomes an alert on an open screen, once', async () => {
    const cookie = await signIn(server.address, 'operator')
    const { items } = await read<{ items: EnterpriseItem[] }>(
      server.address,
      cookie,
      '/api/enterprises?region=370523&segment=all-steel-radial&limit=1',
    )
    const firm = items[0]
    const { latest } = await read<AlertList>(server.address, cookie, '/api/alerts?limit=1')
    const socket = io(server.address, {
      transports: ['websocket'],
      extraHeaders: { cookie, origin: server.address },
      auth: { after: latest },
    })
    const received: Alert[] = []
    const moved = new Promise<Alert>((resolve) => {
      socket.on('alert', (alert: Alert) => {
        received.push(alert)
        if (alert.subject.id === firm?.creditCode && alert.rule === 'address-moved-out') resolve(alert)
      })
    })
    await new Promise<void>((resolve) => socket.on('connect', resolve))
    const csv = `credit_code,changed_on,item,before,after,before_county_code,after_county_code\n${firm?.creditCode},2026-10-30,住所,山东省东营市广饶县,山东省潍坊市寿光市,370523,370783\n`
    const batch = await upload(cookie, 'public/registration-change', csv)
    expect(batch.counts).toMatchObject({ read: 1, accepted: 1, quarantined: 0 })
    const alert = await moved
    expect(alert.message).toContain('寿光')
    const again = await upload(cookie, 'public/registration-change', csv)
    expect(again.status).toBe('repeated')
    socket.close()
    expect(received.filter((item) => item.rule === 'address-moved-out')).toHaveLength(1)
  }, 240_000)

  test('an enterprise sees its own trade and nobody else’s', async () => {
    const cookie = await signIn(server.address, 'enterprise')
    const session = await read<{ creditCode: string }>(server.address, cookie, '/api/session')
    const own = await read<Enterprise>(server.address, cookie, `/api/enterprises/${session.creditCode}`)
    expect(own.fields.some((field) => field.source !== null)).toBe(true)
    const trade = await read<{ items: unknown[] }>(
      server.address,
      cookie,
      `/api/enterprises/${session.creditCode}/transactions?limit=5`,
    )
    expect(trade.items).toHaveLength(5)
    const official = await signIn(server.address, 'operator')
    const { items } = await read<{ items: EnterpriseItem[] }>(
      server.address,
      official,
      '/api/enterprises?region=370523&limit=5',
    )
    const other = items.find((item) => item.creditCode !== session.creditCode)
    const refused = await fetch(`${server.address}/api/enterprises/${other?.creditCode}/transactions`, {
      headers: { cookie },
    })
    expect(refused.status).toBe(403)
  })

  test('it stops cleanly, survives being killed, and starts again without loading', async () => {
    expect(await stop(server)).toBe(0)
    server = await start(home)
    expect(server.output()).not.toContain('正在载入')
    await stop(server, 'SIGKILL')
    server = await start(home)
    expect(server.output()).not.toContain('正在载入')
    const cookie = await signIn(server.address, 'province')
    const chains = await read<{ items: { enterprises: { demonstration: number } }[] }>(
      server.address,
      cookie,
      '/api/chains',
    )
    expect(chains.items[0]?.enterprises.demonstration).toBeGreaterThan(1000)
  }, 240_000)
})

async function upload(cookie: string, dataset: string, content: string): Promise<Batch> {
  const form = new FormData()
  form.set('file', new Blob([content]), 'moves.csv')
  const answer = await fetch(`${server.address}/api/datasets/${dataset}/batches`, {
    method: 'POST',
    headers: { cookie, origin: server.address },
    body: form,
  })
  expect([200, 201]).toContain(answer.status)
  return (await answer.json()) as Batch
}
