import { connect, type Socket } from 'node:net'

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly requests: number
  /** Answers that were not 200. */
  readonly failures: number
}

export interface LoadTarget {
  readonly port: number
  /** Addresses asked for in turn. */
  readonly paths: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Keeps `connections` busy for a time, each with one request after another. It reads no more of an answer
 * than its length: on a small machine the generator shares the processors with what it measures.
 */
export async function loadHttp(
  target: LoadTarget,
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  const requests = target.paths.map((path) => Buffer.from(requestText(path, target.headers ?? {})))
  const latencies: number[] = []
  let failures = 0
  let next = 0
  const started = performance.now()
  const end = started + seconds * 1000
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await open(target.port)
      while (performance.now() < end) {
        const sent = performance.now()
        const status = await client.ask(requests[next++ % requests.length] ?? Buffer.alloc(0))
        latencies.push(performance.now() - sent)
        if (status !== 200) failures += 1
      }
      client.close()
    }),
  )
  const took = (performance.now() - started) / 1000
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  return {
    perSecond: sorted.length / took,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    requests: sorted.length,
    failures,
  }
}

function requestText(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}\r\n`
}

interface Client {
  ask(request: Buffer): Promise<number>
  close(): void
}

const endOfHead = Buffer.from('\r\n\r\n')

async function open(port: number): Promise<Client> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let answered: (status: number) => void = () => undefined
  let failed: (error: Error) => void = () => undefined
  let head: Buffer = Buffer.alloc(0)
  let status = 0
  /** Bytes of the body still to come; null while the head is read. */
  let left: number | null = null
  socket.on('data', (chunk: Buffer) => {
    if (left === null) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
      const split = head.indexOf(endOfHead)
      if (split < 0) return
      const text = head.toString('latin1', 0, split)
      status = Number(text.slice(9, 12))
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
      if (length === undefined) return failed(new Error(`回答没有 content-length：${text.slice(0, 200)}`))
      left = Number(length) - (head.length - split - endOfHead.length)
    } else {
      left -= chunk.length
    }
    if (left > 0) return
    head = Buffer.alloc(0)
    left = null
    answered(status)
  })
  socket.on('error', (error) => failed(error))
  socket.on('close', () => failed(new Error('连接被服务器关闭')))
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        answered = resolve
        failed = reject
        socket.write(request)
      }),
    close: () => {
      failed = () => undefined
      socket.destroy()
    },
  }
}
