import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('no change is made for another site, on any route', async () => {
  const changes = server.app.declaredRoutes.filter(
    ({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method),
  )
  expect(changes.length).toBeGreaterThan(10)
  for (const { method, url, access } of changes) {
    const role = access.find((one) => one !== 'anyone') ?? 'county'
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    const answer = await server.request(role, {
      method: method as 'POST',
      url: url.replace(/:\w+/g, '1'),
      headers,
    })
    expect([`${method} ${url}`, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
      `${method} ${url}`,
      403,
      'cross-origin',
    ])
  }
})

test('codes cannot be tried without end from one address', async () => {
  const attempt = () =>
    server.app.inject({
      method: 'POST',
      url: '/api/session/second-factor',
      payload: { ticket: 'none', code: '123456' },
      remoteAddress: '10.7.7.7',
    })
  for (let number = 1; number <= 120; number++) expect((await attempt()).statusCode).toBe(401)
  const refused = await attempt()
  expect(refused.json()).toMatchObject({ status: 429, code: 'too-many-requests' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
})

test('a page takes scripts and style sheets from this server alone', async () => {
  const page = await server.app.inject({ url: '/' })
  const policy = new Map(
    String(page.headers['content-security-policy'])
      .split('; ')
      .map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]),
  )
  for (const name of ['default-src', 'script-src', 'style-src', 'connect-src', 'form-action'])
    expect([name, policy.get(name)]).toEqual([name, ["'self'"]])
  for (const name of ['object-src', 'base-uri', 'frame-ancestors', 'frame-src'])
    expect([name, policy.get(name)]).toEqual([name, ["'none'"]])
})
