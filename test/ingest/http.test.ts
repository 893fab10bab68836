import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createHttp, hostsOf } from '../../server/ingest/http.ts'

let server: Server
let origin: string
let asked: { readonly url: string; readonly at: number }[] = []
let answers: (readonly [status: number, headers: Record<string, string>])[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', at: performance.now() })
    const [status, headers] = answers.shift() ?? [200, {}]
    response.writeHead(status, headers).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  asked = []
  answers = []
})

const http = (options: Partial<Parameters<typeof createHttp>[0]> = {}) =>
  createHttp({
    allowedHosts: new Set([new URL(origin).host]),
    firstPauseMs: 1,
    intervalMs: 0,
    random: () => 0.5,
    ...options,
  })

describe('a connector’s request', () => {
  test('is tried again where the answer may be another next time', async () => {
    answers = [
      [503, {}],
      [429, { 'retry-after': '0' }],
      [200, {}],
    ]
    expect((await http()(`${origin}/a`)).status).toBe(200)
    expect(asked).toHaveLength(3)
  })

  test('is not tried again where it would not', async () => {
    answers = [[404, {}]]
    expect((await http()(`${origin}/a`)).status).toBe(404)
    expect(asked).toHaveLength(1)
  })

  test('gives back the last answer when tries run out', async () => {
    answers = [
      [500, {}],
      [500, {}],
      [500, {}],
    ]
    expect((await http({ attempts: 3 })(`${origin}/a`)).status).toBe(500)
    expect(asked).toHaveLength(3)
  })

  test('is tried again when the connection breaks', async () => {
    let count = 0
    const fetch = (() => {
      count++
      return count < 3 ? Promise.reject(new TypeError('reset')) : Promise.resolve(new Response('ok'))
    }) as typeof globalThis.fetch
    expect((await http({ fetch })(`${origin}/a`)).status).toBe(200)
    expect(count).toBe(3)
  })

  test('keeps its distance from the one before', async () => {
    const send = http({ intervalMs: 60 })
    await Promise.all([send(`${origin}/a`), send(`${origin}/b`), send(`${origin}/c`)])
    const times = asked.map(({ at }) => at)
    expect(times[2]! - times[0]!).toBeGreaterThan(100)
  })

  test('goes to allowed hosts only, also when it is redirected', async () => {
    await expect(http()('http://example.org/')).rejects.toThrow('不允许访问 example.org')
    answers = [[302, { location: 'http://169.254.169.254/latest' }]]
    await expect(http()(`${origin}/a`)).rejects.toThrow('不允许访问 169.254.169.254')
    expect(asked).toHaveLength(1)
    answers = [[302, { location: '/b' }]]
    expect((await http()(`${origin}/a`)).status).toBe(200)
    expect(asked.at(-1)?.url).toBe('/b')
  })

  test('can be given up', async () => {
    answers = [[503, {}]]
    const signal = AbortSignal.timeout(30)
    await expect(http({ firstPauseMs: 10_000 })(`${origin}/a`, { signal })).rejects.toThrow('aborted')
  })
})

test('allowed are the hosts in the options of a connector', () => {
  expect([...hostsOf({ url: 'https://data.sd.gov.cn/api', key: 'abc', other: 'http://[bad' })]).toEqual([
    'data.sd.gov.cn',
  ])
})
