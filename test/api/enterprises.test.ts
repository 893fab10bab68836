import { sql } from 'kysely'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Enterprise, EnterpriseList, type EnterpriseItem } from '../../server/api/schemas/enterprise.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { golden, insertBatch, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

const tyre = completeCreditCode('370523', 'MA3TYRE0')
const scale = completeCreditCode('370523', 'MA3HELP0')
const carbon = completeCreditCode('370502', 'MA3CARB0')
const qingdao = completeCreditCode('370211', 'MA3QD000')
const guangdong = completeCreditCode('440106', 'MA3GD000')
const zone = completeCreditCode('370500', 'MA3PARK0')
const demonstration = completeCreditCode('370523', 'DEM00001')

const named = [
  golden({
    credit_code: tyre,
    name: '山东广饶远行轮胎有限公司',
    search: '山东广饶远行轮胎有限公司 shandongguangraoyuanxingluntaiyouxiangongsi sdgryxltyxgs 广饶橡胶一厂',
    revenue: 1_234_567_89,
    revenue_year: 2025,
    employees: 820,
    above_scale: true,
    registered_on: '2001-02-28',
    registered_capital: 50_000_000_00,
    capital_currency: '人民币',
    listed_code: '600000.SH',
  }),
  golden({
    credit_code: scale,
    name: '广饶百分之100%橡胶_助剂厂',
    search: '广饶百分之100%橡胶_助剂厂 gr',
    revenue: 99,
  }),
  golden({
    credit_code: carbon,
    name: '东营炭黑股份有限公司',
    county_code: '370502',
    search: '东营炭黑股份有限公司 dongyingtanhei dyth',
    registered_capital: 1_000_00,
    capital_currency: '美元',
  }),
  golden({
    credit_code: qingdao,
    name: '青岛轮胎研究院',
    city_code: '370200',
    county_code: '370211',
    revenue: 5_000_00,
  }),
  golden({
    credit_code: guangdong,
    name: '广东轮胎有限公司',
    province_code: '440000',
    city_code: '440100',
    county_code: '440106',
  }),
  // In a development zone: no county of its own.
  golden({ credit_code: zone, name: '东营港区橡胶有限公司', county_code: null }),
  golden({
    credit_code: demonstration,
    name: '演示轮胎有限公司',
    revenue: 9_000_000_00,
    industry_code: 'C2911',
  }),
]

async function fill(database: Database): Promise<void> {
  await insertDivisions(database)
  await insertGolden(database, named)
  await sql`
    insert into brain.enterprise_segment (chain, segment, credit_code, confidence, method, reasons)
    values ('rubber-tyre', 'all-steel-tyre', ${tyre}, 0.9, 'rule', '[{"field":"name","word":"轮胎","weight":2}]'),
      ('rubber-tyre', 'carbon-black', ${carbon}, 0.8, 'override', '[]'),
      ('other', 'all-steel-tyre', ${tyre}, 0.3, 'rule', '[]')`.execute(database.kysely)
  const batch = await insertBatch(database, 'industry/chain-segment')
  await sql`
    insert into industry_warehouse.chain_segment (chain, segment, title, stage, stage_title, position, industry_codes,
      product_words, weight, source_title, source_date, batch_id, row_number, row_hash, valid_from)
    values ('rubber-tyre', 'all-steel-tyre', '全钢子午线轮胎', 'tyre', '轮胎', 1, 'C2911', '轮胎', 1, '标准', '2024-01-01',
      ${batch}, 1, 0, now())`.execute(database.kysely)
}

beforeAll(async () => {
  server = await startTestServer({ fill })
})
afterAll(() => server.close())

type List = { items: EnterpriseItem[]; nextCursor: string | null; total?: number }

async function list(
  query: string | Record<string, string>,
  role: Parameters<TestServer['get']>[0] = 'province',
): Promise<List> {
  const answer = await server.get(role, `/api/enterprises?${new URLSearchParams(query).toString()}`)
  expect(answer.statusCode, answer.body).toBe(200)
  const body = answer.json<List>()
  expect(Check(EnterpriseList, body)).toBe(true)
  return body
}
const codes = ({ items }: List) => items.map(({ creditCode }) => creditCode)

describe('the list', () => {
  test('holds the firms of the caller’s region, the largest first', async () => {
    expect(codes(await list(''))).toEqual([demonstration, tyre, qingdao, scale, ...[carbon, zone].toSorted()])
    expect(codes(await list('', 'city'))).toEqual([demonstration, tyre, scale, ...[carbon, zone].toSorted()])
    expect(codes(await list('', 'county'))).toEqual([demonstration, tyre, scale])
    expect((await list('', 'county')).total).toBe(3)
  })

  test('shows a firm as it is known, in yuan', async () => {
    const { items } = await list('query=远行')
    expect(items).toEqual([
      {
        creditCode: tyre,
        name: '山东广饶远行轮胎有限公司',
        demonstration: false,
        region: { code: '370523', name: '广饶县' },
        city: '东营市',
        registeredOn: '2001-02-28',
        registeredCapital: 50_000_000,
        revenue: 1_234_567.89,
        revenueYear: 2025,
        employees: 820,
        aboveScale: true,
        listedCode: '600000.SH',
        segments: [
          { chain: 'rubber-tyre', segment: 'all-steel-tyre', title: '全钢子午线轮胎', confidence: 0.9 },
          { chain: 'other', segment: 'all-steel-tyre', title: 'all-steel-tyre', confidence: 0.3 },
        ],
      },
    ])
  })

  test('shows what is not known as null, and no foreign capital as yuan', async () => {
    const { items } = await list('query=炭黑')
    expect(items[0]).toMatchObject({
      registeredCapital: null,
      revenue: null,
      employees: null,
      aboveScale: null,
    })
    const [inZone] = (await list('query=港区')).items
    expect(inZone?.region).toEqual({ code: '370500', name: '东营市' })
  })

  test.each([
    ['轮胎', [demonstration, tyre, qingdao]],
    ['胎', [demonstration, tyre, qingdao]],
    ['广饶 轮胎', [tyre]],
    ['轮胎 广饶', [tyre]],
    ['橡胶一厂', [tyre]],
    ['LUNTAI', [tyre]],
    ['ｌｕｎｔａｉ', [tyre]],
    ['yxlt', [tyre]],
    ['dy', [carbon]],
    ['dongying 炭黑', [carbon]],
    ['100%', [scale]],
    ['0%橡', [scale]],
    ['橡胶_助', [scale]],
    ['橡胶_', [scale]],
    ['%', [scale]],
    ['_', [scale]],
    ['\\', []],
    ["'; drop table brain.golden_enterprise; --", []],
    ['没有的企业', []],
    ['zzzz', []],
    [tyre, [tyre]],
    [tyre.slice(0, 12).toLowerCase(), [tyre]],
    ['91370523', [demonstration, tyre, scale]],
  ])('finds “%s”', async (query, expected) => {
    expect(codes(await list({ query }))).toEqual(expected)
  })

  test('narrows by region, realm, chain and segment', async () => {
    expect(codes(await list('region=370502'))).toEqual([carbon])
    expect(codes(await list('realm=demonstration'))).toEqual([demonstration])
    expect(codes(await list('realm=actual&query=轮胎'))).toEqual([tyre, qingdao])
    expect(codes(await list('chain=rubber-tyre'))).toEqual([tyre, carbon])
    expect(codes(await list('segment=all-steel-tyre'))).toEqual([tyre])
    expect(codes(await list('chain=other&segment=carbon-black'))).toEqual([])
    expect(codes(await list('chain=rubber-tyre&query=轮胎&region=370523'))).toEqual([tyre])
    expect((await list('chain=rubber-tyre&region=370500')).total).toBe(2)
    expect(codes(await list({ chain: '%' }))).toEqual([])
  })

  test('shows an enterprise user its own firm and no other', async () => {
    await server.database.kysely
      .updateTable('brain.account')
      .set({ credit_code: tyre, region_code: '370523', region_name: '广饶县' })
      .where('username', '=', 'enterprise')
      .execute()
    server.app.sessions.forget()
    const { items } = await list('', 'enterprise')
    expect(items).toMatchObject([
      { creditCode: tyre, revenue: 1_234_567.89, employees: 820, aboveScale: true },
    ])
  })
})

describe('one firm', () => {
  test('is told with the source of each field', async () => {
    const batch = await insertBatch(server.database, 'public/enterprise-registration', {
      fileName: '登记.csv',
    })
    await server.database.kysely
      .updateTable('brain.golden_enterprise')
      .set({
        source_rows: JSON.stringify({
          a: { dataset: 'public/enterprise-registration', rowId: 7, batchId: batch, rowNumber: 42 },
        }),
        // The name is the first of the fields.
        field_choice: `a${'-'.repeat(17)}`,
        products: ['全钢胎', '半钢胎'],
        honours: [],
      })
      .where('credit_code', '=', tyre)
      .execute()
    await sql`
      insert into brain.enterprise_alias (dataset, row_key, row_id, name, credit_code, outcome, score, method)
      values ('public/honour', '["a"]', 1, '远行轮胎', ${tyre}, 'link', 12.5, 'name')`.execute(
      server.database.kysely,
    )
    const answer = await server.get('county', `/api/enterprises/${tyre}`)
    expect(answer.statusCode).toBe(200)
    const firm = answer.json<Enterprise>()
    expect(Check(Enterprise, firm)).toBe(true)
    const field = (name: string) => firm.fields.find((item) => item.name === name)
    expect(field('name')).toEqual({
      name: 'name',
      title: '企业名称',
      value: '山东广饶远行轮胎有限公司',
      unit: null,
      source: {
        dataset: 'public/enterprise-registration',
        datasetTitle: '企业登记信息',
        rowId: 7,
        batchId: batch,
        fileName: '登记.csv',
        rowNumber: 42,
        effectiveAt: '2026-09-30T16:00:00.000Z',
        column: 'name',
      },
    })
    expect(field('revenue')).toMatchObject({ value: '1234567.89', unit: '元', source: null })
    expect(field('products')?.value).toBe('全钢胎、半钢胎')
    expect(field('honours')?.value).toBeNull()
    expect(firm.classification[0]).toMatchObject({
      segment: 'all-steel-tyre',
      method: 'rule',
      reasons: [{ field: 'name', word: '轮胎', weight: 2 }],
    })
    expect(firm.aliases).toEqual([
      { dataset: 'public/honour', name: '远行轮胎', outcome: 'link', score: 12.5, method: 'name' },
    ])
  })

  test.each([
    ['county', tyre, 200],
    ['county', carbon, 403],
    ['county', qingdao, 403],
    ['county', zone, 403],
    ['county', guangdong, 200],
    ['city', carbon, 200],
    ['city', zone, 200],
    ['city', qingdao, 403],
    ['province', qingdao, 200],
    ['reviewer', qingdao, 200],
    ['operator', qingdao, 200],
    ['enterprise', tyre, 200],
    ['enterprise', scale, 403],
    ['enterprise', '91370523MA0000000X', 403],
    ['province', '91370523MA0000000X', 404],
  ] as const)('%s reading %s gets %i, on every address of a firm', async (role, code, status) => {
    for (const path of ['', '/transactions', '/energy', '/capacity']) {
      const answer = await server.get(role, `/api/enterprises/${code}${path}`)
      expect([path, answer.statusCode]).toEqual([path, status])
    }
  })
})
