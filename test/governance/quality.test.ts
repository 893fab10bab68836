import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { applyMend } from '../../server/governance/bulk-mend.ts'
import { decideDuplicate } from '../../server/governance/duplicate-decisions.ts'
import { readOverview } from '../../server/governance/overview.ts'
import { dropRecords } from '../../server/governance/quarantine.ts'
import { refreshQuality } from '../../server/governance/refresh.ts'
import { listRules } from '../../server/governance/rule-results.ts'
import { rulesOf } from '../../server/governance/rules.ts'
import { ageScore, ruleScore, scoreDataset, weightedScore } from '../../server/governance/score.ts'
import { changeTicket, listTickets, openTicket } from '../../server/governance/tickets.ts'
import { syncDemonstrationAccounts } from '../../server/access/accounts.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { load } from '../fusion/warehouse.ts'

const registration = 'public/enterprise-registration'
const annual = 'public/above-scale-annual'
const profile = 'enterprise/enterprise-profile'
const now = new Date('2026-11-01T00:00:00Z')
const firm = completeCreditCode('370523', '12345678')
const other = completeCreditCode('370523', '12345679')
const third = completeCreditCode('370523', '12345670')
/** Its last character is wrong. */
const slipped = `${firm.slice(0, 17)}${firm.endsWith('0') ? '1' : '0'}`

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  await syncDemonstrationAccounts(database, true)
  await load(
    database,
    'public/division',
    [
      ['370000', '山东省', 'province', null],
      ['370500', '东营市', 'city', '370000'],
      ['370523', '广饶县', 'county', '370500'],
    ].map(([code, name, level, parent_code]) => ({ code, name, level, parent_code })),
  )
  await load(database, registration, [
    {
      credit_code: firm,
      name: '东营甲橡胶有限公司',
      city_code: '370500',
      county_code: '370523',
      address: '广饶县大王镇',
      status: '存续',
    },
    {
      credit_code: other,
      name: '东营甲橡胶股份有限公司',
      city_code: '370500',
      county_code: '370523',
      address: '广饶县大王镇',
      status: '存续',
    },
    {
      credit_code: third,
      name: '东营乙轮胎有限公司',
      city_code: '370500',
      county_code: '370181',
      status: '存续',
    },
  ])
  await load(database, annual, [
    { credit_code: firm, year: 2025, revenue: 5_000_000_00, staff: 10 },
    { credit_code: slipped, year: 2025, revenue: 100_00, research_expense: 500_00 },
  ])
  await load(database, profile, [{ credit_code: firm, name: '甲', revenue: 500_00, revenue_year: 2025 }])
  await refreshFusion(database, now)
  await refreshQuality(database, now)
})
afterAll(() => database.close())

async function rule(dataset: string, id: string) {
  const found = (await listRules(database, { realm: 'actual', dataset })).find((one) => one.id === id)
  if (found === undefined) throw new Error(`没有规则 ${dataset} ${id}`)
  return found
}

describe('the formula', () => {
  test('is the mean of rules, then of dimensions; rows weigh datasets', () => {
    expect(ruleScore(200, 1)).toBe(99.5)
    expect(ruleScore(0, 0)).toBeNull()
    expect(ageScore(62, 30)).toBe(100)
    expect(ageScore(62, 124)).toBe(50)
    const total = scoreDataset([
      { rule: { dimension: 'completeness' }, score: 50 },
      { rule: { dimension: 'completeness' }, score: 100 },
      { rule: { dimension: 'accuracy' }, score: 100 },
      { rule: { dimension: 'timeliness' }, score: null },
    ])
    expect(total).toEqual({ score: 87.5, dimensions: { completeness: 75, accuracy: 100 } })
    expect(
      weightedScore([
        { score: 80, rows: 300 },
        { score: 100, rows: 100 },
        { score: null, rows: 9 },
      ]),
    ).toBe(85)
    expect(weightedScore([])).toBeNull()
  })
})

describe('every dataset', () => {
  test.each([...datasets.values()].map((dataset) => [dataset.id, dataset] as const))(
    '%s has rules of one name each, about columns it has',
    (_, dataset) => {
      const rules = rulesOf(dataset)
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
      for (const { column } of rules) if (column !== null) expect(dataset.columns).toHaveProperty(column)
      const references = rules.flatMap(({ depends = [] }) => depends)
      for (const id of references) expect(datasets.has(id)).toBe(true)
    },
  )

  test('can be checked by all its rules', async () => {
    // An empty table is checked as well: the SQL of every rule must be sound.
    for (const dataset of datasets.values()) {
      await database.pool.query(
        `insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, status, read, quarantined, finished_at)
         select $1, 'empty', 'x', 'x', now(), 'loaded', 1, 1, now()
         where not exists (select from brain.batch where dataset = $1 and status = 'loaded')`,
        [dataset.id],
      )
    }
    await refreshQuality(database, now)
    const { rows } = await database.pool.query('select count(distinct dataset) as n from brain.quality_score')
    expect(rows).toEqual([{ n: datasets.size }])
  })
})

describe('rules see', () => {
  test('what is missing, unknown or out of its place', async () => {
    expect(await rule(registration, 'complete:address')).toMatchObject({
      checked: 3,
      failing: 1,
      score: 200 / 3,
    })
    expect(await rule(registration, 'within:county_code')).toMatchObject({ checked: 3, failing: 1 })
    expect(await rule(registration, 'known:county_code')).toMatchObject({ checked: 3, failing: 1 })
    expect(await rule(annual, 'known:credit_code')).toMatchObject({ checked: 2, failing: 1 })
    expect(await rule(annual, 'check:credit_code')).toMatchObject({ checked: 2, failing: 1 })
    expect(await rule(annual, 'part:research_expense')).toMatchObject({ checked: 1, failing: 1 })
  })

  test('万 for 元 between two sources, on both sides', async () => {
    expect(await rule(annual, 'unit-slip:revenue')).toMatchObject({ checked: 2, failing: 1 })
    expect(await rule(profile, 'unit-slip:revenue')).toMatchObject({ checked: 1, failing: 1 })
  })

  test('which rows they are', async () => {
    const { rows } = await database.pool.query(
      `select r.credit_code from brain.quality_failure f join public_warehouse.enterprise_registration r using (row_id)
       where f.dataset = $1 and f.rule = 'within:county_code'`,
      [registration],
    )
    expect(rows).toEqual([{ credit_code: third }])
  })
})

describe('scores', () => {
  test('are computed again only for what changed', async () => {
    expect(await refreshQuality(database, now)).toBe(0)
    const before = await readOverview(database, 'actual', '2026-11-01')
    await load(database, profile, [
      { credit_code: firm, name: '甲', revenue: 5_000_000_00, revenue_year: 2025 },
    ])
    // The profile itself, and the returns that are compared with it.
    expect(await refreshQuality(database, new Date('2026-11-02T00:00:00Z'))).toBeGreaterThanOrEqual(2)
    expect(await rule(annual, 'unit-slip:revenue')).toMatchObject({ failing: 0 })
    const after = await readOverview(database, 'actual', '2026-11-01')
    expect(after.trend.length).toBe(before.trend.length + 1)
    const line = (id: string) => after.datasets.find((dataset) => dataset.id === id)?.trend.length
    expect(line(annual)).toBe((before.datasets.find(({ id }) => id === annual)?.trend.length ?? 0) + 1)
    expect(line('public/industry-code')).toBe(1)
  })

  test('fall with the age of the data', async () => {
    const young = await rule(registration, 'timely')
    await refreshQuality(database, new Date(now.getTime() + 400 * 86_400_000))
    const old = await rule(registration, 'timely')
    expect(young).toMatchObject({ score: 100, failing: 0 })
    expect(old.failing).toBe(1)
    expect(old.score).toBeLessThan(10)
    expect(old.detail).toMatch(/允许 7 天/)
  })

  test('of fictional and actual rows stay apart', async () => {
    const fictional = completeCreditCode('370523', 'DEM00001')
    await load(database, registration, [{ credit_code: fictional, name: '虚构轮胎有限公司' }], true)
    await refreshFusion(database, now)
    await refreshQuality(database, now)
    const rows = async (realm: 'demonstration' | 'actual') =>
      (await readOverview(database, realm, '2026-11-01')).datasets.find(({ id }) => id === registration)?.rows
    expect(await rows('demonstration')).toBe(1)
    expect(await rows('actual')).toBe(3)
  })
})

test('namesakes cost uniqueness until someone tells them apart', async () => {
  const { rows } = await database.pool.query<{ id: number; members: { key: string }[] }>(
    `select id, members from brain.duplicate_candidate where state = 'open'`,
  )
  expect(rows.map(({ members }) => members.map(({ key }) => key))).toEqual([[firm, other].toSorted()])
  expect(await rule(registration, 'duplicates')).toMatchObject({ failing: 1 })
  const id = rows[0]?.id ?? 0
  const decision = { reason: '改制前后两家', by: 'steward', now }
  expect(await decideDuplicate(database, id, { ...decision, state: 'different' })).toBe(true)
  await refreshQuality(database, now)
  expect(await rule(registration, 'duplicates')).toMatchObject({ failing: 0 })
  await decideDuplicate(database, id, { ...decision, state: 'open' })
  await refreshQuality(database, now)
  expect(await rule(registration, 'duplicates')).toMatchObject({ failing: 1 })
})

describe('tickets', () => {
  const opening = { realm: 'actual', assignee: 'steward', dueOn: '2026-11-10', by: 'operator', now } as const

  test('close themselves when the rule passes, and are overdue until then', async () => {
    const about = { ...opening, origin: 'rule', dataset: registration, rule: 'within:county_code' } as const
    const id = await openTicket(database, about)
    await expect(openTicket(database, about)).rejects.toMatchObject({ code: 'open-already' })
    await changeTicket(database, id, { state: 'doing', note: '在核实', by: 'steward', now })
    const read = async () => (await listTickets(database, { realm: 'actual', id }, '2026-11-11'))[0]
    expect(await read()).toMatchObject({ state: 'doing', overdue: true, failingAtOpen: 1, failingNow: 1 })
    await load(database, registration, [
      {
        credit_code: third,
        name: '东营乙轮胎有限公司',
        city_code: '370500',
        county_code: '370523',
        status: '存续',
      },
    ])
    await refreshQuality(database, now)
    expect(await read()).toMatchObject({
      state: 'closed',
      closedBy: '系统',
      overdue: false,
      notes: [{ text: '在核实（状态改为处理中）' }, { text: '规则已全部通过，自动关闭' }],
    })
    await expect(changeTicket(database, id, { note: '再看', by: 'steward', now })).rejects.toMatchObject({
      code: 'closed',
    })
    await expect(openTicket(database, about)).rejects.toMatchObject({ code: 'nothing-failing' })
  })

  test('about quarantined records close when these are settled', async () => {
    const { rows } = await database.pool.query<{ id: number }>(
      `insert into brain.quarantine (batch_id, dataset, row_number, column_name, rule, message)
       select id, dataset, 9, 'revenue', 'money', '不是金额' from brain.batch
       where dataset = $1 and status = 'loaded' limit 1 returning id`,
      [annual],
    )
    const id = await openTicket(database, {
      ...opening,
      origin: 'quarantine',
      dataset: annual,
      rule: 'money',
      column: 'revenue',
    })
    await refreshQuality(database, now)
    expect(await rule(annual, 'type:revenue')).toMatchObject({ failing: 1 })
    const ids = rows.map((row) => row.id)
    const decision = { reason: '测试记录', by: 'steward', now }
    expect(await dropRecords(database, ids, decision)).toBe(1)
    expect(await dropRecords(database, ids, decision)).toBe(0)
    await refreshQuality(database, now)
    expect(await rule(annual, 'type:revenue')).toMatchObject({ failing: 0 })
    expect((await listTickets(database, { realm: 'actual', id }, '2026-11-11'))[0]).toMatchObject({
      state: 'closed',
    })
  })

  test('go to those who answer for data alone', async () => {
    const about = { ...opening, origin: 'rule', dataset: registration, rule: 'complete:address' } as const
    await expect(openTicket(database, { ...about, assignee: 'province' })).rejects.toMatchObject({
      code: 'unknown-assignee',
    })
  })
})

test.each([
  [{ kind: 'trim' }, ' \u200b1286\u3000', '1286'],
  [{ kind: 'trim' }, '小\u0008大肠', '小大肠'],
  [{ kind: 'clear' }, '-0.01', null],
  [{ kind: 'set', to: '2024' }, null, '2024'],
  [{ kind: 'replace', from: '(万)', to: '', part: true }, '1,000(万)', '1,000'],
  [{ kind: 'replace', from: '$&', to: '$$', part: true }, 'a$&b', 'a$$b'],
  [{ kind: 'replace', from: '无', to: '', part: false }, '无', null],
  [{ kind: 'replace', from: '无', to: '', part: false }, '无锡', '无锡'],
] as const)('mend %j makes of %j %j', (mend, value, result) => {
  expect(applyMend(mend, value)).toBe(result)
})
