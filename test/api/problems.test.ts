import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../server/api/schemas/shared.ts'
import { fakeServices } from './fake-services.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
let webRoot: string

beforeAll(async () => {
  webRoot = await mkdtemp(path.join(tmpdir(), 'industry-brain-web-'))
  await mkdir(path.join(webRoot, 'assets'))
  await writeFile(path.join(webRoot, 'index.html'), '<!doctype html><title>产业大脑</title>')
  await writeFile(path.join(webRoot, 'assets', 'main-4f2a.js'), 'export {}')
  await writeFile(path.join(webRoot, '.secret'), 'hidden')
  const services = fakeServices()
  server = await startTestServer({
    webRoot,
    services: {
      chain: {
        ...services.chain,
        graph: () =>
          Promise.reject(new Error('connect to db://brain:password@internal failed at /srv/app.ts:1')),
        segment: () => Promise.reject(Object.assign(new Error('terminating'), { code: '57P01' })),
      },
    },
  })
})
afterAll(async () => {
  await server.close()
  await rm(webRoot, { recursive: true, force: true })
})

function expectProblem(answer: { statusCode: number; headers: object; json: () => unknown }, status: number) {
  expect(answer.statusCode).toBe(status)
  expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json; charset=utf-8' })
  const problem = answer.json()
  expect(Check(Problem, problem), JSON.stringify(problem)).toBe(true)
  expect(problem).toMatchObject({ status })
  expect((problem as Problem).title).toMatch(/\p{Script=Han}/u)
  expect((problem as Problem).detail).toMatch(/\p{Script=Han}/u)
  return problem as Problem
}

describe('a wrong parameter', () => {
  test.each([
    ['/api/enterprises?limit=abc', 'limit', 'abc', '1 至 500 的整数'],
    ['/api/enterprises?limit=0', 'limit', '0', '1 至 500 的整数'],
    ['/api/enterprises?limit=501', 'limit', '501', '1 至 500 的整数'],
    ['/api/enterprises?limit=%20%20', 'limit', '  ', '1 至 500 的整数'],
    ['/api/enterprises?limit=1.5', 'limit', '1.5', '1 至 500 的整数'],
    ['/api/enterprises?limit=1e2', 'limit', '1e2', '1 至 500 的整数'],
    ['/api/enterprises?limit=10&limit=20', 'limit', '["10","20"]', '1 至 500 的整数'],
    ['/api/enterprises?region=广饶', 'region', '广饶', 'GB/T 2260 六位区划代码'],
    ['/api/enterprises?region=37052', 'region', '37052', 'GB/T 2260 六位区划代码'],
    ['/api/enterprises?realm=real', 'realm', 'real', '以下之一：demonstration、actual'],
    [`/api/enterprises?query=${'长'.repeat(101)}`, 'query', '长长长', '不超过 100 个字符的文本'],
    ['/api/metrics/lq?asOf=2026-13', 'asOf', '2026-13', '截至：YYYY-MM 或 YYYY-MM-DD'],
    ['/api/metrics/lq?asOf=2023-02-30', 'asOf', '2023-02-30', '日历中存在的日期'],
    ['/api/alerts?after=-1', 'after', '-1', '不小于 0 的整数'],
    ['/api/alerts?after=99999999999999999999', 'after', '99999999999999999999', '不小于 0 的整数'],
    ['/api/rows/public/honour/abc', 'rowId', 'abc', '不小于 1 的整数'],
    ['/api/rows/public/honour/9999999999999999', 'rowId', '9999999999999999', '不小于 1 的整数'],
    ['/api/datasets/public/honour/batches/0', 'id', '0', '不小于 1 的整数'],
    ['/api/regions/boundaries?level=street', 'level', 'street', '以下之一：city、county'],
  ])('%s is named, with what came and what is valid', async (url, name, received, expected) => {
    const problem = expectProblem(await server.get('province', encodeURI(decodeURI(url))), 400)
    expect(problem.code).toBe('invalid-request')
    expect(problem.errors?.[0]?.path).toBe(name)
    expect(problem.detail).toContain(name)
    expect(problem.detail).toContain(received)
    expect(problem.expected).toContain(expected)
  })

  test.each([
    '/api/enterprises?query=a%00b',
    '/api/enterprises/%00',
    '/api/chains/a%00b/graph',
    '/api/catalog/datasets/public/%00',
  ])('%s: NUL is refused', async (url) => {
    expect(expectProblem(await server.get('province', url), 400).detail).toContain('NUL')
  })

  test.each([
    '/api/enterprises?cursor=nonsense',
    '/api/enterprises?cursor=1_',
    '/api/batches?cursor=x',
    '/api/alerts?cursor=-1',
    '/api/catalog/datasets?cursor=1.5',
  ])('%s: a cursor that is none of ours is refused', async (url) => {
    expect(expectProblem(await server.get('operator', url), 400).code).toBe('invalid-cursor')
  })

  test('in a body is named by its path', async () => {
    const post = (payload: object) => server.app.inject({ method: 'POST', url: '/api/session', payload })
    const missing = expectProblem(await post({ username: 'county' }), 400)
    expect(missing.errors).toEqual([{ path: 'password', message: '缺少，应为 1 至 200 个字符的文本' }])
    const extra = expectProblem(await post({ username: 'a', password: 'b', admin: true }), 400)
    expect(extra.errors?.[0]?.path).toBe('admin')
    const type = expectProblem(await post({ username: 1, password: ['b'] }), 400)
    expect(type.errors?.map(({ path: name }) => name).toSorted()).toEqual(['password', 'username'])
    expect(expectProblem(await post({ username: 'a\u0000', password: 'b' }), 400).detail).toContain('NUL')
  })
})

describe('a request that cannot be read', () => {
  const post = (payload: string, type: string) =>
    server.app.inject({ method: 'POST', url: '/api/session', payload, headers: { 'content-type': type } })

  test('as JSON', async () => {
    expect(expectProblem(await post('{"username":', 'application/json'), 400).code).toBe('invalid-json')
    expect(expectProblem(await post('', 'application/json'), 400).code).toBe('invalid-json')
    expectProblem(await post('{"__proto__":{"a":1}}', 'application/json'), 400)
    expectProblem(await post('"text"', 'application/json'), 400)
    expectProblem(await post('null', 'application/json'), 400)
  })

  test('for its type', async () => {
    expect(expectProblem(await post('<a/>', 'application/xml'), 415).code).toBe('unsupported-media-type')
  })

  test('for its size', async () => {
    const large = JSON.stringify({ username: 'a', password: 'b'.repeat(300_000) })
    expect(expectProblem(await post(large, 'application/json'), 413).code).toBe('too-large')
  })

  test.each(['/api/enterprises/%E0%A4%A', '/api/chains/%zz/graph'])('for its address %s', async (url) => {
    expect(expectProblem(await server.get('province', url), 400).code).toBe('invalid-address')
  })

  test('by the HTTP parser leaves the server up', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.app.server.address() as AddressInfo
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest(
        { port, path: '/api/health', headers: { a: 'b'.repeat(20_000) } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      )
      outgoing.once('error', reject)
      outgoing.end()
    })
    expect(status).toBe(431)
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
  })
})

describe('what is not there', () => {
  test.each([
    '/api/nothing',
    '/api/enterprises/91370523MA0000000X',
    '/api/catalog/datasets/public/nothing',
    '/api/catalog/datasets/__proto__/constructor',
    '/api/datasets/public/nothing/batches',
    '/api/datasets/public/honour/batches/1',
    '/api/rows/public/honour/1',
    '/api/rows/public/nothing/1',
    '/api/chains/nothing/gaps',
    '/api/metrics/nothing',
    '/api/batches/1/quarantine',
  ])('%s is 404', async (url) => {
    expect(expectProblem(await server.get('operator', url), 404).code).toBe('not-found')
  })

  test('for another method too', async () => {
    expectProblem(await server.request('operator', { method: 'PUT', url: '/api/health' }), 404)
  })
})

describe('a region outside the caller’s own', () => {
  test.each([
    ['county', '370502'],
    ['county', '370500'],
    ['county', '370000'],
    ['city', '370000'],
    ['city', '370702'],
    ['province', '110000'],
    ['province', '100000'],
    ['enterprise', '370502'],
  ] as const)('%s asking for %s is refused, on every route that takes a region', async (role, region) => {
    const description = await server.app.inject({ url: '/api/openapi.json' })
    const { paths } = description.json<{
      paths: Record<string, { get?: { description: string; parameters?: { name: string }[] } }>
    }>()
    const taking = Object.entries(paths).filter(
      ([, { get }]) =>
        get?.parameters?.some(({ name }) => name === 'region') && get.description.includes(role),
    )
    expect(taking.length).toBeGreaterThan(3)
    for (const [url] of taking) {
      const answer = await server.get(role, `${url.replace(/\{\w+\}/g, 'none')}?region=${region}`)
      expect([url, expectProblem(answer, 403).code]).toEqual([url, 'region-outside'])
    }
  })

  test('is not one inside it', async () => {
    for (const region of ['370500', '370523', '370502']) {
      expect((await server.get('city', `/api/alerts?region=${region}`)).statusCode).toBe(200)
    }
  })
})

describe('a failure of ours', () => {
  test('tells nothing of the inside', async () => {
    const problem = expectProblem(await server.get('province', '/api/chains/rubber-tyre/graph'), 500)
    expect(problem).toMatchObject({ code: 'internal', retry: true })
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(JSON.stringify(problem)).not.toMatch(/password|internal failed|\.ts|at /)
  })

  test('of the database is worth another try', async () => {
    const answer = await server.get('province', '/api/chains/rubber-tyre/segments/calender')
    expect(expectProblem(answer, 503)).toMatchObject({ code: 'database-unavailable', retry: true })
    expect(answer.headers['retry-after']).toBe('5')
  })

  test('is not kept as an answer', async () => {
    for (let time = 0; time < 2; time++) {
      expect((await server.get('province', '/api/chains/rubber-tyre/graph')).statusCode).toBe(500)
    }
  })
})

describe('the web', () => {
  test('gets index.html for a screen, and assets that browsers keep', async () => {
    for (const url of ['/', '/government/cockpit?region=370500', '/login']) {
      const answer = await server.app.inject({ url })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toMatch(/^text\/html/)
      expect(answer.headers['cache-control']).toBe('no-cache')
    }
    const asset = await server.app.inject({ url: '/assets/main-4f2a.js' })
    expect(asset.headers['content-type']).toMatch(/javascript/)
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expectProblem(await server.app.inject({ url: '/assets/gone-1234.js' }), 404)
  })

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/.secret',
    '/assets/..%2f..%2fetc/passwd',
    '/%00',
  ])('gives nothing beside it: %s', async (url) => {
    const answer = await server.app.inject({ url })
    expect(answer.body).not.toMatch(/hidden|root:|"scripts"/)
  })

  test('may run no script but its own and may not be framed', async () => {
    const page = await server.app.inject({ url: '/' })
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(page.headers['strict-transport-security']).toBeUndefined()
    const data = await server.app.inject({ url: '/api/health' })
    expect(data.headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    })
  })
})
