import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Connector, Delivery } from '../../connectors/contract.ts'
import type { NamedConnector } from '../../server/ingest/connectors.ts'
import { hasFailed, loadPack, type PackProgress } from '../../server/ingest/pack.ts'
import { run, runConnector } from '../../server/ingest/run-connector.ts'
import { openWarehouse, type Warehouse } from './load-file.ts'
import { loadingDay } from './sample-dataset.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse()
})
afterAll(() => warehouse.close())
beforeEach(async () => {
  await warehouse.query(
    'truncate public_warehouse.division, public_warehouse.division_history, brain.quarantine, brain.batch, brain.source_state cascade',
  )
})

const division = (code: string, name = '某县') => ({ code, name, level: 'county' })

function connector(deliveries: readonly Partial<Delivery>[], more: Partial<Connector> = {}): NamedConnector {
  return {
    id: 'public/test',
    title: '测试',
    publisher: '测试',
    licence: '测试',
    dataset: 'public/division',
    async *fetch() {
      for (const [position, delivery] of deliveries.entries()) {
        yield {
          name: `file-${position}`,
          format: 'records',
          content: { records: () => [] },
          ...delivery,
        } as Delivery
      }
    },
    ...more,
  }
}

const records = (...rows: Record<string, string>[]): Partial<Delivery> => ({
  content: { records: () => rows },
})
const state = async () =>
  (await warehouse.query<Record<string, unknown>>('select * from brain.source_state'))[0]
const start = (given: NamedConnector, options: Partial<Parameters<typeof run>[2]> = {}) =>
  run(warehouse.database, given, { dataDirectory: warehouse.dataDirectory, now: loadingDay, ...options })

describe('a run', () => {
  test('loads each delivery, notes the watermark and the result', async () => {
    const results = await start(
      connector([
        { ...records(division('370101'), division('370102')), watermark: '5' },
        { ...records(division('370103'), division('xx')), watermark: '9' },
      ]),
    )
    expect(
      results.map(({ status, read, inserted, quarantined }) => [status, read, inserted, quarantined]),
    ).toEqual([
      ['loaded', 2, 2, 0],
      ['loaded', 2, 1, 1],
    ])
    expect(await state()).toMatchObject({
      source: 'public/test',
      enabled: true,
      watermark: '9',
      last_status: 'loaded',
      last_read: 4,
      last_accepted: 3,
      last_quarantined: 1,
      last_batch_id: results[1]?.batchId,
      last_error: null,
    })
  })

  test('is given its last watermark, options and the time', async () => {
    const seen: unknown[] = []
    const given = connector([], {
      async *fetch({ watermark, options, now, dataFolder }) {
        seen.push({ watermark, options, now, dataFolder })
        yield {
          name: 'x',
          format: 'records',
          content: { records: () => [division('370101')] },
          watermark: '7',
        }
      },
    })
    await start(given)
    await start(given, { options: { a: 'b' }, dataFolder: '/data' })
    expect(seen).toEqual([
      { watermark: undefined, options: {}, now: loadingDay, dataFolder: undefined },
      { watermark: '7', options: { a: 'b' }, now: loadingDay, dataFolder: '/data' },
    ])
    expect((await state())?.last_status).toBe('repeated')
  })

  test('ends at a delivery that fails; the watermark stays before it', async () => {
    const results = await start(
      connector([
        { ...records(division('370101')), watermark: '1' },
        { ...records({ name: '没有代码', level: 'county' }), watermark: '2' },
        { ...records(division('370102')), watermark: '3' },
      ]),
    )
    expect(results.map(({ status }) => status)).toEqual(['loaded', 'failed'])
    expect(await state()).toMatchObject({
      watermark: '1',
      last_status: 'failed',
      last_error: { code: 'header-missing' },
    })
  })

  test('that cannot fetch says so in its state and throws', async () => {
    const given = connector([], {
      async *fetch() {
        yield* []
        await Promise.reject(new Error('对方无应答'))
      },
    })
    await expect(start(given)).rejects.toThrow('对方无应答')
    expect(await state()).toMatchObject({
      last_status: 'failed',
      last_error: { code: 'fetch', message: '对方无应答', retry: true },
    })
  })

  test('without anything new is empty', async () => {
    expect(await start(connector([]))).toEqual([])
    expect((await state())?.last_status).toBe('empty')
  })
})

describe('the expected yield is that of the whole run', () => {
  const two = [records(division('370101')), records(division('370102'), division('370103'))]

  test('within it', async () => {
    const results = await start(
      connector(two, { expectedYield: { minimum: 3, maximum: 3, outside: 'fail' } }),
    )
    expect(results.every(({ status, warnings }) => status === 'loaded' && warnings.length === 0)).toBe(true)
  })

  test('below it: known with the last delivery, which is not loaded', async () => {
    const results = await start(
      connector(two, { expectedYield: { minimum: 5, maximum: 9, outside: 'fail' } }),
    )
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      ['loaded', undefined],
      ['failed', 'yield'],
    ])
  })

  test('above it: as soon as it is passed', async () => {
    const results = await start(
      connector(two, { expectedYield: { minimum: 0, maximum: 0, outside: 'fail' } }),
    )
    expect(results.map(({ status }) => status)).toEqual(['failed'])
  })

  test('or it only warns', async () => {
    const results = await start(
      connector(two, { expectedYield: { minimum: 9, maximum: 9, outside: 'warn' } }),
    )
    expect(results.map(({ status, warnings }) => [status, warnings.map(({ rule }) => rule)])).toEqual([
      ['loaded', []],
      ['loaded', ['yield']],
    ])
  })

  test('a file known already does not count as missing', async () => {
    const given = connector(two, { expectedYield: { minimum: 3, maximum: 3, outside: 'fail' } })
    await start(given)
    expect((await start(given)).map(({ status }) => status)).toEqual(['repeated', 'repeated'])
  })
})

test('connectors and packs are found by their folders', async () => {
  const options = { dataDirectory: warehouse.dataDirectory }
  const [batch] = await runConnector(warehouse.database, 'public/boundary-shandong', options)
  expect(batch).toMatchObject({
    status: 'loaded',
    dataset: 'public/region-boundary',
    source: 'public/boundary-shandong',
    quarantined: 0,
  })
  await expect(runConnector(warehouse.database, 'public/none', options)).rejects.toThrow(
    '没有名为“public/none”的连接器',
  )
  await expect(loadPack(warehouse.database, 'none', options)).rejects.toThrow('没有名为“none”的数据包')
  await expect(loadPack(warehouse.database, 'shandong-open-data', options)).rejects.toThrow('--data')
})

test('a pack goes on where one connector fails, and says so', async () => {
  const seen = new Set<string>()
  const outcomes = await loadPack(
    warehouse.database,
    'shandong-open-data',
    { dataDirectory: warehouse.dataDirectory, dataFolder: warehouse.dataDirectory },
    ({ source, position, total }: PackProgress) => seen.add(`${source} ${position < total}`),
  )
  expect(hasFailed(outcomes)).toBe(true)
  const failed = outcomes.filter(({ error }) => error !== null)
  const loaded = outcomes.filter(({ error, batches }) => error === null && batches.length > 0)
  expect(failed.length).toBeGreaterThan(0)
  // What stands in the project itself loads without the data folder.
  expect(loaded.map((outcome) => outcome.connector)).toContain('industry/chain-segments')
  expect([...seen].every((line) => line.endsWith('true'))).toBe(true)
})
