import { Readable } from 'node:stream'
import { Check } from 'typebox/value'
import type { TSchema } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DuplicateList,
  QualityOverview,
  QualityRuleList,
  RuleFailures,
  TicketList,
} from '../../server/api/schemas/governance.ts'
import {
  BulkPreview,
  QuarantineGroups,
  QuarantineItems,
  QuarantineRecord,
  RecordCheckResult,
  ReplayAnswer,
} from '../../server/api/schemas/quarantine.ts'
import { refreshQuality } from '../../server/governance/refresh.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
const dataset = 'public/tender-award'
const group = { realm: 'actual', dataset, rule: 'money', column: 'amount' }

beforeAll(async () => {
  server = await startTestServer()
  const text = [
    'award_id,awarded_on,buyer_name,supplier_name,project,amount',
    'T1,2026-01-05,甲局,乙公司,道路,1286.50',
    'T2,2026-01-06,甲局,乙公司,桥梁,35万',
    'T3,2026-01-07,甲局,乙公司,隧道,48万',
    'T4,2026-01-08,甲局,乙公司,绿化,面议',
    'T5,2026-01-05,甲局,乙公司,道路,1286.50',
  ].join('\n')
  const batch = await ingest(server.database, {
    dataset,
    source: 'upload/operator',
    delivery: {
      name: 'awards.csv',
      format: 'csv',
      effectiveAt: new Date('2026-02-01T00:00:00+08:00'),
      content: { bytes: () => Readable.from([Buffer.from(`${text}\n`)]) },
    },
    dataDirectory: server.dataDirectory,
    loadedBy: 'operator',
  })
  if (batch.inserted !== 2 || batch.quarantined !== 3) throw new Error(JSON.stringify(batch))
  await refreshQuality(server.database)
})
afterAll(() => server.close())

async function get<T>(role: AccountRole, url: string, schema: TSchema): Promise<T> {
  const answer = await server.get(role, url)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(Check(schema, answer.json()), answer.body.slice(0, 800)).toBe(true)
  return answer.json<T>()
}

const post = (role: AccountRole, url: string, payload: object) =>
  server.request(role, { method: 'POST', url, payload })

test('shows where the data stands', async () => {
  const overview = await get<QualityOverview>(
    'reviewer',
    '/api/governance/overview?realm=actual',
    QualityOverview,
  )
  expect(overview.datasets).toMatchObject([{ id: dataset, rows: 2, openQuarantine: 3 }])
  expect(overview.formula.length).toBeGreaterThan(2)
  const rules = await get<{ items: { id: string; failing: number; checked: number }[] }>(
    'steward',
    `/api/governance/rules?realm=actual&dataset=${dataset}&failing=true`,
    QualityRuleList,
  )
  expect(rules.items.find(({ id }) => id === 'type:amount')).toMatchObject({ failing: 3, checked: 5 })
})

test('lists the rows that fail a rule with the way to their source', async () => {
  const found = await get<RuleFailures>(
    'steward',
    `/api/governance/failures?realm=actual&dataset=${dataset}&rule=complete:region_code&limit=1`,
    RuleFailures,
  )
  expect(found).toMatchObject({
    failing: 2,
    items: [{ key: 'T1', value: null, source: { rowNumber: 2, fileName: 'awards.csv' } }],
  })
  const next = await get<RuleFailures>(
    'steward',
    `/api/governance/failures?realm=actual&dataset=${dataset}&rule=complete:region_code&cursor=${found.nextCursor}`,
    RuleFailures,
  )
  expect(next.items.map(({ key }) => key)).toEqual(['T5'])
})

describe('quarantine', () => {
  test('is grouped by what is wrong', async () => {
    const { items } = await get<QuarantineGroups>(
      'steward',
      '/api/governance/quarantine/groups?realm=actual',
      QuarantineGroups,
    )
    expect(items).toMatchObject([{ dataset, rule: 'money', column: 'amount', open: 3 }])
  })

  test('shows what a bulk mend would do before it is done, and does no more than that', async () => {
    const mend = { kind: 'replace', from: '万', to: '0000', part: true }
    const looked = await post('steward', '/api/governance/quarantine/preview', {
      group,
      column: 'amount',
      mend,
    })
    expect(looked.statusCode, looked.body).toBe(200)
    const preview = looked.json<BulkPreview>()
    expect(Check(BulkPreview, preview)).toBe(true)
    expect(preview).toMatchObject({ records: 3, changed: 2, passing: 2 })
    expect(preview.samples.find(({ before }) => before === '35万')).toMatchObject({
      after: '350000',
      fault: null,
    })

    const done = await post('steward', '/api/governance/quarantine/replay', {
      group,
      column: 'amount',
      mend,
      reason: '单位写在数里',
    })
    expect(done.statusCode, done.body).toBe(200)
    expect(Check(ReplayAnswer, done.json())).toBe(true)
    expect(done.json()).toMatchObject({ mended: 2, refused: [], settled: 0 })
    const { rows } = await server.database.pool.query(
      `select award_id, amount from public_warehouse.tender_award where award_id in ('T2', 'T3') order by 1`,
    )
    expect(rows).toEqual([
      { award_id: 'T2', amount: 35_000_000 },
      { award_id: 'T3', amount: 48_000_000 },
    ])
    const again = await post('steward', '/api/governance/quarantine/replay', {
      group,
      column: 'amount',
      mend,
      reason: '再来',
    })
    expect(again.statusCode).toBe(409)
  })

  test('takes one record, checks it as it is edited, loads it, and keeps who and why', async () => {
    const { items } = await get<{ items: { id: number }[] }>(
      'steward',
      '/api/governance/quarantine?realm=actual&state=open',
      QuarantineItems,
    )
    expect(items.length).toBe(1)
    const address = `/api/governance/quarantine/${items[0]?.id}`
    const record = await get<QuarantineRecord>('reviewer', address, QuarantineRecord)
    expect(record.raw).toBe('T4,2026-01-08,甲局,乙公司,绿化,面议')
    expect(record.cells.find(({ name }) => name === 'amount')).toMatchObject({
      value: '面议',
      fault: /不是金额/,
    })
    expect(record.effect).toBeNull()
    const values = Object.fromEntries(record.cells.map(({ name, value }) => [name, value]))

    const bad = await post('steward', `${address}/check`, { values: { ...values, amount: '约 3' } })
    expect(bad.json<RecordCheckResult>().effect).toBeNull()
    const good = await post('steward', `${address}/check`, { values: { ...values, amount: null } })
    expect(Check(RecordCheckResult, good.json()), good.body).toBe(true)
    expect(good.json()).toMatchObject({ effect: { kind: 'insert' } })

    const refused = await post('steward', '/api/governance/quarantine/replay', {
      records: [{ id: record.id, values }],
      reason: '试',
    })
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'replay-faulty'])
    const done = await post('operator', '/api/governance/quarantine/replay', {
      records: [{ id: record.id, values: { ...values, amount: null } }],
      reason: '公告没有金额',
    })
    expect(done.json()).toMatchObject({ mended: 1 })
    const after = await get<QuarantineRecord>('steward', address, QuarantineRecord)
    expect(after).toMatchObject({
      state: 'mended',
      decisions: [
        {
          action: 'mend',
          by: 'operator',
          reason: '公告没有金额',
          changes: [{ column: 'amount', before: '面议', after: null }],
        },
      ],
    })
  })
})

test('duplicates are decided and taken back', async () => {
  const read = (state: string) =>
    get<DuplicateList>('steward', `/api/governance/duplicates?realm=actual&state=${state}`, DuplicateList)
  const [item] = (await read('open')).items
  expect(item).toMatchObject({ kind: 'same-content', members: [{ key: 'T1' }, { key: 'T5' }] })
  const address = `/api/governance/duplicates/${item?.id}/decision`
  expect((await post('steward', address, { state: 'same', reason: '重复登记' })).statusCode).toBe(204)
  expect((await read('same')).items).toMatchObject([{ decidedBy: 'steward', reason: '重复登记' }])
  expect((await post('steward', address, { state: 'open', reason: '撤回' })).statusCode).toBe(204)
  expect((await read('open')).counts).toEqual({ open: 1, same: 0, different: 0 })
  expect(
    (await post('steward', '/api/governance/duplicates/999/decision', { state: 'same', reason: 'x' }))
      .statusCode,
  ).toBe(404)
})

test('a ticket is opened, handed on and closed with its history', async () => {
  const made = await post('operator', '/api/governance/tickets', {
    origin: 'rule',
    dataset,
    realm: 'actual',
    rule: 'complete:region_code',
    assignee: 'steward',
    dueOn: '2026-01-01',
    note: '补区划',
  })
  expect(made.statusCode, made.body).toBe(201)
  const { id } = made.json<{ id: number }>()
  const list = () => get<TicketList>('steward', '/api/governance/tickets?realm=actual&mine=true', TicketList)
  expect((await list()).items).toMatchObject([
    { id, overdue: true, state: 'open', notes: [{ text: '补区划' }] },
  ])
  const change = (payload: object) =>
    server.request('steward', { method: 'PATCH', url: `/api/governance/tickets/${id}`, payload })
  expect((await change({ note: '改期', dueOn: '2026-02-30' })).statusCode).toBe(400)
  expect((await change({ note: '不再需要', state: 'closed' })).statusCode).toBe(204)
  expect((await change({ note: '又' })).statusCode).toBe(409)
  expect((await list()).items).toMatchObject([{ state: 'closed', closedBy: 'steward', overdue: false }])
})

test.each([
  ['GET', '/api/governance/overview'],
  ['GET', '/api/governance/quarantine'],
  ['GET', '/api/fusion/review'],
] as const)('%s %s is not for officials, firms and administrators', async (method, url) => {
  for (const role of ['province', 'enterprise', 'bank', 'system-admin'] as const) {
    expect((await server.request(role, { method, url })).statusCode).toBe(403)
  }
})

test.each([
  ['/api/governance/quarantine/replay', { group, column: 'amount', mend: { kind: 'trim' }, reason: 'x' }],
  ['/api/governance/quarantine/drop', { ids: [1], reason: 'x' }],
  ['/api/governance/duplicates/1/decision', { state: 'same', reason: 'x' }],
  [
    '/api/fusion/judgements',
    { dataset: 'public/honour', rowKey: '[]', outcome: 'unsure', creditCode: null, reason: 'x' },
  ],
] as const)('%s is not for reviewers', async (url, payload) => {
  expect((await post('reviewer', url, payload)).statusCode).toBe(403)
})
