import { afterAll, beforeAll, expect, test } from 'vitest'
import { explainMatch } from '../../server/fusion/match-evidence.ts'
import { judge, revoke } from '../../server/fusion/judgement.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { listJudgements, reviewQueue } from '../../server/fusion/review.ts'
import { readCoverage } from '../../server/fusion/coverage.ts'
import { compareStates, readFirmStates } from '../../server/fusion/firm-state.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { aliases, golden, group, load, openFusedDatabase, tyre } from './warehouse.ts'

const honours = 'public/honour'
let database: Database

beforeAll(async () => {
  database = await openFusedDatabase()
  await load(database, honours, [
    {
      enterprise_name: '兴达轮胎',
      kind: '单项冠军',
      awarded_year: 2024,
      level: '国家级',
      region_code: '370500',
    },
    {
      enterprise_name: '海晟橡塑',
      kind: '专精特新',
      awarded_year: 2024,
      level: '省级',
      region_code: '370200',
    },
    {
      enterprise_name: '山东兴达轮胎股份有限公司',
      kind: '高新技术企业',
      awarded_year: 2023,
      level: '国家级',
      region_code: '370500',
    },
  ])
  await refreshFusion(database)
})
afterAll(() => database.close())

/** Every row of every source, whatever became of it. */
async function sourceRows(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ row: string }>(
    `select 'honour ' || row_id || ' ' || to_jsonb(h)::text as row from public_warehouse.honour h
     union all select 'registration ' || row_id || ' ' || to_jsonb(r)::text from public_warehouse.enterprise_registration r
     union all select 'target ' || row_id || ' ' || to_jsonb(t)::text from industry_warehouse.target_enterprise t
     order by 1`,
  )
  return rows.map(({ row }) => row)
}

/** Rows a golden enterprise names as its sources, or that are linked to it. */
async function reachable(code: string): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ row: string }>(
    `select distinct s.value ->> 'dataset' || ' ' || (s.value ->> 'rowId') as row
     from brain.golden_enterprise g, jsonb_each(g.field_sources) s where g.credit_code = $1
     union select dataset || ' ' || row_id from brain.enterprise_alias where credit_code = $1 and outcome = 'link'
     order by 1`,
    [code],
  )
  return rows.map(({ row }) => row)
}

async function queued(name: string) {
  const item = (await reviewQueue(database)).find((one) => one.name === name)
  if (item === undefined) throw new Error(`没有待核对的“${name}”`)
  return item
}

test('a merge and its undoing lose no source row', async () => {
  const all = await sourceRows()
  const item = await queued('兴达轮胎')
  const lines = await aliases(database, honours)
  const before = { golden: await golden(database, tyre), rows: await reachable(tyre) }
  expect(before.golden?.honours).toEqual(['高新技术企业'])

  const id = await judge(database, {
    ...item,
    outcome: 'link',
    creditCode: tyre,
    reason: '公告载明全称',
    decidedBy: 'steward',
  })
  expect(await sourceRows()).toEqual(all)
  expect((await golden(database, tyre))?.honours).toEqual(['单项冠军', '高新技术企业'])
  expect(await reachable(tyre)).toEqual([...before.rows, `${honours} ${item.rowId}`].toSorted())

  await revoke(database, id, 'steward')
  expect(await sourceRows()).toEqual(all)
  expect(await reachable(tyre)).toEqual(before.rows)
  expect((await golden(database, tyre))?.honours).toEqual(before.golden?.honours)
  // Both candidates stand again with the scores they had.
  expect(await aliases(database, honours)).toEqual(lines)
  expect(await listJudgements(database, { limit: 5 })).toMatchObject([
    { id, outcome: 'link', creditCode: tyre, by: 'steward', reason: '公告载明全称', revokedBy: 'steward' },
  ])
})

test('candidates ruled out one by one come back one by one, as comparison gave them', async () => {
  const item = await queued('兴达轮胎')
  const codes = item.candidates.map(({ creditCode }) => creditCode)
  expect(codes.toSorted()).toEqual([group, tyre].toSorted())
  const lines = await aliases(database, honours)
  const reject = (creditCode: string) =>
    judge(database, { ...item, outcome: 'none', creditCode, reason: '不是', decidedBy: 'steward' })
  const first = await reject(codes[0] ?? '')
  expect((await queued('兴达轮胎')).candidates.map(({ creditCode }) => creditCode)).toEqual([codes[1]])
  const second = await reject(codes[1] ?? '')
  expect((await reviewQueue(database)).some(({ name }) => name === '兴达轮胎')).toBe(false)
  // Undone in the order they were made, not in reverse.
  await revoke(database, first, 'steward')
  expect((await queued('兴达轮胎')).candidates.map(({ creditCode }) => creditCode)).toEqual([codes[0]])
  await revoke(database, second, 'steward')
  expect(await aliases(database, honours)).toEqual(lines)
})

test('what is recalled is what a full comparison gives', async () => {
  const recalled = await aliases(database, honours)
  await database.pool.query(`update brain.stage_state set version = 0 where stage = 'fusion-definition'`)
  await refreshFusion(database)
  expect(await aliases(database, honours)).toEqual(recalled)
})

test('a row nobody can tell goes to the end and decides nothing', async () => {
  const [first] = await reviewQueue(database)
  if (first === undefined) throw new Error('没有待核对的记录')
  const id = await judge(database, {
    ...first,
    outcome: 'unsure',
    creditCode: null,
    reason: '两家都像',
    decidedBy: 'steward',
  })
  const queue = await reviewQueue(database)
  expect(queue.at(-1)).toMatchObject({ name: first.name, unsure: { id, by: 'steward', reason: '两家都像' } })
  expect(queue.at(-1)?.candidates).toEqual(first.candidates)
  const linked = await judge(database, {
    ...first,
    outcome: 'link',
    creditCode: first.candidates[0]?.creditCode ?? '',
    reason: '查到了',
    decidedBy: 'operator',
  })
  const [, unsure] = await listJudgements(database, { limit: 2 })
  expect(unsure).toMatchObject({ id, outcome: 'unsure', revokedBy: 'operator' })
  await revoke(database, linked, 'operator')
})

test('the evidence adds up to the score', async () => {
  const item = await queued('兴达轮胎')
  const evidence = (await explainMatch(database, item)) ?? []
  expect(evidence.map(({ creditCode }) => creditCode)).toEqual(
    item.candidates.map(({ creditCode }) => creditCode),
  )
  for (const [at, { lines, total }] of evidence.entries()) {
    const sum = lines.reduce((whole, { weight }) => whole + (weight ?? 0), 0)
    expect(sum).toBeCloseTo(total, 2)
    expect(total).toBeCloseTo(item.candidates[at]?.score ?? 0, 6)
    expect(lines.find(({ field }) => field === 'place')).toMatchObject({ level: '同市' })
  }
})

test('says what a decision changed', async () => {
  const before = await readFirmStates(database, [tyre])
  const item = await queued('兴达轮胎')
  const id = await judge(database, {
    ...item,
    outcome: 'link',
    creditCode: tyre,
    reason: '是',
    decidedBy: 'steward',
  })
  const [effect] = compareStates(before, await readFirmStates(database, [tyre]))
  expect(effect?.changes).toEqual([
    { field: 'honours', title: '资质荣誉', before: '高新技术企业', after: '单项冠军、高新技术企业' },
    { field: 'records', title: '归并的记录', before: 1, after: 2 },
  ])
  await revoke(database, id, 'steward')
})

test('counts every row of a dataset in one place', async () => {
  const found = (await readCoverage(database, 'actual')).find(({ dataset }) => dataset === honours)
  expect(found).toMatchObject({ rows: 3, byCode: 0, review: 1, byMethod: { 'name-place': 2 }, without: 0 })
})
