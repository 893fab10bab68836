import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccessLedger, Claim } from '../../server/api/schemas/access-ledger.ts'
import type { ReviewList } from '../../server/api/schemas/fusion.ts'
import type { TicketList } from '../../server/api/schemas/governance.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { startRealServer, type RealServer } from '../traps/real-server.ts'
import { demonstration, reads, type Known } from './ledger-reads.ts'
import { compute, fillScene, firms, load, shouguang, guangrao } from '../metrics/scene.ts'

const own = firms.tyre.code
const resembling = completeCreditCode(guangrao, 'DEM09001')
let server: RealServer
let known: Known

beforeAll(async () => {
  server = await startRealServer(async (database) => {
    await fillScene(database)
    await load(
      database,
      'public/enterprise-registration',
      [
        { credit_code: own, name: firms.tyre.name, registered_capital: 5_000_000_00 },
        { credit_code: resembling, name: '示例甲轮胎集团有限公司', county_code: guangrao },
      ],
      true,
    )
    await load(
      database,
      'industry/target-enterprise',
      [{ credit_code: own, name: firms.tyre.name, registered_capital: 9_000_000_00 }],
      true,
    )
    await load(
      database,
      'public/above-scale-annual',
      [{ credit_code: own, year: 2025, revenue: 9_000_000_00, industry_code: 'C2911' }],
      true,
    )
    const honour = { enterprise_name: '示例甲轮胎', kind: '单项冠军', awarded_year: 2024, level: '国家级' }
    await load(database, 'public/honour', [{ ...honour, region_code: '370500' }], true)
    const address = { item: '住所', before_county_code: shouguang, after_county_code: guangrao }
    await load(
      database,
      'public/registration-change',
      [{ credit_code: own, changed_on: '2026-08-02', ...address }],
      true,
    )
    await compute(database)
    await database.pool.query(
      `insert into brain.migration_watch (realm, month, credit_code, county_code, score, level, points, signals)
       values ('demonstration', '2026-10', $1, $2, 70, 'high', '[]', '[]')`,
      [own, guangrao],
    )
    await database.pool.query(
      `insert into brain.alert (rule, severity, realm, title, message, subject_kind, subject_id, subject_name,
         region_code, occurred_at, recorded_at, evidence, action, fingerprint)
       values ('electricity-drop', 'high', 'demonstration', '用电骤降', '示例甲用电骤降', 'enterprise', $1, $2, $3, now(),
         now(), '[]', '{"title":"走访","href":"/"}', 'ledger-coverage')`,
      [own, firms.tyre.name, guangrao],
    )
  })
  await server.query(
    `update brain.account set credit_code = $1, region_code = $2, region_name = '广饶县' where username = 'enterprise'`,
    [own, guangrao],
  )
  const [row] = await server.query<{ row_id: number }>(
    'select row_id from public_warehouse.above_scale_annual where credit_code = $1',
    [own],
  )
  const [place] = await server.query<{ segment: string }>(
    'select segment from brain.enterprise_segment where credit_code = $1',
    [own],
  )
  const { batch } = await server.load(
    'enterprise/enterprise-profile',
    'broken.csv',
    `credit_code,name,employees\n${own},${firms.tyre.name},many\n${own},${firms.tyre.name},126\n`,
  )
  known = { own, rowId: Number(row?.row_id), segment: place?.segment ?? '', batch: batch.id }
})
afterAll(() => server.close())

async function ledgerOf(code: string, query = ''): Promise<AccessLedger> {
  const who = code === own ? 'enterprise' : 'steward'
  const answer = await server.get(who, `/api/enterprises/${code}/access-ledger?limit=500${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<AccessLedger>()
}

/** Calls a route and gives what it added to the ledger of a firm. */
async function added(
  role: AccountRole,
  call: { readonly url: string; readonly payload?: object },
  code = own,
): Promise<AccessLedger['items']> {
  const last = (await ledgerOf(code)).items[0]?.id ?? 0
  const answer = await server.request(role, { method: call.payload === undefined ? 'GET' : 'POST', ...call })
  expect(answer.statusCode, answer.body.slice(0, 600)).toBeLessThan(300)
  const { items } = await ledgerOf(code)
  return items.filter(({ id, basis }) => id > last && basis !== '平台支持')
}

describe('the ledger of a firm has an entry of', () => {
  test.each(reads.map((read) => ({ name: read[0], read })))('$name', async ({ read }) => {
    const [, call, object, field, role = 'county', code = own] = read
    // A kept answer is recorded for each who gets it.
    for (let time = 0; time < 2; time++) {
      const entries = await added(role, call(known), code)
      const entry = entries.find(({ objectTitle }) => objectTitle === object)
      expect(entries.map(({ objectTitle }) => objectTitle)).toContain(object)
      expect(entry).toMatchObject({ purpose: '日常监测', count: 1 })
      const { url, payload } = call(known)
      expect(entry?.route.startsWith(payload === undefined ? 'GET /api/' : `POST ${url}`)).toBe(true)
      expect(entry?.fields.map(({ title }) => title)).toContain(field)
    }
  })

  test('a quarantined record and its check', async () => {
    const [record] = await server.query<{ id: number }>(
      'select id from brain.quarantine where batch_id = $1',
      [known.batch],
    )
    const url = `/api/governance/quarantine/${record?.id}`
    const values = { credit_code: own, name: firms.tyre.name, employees: '126' }
    for (const call of [{ url }, { url: `${url}/check`, payload: { values } }]) {
      const [entry] = await added('steward', call)
      expect(entry).toMatchObject({ object: 'enterprise/enterprise-profile', basis: '数据治理' })
      expect(entry?.fields.map(({ name }) => name)).toEqual(['credit_code', 'name', 'employees'])
    }
  })

  test('a review of a record it may be named in, and of the decision', async () => {
    const queue = await server.get('steward', `/api/fusion/review?${demonstration}`)
    const { dataset = '', rowKey = '' } = queue.json<ReviewList>().items[0] ?? {}
    const url = `/api/fusion/review/record?${new URLSearchParams({ dataset, rowKey }).toString()}`
    expect((await added('steward', { url })).map(({ object }) => object)).toEqual(['fusion'])
    const payload = { dataset, rowKey, outcome: 'link', creditCode: own, reason: '公告载明' }
    const effects = await added('steward', { url: '/api/fusion/judgements', payload })
    expect(effects[0]?.fields.map(({ title }) => title)).toContain('荣誉资质')
    const listed = await added('steward', { url: `/api/fusion/judgements?${demonstration}` })
    expect(listed[0]?.fields.map(({ title }) => title)).toContain('人工判定')
  })
})

test('every field of the ledger has a Chinese title', async () => {
  const titles = (await ledgerOf(own)).groups.flatMap(({ objectTitle, fields }) => [
    objectTitle,
    ...fields.map(({ title }) => title),
  ])
  expect(titles.filter((title) => !/\p{Script=Han}/u.test(title))).toEqual([])
})

test('the purpose is the one the session says', async () => {
  const set = await server.request('city', {
    method: 'PUT',
    url: '/api/session/purpose',
    payload: { purpose: 'service' },
  })
  expect(set.statusCode, set.body).toBeLessThan(300)
  expect((await added('city', { url: `/api/enterprises/${own}` }))[0]?.purpose).toBe('走访服务')
})

test('aggregates and empty polls leave no entry', async () => {
  const [latest] = await server.query<{ sequence: number }>(
    'select max(sequence) as sequence from brain.alert',
  )
  for (const url of [
    `/api/metrics/enterprise-count?chain=rubber-tyre&${demonstration}`,
    `/api/chains/rubber-tyre/graph?${demonstration}`,
    `/api/migration/flows?${demonstration}`,
    `/api/alerts?after=${latest?.sequence}`,
    '/api/catalog/datasets/public/division/preview',
  ]) {
    expect([url, await added('county', { url })]).toEqual([url, []])
  }
})

test('an accepted correction is a ticket of governance from the same moment', async () => {
  const submit = async (value: string) => {
    const answer = await server.request('enterprise', {
      method: 'POST',
      url: `/api/enterprises/${own}/claims`,
      payload: {
        kind: 'correction',
        dataset: 'enterprise/enterprise-profile',
        field: 'employees',
        value,
        text: '年报所载',
      },
    })
    return answer.json<{ id: number }>().id
  }
  const answer = async (id: number, state: string) => {
    const url = `/api/access-ledger/claims/${id}/answer`
    return (await server.request('steward', { method: 'POST', url, payload: { state, answer: '已核对' } }))
      .statusCode
  }
  const tickets = async () =>
    (await server.get('steward', `/api/governance/tickets?${demonstration}`)).json<TicketList>().items
  const [accepted, rejected] = [await submit('126'), await submit('127')]
  expect(await answer(rejected, 'rejected')).toBe(204)
  expect(await tickets()).toEqual([])
  expect(await answer(accepted, 'accepted')).toBe(204)
  expect(await answer(accepted, 'accepted')).toBe(409)
  const [ticket, ...more] = await tickets()
  expect(more).toEqual([])
  expect(ticket).toMatchObject({
    origin: 'claim',
    rule: `claim-${accepted}`,
    column: 'employees',
    assignee: 'steward',
    state: 'open',
    failingNow: 1,
  })
  expect(ticket?.notes[0]?.text).toContain('从业人数应为“126”')
  const closed = await server.request('steward', {
    method: 'PATCH',
    url: `/api/governance/tickets/${ticket?.id}`,
    payload: { state: 'closed', note: '已改' },
  })
  expect(closed.statusCode, closed.body).toBe(204)
  expect((await tickets())[0]).toMatchObject({ state: 'closed', failingNow: 0 })
  const claims = await server.get('enterprise', `/api/enterprises/${own}/claims`)
  expect(claims.json<{ items: Claim[] }>().items.map(({ state }) => state)).toEqual(['rejected', 'accepted'])
})

test('what is public is no use of a firm’s data', async () => {
  for (const url of [
    '/api/datasets/public/enterprise-registration/rows',
    '/api/catalog/datasets/public/enterprise-registration/preview?limit=100',
  ]) {
    expect(await added('county', { url })).toEqual([])
  }
})
