import { sql } from 'kysely'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Criticality, type Sweep, type SweepList } from '../../server/api/schemas/criticality.ts'
import {
  type SavedScenario,
  type SavedScenarioList,
  ScenarioOptions,
  type ScenarioRequest,
  ScenarioResult,
} from '../../server/api/schemas/scenario.ts'
import type { Database } from '../../server/warehouse/database.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { recordStage } from '../../server/warehouse/stage-state.ts'
import { golden, insertBatch, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const tyre = '91370523DEM000014Q'
const black = '91370523DEM000022J'
const cord = '91370211DEM000031A'
const farTyre = '91370211DEM000040B'
const rubber = 'EXT:演示境外橡胶商'

let server: TestServer

async function insertTrade(database: Database): Promise<void> {
  const parties = [
    [tyre, '演示轮胎有限公司', '370523'],
    [black, '演示炭黑有限公司', '370523'],
    [cord, '演示青岛帘线有限公司', '370211'],
    [farTyre, '演示青岛轮胎有限公司', '370211'],
    ['EXT:演示海外买方', '演示海外买方', null],
    [rubber, '演示境外橡胶商', null],
  ]
  for (const [node, [party, name, county]] of parties.entries()) {
    await sql`
      insert into brain.network_node (node, party, name, county_code, external)
      values (${node}, ${party}, ${name}, ${county}, ${party?.startsWith('EXT:')})`.execute(database.kysely)
  }
  const trades: [number, number, string, number][] = [
    [1, 0, 'carbon-black', 300],
    [2, 0, 'steel-cord', 200],
    [2, 3, 'steel-cord', 900],
    [0, 4, 'all-steel-radial', 5_000],
    [0, 4, 'semi-steel-radial', 1_000],
    [3, 4, 'all-steel-radial', 4_000],
    [5, 0, 'natural-rubber', 700],
  ]
  for (const [supplier, buyer, segment, yuan] of trades) {
    await sql`
      insert into brain.supply_edge (supplier_node, buyer_node, segment, amount, transactions, last_month)
      values (${supplier}, ${buyer}, ${segment}, ${yuan * 100}, 1, '2026-10')`.execute(database.kysely)
  }
  const batch = await insertBatch(database, 'enterprise/supply-transaction')
  await sql`
    insert into enterprise_warehouse.supply_transaction (transaction_id, month, supplier_name, supplier_country,
      buyer_credit_code, buyer_name, segment, amount, batch_id, row_number, row_hash, valid_from)
    values ('DEM-1', '2026-10', '演示境外橡胶商', 'TH', ${tyre}, '演示轮胎有限公司', 'natural-rubber', 70000,
      ${batch}, 1, 0, now())`.execute(database.kysely)
}

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      const qingdao = { city_code: '370200', county_code: '370211' }
      await insertGolden(database, [
        golden({ credit_code: tyre, name: '演示轮胎有限公司' }),
        golden({ credit_code: black, name: '演示炭黑有限公司' }),
        golden({ credit_code: cord, name: '演示青岛帘线有限公司', ...qingdao }),
        golden({ credit_code: farTyre, name: '演示青岛轮胎有限公司', ...qingdao }),
      ])
      await insertTrade(database)
      const now = new Date()
      await recordStage(database, 'chain', 7, { startedAt: now, finishedAt: now })
    },
  })
})
afterAll(() => server.close())

const run = (role: AccountRole, payload: ScenarioRequest) =>
  server.request(role, { method: 'POST', url: '/api/scenarios/run', payload })

async function ran(role: AccountRole, payload: ScenarioRequest): Promise<ScenarioResult> {
  const answer = await run(role, payload)
  expect(answer.statusCode, answer.body).toBe(200)
  const result = answer.json<ScenarioResult>()
  expect(Check(ScenarioResult, result)).toBe(true)
  return result
}

describe('停产推演', () => {
  test('a country stops: who lacks an essential input stands still, round by round', async () => {
    const result = await ran('province', { off: { countries: ['TH'] }, days: 73 })
    expect(result.off).toMatchObject([{ name: '演示境外橡胶商', country: 'TH', segment: 'natural-rubber' }])
    // The tyre maker loses all of 6,000 a year, a fifth of a year long.
    expect(result.output).toMatchObject({ firms: 4, affected: 1, sales: 11_400, direct: 0 })
    expect(result.output.lost).toBeCloseTo(1200, 6)
    expect(result.output.share).toBeCloseTo(6000 / 11_400, 9)
    expect(result.rounds.map(({ round, newlyAffected, losses }) => [round, newlyAffected, losses])).toEqual([
      [0, 1, [[5, 1]]],
      [1, 1, [[0, 1]]],
      // The buyer abroad gets 6 of its 10 from that maker.
      [2, 1, [[4, 0.6]]],
    ])
    expect(result.belowHalf).toMatchObject([{ creditCode: tyre, loss: 1, firstRound: 1, surviveDays: null }])
    expect(result.segments[0]).toMatchObject({ id: 'all-steel-radial', affected: 1 })
    expect(result.counties[0]).toMatchObject({ region: { code: '370523', name: '广饶县' }, affected: 1 })
    expect(result.timeToSurvive).toMatchObject({ basis: 'none', shortest: null })
    expect(result).toMatchObject({ asOf: '2026-10', window: { from: '2025-11' }, networkVersion: '7' })
    expect(result.assumptions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['window', 'missing-edges', 'boundary', 'half-life', 'production', 'stock']),
    )
  })

  test('inputs that replace each other, and less than a full stop, cost less', async () => {
    const linear = await ran('province', {
      off: { suppliers: [rubber] },
      production: 'linear',
      remaining: 0.5,
    })
    expect(linear.output.share).toBeCloseTo(((700 / 1200) * 0.5 * 6000) / 11_400, 6)
  })

  test('assumed stock bridges the first days and is called an assumption', async () => {
    const result = await ran('province', {
      off: { countries: ['TH'] },
      days: 73,
      stockDays: [{ segment: 'natural-rubber', days: 36.5 }],
    })
    expect(result.lostAfterStock).toBeCloseTo(600, 6)
    expect(result.timeToSurvive).toMatchObject({ basis: 'assumed', shortest: 36.5 })
    expect(result.belowHalf[0]?.surviveDays).toBe(36.5)
    expect(result.assumptions.find(({ id }) => id === 'stock')).toMatchObject({ kind: 'given' })
  })

  test('a firm that stops takes its suppliers with it; others of its segment are named', async () => {
    const result = await ran('province', { off: { firms: [tyre] } })
    expect(result.output.direct).toBeCloseTo((6000 * 30) / 365, 6)
    // Carbon black sells to it alone, cord 200 of 1,100.
    expect(result.output.ripple).toBeCloseTo(((300 + 200) * 30) / 365, 6)
    expect(result.substitutes).toMatchObject([
      { segment: 'all-steel-radial', sales: 6000, firms: [{ creditCode: farTyre }] },
    ])
  })

  test('a county sees its own and those it trades with, and the rest in sums', async () => {
    const options = (await server.get('county', '/api/scenarios/options')).json<ScenarioOptions>()
    expect(Check(ScenarioOptions, options)).toBe(true)
    expect(options.counties.map(({ region }) => region.code)).toEqual(['370523'])
    expect(options.suppliers).toMatchObject([{ party: rubber, sales: 700 }])
    expect(options.countries).toMatchObject([{ code: 'TH', title: '泰国', segments: ['天然橡胶'] }])
    expect((await run('county', { off: { firms: [farTyre] } })).statusCode).toBe(404)
    expect((await run('county', { off: { counties: ['370211'] } })).statusCode).toBe(403)
    expect((await run('county', { region: '370200', off: { firms: [tyre] } })).statusCode).toBe(403)
    const result = await ran('county', { off: { segments: ['all-steel-radial'] } })
    expect(result.offTotal).toBe(1)
    expect(JSON.stringify(result.belowHalf)).not.toContain('青岛')
    expect(result.rounds.flatMap(({ losses }) => losses.map(([node]) => node))).not.toContain(3)
    const firms = await server.get('county', '/api/scenarios/firms?text=演示')
    expect(firms.json()).toMatchObject({ total: 2 })
    const enterprise = await run('enterprise', { off: { firms: [tyre] } })
    expect(enterprise.statusCode).toBe(403)
  })

  test('who was shown stands in the ledger of the firm', async () => {
    await ran('province', { off: { firms: [black] } })
    const { rows } = await sql<{ object: string }>`
      select distinct object from brain.firm_access where credit_code = ${black}`.execute(
      server.database.kysely,
    )
    expect(rows.map(({ object }) => object)).toContain('scenario')
  })

  test('says what cannot be run', async () => {
    const codeOf = async (payload: ScenarioRequest) => {
      const answer = await run('province', payload)
      return [answer.statusCode, answer.json<{ code: string }>().code]
    }
    expect(await codeOf({ off: {} })).toEqual([422, 'nothing-off'])
    expect(await codeOf({ off: { segments: ['none'] } })).toEqual([404, 'not-found'])
    expect(await codeOf({ off: { suppliers: [tyre] } })).toEqual([404, 'not-found'])
    expect(await codeOf({ off: { countries: ['XX'] } })).toEqual([422, 'nothing-off'])
    expect(await codeOf({ off: { firms: [tyre] }, chain: 'none' })).toEqual([404, 'not-found'])
    expect(await codeOf({ off: { firms: [tyre] }, realm: 'actual' })).toEqual([404, 'no-network'])
  })
})

describe('关键企业', () => {
  test('a sweep is run once, told of, and ranked within reach', async () => {
    const before = (await server.get('province', '/api/scenarios/sweeps')).json<SweepList>()
    expect(before.items).toMatchObject([{ realm: 'demonstration', state: 'none' }])
    const started = await server.request('province', {
      method: 'POST',
      url: '/api/scenarios/sweeps',
      payload: {},
    })
    expect(started.statusCode, started.body).toBe(202)
    expect(started.json<Sweep>()).toMatchObject({ total: 6, startedBy: 'province' })
    await expect
      .poll(
        async () => (await server.get('province', '/api/scenarios/sweeps')).json<SweepList>().items[0]?.state,
        { timeout: 20_000 },
      )
      .toBe('done')
    const all = (await server.get('province', '/api/scenarios/criticality?hidden=false')).json<Criticality>()
    expect(Check(Criticality, all)).toBe(true)
    expect(all).toMatchObject({ stale: false, networkVersion: '7', asOf: '2026-10', total: 4 })
    // Without cord no tyre: of 12,100 in all its own 1,100 and both makers' 10,000.
    expect(all.items[0]).toMatchObject({ creditCode: cord, rank: 1, salesRank: 3, hidden: true })
    expect(all.items[0]?.esri).toBeCloseTo(11_100 / 12_100, 9)
    // The larger maker takes its own 6,000, 500 of its suppliers here, and the rubber's 700.
    expect(all.items[1]).toMatchObject({ creditCode: tyre, esriRank: 2, salesRank: 1, hidden: false })
    expect(all.items[1]?.esri).toBeCloseTo(7200 / 12_100, 9)
    const hidden = (await server.get('province', '/api/scenarios/criticality')).json<Criticality>()
    expect(hidden.items.map(({ creditCode }) => creditCode)).toEqual([cord])
    const own = (await server.get('county', '/api/scenarios/criticality?hidden=false')).json<Criticality>()
    expect(own.items.map(({ creditCode }) => creditCode)).toEqual([tyre, black])
  })

  test('two at a time are refused', async () => {
    await sql`update brain.criticality_sweep set state = 'running', started_at = now()`.execute(
      server.database.kysely,
    )
    const again = await server.request('province', {
      method: 'POST',
      url: '/api/scenarios/sweeps',
      payload: {},
    })
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'sweep-running'])
  })
})

test('a scenario is kept with its result, listed for its owner, and deleted by nobody else', async () => {
  const saved = await server.request('city', {
    method: 'POST',
    url: '/api/scenarios',
    payload: { name: ' 断供 ', input: { off: { countries: ['TH'] } } },
  })
  expect(saved.statusCode, saved.body).toBe(201)
  const kept = saved.json<SavedScenario>()
  expect(kept).toMatchObject({
    name: '断供',
    input: { region: '370500', realm: 'demonstration', chain: 'rubber-tyre' },
    summary: { affected: 1, belowHalf: 1, offTotal: 1 },
  })
  const list = (await server.get('city', '/api/scenarios')).json<SavedScenarioList>()
  expect(list.items).toEqual([kept])
  expect((await server.get('county', '/api/scenarios')).json()).toMatchObject({ items: [] })
  const url = `/api/scenarios/${kept.id}`
  expect((await server.request('county', { method: 'DELETE', url })).statusCode).toBe(404)
  expect((await server.request('city', { method: 'DELETE', url })).statusCode).toBe(204)
  expect((await server.get('city', '/api/scenarios')).json()).toMatchObject({ items: [] })
})
