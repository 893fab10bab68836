import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NamedDataset } from '../../server/datasets/registry.ts'
import { checkRollup, rebuildRollup } from '../../server/warehouse/rollups.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { openWarehouse, type Warehouse } from '../ingest/load-file.ts'
import { sample } from '../ingest/sample-dataset.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse()
})
afterAll(() => warehouse.close())

const rollup = sample.rollups![0]!
const kept = () =>
  warehouse.query(
    'select month, state, facts, amount, ratio, count from public_warehouse.sample_by_state order by 1, 2',
  )

test('figures by month and group; what no fact says is null, not zero', async () => {
  await warehouse.load(
    'code,month,name,state,amount,ratio,count\nA01,2024-01,甲,存续,1.5,,\nA02,2024-01,乙,存续,2,0.5,\nA03,2024-01,丙,,,,\nA04,2024-02,丁,注销,0,0,0\n',
    { source: 'test/1' },
  )
  expect(await kept()).toEqual([
    { month: '2024-01', state: '', facts: 1, amount: null, ratio: null, count: null },
    { month: '2024-01', state: '存续', facts: 2, amount: 350, ratio: 0.5, count: null },
    { month: '2024-02', state: '注销', facts: 1, amount: 0, ratio: 0, count: 0 },
  ])
})

test('new facts are added to a group, also to one without values so far', async () => {
  await warehouse.load('code,month,name,amount,count\nB01,2024-01,甲,1,5\n', { source: 'test/2' })
  expect((await kept())[0]).toEqual({
    month: '2024-01',
    state: '',
    facts: 2,
    amount: 100,
    ratio: null,
    count: 5,
  })
})

test('a correction computes the months it touches again, and no other', async () => {
  // A figure that a full pass would mend shows which months were computed.
  await warehouse.query(`update public_warehouse.sample_by_state set facts = 77 where month = '2024-02'`)
  await warehouse.load('code,month,name,state,amount\nA01,2024-01,甲,注销,\n', { source: 'test/3' })
  expect(await kept()).toEqual([
    { month: '2024-01', state: '', facts: 2, amount: 100, ratio: null, count: 5 },
    { month: '2024-01', state: '存续', facts: 1, amount: 200, ratio: 0.5, count: null },
    { month: '2024-01', state: '注销', facts: 1, amount: null, ratio: null, count: null },
    { month: '2024-02', state: '注销', facts: 77, amount: 0, ratio: 0, count: 0 },
  ])
})

test('the nightly check finds and records what differs; a full pass mends it', async () => {
  expect(await checkRollup(warehouse.database, sample, rollup)).toBe(1)
  const [state] = await warehouse.query(
    `select differences, checked_at is not null as checked from brain.rollup_state where dataset = 'public/sample'`,
  )
  expect(state).toEqual({ differences: 1, checked: true })
  await rebuildRollup(warehouse.database.kysely, sample, rollup)
  expect(await checkRollup(warehouse.database, sample, rollup)).toBe(0)
})

test('facts may carry a day instead of a month', async () => {
  const daily: NamedDataset = {
    ...sample,
    id: 'public/daily',
    name: 'daily',
    table: 'daily',
    rollups: [{ name: 'day', month: 'day', by: [], sum: ['amount'] }],
  }
  await ensureTables(warehouse.database, [daily])
  const header = 'code,month,name,day,amount\n'
  await warehouse.into(
    daily,
    `${header}A01,2024-01,甲,2024-01-31,1\nA02,2024-01,乙,2024-02-01,2\nA03,2024-01,丙,,4\n`,
    { source: 'test/1' },
  )
  await warehouse.into(daily, `${header}A01,2024-01,甲,2024-03-01,1\nA04,2024-01,丁,2024-02-29,8\n`, {
    source: 'test/2',
  })
  expect(await warehouse.query('select * from public_warehouse.daily_by_day order by 1')).toEqual([
    { month: '2024-02', facts: 2, amount: 1000 },
    { month: '2024-03', facts: 1, amount: 100 },
  ])
  expect(await checkRollup(warehouse.database, daily, daily.rollups![0]!)).toBe(0)
})
