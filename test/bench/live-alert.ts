import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { demonstrationPassword } from '../../server/access/accounts.ts'
import type { AlertList } from '../../server/api/schemas/alert.ts'
import type { EnterpriseItem } from '../../server/api/schemas/enterprise.ts'

const root = path.resolve(import.meta.dirname, '../..')
const screens = 1000
const rounds = 10
const roundLimitMs = 60_000
/** Those whose region holds the firms that move. */
const watching = ['province', 'city', 'county', 'chain-office'] as const

/** A whole server over the demonstration pack, as `npm start` starts it. */
async function startServer(home: string): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: home, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /http:\/\/localhost:\d+/.exec(output)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`服务没有启动（${code}）：${output}`)))
  })
  return { child, address }
}

async function signIn(address: string, username: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ username, password: demonstrationPassword }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`登录没有成功：${await answer.text()}`)
  return cookie
}

/** An open screen: calls `heard` with the firm of every alert about a move. */
function openScreen(
  address: string,
  cookie: string,
  latest: number,
  heard: (creditCode: string) => void,
): Promise<WebSocket> {
  const url = `${address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: { cookie, origin: address }, perMessageDeflate: false })
    socket.once('error', reject)
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8')
      // Engine.IO: 0 = opened, 2 = ping; Socket.IO: 40 = joined, 42 = an event.
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ after: latest })}`)
      else if (text === '2') socket.send('3')
      else if (text.startsWith('40')) resolve(socket)
      else if (text.startsWith('42') && text.includes('"address-moved-out"')) {
        const [, alert] = JSON.parse(text.slice(2)) as [string, { subject: { id: string } }]
        heard(alert.subject.id)
      }
    })
  })
}

/**
 * From the moment a file with one change of address is sent until the alert has reached the last of 1,000 open
 * screens, over HTTP and sockets of a running server: received, validated, merged, judged, stored, pushed.
 */
export async function benchLiveAlert(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const { child, address } = await startServer(home)
  const sockets: WebSocket[] = []
  try {
    const operator = await signIn(address, 'operator')
    const read = async <T>(url: string) =>
      (await (await fetch(`${address}${url}`, { headers: { cookie: operator } })).json()) as T
    const { items: firms } = await read<{ items: EnterpriseItem[] }>(
      `/api/enterprises?realm=demonstration&region=370523&limit=${rounds}`,
    )
    const { latest } = await read<AlertList>('/api/alerts?limit=1')
    const cookies = await Promise.all(watching.map((name) => signIn(address, name)))
    let heard: (creditCode: string) => void = () => undefined
    while (sockets.length < screens) {
      const group = Array.from({ length: 50 }, (_, index) => cookies[index % cookies.length] ?? '')
      const opened = await Promise.all(
        group.map((cookie) => openScreen(address, cookie, latest, (firm) => heard(firm))),
      )
      sockets.push(...opened)
    }
    const first: number[] = []
    const last: number[] = []
    for (const firm of firms) {
      let left = screens
      const started = performance.now()
      const all = new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`有 ${left} 个页面没有收到告警`)), roundLimitMs)
        heard = (creditCode) => {
          if (creditCode !== firm.creditCode) return
          if (left === screens) first.push(performance.now() - started)
          left -= 1
          if (left > 0) return
          last.push(performance.now() - started)
          clearTimeout(late)
          resolve()
        }
      })
      const form = new FormData()
      const record = `${firm.creditCode},2026-10-30,住所,山东省东营市广饶县,山东省潍坊市寿光市,370523,370783`
      const head = 'credit_code,changed_on,item,before,after,before_county_code,after_county_code'
      form.set('file', new Blob([`${head}\n${record}\n`]), `${firm.creditCode}.csv`)
      const sent = fetch(`${address}/api/datasets/public/registration-change/batches`, {
        method: 'POST',
        headers: { cookie: operator, origin: address },
        body: form,
      })
      await Promise.all([all, sent])
      // The figures are being computed again meanwhile; the next record comes into that.
      await sleep(500)
    }
    const [slowestFirst, slowest] = [Math.max(...first), Math.max(...last)]
    const middle = last.toSorted((a, b) => a - b)[Math.floor(last.length / 2)] ?? NaN
    console.log(
      `一条住所变更到达至 ${screens} 个打开的页面全部收到告警：中位 ${(middle / 1000).toFixed(2)} 秒，最长 ${(slowest / 1000).toFixed(2)} 秒（上限 2）；` +
        `最先收到的页面最长 ${(slowestFirst / 1000).toFixed(2)} 秒；${firms.length} 次，重新计算同时进行`,
    )
  } finally {
    for (const socket of sockets) socket.terminate()
    child.kill('SIGINT')
    await new Promise((resolve) => child.once('exit', resolve))
    await rm(home, { recursive: true, force: true })
  }
}

if (import.meta.main) await benchLiveAlert()
