import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Value } from 'typebox/value'
import type { AlertDraft } from '../../server/alerts/contract.ts'
import { readAlerts } from '../../server/alerts/read.ts'
import { rules } from '../../server/alerts/registry.ts'
import { storeAlerts } from '../../server/alerts/store.ts'
import { AlertList } from '../../server/api/schemas/alert.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { divisions, load } from './facts.ts'

let database: Database
const rule = rules.get('address-moved-out')!
const now = new Date('2026-11-22T02:00:00Z')

beforeAll(async () => {
  database = await openTestDatabase()
  await load(database, 'public/division', divisions)
})
afterAll(() => database.close())

function draft(key: string, more: Partial<AlertDraft> = {}): AlertDraft {
  return {
    key,
    title: `告警 ${key}`,
    message: '住所迁出',
    subject: { kind: 'enterprise', id: key, name: `企业 ${key}` },
    region: '370523',
    occurredOn: '2026-11-01',
    evidence: [{ label: '住所变更', value: '甲 → 乙', source: null }],
    ...more,
  }
}

const store = (drafts: readonly AlertDraft[]) =>
  storeAlerts(database, rule, { realm: 'demonstration', now, drafts })

describe('入库', () => {
  test('同一事件只存一次；序号连续，不因重复而跳号', async () => {
    const first = await store([
      draft('b', { occurredOn: '2026-11-03' }),
      draft('a', { occurredOn: '2026-11-02' }),
    ])
    expect(await store([draft('a'), draft('b')])).toEqual([])
    const second = await store([draft('a'), draft('c')])
    expect([...first, ...second]).toEqual([first[0], first[0]! + 1, first[0]! + 2])
    const { items } = await readAlerts(database, { after: 0, limit: 10 })
    expect(items.map((alert) => alert.subject.id)).toEqual(['a', 'b', 'c'])
  })

  test('两个进程同时存同一批，每条仍只有一份', async () => {
    const drafts = Array.from({ length: 20 }, (_, index) => draft(`同时 ${index}`))
    const stored = await Promise.all([store(drafts), store(drafts), store(drafts)])
    expect(stored.flat().toSorted((a, b) => a - b)).toHaveLength(20)
    expect(new Set(stored.flat()).size).toBe(20)
    // Numbers were drawn for new alerts only, although each writer tried all.
    expect(Math.max(...stored.flat()) - Math.min(...stored.flat())).toBe(19)
  })
})

test('月末事件在月内入库时，发生时间不晚于入库时间', async () => {
  await store([draft('月末', { occurredOn: '2026-11-30' })])
  const { items } = await readAlerts(database, { creditCode: '月末', limit: 1 })
  expect(items[0]?.occurredAt).toBe(now.toISOString())
})

describe('序号与可见顺序', () => {
  const insert = (fingerprint: string) => `
    insert into brain.alert (rule, severity, realm, title, message, subject_kind, subject_id, subject_name,
      occurred_at, recorded_at, evidence, action, fingerprint)
    values ('address-moved-out', 'low', 'demonstration', '', '', 'enterprise', 'x', 'x', now(), now(), '[]',
      '{"title":"查看企业","href":"/"}', '${fingerprint}') returning sequence`

  test('先写者未提交时，后写者等待：续读的客户端不会漏掉序号较小的告警', async () => {
    const [slow, fast] = [await database.pool.connect(), await database.pool.connect()]
    try {
      await slow.query('begin')
      const first = await slow.query<{ sequence: number }>(insert('先写'))
      await fast.query('begin')
      let committed = false
      const second = fast.query<{ sequence: number }>(insert('后写')).then(async (result) => {
        await fast.query('commit')
        committed = true
        return result
      })
      await waitForLock(database)
      const before = await readAlerts(database, { limit: 5 })
      expect(committed).toBe(false)
      expect(before.latest).toBeLessThan(first.rows[0]!.sequence)
      await slow.query('commit')
      const later = await second
      expect(later.rows[0]!.sequence).toBeGreaterThan(first.rows[0]!.sequence)
      const resumed = await readAlerts(database, { after: before.latest, limit: 10 })
      expect(resumed.items.map((alert) => alert.sequence)).toEqual([
        first.rows[0]!.sequence,
        later.rows[0]!.sequence,
      ])
    } finally {
      slow.release()
      fast.release()
    }
  })

  test('多个写者并发、读者不断续读：每条恰好读到一次', async () => {
    const start = (await readAlerts(database, { limit: 1 })).latest
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let round = 0; round < 10; round++) {
        const keys = Array.from({ length: 3 }, (__, index) => draft(`并发 ${writer}-${round}-${index}`))
        await store(keys)
      }
    })
    const seen: number[] = []
    let after = start
    let writing = true
    const finished = Promise.all(writers).then(() => (writing = false))
    for (;;) {
      const last = !writing
      const { items } = await readAlerts(database, { after, limit: 7 })
      seen.push(...items.map((alert) => alert.sequence))
      after = items.at(-1)?.sequence ?? after
      if (last && items.length === 0) break
    }
    await finished
    expect(seen).toHaveLength(120)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
})

describe('读取', () => {
  test('符合接口约定；默认最新在前，nextCursor 接着读', async () => {
    const page = await readAlerts(database, { limit: 2 })
    expect(Value.Errors(AlertList, page)).toEqual([])
    expect(page.items.map((alert) => alert.sequence)).toEqual([page.latest, page.latest - 1])
    expect(page.items[0]).toMatchObject({
      ruleTitle: '企业住所迁出',
      region: { code: '370523', name: '广饶县' },
      recordedAt: now.toISOString(),
      occurredAt: '2026-10-31T16:00:00.000Z',
    })
    const next = await readAlerts(database, { before: Number(page.nextCursor), limit: 2 })
    expect(next.items[0]!.sequence).toBe(page.latest - 2)
  })

  test('按区域、规则、数据域、企业筛选；无区域的属于全省', async () => {
    await store([draft('寿光', { region: '370783' }), draft('全省', { region: null })])
    const read = async (query: object) =>
      (await readAlerts(database, { limit: 500, ...query })).items.map((alert) => alert.subject.id)
    expect(await read({ region: '370700' })).toEqual(['寿光'])
    expect(await read({ region: '370000' })).toContain('全省')
    expect(await read({ region: '370500' })).not.toContain('全省')
    expect(await read({ region: '370500' })).not.toContain('寿光')
    expect(await read({ realm: 'actual' })).toEqual([])
    expect(await read({ rule: 'electricity-anomaly' })).toEqual([])
    expect(await read({ creditCode: '寿光' })).toEqual(['寿光'])
  })
})

/** Until some session waits for the turn to write. */
async function waitForLock(db: Database): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { rows } = await db.pool.query<{ waiting: number }>(
      `select count(*) as waiting from pg_locks where locktype = 'advisory' and not granted`,
    )
    if (rows[0]!.waiting > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('没有会话在等待')
}
