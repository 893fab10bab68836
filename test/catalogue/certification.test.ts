import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  listCertifications,
  readChecklist,
  reviewCertification,
  revokeCertification,
  signCertification,
} from '../../server/catalogue/certification.ts'
import { readState } from '../../server/catalogue/state.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { insertBatch } from '../api/golden.ts'
import { openTestDatabase } from '../database.ts'

let database: Database
/** Batches of the tests are of 2026-10-01. */
const now = new Date('2026-11-23T02:00:00Z')
const sources = [{ dataset: 'public/honour', title: '荣誉名单', licence: '政府信息公开' }]

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const sign = (by = 'steward') =>
  signCertification(database, { dataset: 'public/honour', statement: '已核对', sources }, by, now)
const review = (id: number, by: string, approve = true, at = now) =>
  reviewCertification(database, id, { approve, reason: '复核', validMonths: 6 }, by, at)
const certified = async (at: Date) => (await readState(database, at)).certified
const checklist = async (dataset: string, at = now) =>
  Object.fromEntries(
    (await readChecklist(database, dataset, sources, at)).map(({ id, passed }) => [id, passed]),
  )

test('is not signed while an item of the checklist fails', async () => {
  expect(await checklist('public/honour')).toEqual({
    contract: true,
    grade: true,
    licence: true,
    freshness: false,
    quality: false,
  })
  await expect(sign()).rejects.toThrow('更新及时（尚未载入数据）')
})

test('knows what is too old for its cycle, and what came without a licence', async () => {
  await insertBatch(database, 'public/honour')
  await insertBatch(database, 'public/registration-change')
  expect(await checklist('public/honour')).toMatchObject({ freshness: true, quality: true })
  expect(await checklist('public/honour', new Date('2029-01-01'))).toMatchObject({ freshness: false })
  expect(await checklist('public/registration-change')).toMatchObject({ freshness: false })
  const unlicensed = await readChecklist(
    database,
    'public/honour',
    [{ dataset: 'public/honour', title: '抄来的名单', licence: ' ' }],
    now,
  )
  expect(unlicensed.find(({ id }) => id === 'licence')).toMatchObject({
    passed: false,
    detail: '未写明许可：抄来的名单',
  })
})

test('takes the score of 治理 where there is one', async () => {
  const score = (value: number) =>
    database.pool.query(
      `insert into brain.quality_score (dataset, realm, inputs, batch_id, records, score, dimensions, computed_at, duration_ms)
       values ('public/honour', 'actual', 'x', 1, 10, $1, '{}', now(), 1)`,
      [value],
    )
  await score(89.9)
  expect(await checklist('public/honour')).toMatchObject({ quality: false })
  await score(95)
  expect(await checklist('public/honour')).toMatchObject({ quality: true })
})

test('is reviewed by a second person, expires, and is renewed', async () => {
  const id = await sign()
  await expect(sign('operator')).rejects.toMatchObject({ kind: 'conflict' })
  await expect(review(id, 'steward')).rejects.toMatchObject({ kind: 'same-person' })
  await review(id, 'operator')
  await expect(review(id, 'operator')).rejects.toMatchObject({ kind: 'conflict' })
  expect(await certified(now)).toEqual(new Map([['public/honour', '2027-05-23']]))
  expect((await certified(new Date('2027-05-23T15:59:00Z'))).size).toBe(1)
  expect((await certified(new Date('2027-05-23T16:01:00Z'))).size).toBe(0)

  const renewed = await sign()
  await review(renewed, 'operator', true, new Date('2026-08-31T04:00:00Z'))
  // Six months from 31 August is the last day of February.
  expect((await certified(now)).get('public/honour')).toBe('2027-02-28')
  expect((await listCertifications(database)).map(({ state }) => state)).toEqual(['certified', 'replaced'])
  await revokeCertification(database, renewed, '来源更换', 'operator', now)
  expect((await certified(now)).size).toBe(0)
  const [last] = await listCertifications(database, 'public/honour')
  expect(last?.checklist.map(({ passed }) => passed)).toEqual([true, true, true, true, true])
})

test('is not reviewed by who signed, by the database itself', async () => {
  const id = await sign()
  await expect(
    database.pool.query(
      `update brain.dataset_certification set state = 'certified', reviewed_by = 'steward', reviewed_at = now(),
         expires_on = '2027-01-01' where id = $1`,
      [id],
    ),
  ).rejects.toThrow('dataset_certification_two_persons')
  await review(id, 'operator', false)
  expect((await certified(now)).size).toBe(0)
})
