import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chain, digestOf, emptyHead, hashOf, storable } from '../../server/audit/record.ts'
import { createAuditTrail } from '../../server/audit/trail.ts'
import { verifyAudit } from '../../server/audit/verify.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { runCommand } from '../commands/run.ts'
import { openTestDatabase, urlOf } from '../database.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const entry = {
  username: 'operator',
  role: 'operator',
  event: '修改：数据源',
  object: '/api/sources/a',
  result: '200',
  address: '127.0.0.1',
  requestId: 'r-1',
  beforeDigest: null,
  afterDigest: null,
}

const write = async (count: number, servers = 1) => {
  const trails = Array.from({ length: servers }, () => createAuditTrail(database, () => new Date()))
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      trails[index % servers]!.write({ ...entry, requestId: `r-${index}` }),
    ),
  )
}

async function rows() {
  const { rows: found } = await database.pool.query<{ sequence: number; hash: string; object: string }>(
    'select sequence, hash, object from brain.audit order by sequence',
  )
  return found
}

/** As the owner of the table could: with the trigger switched off. */
async function tamper(statement: string): Promise<void> {
  await database.pool.query(`alter table brain.audit disable trigger audit_is_append_only`)
  try {
    await database.pool.query(statement)
  } finally {
    await database.pool.query(`alter table brain.audit enable trigger audit_is_append_only`)
  }
}

describe('a record', () => {
  test('is hashed over all its fields and the hash before it', () => {
    const full = { ...entry, time: '2026-11-22T10:00:00.123456Z' }
    const hash = hashOf(1, full, emptyHead.hash)
    // Computed with sha256sum over the same JSON.
    expect(hash).toBe('103123229ee6a962aa977ddaa86173065a88a180ee633c1c55de341f427796f5')
    for (const changed of [
      hashOf(2, full, emptyHead.hash),
      hashOf(1, full, '1'.repeat(64)),
      ...Object.keys(full).map((field) => hashOf(1, { ...full, [field]: 'other' }, emptyHead.hash)),
    ])
      expect(changed).not.toBe(hash)
  })

  test('follows the one before it', () => {
    const full = { ...entry, time: '2026-11-22T10:00:00.123456Z' }
    const [first, second] = chain(emptyHead, [full, full])
    expect(first).toMatchObject({ sequence: 1, previousHash: emptyHead.hash })
    expect(second).toMatchObject({ sequence: 2, previousHash: first?.hash })
  })

  test('keeps text in the form it can be read back in', () => {
    expect(storable('a\0b\nc\ud800d')).toBe('a\ufffdb\ufffdc\ufffdd')
    expect(storable('𠮷'.repeat(600))).toHaveLength(500)
    expect(storable('𠮷'.repeat(600)).isWellFormed()).toBe(true)
  })

  test('carries equal digests for equal values', () => {
    expect(digestOf({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(digestOf({ b: { d: [1, 2], c: 2 }, a: 1 }))
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: 2 }))
    expect(digestOf(null)).not.toBe(digestOf({}))
  })
})

describe('the trail', () => {
  test('is one chain without gaps, whatever is written at once and by how many servers', async () => {
    await write(300, 3)
    const found = await rows()
    expect(found.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 300 }, (_, index) => index + 1),
    )
    const verified = await verifyAudit(database, [found[99]!.hash, 'f'.repeat(64)])
    expect(verified).toMatchObject({ count: 300, broken: null, head: { hash: found.at(-1)?.hash } })
    expect([...verified.published.values()]).toEqual([100, null])
  })

  test('keeps the order in which things were said, to the microsecond', async () => {
    // A clock that stands still: the order shows all the same.
    const still = new Date()
    const trail = createAuditTrail(database, () => still)
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        trail.write({ ...entry, object: 'ordered', requestId: `o-${index}` }),
      ),
    )
    const { rows: found } = await database.pool.query<{ request_id: string }>(
      `select request_id from brain.audit where object = 'ordered' order by occurred_at`,
    )
    expect(found.map(({ request_id }) => request_id)).toEqual(
      Array.from({ length: 20 }, (_, index) => `o-${index}`),
    )
  })

  test.each([
    ['update', `update brain.audit set username = 'nobody' where sequence = 1`],
    ['delete', 'delete from brain.audit where sequence = 1'],
    ['truncate', 'truncate brain.audit'],
  ])('cannot be changed: %s', async (_, statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('审计记录只能追加')
  })

  test('says so when it cannot be written, and goes on after', async () => {
    const trail = createAuditTrail(database, () => new Date())
    await database.pool.query('alter table brain.audit rename to audit_elsewhere')
    try {
      await expect(trail.write(entry)).rejects.toThrow('brain.audit')
    } finally {
      await database.pool.query('alter table brain.audit_elsewhere rename to audit')
    }
    await trail.write(entry)
    expect((await verifyAudit(database)).broken).toBeNull()
  })
})

describe('npm run audit:verify', () => {
  const verify = async (...given: string[]) =>
    runCommand('audit-verify', given, { DATABASE_URL: await urlOf(database) })

  test('prints the count and the head, and finds published heads', async () => {
    const found = await rows()
    const published = found[41]!.hash
    const answer = await verify('--head', published)
    expect(answer.errors).toBe('')
    expect(answer.code).toBe(0)
    expect(answer.output).toContain(`审计记录 ${found.length} 条，末端散列值 ${found.at(-1)?.hash}`)
    expect(answer.output).toContain('抄存的散列值与第 42 条相符')
    expect(await verify('--head', 'f'.repeat(64))).toMatchObject({
      code: 1,
      errors: expect.stringContaining('不在链中') as string,
    })
  })

  test('names the first record that was changed, taken out or put in', async () => {
    await tamper(`update brain.audit set object = '/api/sources/b' where sequence = 17`)
    expect(await verify()).toMatchObject({
      code: 1,
      errors: expect.stringContaining('第 17 条断开：内容与散列值不符') as string,
    })
    await tamper(`update brain.audit set object = '${entry.object}' where sequence = 17`)
    expect((await verifyAudit(database)).broken).toBeNull()

    await tamper(
      `update brain.audit set occurred_at = occurred_at + interval '1 microsecond' where sequence = 5`,
    )
    expect((await verifyAudit(database)).broken).toMatchObject({ sequence: 5 })
    await tamper(
      `update brain.audit set occurred_at = occurred_at - interval '1 microsecond' where sequence = 5`,
    )

    await tamper('delete from brain.audit where sequence = 200')
    expect((await verifyAudit(database)).broken).toMatchObject({
      sequence: 200,
      reason: '缺少记录，下一条是第 201 条',
    })
  })

  test('finds a cut end by the head that was published', async () => {
    const { head } = await verifyAudit(database)
    await tamper('delete from brain.audit where sequence > 150')
    expect((await verifyAudit(database)).broken).toBeNull()
    const published = (await rows()).at(-1)!.hash
    await tamper('delete from brain.audit where sequence > 140')
    const verified = await verifyAudit(database, [published])
    expect(verified.broken).toBeNull()
    expect(verified.published.get(published)).toBeNull()
    expect(head.sequence).toBe(199)
  })
})
