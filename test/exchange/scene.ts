import { sql } from 'kysely'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { demonstrationPassword } from '../../server/access/accounts.ts'
import type { Application, ContractDetail, ExchangeRequestDetail } from '../../server/api/schemas/exchange.ts'
import { dayOf } from '../../server/exchange/calendar-day.ts'
import { sessionCookie } from '../../server/api/session-cookie.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { golden, insertBatch, insertDivisions, insertGolden } from '../api/golden.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../api/test-server.ts'

/** The firm of the account `enterprise`. */
export const own = '91370523DEM000014Q'
/** A firm of the same county, with the account `enterprise-2`. */
export const neighbour = '91370523DEM000022L'
/** A firm of another city, without an account. */
export const distant = '91370211MA3QD0007T'

interface Person {
  readonly username: string
  readonly role: AccountRole
  readonly creditCode?: string
}

/** Beside the demonstration accounts. */
const people: readonly Person[] = [
  { username: 'steward-2', role: 'steward' },
  { username: 'operator-2', role: 'operator' },
  { username: 'bank-2', role: 'bank' },
  { username: 'enterprise-2', role: 'enterprise', creditCode: neighbour },
]

export interface Scene extends Omit<TestServer, 'request' | 'get'> {
  as(username: string, options: InjectOptions): Promise<LightMyRequestResponse>
  get(username: string, url: string): Promise<LightMyRequestResponse>
  post(username: string, url: string, payload?: object): Promise<LightMyRequestResponse>
  /** Everybody signs in anew: sessions do not last from one day to the next. */
  forgetSessions(): void
  /** An application that is taken, as the applicant reads it. */
  apply(username: string, change?: Partial<Application>): Promise<ExchangeRequestDetail>
  approve(username: string, request: number): Promise<LightMyRequestResponse>
  /** A contract in force for an approved request: signed by its applicant. */
  sign(username: string, request: number): Promise<ContractDetail>
  key(username: string, contract: number): Promise<string>
  rows(contract: number, key: string, query?: string): Promise<LightMyRequestResponse>
}

const yearMs = 365 * 86_400_000
export const from = dayOf(new Date())
export const until = dayOf(new Date(Date.now() + yearMs))

/** Rows of honours, shared without condition. */
export const application: Application = {
  dataset: 'public/honour',
  columns: ['enterprise_name', 'kind', 'awarded_year'],
  purpose: 'monitoring',
  purposeText: '核对本地企业荣誉名单',
  validFrom: from,
  validUntil: until,
  maximumCalls: 10,
  maximumRows: 1000,
  output: 'api',
  destructionDays: 30,
}

/** Electricity by firm and month: L3, with consent. */
export const graded: Partial<Application> = {
  dataset: 'public/electricity-use',
  columns: ['credit_code', 'month', 'kwh'],
}

export async function openScene(options: TestServerOptions = {}): Promise<Scene> {
  const server = await startTestServer({
    ...options,
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: own, name: '演示轮胎有限公司', industry_code: 'C2911', revenue: 900 }),
        golden({ credit_code: neighbour, name: '演示炭黑有限公司', revenue: 5 }),
        golden({ credit_code: distant, name: '青岛某厂', city_code: '370200', county_code: '370211' }),
      ])
      const batch = await insertBatch(database, 'public/electricity-use')
      let line = 0
      for (const [code, county] of [
        [own, '370523'],
        [neighbour, '370523'],
        [distant, '370211'],
      ]) {
        for (const month of ['2026-01', '2026-02', '2026-03']) {
          line += 1
          await sql`insert into public_warehouse.electricity_use
            (credit_code, month, kwh, county_code, batch_id, row_number, row_hash, valid_from)
            values (${code}, ${month}, ${line * 100}, ${county}, ${batch}, ${line}, 0, now())`.execute(
            database.kysely,
          )
        }
      }
      for (const year of [2021, 2022, 2023, 2024, 2025]) {
        await sql`insert into public_warehouse.honour
          (enterprise_name, kind, awarded_year, credit_code, batch_id, row_number, row_hash, valid_from)
          values ('演示轮胎有限公司', '=制造业单项冠军', ${year}, ${own}, ${batch}, ${year}, 0, now())`.execute(
          database.kysely,
        )
      }
      await sql`insert into enterprise_warehouse.enterprise_profile
        (credit_code, name, employees, revenue, revenue_year, batch_id, row_number, row_hash, valid_from)
        values (${own}, '演示轮胎有限公司', 120, 1234567, 2025, ${batch}, 1, 0, now()),
          (${neighbour}, '演示炭黑有限公司', 20, 500, 2025, ${batch}, 2, 0, now())`.execute(database.kysely)
    },
  })
  await addPeople(server)
  const cookies = new Map<string, Promise<string>>()

  async function signIn(username: string): Promise<string> {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { username, password: demonstrationPassword },
    })
    const token = answer.cookies.find(({ name }) => name === sessionCookie)?.value
    if (token === undefined) throw new Error(`登录失败：${answer.body}`)
    return `${sessionCookie}=${token}`
  }

  function cookieOf(username: string): Promise<string> {
    const known = cookies.get(username) ?? signIn(username)
    cookies.set(username, known)
    return known
  }

  const as = async (username: string, given: InjectOptions) =>
    server.app.inject({ ...given, headers: { cookie: await cookieOf(username), ...given.headers } })
  const get = (username: string, url: string) => as(username, { method: 'GET', url })
  const post = (username: string, url: string, payload?: object) =>
    as(username, { method: 'POST', url, ...(payload === undefined ? {} : { payload }) })

  return {
    ...server,
    as,
    get,
    post,
    forgetSessions: () => cookies.clear(),
    async apply(username, change = {}) {
      const answer = await post(username, '/api/exchange/requests', { ...application, ...change })
      if (answer.statusCode !== 201) throw new Error(answer.body)
      return answer.json<ExchangeRequestDetail>()
    },
    approve: (username, request) =>
      post(username, `/api/exchange/requests/${request}/decisions`, { decision: 'approve', note: '' }),
    async sign(username, request) {
      const { contract } = (
        await get(username, `/api/exchange/requests/${request}`)
      ).json<ExchangeRequestDetail>()
      if (contract === null) throw new Error('没有合同')
      const { digest } = (
        await get(username, `/api/exchange/contracts/${contract.id}`)
      ).json<ContractDetail>()
      const answer = await post(username, `/api/exchange/contracts/${contract.id}/signature`, { digest })
      if (answer.statusCode !== 200) throw new Error(answer.body)
      return answer.json<ContractDetail>()
    },
    async key(username, contract) {
      const answer = await post(username, `/api/deliveries/${contract}/key`)
      if (answer.statusCode !== 201) throw new Error(answer.body)
      return answer.json<{ key: string }>().key
    },
    rows: (contract, key, query = '') =>
      server.app.inject({
        method: 'GET',
        url: `/api/deliveries/${contract}/rows${query}`,
        headers: { authorization: `Bearer ${key}` },
      }),
  }
}

async function addPeople({ database }: TestServer): Promise<void> {
  const { password_hash } = await database.kysely
    .selectFrom('brain.account')
    .select('password_hash')
    .where('username', '=', 'enterprise')
    .executeTakeFirstOrThrow()
  await database.kysely
    .insertInto('brain.account')
    .values(
      people.map(({ username, role, creditCode = null }) => ({
        username,
        display_name: `演示 ${username}`,
        password_hash,
        role,
        region_code: '370523',
        region_name: '广饶县',
        credit_code: creditCode,
        demonstration: true,
        created_at: new Date(),
        disabled_at: null,
      })),
    )
    .execute()
}

/** A contract of the county in force, and its key; decided and signed by all it needs. */
export async function contractFor(
  scene: Scene,
  change: Partial<Application> = {},
): Promise<{ contract: ContractDetail; key: string }> {
  const request = await scene.apply('county', change)
  if (request.state === 'open') {
    for (const person of ['steward', 'operator']) await scene.approve(person, request.id)
    for (const { id, creditCode } of request.consents) {
      await scene.post(
        creditCode === own ? 'enterprise' : 'enterprise-2',
        `/api/exchange/consents/${id}/decision`,
        { consent: true, note: '' },
      )
    }
  }
  const contract = await scene.sign('county', request.id)
  return { contract, key: contract.terms.output === 'file' ? '' : await scene.key('county', contract.id) }
}
