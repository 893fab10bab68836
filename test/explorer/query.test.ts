import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ExplorerAnswer, type RowsBehind } from '../../server/api/schemas/explorer.ts'
import type { TestServer } from '../api/test-server.ts'
import {
  ask,
  dongying,
  facts,
  guangrao,
  openExplorer,
  send,
  toQuery,
  type Asked,
  type Fact,
} from './scene.ts'

let server: TestServer
beforeAll(async () => {
  server = await openExplorer()
})
afterAll(() => server.close())

const revenue = (fits: (fact: Fact) => boolean) =>
  facts.filter(fits).reduce((total, fact) => total + fact.revenue, 0)
const rowsOf = (answer: ExplorerAnswer) =>
  answer.rows.map(({ keys, values }) => [...keys.map(({ label }) => label), ...values])

describe('what officials may see row by row', () => {
  test('is summed exactly, with totals of rows, columns and all', async () => {
    const answer = await ask(server, 'province', {
      measures: [{ of: 'sum', field: 'revenue' }],
      by: [{ field: 'firm_county_code', grain: 'city' }, { field: 'year' }],
    })
    expect(Check(ExplorerAnswer, answer)).toBe(true)
    expect(rowsOf(answer)).toEqual([
      ['东营市', '2024', revenue(({ county, year }) => county.startsWith('3705') && year === 2024)],
      ['东营市', '2025', revenue(({ county, year }) => county.startsWith('3705') && year === 2025)],
      ['潍坊市', '2024', revenue(({ county, year }) => county.startsWith('3707') && year === 2024)],
      ['潍坊市', '2025', revenue(({ county, year }) => county.startsWith('3707') && year === 2025)],
    ])
    expect(answer.margins[0]?.[0]?.values).toEqual([revenue(({ county }) => county.startsWith('3705'))])
    expect(answer.margins[1]?.map(({ values }) => values[0])).toEqual([
      revenue(({ year }) => year === 2024),
      revenue(({ year }) => year === 2025),
    ])
    expect(answer.total.values).toEqual([revenue(() => true)])
    expect(answer.protection).toBeNull()
    expect(answer.measures).toEqual([{ title: '营业收入合计', unit: '元', money: true, digits: 2 }])
  })

  test('stays within their region', async () => {
    const answer = await ask(server, 'county', { measures: [{ of: 'sum', field: 'revenue' }] })
    expect(answer.total.values).toEqual([revenue(({ county }) => county === guangrao)])
  })

  test('never adds fictional firms to real ones', async () => {
    const of = async (realm: 'demonstration' | 'actual') =>
      (await ask(server, 'province', { measures: [{ of: 'sum', field: 'revenue' }, { of: 'firms' }], realm }))
        .total.values
    expect(await of('demonstration')).toEqual([
      revenue(() => true),
      new Set(facts.map(({ firm }) => firm)).size,
    ])
    expect(await of('actual')).toEqual([77, 1])
  })

  test.each<[string, Asked['measures'][number], (values: number[]) => number]>([
    [
      'mean',
      { of: 'mean', field: 'revenue' },
      (values) => Math.round((sum(values) / values.length) * 100) / 100,
    ],
    ['median', { of: 'median', field: 'revenue' }, (values) => middle(values)],
    ['min', { of: 'min', field: 'revenue' }, (values) => Math.min(...values)],
    ['max', { of: 'max', field: 'revenue' }, (values) => Math.max(...values)],
    ['distinct', { of: 'distinct', field: 'revenue' }, (values) => new Set(values).size],
    ['count', { of: 'count' }, (values) => values.length],
  ])('has %s', async (_, measure, expected) => {
    const answer = await ask(server, 'province', { measures: [measure] })
    expect(answer.total.values[0]).toBe(expected(facts.map((fact) => fact.revenue)))
  })

  test('has shares of the whole that add up', async () => {
    const answer = await ask(server, 'province', {
      measures: [{ of: 'share', field: 'revenue' }],
      by: [{ field: 'industry_code', grain: 'division' }],
    })
    expect(sum(answer.rows.map(({ values }) => values[0] ?? 0))).toBeCloseTo(100, 9)
    expect(answer.measures[0]?.unit).toBe('%')
  })

  test('is filtered by words, ranges in yuan, periods and vocabularies', async () => {
    const registration = 'dataset:public/enterprise-registration'
    const count = async (filters: NonNullable<Asked['filters']>) =>
      (await ask(server, 'province', { subject: registration, measures: [{ of: 'count' }], filters })).total
        .values[0]
    expect(await count([{ field: 'name', is: 'contains', text: '第1有限' }])).toBe(1)
    // Wildcards of patterns are letters like any other.
    expect(await count([{ field: 'name', is: 'contains', text: '%' }])).toBe(0)
    expect(await count([{ field: 'registered_capital', is: 'range', from: 200_000, to: 300_000 }])).toBe(2)
    expect(await count([{ field: 'registered_on', is: 'period', from: '2001', to: '2001' }])).toBe(3)
    expect(await count([{ field: 'registered_on', is: 'period', to: '2001-03' }])).toBe(3)
    expect(await count([{ field: 'status', is: 'one-of', values: ['注销'] }])).toBe(7)
    expect(await count([{ field: 'is_branch', is: 'one-of', values: ['是'] }])).toBe(9)
    expect(await count([{ field: 'county_code', is: 'one-of', grain: 'city', values: [dongying] }])).toBe(32)
  })

  test('groups dates by year, quarter and month', async () => {
    const first = async (grain: 'year' | 'quarter' | 'month') =>
      (
        await ask(server, 'province', {
          subject: 'dataset:public/enterprise-registration',
          measures: [{ of: 'count' }],
          by: [{ field: 'registered_on', grain }],
        })
      ).rows[0]?.keys[0]
    expect(await first('year')).toEqual({ code: '2001', label: '2001' })
    expect(await first('quarter')).toEqual({ code: '2001-Q1', label: '2001 年 1 季度' })
    expect(await first('month')).toEqual({ code: '2001-03', label: '2001-03' })
  })

  test('is cut to the top, with the total of all', async () => {
    const answer = await ask(server, 'province', {
      measures: [{ of: 'sum', field: 'revenue' }],
      by: [{ field: 'firm_county_code', grain: 'county' }],
      top: 2,
      sort: { by: 'value', descending: false },
    })
    const places = ['370502', '370505', guangrao, '370783']
    const amounts = places.map((place) => revenue(({ county }) => county === place)).toSorted((a, b) => a - b)
    expect(answer.rows.map(({ values }) => values[0])).toEqual(amounts.slice(0, 2))
    expect(answer.available).toBe(4)
    expect(answer.total.values).toEqual([revenue(() => true)])
  })

  test('was as it was known at a day', async () => {
    // Everything in the scene holds since 2026-01-01.
    const at = async (asOf: string) =>
      (await ask(server, 'province', { measures: [{ of: 'count' }], asOf })).total.values[0]
    expect(await at('2025-12-31')).toBe(0)
    expect(await at('2026-01')).toBe(facts.length)
    await server.database.pool.query(
      `insert into public_warehouse.above_scale_annual_history (credit_code, year, revenue, row_id, batch_id, row_number, row_hash, valid_from, valid_to)
       select credit_code, year, 1, row_id + 1000000, batch_id, row_number, row_hash, '2025-06-01', '2026-01-01'
       from public_warehouse.above_scale_annual where credit_code like '%DEM0%' limit 3`,
    )
    expect(await at('2025-12-31')).toBe(3)
    expect(await at('2025-05')).toBe(0)
  })

  test('shows the rows behind a number, each a row of the warehouse', async () => {
    const query = toQuery({
      measures: [{ of: 'sum', field: 'revenue' }],
      by: [{ field: 'firm_county_code', grain: 'county' }],
    })
    const answer = await server.request('province', {
      method: 'POST',
      url: '/api/explorer/rows',
      payload: { query, keys: [guangrao] },
    })
    expect(answer.statusCode).toBe(200)
    const rows = answer.json<RowsBehind>()
    const expected = facts.filter(({ county }) => county === guangrao)
    expect(rows.total).toBe(expected.length)
    const column = rows.columns.findIndex(({ name }) => name === 'revenue')
    expect(sum(rows.items.map(({ cells }) => Number(cells[column])))).toBe(
      revenue(({ county }) => county === guangrao),
    )
    const { rows: known } = await server.database.pool.query<{ count: number }>(
      'select count(*)::int as count from public_warehouse.above_scale_annual where row_id = any($1)',
      [rows.items.map(({ rowId }) => rowId)],
    )
    expect(known[0]?.count).toBe(expected.length)
  })

  test('of different units is not added up', async () => {
    const capacity = {
      subject: 'dataset:enterprise/capacity-week',
      measures: [{ of: 'sum' as const, field: 'maximum' }],
    }
    const refused = await send(server, 'province', capacity)
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('不同单位不能相加')])
    const answer = await ask(server, 'province', { ...capacity, by: [{ field: 'unit' }] })
    expect(answer.rows.map(({ keys }) => keys[0]?.label)).toEqual(expect.arrayContaining(['万条', '吨']))
  })
})

describe('names and values from outside', () => {
  const hostile = [
    'revenue; drop table brain.account',
    'revenue" from brain.account --',
    "revenue') or ('1'='1",
    'row_id',
    'password_hash',
    '__proto__',
    'constructor',
    'REVENUE',
    '营业收入',
  ]
  test.each(hostile)('a column called %s is refused', async (field) => {
    for (const asked of [
      { measures: [{ of: 'sum' as const, field }] },
      { measures: [{ of: 'count' as const }], by: [{ field }] },
      { measures: [{ of: 'count' as const }], filters: [{ field, is: 'contains' as const, text: 'x' }] },
    ]) {
      const { status, body } = await send(server, 'province', asked)
      expect([status, body.code]).toEqual([400, expect.stringMatching(/^(invalid-request|explorer-query)$/)])
    }
  })

  test.each([
    "'; drop table brain.account; --",
    '" or true --',
    '\\',
    '$1',
    '%',
    "' or '1'='1",
    '\u202e',
    '𠮷',
  ])('a value of %s is a value', async (text) => {
    const registration = {
      subject: 'dataset:public/enterprise-registration',
      measures: [{ of: 'count' as const }],
    }
    const contains = await ask(server, 'province', {
      ...registration,
      filters: [{ field: 'name', is: 'contains', text }],
    })
    const oneOf = await ask(server, 'province', {
      ...registration,
      filters: [{ field: 'status', is: 'one-of', values: [text] }],
    })
    expect([contains.total.values, oneOf.total.values]).toEqual([[0], [0]])
  })

  test.each(['dataset:brain/account', 'dataset:public/none', 'metric:none', 'dataset:pg_catalog/pg-class'])(
    'a subject called %s does not exist',
    async (subject) => {
      const { status } = await send(server, 'province', { subject, measures: [{ of: 'count' }] })
      expect([400, 404]).toContain(status)
    },
  )

  test('bounds of any size are compared, not overflowed', async () => {
    for (const from of [1e308, -1e308, 5e-324, Number.MAX_SAFE_INTEGER]) {
      for (const field of ['revenue', 'staff']) {
        const { status } = await send(server, 'province', {
          measures: [{ of: 'count' }],
          filters: [{ field, is: 'range', from }],
        })
        expect([field, from, status]).toEqual([field, from, 200])
      }
    }
  })

  test('another region than one’s own is refused', async () => {
    const { status, body } = await send(server, 'county', { measures: [{ of: 'count' }], region: dongying })
    expect([status, body.code]).toEqual([403, 'region-outside'])
  })

  test('administrators have nothing to analyse', async () => {
    const { status } = await send(server, 'audit-admin', { measures: [{ of: 'count' }] })
    expect(status).toBe(403)
  })
})

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [left = 0, right = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return (left + right) / 2
}
