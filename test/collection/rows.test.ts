import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPlainRows, readRows } from '../../server/collection/dataset-rows.ts'
import { createRowOrders, type RowOrders } from '../../server/collection/row-orders.ts'
import {
  readConditions,
  readInstant,
  readSort,
  type RowQuery,
} from '../../server/collection/row-conditions.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { openViewerDatabase, type Viewer } from '../../server/warehouse/viewer-database.ts'
import { urlOf } from '../database.ts'
import { openWarehouse, type Warehouse } from '../ingest/load-file.ts'
import { sample } from '../ingest/sample-dataset.ts'

const official: Viewer = {
  kind: 'official',
  username: 'province',
  regionPrefix: '37',
  firms: [],
  own: null,
  clearance: 3,
}

let warehouse: Warehouse
let reader: Database
let orders: RowOrders

/** Equal, missing, long, astral and comma-laden values, so that ties, nulls and byte order matter. */
const words = ['', '轮胎', '橡胶轮胎', 'a', 'A', 'ab', '𠮷祥', '～', '甲"乙', '%_', 'é']
const header = 'code,month,name,note,state,count,ratio,amount,active,day,moment'

function fileOf(seed: number, rows: number): string {
  let state = seed
  const next = (bound: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % bound
  }
  const pick = (list: readonly string[]): string => list[next(list.length)] ?? ''
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = Array.from({ length: rows }, (_, at) => {
    const code = `${'ABCDE'[Math.floor(at / 100) % 5]}${String(at % 100).padStart(2, '0')}`
    return [
      code,
      '2024-01',
      quoted(pick(words.filter((word) => word !== '' && word.length <= 8))),
      quoted(pick(words)),
      pick(['', '存续', '注销']),
      next(4) === 0 ? '' : String(next(9)),
      next(5) === 0 ? '' : String((next(400) - 200) / 8),
      next(3) === 0 ? '' : ((next(900) - 300) / 4).toFixed(2),
      pick(['', '是', '否']),
      next(4) === 0 ? '' : `20${10 + next(9)}-0${1 + next(9)}-1${next(9)}`,
      next(4) === 0 ? '' : `2024-03-0${1 + next(9)} 0${next(9)}:30:00`,
    ].join(',')
  })
  return [header, ...lines].join('\n')
}

beforeAll(async () => {
  warehouse = await openWarehouse()
  await ensureRowSecurity(warehouse.database, [sample])
  reader = openViewerDatabase(await urlOf(warehouse.database), () => official)
  orders = createRowOrders(warehouse.database, { recheckMs: 0, patienceMs: Infinity })
  await warehouse.load(fileOf(11, 300), { name: 'first.csv', effectiveAt: new Date('2026-01-01T00:00:00Z') })
  await warehouse.load(fileOf(12, 200), { name: 'second.csv', effectiveAt: new Date('2026-02-01T00:00:00Z') })
  await warehouse.load(fileOf(13, 400), { name: 'third.csv', effectiveAt: new Date('2026-03-01T00:00:00Z') })
})
afterAll(async () => {
  await reader.close()
  await warehouse.close()
})

const bound = (values: fc.Arbitrary<string>) =>
  fc.tuple(fc.option(values, { nil: '' }), fc.option(values, { nil: '' })).map(([a, b]) => `${a}..${b}`)
const orMissing = (values: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: values }, fc.constantFrom(':missing', ':present'))
const text = fc.constantFrom('轮', '胎', 'a', 'b', '𠮷', '"', '%', '没有这样的词')
const day = fc
  .tuple(fc.integer({ min: 10, max: 18 }), fc.integer({ min: 1, max: 9 }))
  .map(([y, m]) => `20${y}-0${m}-15`)
const number = fc.integer({ min: -30, max: 30 }).map(String)

const parameters = fc.record(
  {
    'filter.name': orMissing(fc.oneof(text, fc.constantFrom('=轮胎|ab|无', '=～', '=𠮷祥|é'))),
    'filter.note': orMissing(text),
    'filter.state': orMissing(fc.constantFrom('=存续', '=存续|注销', '销')),
    'filter.count': orMissing(fc.oneof(number, bound(number))),
    'filter.ratio': orMissing(bound(number)),
    'filter.amount': orMissing(bound(number)),
    'filter.active': orMissing(fc.constantFrom('是', '否')),
    'filter.day': orMissing(fc.oneof(day, bound(day))),
    'filter.month': orMissing(fc.constantFrom('2024-01', '2023-01..2024-06')),
    'filter.moment': orMissing(
      bound(fc.constantFrom('2024-03-02', '2024-03-05', '2024-03-05T03:30:00+08:00')),
    ),
    'filter.code': orMissing(fc.constantFrom('A0', '=A01|B01|C77', '5')),
  },
  { requiredKeys: [] },
)
const sorts = fc.option(
  fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.constantFrom(
        'code',
        'name',
        'note',
        'state',
        'count',
        'ratio',
        'amount',
        'active',
        'day',
        'month',
        'moment',
      ),
    )
    .map(([sign, name]) => `${sign}${name}`),
  { nil: '' },
)
const queries = fc.record({
  parameters,
  sort: sorts,
  asOf: fc.option(fc.constantFrom('2025-06-01', '2026-01-01', '2026-01-15', '2026-02-20', '2026-03-14'), {
    nil: null,
  }),
  offset: fc.constantFrom(0, 0, 3, 40, 250, 5000),
  limit: fc.constantFrom(1, 20, 50),
})

function queryOf(given: {
  parameters: object
  sort: string
  asOf: string | null
  offset: number
  limit: number
}): RowQuery {
  return {
    dataset: sample,
    conditions: readConditions(sample, { ...given.parameters }),
    sort: readSort(sample, given.sort),
    asOf: given.asOf === null ? null : readInstant('asOf', given.asOf),
    offset: given.offset,
    limit: given.limit,
  }
}

describe('rows found through orders in memory', () => {
  test('are those that the database finds, whatever is asked for', async () => {
    let ordered = 0
    await fc.assert(
      fc.asyncProperty(queries, async (given) => {
        const query = queryOf(given)
        const page = await orders.page(query)
        if (page !== null) ordered++
        const [fast, plain] = await Promise.all([
          readRows({ database: reader, orders }, official, query),
          readPlainRows(reader, query),
        ])
        expect(fast.total).toBe(plain.total)
        expect(JSON.parse(fast.items)).toEqual(JSON.parse(plain.items))
      }),
      { numRuns: 300 },
    )
    expect(ordered).toBe(300)
  })

  test('show a load as soon as it is done', async () => {
    const query = queryOf({
      parameters: { 'filter.name': '=新来' },
      sort: '-count',
      asOf: null,
      offset: 0,
      limit: 10,
    })
    expect((await readRows({ database: reader, orders }, official, query)).total).toBe(0)
    await warehouse.load(`${header}\nZ01,2024-01,新来,,,5,,,,,\nZ02,2024-01,新来,,,7,,,,,\n`, {
      name: 'new.csv',
    })
    const { items, total } = await readRows({ database: reader, orders }, official, query)
    expect(total).toBe(2)
    expect((JSON.parse(items) as { values: { count: number } }[]).map(({ values }) => values.count)).toEqual([
      7, 5,
    ])
  })

  test('keep within the memory set aside for them', async () => {
    const small = createRowOrders(warehouse.database, { recheckMs: 0, patienceMs: Infinity, bytes: 30_000 })
    for (const sort of ['name', 'note', 'count', 'ratio', 'day', 'code', 'amount']) {
      const query = queryOf({ parameters: {}, sort, asOf: null, offset: 0, limit: 5 })
      const fast = await readRows({ database: reader, orders: small }, official, query)
      expect(JSON.parse(fast.items)).toEqual(JSON.parse((await readPlainRows(reader, query)).items))
      expect(small.bytes).toBeLessThanOrEqual(30_000)
    }
  })

  test('are left to the database for a dataset that is too large', async () => {
    const none = createRowOrders(warehouse.database, { rows: 10 })
    expect(
      await none.page(queryOf({ parameters: {}, sort: 'name', asOf: null, offset: 0, limit: 5 })),
    ).toBeNull()
  })
})
