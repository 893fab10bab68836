import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Provider, type KoaContextWithOIDC } from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sessionCookie } from '../../server/api/session-cookie.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'

const redirectUri = 'http://brain.example/api/session/oidc/callback'

interface RealProvider {
  readonly issuer: string
  /** Whom it signs in without asking. */
  username: string
  close(): void
}

/** A real provider; instead of its pages the test answers its questions. */
async function openProvider(shortTokens = false): Promise<RealProvider> {
  const http: Server = createServer()
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const bound = http.address()
  const issuer = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`
  const state = { issuer, username: 'county', close: () => void http.close() }
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'brain', client_secret: 'a-secret-of-this-test', redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    ttl: {
      Interaction: 600,
      Session: 600,
      Grant: 600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: shortTokens,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: KoaContextWithOIDC, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, preferred_username: id === 'nameless' ? undefined : id }),
    }),
  })
  provider.on('server_error', (_, error) => console.error(error))
  const answer = provider.callback()
  http.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response)
    void (async () => {
      const { prompt, params } = await provider.interactionDetails(request, response)
      if (prompt.name === 'login') {
        await provider.interactionFinished(request, response, { login: { accountId: state.username } })
        return
      }
      const grant = new provider.Grant({
        accountId: state.username,
        clientId: String(params['client_id']),
      })
      grant.addOIDCScope('openid profile')
      const grantId = await grant.save()
      await provider.interactionFinished(
        request,
        response,
        { consent: { grantId } },
        { mergeWithLastSubmission: true },
      )
    })()
  })
  return state
}

let provider: RealProvider
let server: TestServer

beforeAll(async () => {
  provider = await openProvider()
  server = await startTestServer({
    config: {
      oidc: {
        issuer: provider.issuer,
        clientId: 'brain',
        clientSecret: 'a-secret-of-this-test',
        usernameClaim: 'preferred_username',
      },
    },
  })
})
afterAll(async () => {
  await server.close()
  provider.close()
})
beforeEach(() => {
  provider.username = 'county'
})

const begin = async (on: TestServer = server) => {
  const answer = await on.app.inject({ url: '/api/session/oidc', headers: { host: 'brain.example' } })
  const cookie = answer.cookies.find(({ name }) => name === 'brain_oidc')
  return { answer, cookie: `brain_oidc=${cookie?.value}`, location: String(answer.headers['location']) }
}

/** Follows the provider from page to page as a browser does, until it sends back to us. */
async function follow(location: string): Promise<string> {
  const cookies = new Map<string, string>()
  let address = location
  for (let step = 0; step < 10 && !address.startsWith(redirectUri); step++) {
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const header of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (header.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`${answer.status} ${await answer.text()}`)
    address = new URL(next, address).href
  }
  return address
}

const comeBack = (address: string, cookie: string, on: TestServer = server) => {
  const { pathname, search } = new URL(address)
  return on.app.inject({ url: pathname + search, headers: { host: 'brain.example', cookie } })
}

describe('signing in by an identity provider', () => {
  test('asks it with PKCE, state and nonce, in a cookie that scripts cannot read', async () => {
    const { answer, location } = await begin()
    expect(answer.statusCode).toBe(302)
    const asked = new URL(location).searchParams
    expect(asked.get('redirect_uri')).toBe(redirectUri)
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('state')).toMatch(/.{20}/)
    expect(asked.get('nonce')).toMatch(/.{20}/)
    expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly/)
    expect(String(answer.headers['set-cookie'])).toMatch(/; Path=\/api\/session\/oidc/)
  })

  test('opens a session of the account of that name', async () => {
    const { cookie, location } = await begin()
    const answer = await comeBack(await follow(location), cookie)
    expect([answer.statusCode, answer.headers['location']]).toEqual([302, '/'])
    const token = answer.cookies.find(({ name }) => name === sessionCookie)?.value
    const session = await server.app.inject({
      url: '/api/session',
      headers: { cookie: `${sessionCookie}=${token}` },
    })
    expect(session.json()).toMatchObject({ username: 'county', role: 'county' })
  })

  test('asks the provider for a name that its token does not carry', async () => {
    const terse = await openProvider(true)
    const brain = await startTestServer({
      config: {
        oidc: {
          issuer: terse.issuer,
          clientId: 'brain',
          clientSecret: 'a-secret-of-this-test',
          usernameClaim: 'preferred_username',
        },
      },
    })
    try {
      const { cookie, location } = await begin(brain)
      const answer = await comeBack(await follow(location), cookie, brain)
      expect(answer.headers['location']).toBe('/')
    } finally {
      await brain.close()
      terse.close()
    }
  })

  test('makes no account, and opens none that is disabled', async () => {
    const count = async () =>
      (await server.database.kysely.selectFrom('brain.account').select('id').execute()).length
    const before = await count()
    provider.username = 'stranger'
    let { cookie, location } = await begin()
    let answer = await comeBack(await follow(location), cookie)
    expect(answer.headers['location']).toBe('/login?problem=oidc-no-account')
    expect(answer.cookies.some(({ name }) => name === sessionCookie)).toBe(false)
    expect(await count()).toBe(before)

    await server.database.pool.query(`update brain.account set disabled_at = now() where username = 'bank'`)
    provider.username = 'bank'
    ;({ cookie, location } = await begin())
    answer = await comeBack(await follow(location), cookie)
    expect(answer.headers['location']).toBe('/login?problem=oidc-no-account')
  })

  test('takes no answer that another browser began, that was changed, late or used', async () => {
    const { cookie, location } = await begin()
    const back = await follow(location)
    const refused = async (address: string, brought: string) => {
      const answer = await comeBack(address, brought)
      expect(answer.headers['location']).toBe('/login?problem=oidc-refused')
      expect(answer.cookies.some(({ name }) => name === sessionCookie)).toBe(false)
    }
    await refused(back, '')
    await refused(back, (await begin()).cookie)
    await refused(back, `${cookie.slice(0, -2)}AA`)
    const changed = new URL(back)
    changed.searchParams.set('state', 'another')
    await refused(changed.href, cookie)
    const { now } = server.clock
    server.clock.now = new Date(now.getTime() + 11 * 60_000)
    await refused(back, cookie)
    server.clock.now = now
    expect((await comeBack(back, cookie)).headers['location']).toBe('/')
    await refused(back, cookie)
  })

  test('says on the login page what is wrong when the provider cannot be reached', async () => {
    const lonely = await startTestServer({
      config: {
        oidc: { issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', usernameClaim: 'sub' },
      },
    })
    try {
      const answer = await lonely.app.inject({ url: '/api/session/oidc' })
      expect(answer.headers['location']).toBe('/login?problem=oidc-unavailable')
    } finally {
      await lonely.close()
    }
  })

  test('is offered where it is set up, and only there', async () => {
    const ways = async (on: TestServer) =>
      (await on.app.inject({ url: '/api/session/demonstration' })).json<{ oidc?: string }>().oidc
    expect(await ways(server)).toBe('/api/session/oidc')
    const without = await startTestServer()
    try {
      expect(await ways(without)).toBeUndefined()
      expect((await without.app.inject({ url: '/api/session/oidc' })).statusCode).toBe(404)
    } finally {
      await without.close()
    }
  })
})
