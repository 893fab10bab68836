import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/warehouse/database.ts'
import { insertBatch } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

/** Two sectors of Miller & Blair: Z = [[150, 500], [200, 100]], f = (350, 1700), x = (1000, 2000). */
async function insertTable(database: Database): Promise<void> {
  const batch = await insertBatch(database, 'industry/input-output')
  const cells: [string, string, string, number][] = [
    ['01', '农产品', '01', 150],
    ['01', '农产品', '02', 500],
    ['01', '农产品', 'TFU', 350],
    ['02', '橡胶制品', '01', 200],
    ['02', '橡胶制品', '02', 100],
    ['02', '橡胶制品', 'TFU', 1700],
    ['TVA', '增加值合计', '01', 650],
    ['TVA', '增加值合计', '02', 1400],
    ['TI', '总投入', '01', 1000],
    ['TI', '总投入', '02', 2000],
  ]
  for (const [number, [row, title, column, value]] of cells.entries()) {
    await sql`
      insert into industry_warehouse.input_output (table_code, row_code, row_title, column_code, value, year, batch_id,
        row_number, row_hash, valid_from)
      values ('china_2020_153', ${row}, ${title}, ${column}, ${value}, 2020, ${batch}, ${number + 1}, 0, now())`.execute(
      database.kysely,
    )
  }
}

beforeAll(async () => {
  server = await startTestServer({ fill: insertTable })
})
afterAll(() => server.close())

describe('需求测算', () => {
  const compute = (payload: object) =>
    server.request('province', { method: 'POST', url: '/api/scenarios/demand', payload })

  test('gives the textbook answer, in amounts and by percent', async () => {
    const changes = [
      { sector: '01', amount: 250 },
      { sector: '02', amount: -200 },
    ]
    const answer = await compute({ changes })
    expect(answer.statusCode, answer.body).toBe(200)
    // f = (600, 1500) → x = (1247.52, 1841.58), Miller & Blair ch. 2.
    const { sectors, valueAdded, employment } = answer.json<{
      sectors: { code: string; change: number; segments: { id: string }[] }[]
      valueAdded: { change: number }
      employment: null
    }>()
    const changeOf = (code: string) => sectors.find((sector) => sector.code === code)?.change
    expect(changeOf('01')).toBeCloseTo(247.52, 2)
    expect(changeOf('02')).toBeCloseTo(-158.42, 2)
    expect(valueAdded.change).toBeCloseTo(50, 6)
    expect(employment).toBeNull()
    expect(sectors.find(({ code }) => code === '02')?.segments.map(({ id }) => id)).toContain(
      'all-steel-radial',
    )
    const percent = await compute({ changes: [{ sector: '02', percent: 10 }] })
    expect(percent.json()).toMatchObject({ finalDemand: 170 })
    expect(percent.json<{ multiplier: number }>().multiplier).toBeCloseTo(0.330033 + 1.122112, 5)
  })

  test('says what is wrong and who could supply a table', async () => {
    expect((await compute({ changes: [{ sector: '01' }] })).statusCode).toBe(422)
    expect((await compute({ changes: [{ sector: '01', percent: 1, amount: 1 }] })).statusCode).toBe(422)
    expect((await compute({ changes: [{ sector: '99', percent: 1 }] })).statusCode).toBe(404)
    const missing = await compute({ table: 'china_1900_1', changes: [{ sector: '01', percent: 1 }] })
    expect(missing.statusCode).toBe(404)
    expect(missing.json()).toMatchObject({ code: 'no-table' })
    expect(missing.json<{ expected: string }>().expected).toContain('shandong-open-data')
    const sectors = await server.get('province', '/api/scenarios/demand/sectors')
    expect(sectors.json()).toMatchObject({
      tables: [{ code: 'china_2020_153', year: 2020 }],
      sectors: [{ code: '01', finalDemand: 350 }, { code: '02' }],
    })
  })
})
