import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideOverride, requestOverride } from '../../server/catalogue/grade-overrides.ts'
import {
  applyForListing,
  decideListing,
  delist,
  listListings,
  withdrawListing,
} from '../../server/catalogue/listing.ts'
import { dataset } from '../../server/datasets/registry.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'

let database: Database
const now = new Date('2026-11-23T02:00:00Z')
const approve = { approve: true, remark: '' }

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

let names = 0
const apply = (by = 'steward', columns: readonly string[] | null = null) =>
  applyForListing(
    database,
    { dataset: 'public/honour', title: `荣誉名单 ${(names += 1)}`, columns, purpose: '供银行核对资质' },
    by,
    now,
  )
const find = async (id: number) => (await listListings(database)).find((listing) => listing.id === id)

test('needs two approvals, by two persons who did not apply', async () => {
  const id = await apply()
  await expect(decideListing(database, id, approve, 'steward', now)).rejects.toMatchObject({
    kind: 'same-person',
  })
  await decideListing(database, id, { approve: true, remark: '初审通过' }, 'operator', now)
  expect(await find(id)).toMatchObject({ state: 'first-approved' })
  await expect(decideListing(database, id, approve, 'operator', now)).rejects.toMatchObject({
    kind: 'same-person',
  })
  await expect(decideListing(database, id, approve, 'steward', now)).rejects.toMatchObject({
    kind: 'same-person',
  })
  expect(await find(id)).toMatchObject({ state: 'first-approved' })
  await decideListing(database, id, approve, 'security-admin', now)
  const listed = await find(id)
  expect(listed).toMatchObject({
    state: 'listed',
    grade: 'L1',
    columns: Object.keys(dataset('public/honour').columns),
  })
  expect(listed?.steps.map(({ step, actor, remark }) => [step, actor, remark])).toEqual([
    ['apply', 'steward', '供银行核对资质'],
    ['first-approval', 'operator', '初审通过'],
    ['second-approval', 'security-admin', ''],
  ])
  await expect(decideListing(database, id, approve, 'chain-office', now)).rejects.toMatchObject({
    kind: 'conflict',
  })
  await delist(database, id, '来源停更', 'operator', now)
  expect(await find(id)).toMatchObject({ state: 'delisted' })
})

test('gives one person one part though two requests come at the same time', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await apply()
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => decideListing(database, id, approve, 'operator', now)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ kind: 'same-person' })
    expect(await find(id)).toMatchObject({ state: 'first-approved' })
  }
})

test('gives two persons their two parts, and a third none, at the same time', async () => {
  const id = await apply()
  const results = await Promise.allSettled(
    ['operator', 'chain-office', 'security-admin'].map((by) => decideListing(database, id, approve, by, now)),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect((await find(id))?.steps.map(({ step }) => step)).toEqual([
    'apply',
    'first-approval',
    'second-approval',
  ])
})

test('cannot be forced past the two persons in SQL', async () => {
  const id = await apply()
  await expect(
    database.pool.query(
      `insert into brain.listing_step (listing_id, step, actor, at) values ($1, 'first-approval', 'steward', now())`,
      [id],
    ),
  ).rejects.toThrow('listing_step_one_person')
})

test('is rejected once and for all', async () => {
  const id = await apply()
  await decideListing(database, id, { approve: false, remark: '用途不清' }, 'operator', now)
  expect(await find(id)).toMatchObject({ state: 'rejected' })
  await expect(decideListing(database, id, approve, 'chain-office', now)).rejects.toMatchObject({
    kind: 'conflict',
  })
})

test('is withdrawn by the applicant alone, and only while it is open', async () => {
  const id = await apply()
  await expect(withdrawListing(database, id, 'operator', now)).rejects.toMatchObject({ kind: 'invalid' })
  await withdrawListing(database, id, 'steward', now)
  await expect(withdrawListing(database, id, 'steward', now)).rejects.toMatchObject({ kind: 'conflict' })
})

test('names columns that exist, and a title that is free', async () => {
  await expect(apply('steward', ['nothing'])).rejects.toMatchObject({ kind: 'invalid' })
  const application = { dataset: 'public/honour', title: '重名', columns: ['level', 'kind'], purpose: '试验' }
  const id = await applyForListing(database, application, 'steward', now)
  expect((await find(id))?.columns).toEqual(['kind', 'level'])
  await expect(applyForListing(database, application, 'operator', now)).rejects.toMatchObject({
    kind: 'conflict',
  })
  await withdrawListing(database, id, 'steward', now)
  await expect(applyForListing(database, application, 'operator', now)).resolves.toBeGreaterThan(id)
  await expect(
    applyForListing(database, { ...application, dataset: 'public/none' }, 'steward', now),
  ).rejects.toMatchObject({ kind: 'unknown' })
})

test('keeps out what was graded 重要, also between application and approval', async () => {
  const id = await apply('steward', ['batch', 'kind'])
  const override = await requestOverride(
    database,
    { subject: 'public/honour', column: 'batch', grade: 'important', reason: '试验' },
    'steward',
    now,
  )
  await decideOverride(database, override, { approve: true, reason: '同意' }, 'security-admin', now)
  await expect(decideListing(database, id, approve, 'operator', now)).rejects.toMatchObject({
    kind: 'conflict',
  })
  await expect(apply('steward', ['batch'])).rejects.toThrow('重要、核心数据不能上架')
  const rest = await apply()
  expect((await find(rest))?.columns).not.toContain('batch')
})
