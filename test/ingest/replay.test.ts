import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../server/ingest/ingest.ts'
import { replayRecords, ReplayError } from '../../server/ingest/replay.ts'
import { readSetAside, readValues } from '../../server/ingest/set-aside.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'

const dataset = 'public/honour'
const effectiveAt = new Date('2026-01-10T00:00:00+08:00')

let database: Database
let dataDirectory: string

beforeAll(async () => {
  database = await openTestDatabase()
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'industry-brain-replay-'))
})
afterAll(async () => {
  await database.close()
  await rm(dataDirectory, { recursive: true, force: true })
})

const origins = () => ({ dataDirectory, connectors: new Map() })

function load(name: string, text: string, at = effectiveAt) {
  return ingest(database, {
    dataset,
    source: `upload/${name}`,
    delivery: {
      name,
      format: 'csv',
      effectiveAt: at,
      content: { bytes: () => Readable.from([Buffer.from(text)]) },
    },
    dataDirectory,
    loadedBy: 'operator',
  })
}

async function setAside(batch: number) {
  const { rows } = await database.pool.query<{ id: number; rule: string; state: string }>(
    'select id, rule, state from brain.quarantine where batch_id = $1 order by row_number, id',
    [batch],
  )
  return rows
}

async function count(text: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(text)
  return rows[0]?.n ?? 0
}

const header = '企业名称,资质荣誉类型,认定年度,认定级别\n'

test('a mended record becomes a batch of its own, once', async () => {
  const batch = await load(
    'a.csv',
    `${header}甲公司,高新技术企业,2024,国家级\n乙公司,高新技术企业,二〇二四,省级\n`,
  )
  expect(batch).toMatchObject({ status: 'loaded', read: 2, inserted: 1, quarantined: 1 })
  const [record] = await setAside(batch.batchId)
  const id = record?.id ?? 0
  const known = await readSetAside(database, [id])
  const values = (await readValues(database, origins(), known)).get(id)
  expect(values).toMatchObject({
    enterprise_name: '乙公司',
    awarded_year: '二〇二四',
    level: '省级',
    credit_code: null,
  })

  const request = {
    ...origins(),
    records: [{ id, values: { ...values, awarded_year: '2024' } }],
    reason: '年度写成了汉字',
    by: 'steward',
  }
  const done = await replayRecords(database, request)
  expect(done).toMatchObject({ mended: [id], refused: [], settled: [] })
  const { rows } = await database.pool.query(
    `select h.enterprise_name, h.awarded_year, h.valid_from, b.source, b.loaded_by, b.read, b.inserted
     from public_warehouse.honour h join brain.batch b on b.id = h.batch_id where b.id = $1`,
    [done.batches[0]],
  )
  expect(rows).toEqual([
    {
      enterprise_name: '乙公司',
      awarded_year: 2024,
      valid_from: effectiveAt,
      source: 'steward/mend',
      loaded_by: 'steward',
      read: 1,
      inserted: 1,
    },
  ])
  expect(await setAside(batch.batchId)).toMatchObject([{ state: 'mended' }])
  const decisions = await database.pool.query(
    'select action, changes, reason, batch_id from brain.quarantine_decision',
  )
  expect(decisions.rows).toEqual([
    {
      action: 'mend',
      changes: { awarded_year: ['二〇二四', '2024'] },
      reason: '年度写成了汉字',
      batch_id: done.batches[0],
    },
  ])

  const before = await count('select count(*) as n from brain.batch')
  expect(await replayRecords(database, request)).toEqual({
    batches: [],
    mended: [],
    refused: [],
    settled: [id],
  })
  expect(await count('select count(*) as n from brain.batch')).toBe(before)
  expect(await count('select count(*) as n from brain.quarantine_decision')).toBe(1)
})

test('what was loaded before the process died is only closed the second time', async () => {
  const batch = await load('b.csv', `${header}丙公司,高新技术企业,无,省级\n`)
  const [record] = await setAside(batch.batchId)
  const id = record?.id ?? 0
  const request = {
    ...origins(),
    records: [
      {
        id,
        values: { enterprise_name: '丙公司', kind: '高新技术企业', awarded_year: '2023', level: '省级' },
      },
    ],
    reason: '补年度',
    by: 'steward',
  }
  const first = await replayRecords(database, request)
  // As if the process had ended between the load and the closing of the record.
  await database.pool.query('delete from brain.quarantine_decision where quarantine_id = $1', [id])
  await database.pool.query(`update brain.quarantine set state = 'open' where id = $1`, [id])
  const again = await replayRecords(database, request)
  expect(again).toMatchObject({ batches: first.batches, mended: [id] })
  expect(
    await count(`select count(*) as n from public_warehouse.honour where enterprise_name = '丙公司'`),
  ).toBe(1)
})

test('a record that still breaks the contract changes nothing', async () => {
  const batch = await load('c.csv', `${header}丁公司,高新技术企业,去年,省级\n`)
  const [record] = await setAside(batch.batchId)
  const rows = await count('select count(*) as n from public_warehouse.honour')
  const batches = await count('select count(*) as n from brain.batch')
  const replay = replayRecords(database, {
    ...origins(),
    records: [
      {
        id: record?.id ?? 0,
        values: { enterprise_name: '丁公司', kind: '高新技术企业', awarded_year: '今年' },
      },
    ],
    reason: '试',
    by: 'steward',
  })
  await expect(replay).rejects.toBeInstanceOf(ReplayError)
  await expect(replay).rejects.toMatchObject({ code: 'faulty', faults: [{ column: 'awarded_year' }] })
  expect(await count('select count(*) as n from public_warehouse.honour')).toBe(rows)
  expect(await count('select count(*) as n from brain.batch')).toBe(batches)
  expect(await setAside(batch.batchId)).toMatchObject([{ state: 'open' }])
})

test('a record older than what is known stays open, and no record is counted twice', async () => {
  const late = new Date('2026-06-01T00:00:00+08:00')
  await load('d.csv', `${header}戊公司,单项冠军,2025,国家级\n`, late)
  const batch = await load(
    'e.csv',
    `${header}戊公司,单项冠军,2025,县级县级县级县级县级县级县级县级县级县级县级\n`,
  )
  const [record] = await setAside(batch.batchId)
  const id = record?.id ?? 0
  const done = await replayRecords(database, {
    ...origins(),
    records: [
      {
        id,
        values: { enterprise_name: '戊公司', kind: '单项冠军', awarded_year: '2025', level: '省级' },
      },
    ],
    reason: '改级别',
    by: 'steward',
  })
  expect(done).toMatchObject({ mended: [], refused: [{ id }] })
  const { rows } = await database.pool.query(
    `select level from public_warehouse.honour where enterprise_name = '戊公司'`,
  )
  expect(rows).toEqual([{ level: '国家级' }])
  expect(await setAside(batch.batchId)).toMatchObject([{ state: 'open' }])
  expect(await setAside(done.batches[0] ?? 0)).toMatchObject([{ state: 'dropped', rule: 'older-than-known' }])
  const broken = await count(
    `select count(*) as n from brain.batch where status = 'loaded'
     and read <> accepted + unchanged + duplicate + quarantined`,
  )
  expect(broken).toBe(0)
})

test('two people at the same record: one of them mends it', async () => {
  const batch = await load('f.csv', `${header}己公司,高新技术企业,x,省级\n`)
  const [record] = await setAside(batch.batchId)
  const id = record?.id ?? 0
  const replay = (level: string) =>
    replayRecords(database, {
      ...origins(),
      records: [
        { id, values: { enterprise_name: '己公司', kind: '高新技术企业', awarded_year: '2022', level } },
      ],
      reason: '补年度',
      by: 'steward',
    })
  const done = await Promise.all([replay('省级'), replay('市级')])
  expect(done.flatMap(({ mended }) => mended)).toEqual([id])
  expect(done.flatMap(({ settled }) => settled)).toEqual([id])
})
