import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSourceRuns } from '../../server/collection/source-runs.ts'
import { schedulePeriod, stalenessOf } from '../../server/collection/staleness.ts'
import { takeDueRetries } from '../../server/composition/retries.ts'
import type { NamedConnector } from '../../server/ingest/connectors.ts'
import { retryMinutes, run } from '../../server/ingest/run-connector.ts'
import { openWarehouse, type Warehouse } from '../ingest/load-file.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse()
})
afterAll(() => warehouse.close())

function connector(id: string, fetch: NamedConnector['fetch']): NamedConnector {
  return { id, title: '测试', publisher: '测试', licence: '测试', dataset: 'public/division', fetch }
}

const broken = (id: string) =>
  // Fails before it has anything to give.
  connector(id, () => ({
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('对方网站 503')) }),
  }))

const start = (given: NamedConnector, options: Partial<Parameters<typeof run>[2]>) =>
  run(warehouse.database, given, { dataDirectory: warehouse.dataDirectory, loadedBy: '定时', ...options })
const runsOf = (source: string) => readSourceRuns(warehouse.database, source, { limit: 10, before: null })
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)

describe('a scheduled run that fails', () => {
  test('is tried again three times, each after a longer wait, and then given up', async () => {
    const source = 'public/broken'
    await expect(start(broken(source), { cause: 'schedule' })).rejects.toThrow('503')
    for (const [at, minutes] of retryMinutes.entries()) {
      const [last] = await runsOf(source)
      expect(last).toMatchObject({ status: 'failed', attempt: at + 1, error: { message: '对方网站 503' } })
      const wait = (last?.nextAttemptAt?.getTime() ?? 0) - (last?.finishedAt?.getTime() ?? 0)
      expect(wait).toBe(minutes * 60_000)
      expect(await takeDueRetries(warehouse.database, later(minutes - 1))).toEqual([])
      expect(await takeDueRetries(warehouse.database, later(minutes + 1))).toEqual([
        { source, attempt: at + 2 },
      ])
      // Handed out once.
      expect(await takeDueRetries(warehouse.database, later(60))).toEqual([])
      await expect(start(broken(source), { cause: 'retry', attempt: at + 2 })).rejects.toThrow('503')
    }
    expect((await runsOf(source)).map(({ attempt, nextAttemptAt }) => [attempt, nextAttemptAt])).toEqual([
      [4, null],
      [3, null],
      [2, null],
      [1, null],
    ])
    expect(await takeDueRetries(warehouse.database, later(600))).toEqual([])
  })

  test('waits while it is paused, and not at all when a person has run it meanwhile', async () => {
    const source = 'public/paused'
    await expect(start(broken(source), { cause: 'schedule' })).rejects.toThrow('503')
    await warehouse.query('update brain.source_state set enabled = false where source = $1', [source])
    expect(await takeDueRetries(warehouse.database, later(60))).toEqual([])
    await warehouse.query('update brain.source_state set enabled = true where source = $1', [source])
    await start(
      connector(source, async function* () {
        yield {
          name: '到了',
          format: 'records',
          content: { records: () => [{ code: '370101', name: '某县', level: 'county' }] },
        }
      }),
      { cause: 'person' },
    )
    expect(await takeDueRetries(warehouse.database, later(60))).toEqual([])
    const [last, first] = await runsOf(source)
    expect(last).toMatchObject({ status: 'loaded', cause: 'person', read: 1, accepted: 1, startedBy: '定时' })
    expect(last?.batches).toHaveLength(1)
    expect(first).toMatchObject({ status: 'failed', cause: 'schedule', nextAttemptAt: null })
  })

  test('by hand or with its pack is not tried again by itself', async () => {
    for (const cause of ['person', 'pack'] as const) {
      await expect(start(broken(`public/${cause}`), { cause })).rejects.toThrow('503')
      expect((await runsOf(`public/${cause}`))[0]?.nextAttemptAt).toBeNull()
    }
  })
})

test('a run given up is recorded as cancelled, loads nothing and is not tried again', async () => {
  const controller = new AbortController()
  const results = await start(
    connector('public/cancelled', async function* () {
      controller.abort(new Error('已由 operator 取消，未合并的数据没有写入'))
      yield {
        name: '很多行',
        format: 'records',
        content: {
          records: () =>
            Array.from({ length: 20_000 }, (_, at) => ({
              code: String(100_000 + at),
              name: '某县',
              level: 'county',
            })),
        },
      }
    }),
    { cause: 'schedule', signal: controller.signal },
  )
  expect(results.map(({ status, accepted }) => [status, accepted])).toEqual([['failed', 0]])
  expect((await runsOf('public/cancelled'))[0]).toMatchObject({
    status: 'cancelled',
    nextAttemptAt: null,
    accepted: 0,
  })
  expect(
    await warehouse.query(`select from public_warehouse.division where name = '某县' and code = '100000'`),
  ).toEqual([])
})

describe('freshness', () => {
  const at = (text: string) => new Date(`${text}:00+08:00`)
  const state = (lastSuccessAt: Date | null, now: string, more: object = {}) =>
    stalenessOf(
      { schedule: '30 3 * * *', cycle: 'daily', demonstration: false, lastSuccessAt, ...more },
      at(now),
    ).state

  test('follows the schedule: a day late is due, a day and a half overdue', () => {
    const last = at('2026-03-01T03:31')
    expect(state(null, '2026-03-01T04:00')).toBe('never')
    expect(state(last, '2026-03-02T03:30')).toBe('fresh')
    expect(state(last, '2026-03-02T10:00')).toBe('due-soon')
    expect(state(last, '2026-03-02T15:32')).toBe('overdue')
  })

  test('follows the cycle of the dataset where there is no schedule', () => {
    const last = at('2026-03-01T00:00')
    expect(state(last, '2026-03-28T00:00', { schedule: null, cycle: 'monthly' })).toBe('fresh')
    expect(state(last, '2026-05-01T00:00', { schedule: null, cycle: 'monthly' })).toBe('overdue')
    expect(state(last, '2036-05-01T00:00', { schedule: null, cycle: 'irregular' })).toBe('fresh')
    expect(state(last, '2036-05-01T00:00', { demonstration: true })).toBe('fresh')
  })

  test.each([
    ['* * * * *', 1],
    ['*/15 * * * *', 15],
    ['0 * * * *', 60],
    ['0 */6 * * *', 360],
    ['30 3 * * *', 1440],
    ['0 0 30 3 * *', 31 * 1440],
    ['0 2 * * 1', 7 * 1440],
    ['0 2 1 * *', 31 * 1440],
    ['0 2 1 7 *', 366 * 1440],
  ])('reads %s as every %i minutes', (cron, minutes) => {
    expect(schedulePeriod(cron)).toBe(minutes * 60_000)
  })
})
