import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { demonstrationPassword, syncDemonstrationAccounts } from '../../server/access/accounts.ts'
import type { ServerConfig } from '../../server/api/context.ts'
import { createServer } from '../../server/api/server.ts'
import type { Services } from '../../server/api/services.ts'
import { sessionCookie } from '../../server/api/session-cookie.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase, openTestViewers } from '../database.ts'
import { fakeServices } from './fake-services.ts'

export interface TestServer {
  readonly app: FastifyInstance
  readonly database: Database
  /** The time the server sees; set it to travel. */
  readonly clock: { now: Date }
  readonly dataDirectory: string
  /** Cookie header of a demonstration account. */
  signIn(role: AccountRole): Promise<string>
  get(role: AccountRole, url: string): Promise<LightMyRequestResponse>
  request(role: AccountRole, options: InjectOptions): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

export interface TestServerOptions {
  readonly config?: Partial<ServerConfig>
  readonly services?: Partial<Services>
  readonly webRoot?: string
  /** Fills the database before the accounts are created. */
  readonly fill?: (database: Database, viewers: Database) => Promise<void>
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await openTestDatabase()
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'industry-brain-api-'))
  const clock = { now: new Date() }
  const viewers = await openTestViewers(database)
  await options.fill?.(database, viewers)
  await syncDemonstrationAccounts(database, true)
  const app = await createServer({
    config: {
      demonstration: true,
      sessionSecret: 'a-key-that-serves-these-tests-only',
      secureCookies: false,
      dataDirectory,
      logLevel: 'silent',
      ...options.config,
    },
    database: viewers,
    platform: database,
    services: { ...fakeServices(), ...options.services },
    clock: () => clock.now,
    ...(options.webRoot === undefined ? {} : { webRoot: options.webRoot }),
  })
  const cookies = new Map<AccountRole, string>()

  async function signIn(role: AccountRole): Promise<string> {
    const known = cookies.get(role)
    if (known !== undefined) return known
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { username: role, password: demonstrationPassword },
    })
    const token = answer.cookies.find((cookie) => cookie.name === sessionCookie)?.value
    if (token === undefined) throw new Error(`登录失败：${answer.body}`)
    const cookie = `${sessionCookie}=${token}`
    cookies.set(role, cookie)
    return cookie
  }

  async function request(role: AccountRole, given: InjectOptions) {
    return app.inject({ ...given, headers: { cookie: await signIn(role), ...given.headers } })
  }

  return {
    app,
    database,
    clock,
    dataDirectory,
    signIn,
    request,
    get: (role, url) => request(role, { method: 'GET', url }),
    async close() {
      await app.close()
      await viewers.close()
      await database.close()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}
