import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { golden, insertBatch, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

const tyre = completeCreditCode('370523', 'MA3TYRE0')
const carbon = completeCreditCode('370502', 'MA3CARB0')

beforeAll(async () => {
  server = await startTestServer({
    fill: (database) =>
      insertGolden(database, [golden({ credit_code: tyre, name: '山东广饶远行轮胎有限公司' })]),
  })
})
afterAll(() => server.close())

describe('facts of a firm', () => {
  beforeAll(async () => {
    const { kysely } = server.database
    const batch = await insertBatch(server.database, 'enterprise/supply-transaction', {
      fileName: '交易.xlsx',
    })
    for (let row = 1; row <= 30; row++) {
      const sale = row % 3 !== 0
      await sql`
        insert into enterprise_warehouse.supply_transaction (transaction_id, month, supplier_credit_code, supplier_name,
          buyer_credit_code, buyer_name, segment, product, quantity, unit, amount, batch_id, row_number, row_hash, valid_from)
        values (${`T${row}`}, ${`2026-0${1 + (row % 6)}`}, ${sale ? tyre : carbon}, ${sale ? '远行' : '炭黑'},
          ${sale ? null : tyre}, ${sale ? '德国客户' : '远行'}, 'all-steel-tyre', '全钢胎', 10, '条', ${row * 100 + 1},
          ${batch}, ${row}, 0, '2026-09-30T16:00:00Z')`.execute(kysely)
      await sql`
        insert into enterprise_warehouse.energy_meter (meter_id, read_at, credit_code, medium, value, unit,
          batch_id, row_number, row_hash, valid_from)
        values (${`M${row % 2}`}, ${`2026-01-31T23:${String(10 + row)}:00+08:00`}, ${tyre}, '电', ${row}, 'kWh',
          ${batch}, ${row}, 0, now())`.execute(kysely)
      await sql`
        insert into enterprise_warehouse.capacity_week (credit_code, week_start, product, maximum, actual, unit,
          batch_id, row_number, row_hash, valid_from)
        values (${tyre}, ${`2026-03-${String(row).padStart(2, '0')}`}, '全钢胎', 100, null, '条', ${batch}, ${row}, 0, now())
        `.execute(kysely)
    }
  })

  async function all<Item>(path: string): Promise<Item[]> {
    const found: Item[] = []
    let cursor = ''
    for (;;) {
      const answer = await server.get('county', `/api/enterprises/${tyre}/${path}&limit=7${cursor}`)
      expect(answer.statusCode, answer.body).toBe(200)
      const page = answer.json<{ items: Item[]; nextCursor: string | null }>()
      found.push(...page.items)
      if (page.nextCursor === null) return found
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
    }
  }

  test('transactions say which way they went, with whom, and where that stands', async () => {
    const items = await all<Record<string, unknown>>('transactions?')
    expect(items).toHaveLength(30)
    const months = items.map((item) => String(item['month']))
    expect(months).toEqual(months.toSorted().toReversed())
    expect(items.filter((item) => item['direction'] === 'sale')).toHaveLength(20)
    const purchase = items.find((item) => item['direction'] === 'purchase')
    expect(purchase).toMatchObject({ partner: { creditCode: carbon, name: '炭黑' } })
    const sale = items.find((item) => item['direction'] === 'sale')
    expect(sale).toMatchObject({
      partner: { creditCode: null, name: '德国客户' },
      source: {
        dataset: 'enterprise/supply-transaction',
        fileName: '交易.xlsx',
        effectiveAt: '2026-09-30T16:00:00Z',
      },
    })
    expect(new Set(items.map((item) => item['amount']))).toContain(1.01)
    expect(Object.keys(sale ?? {})).not.toContain('cursor_row')
  })

  test('end with the month or the day asked for', async () => {
    expect(await all('transactions?asOf=2026-03')).toHaveLength(15)
    expect(await all('capacity?asOf=2026-03-10')).toHaveLength(10)
    expect(await all('capacity?asOf=2026-02')).toHaveLength(0)
    // The readings of 31 January in Shanghai are of January, though the UTC day is the same only by chance.
    expect(await all('energy?asOf=2026-01')).toHaveLength(30)
    expect(await all('energy?asOf=2026-01-30')).toHaveLength(0)
  })

  test('page through equal periods without loss', async () => {
    expect(new Set((await all<{ period: string }>('energy?')).map(({ period }) => period)).size).toBe(30)
    expect(await all('capacity?')).toHaveLength(30)
  })
})
