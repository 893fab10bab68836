import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DetectedList, MigrationMatrix } from '../../server/api/schemas/migration-study.ts'
import { refreshAddressHistory } from '../../server/migration/address-history.ts'
import { readDetected } from '../../server/migration/detected.ts'
import { readDetections, readMatrix, unitOf } from '../../server/migration/matrix.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { addFirms, demonstrationCode, divisions, load, setMonth } from '../alerts/facts.ts'

let database: Database
const realm = 'demonstration' as const
const code = (serial: number) => demonstrationCode('370523', serial)

/** [security code, year, address] */
const reports: readonly (readonly [string, number, string | null])[] = [
  ['777001.SH', 2023, '山东省东营市广饶县大王镇潍高路1号'],
  ['777001.SH', 2024, '广饶县大王镇潍高路１号'],
  ['777001.SH', 2025, '山东省潍坊市寿光市圣城街10号'],
  ['777002.SH', 2023, '济南市章丘市明水大街2号'],
  ['777002.SH', 2024, '济南市章丘区明水大街2号'],
  ['777002.SH', 2025, '江苏省江阴市'],
  ['777003.SH', 2023, '东营市东营区南一路5号'],
  ['777003.SH', 2024, '东营市广饶县南一路5号'],
  ['777003.SH', 2025, null],
  ['777004.SH', 2023, '东营市经济技术开发区南二路1号'],
  ['777004.SH', 2025, '东营市广饶县花官镇2号'],
  ['777005.SH', 2024, '东营市广饶县花官镇2号'],
  ['777005.SH', 2025, '东营市东营区西城街道3号'],
  ['777006.SH', 2019, '东营市东营区南二路9号'],
  ['777006.SH', 2020, '东营市河港区黄河路6号'],
]

beforeAll(async () => {
  database = await openTestDatabase()
  await load(database, 'public/division', [
    ...divisions,
    // A county drawn anew in 2020: firms in it were elsewhere on paper before.
    { code: '370599', name: '河港区', level: 'county', valid_from_year: 2020 },
  ])
  await addFirms(database, [
    { credit_code: code(1), county_code: '370783' },
    { credit_code: code(2), county_code: '370523' },
  ])
  await load(
    database,
    'enterprise/annual-report',
    reports.map(([security_code, year, registered_address]) => ({
      security_code,
      year,
      full_name: `演示公司${security_code.slice(0, 6)}`,
      registered_address,
    })),
  )
  await load(database, 'public/registration-change', [
    {
      credit_code: code(1),
      changed_on: '2026-05-01',
      item: '住所',
      before: '示例产业园1号',
      after: '示例产业园2号',
      before_county_code: '370523',
      after_county_code: '370783',
    },
    {
      credit_code: code(2),
      changed_on: '2026-06-01',
      item: '住所',
      before: '广饶县大王镇3号',
      after: '广饶县花官镇4号',
      before_county_code: '370523',
      after_county_code: '370523',
    },
    { credit_code: code(2), changed_on: '2026-06-02', item: '名称', before: '甲', after: '乙' },
  ])
  await setMonth(database, realm, '2026-10')
  await refreshAddressHistory(database)
}, 60_000)
afterAll(() => database.close())

const ask = (more: object = {}) =>
  readDetected(database, {
    region: '370000',
    realm,
    kind: 'annual-report',
    nationwide: true,
    limit: 50,
    offset: 0,
    ...more,
  })

describe('地址沿革识别', () => {
  test('逐对归类：改写、更名、区划调整不算迁移，跨县以上才存', async () => {
    const detections = await readDetections(database, realm)
    expect(detections.find(({ kind }) => kind === 'annual-report')).toEqual({
      kind: 'annual-report',
      firms: 6,
      records: 15,
      withoutAddress: 1,
      pairs: 8,
      counts: {
        identical: 0,
        reworded: 2,
        sameCounty: 0,
        redrawn: 2,
        crossCounty: 1,
        crossCity: 1,
        crossProvince: 1,
        unresolved: 1,
      },
    })
    expect(detections.find(({ kind }) => kind === 'registration-change')?.counts).toMatchObject({
      sameCounty: 1,
      crossCity: 1,
    })
  })

  test('给出前后地址、级别、把握和两处来源', async () => {
    const { items, total } = await ask()
    expect(total).toBe(3)
    expect(
      items.map(({ firm, beforeAt, afterAt, level, confidence }) => [
        firm,
        beforeAt,
        afterAt,
        level,
        confidence,
      ]),
    ).toEqual([
      ['777001.SH', '2024', '2025', 'cross_city', 'high'],
      ['777002.SH', '2024', '2025', 'cross_province', 'low'],
      ['777005.SH', '2024', '2025', 'cross_county', 'high'],
    ])
    const [first] = items
    expect(first).toMatchObject({
      origin: { code: '370523', name: '东营市广饶县' },
      destination: { code: '370783', name: '潍坊市寿光市' },
      beforeSource: { dataset: 'enterprise/annual-report', column: 'registered_address', rowNumber: 2 },
      afterSource: { rowNumber: 3 },
    })
    expect(
      Value.Check(DetectedList, { items, total, nextCursor: null, kind: 'annual-report', detections: [] }),
    ).toBe(true)
    expect((await ask({ level: 'cross_county' })).total).toBe(1)
    expect((await ask({ region: '370700', nationwide: false })).items.map(({ firm }) => firm)).toEqual([
      '777001.SH',
    ])
    expect((await ask({ realm: 'actual' })).total).toBe(0)
  })

  test('变更登记按登记的区划代码', async () => {
    const { items } = await ask({ kind: 'registration-change' })
    expect(items).toMatchObject([{ firm: code(1), level: 'cross_city', reason: '登记的区划代码' }])
  })

  test('输入不变时不再计算，新报告到来后再算', async () => {
    expect(await refreshAddressHistory(database)).toEqual({ changed: false })
    await load(database, 'enterprise/annual-report', [
      {
        security_code: '777005.SH',
        year: 2026,
        full_name: '演示公司777005',
        registered_address: '东营市广饶县花官镇2号',
      },
    ])
    expect(await refreshAddressHistory(database)).toEqual({ changed: true })
    expect((await ask()).total).toBe(4)
  })
})

describe('迁移矩阵', () => {
  const matrix = (more: object = {}) =>
    readMatrix(database, {
      region: '370000',
      realm,
      months: 12,
      by: 'city',
      source: 'registration-change',
      nationwide: false,
      ...more,
    })

  test('按市不计市内，按县计；边际与净迁入由各格相加', async () => {
    const cities = await matrix()
    expect(cities.cells).toEqual([{ origin: '370500', destination: '370700', enterprises: 1 }])
    expect(Value.Check(MigrationMatrix, cities)).toBe(true)
    const reported = await matrix({ source: 'annual-report', nationwide: true })
    expect(reported).toMatchObject({ total: 1, within: 2, leftOut: 1 })
    const counties = await matrix({ source: 'annual-report', nationwide: true, by: 'county' })
    expect(counties.total).toBe(3)
    for (const { code: region, inflow, outflow, net } of counties.regions) {
      const sum = (side: 'origin' | 'destination') =>
        counties.cells.reduce((all, cell) => all + (cell[side] === region ? cell.enterprises : 0), 0)
      expect([inflow, outflow, net]).toEqual([
        sum('destination'),
        sum('origin'),
        sum('destination') - sum('origin'),
      ])
    }
  })

  test('没有该链企业时为空，不混入另一领域', async () => {
    expect((await matrix({ chain: 'rubber-tyre' })).total).toBe(0)
    expect((await matrix({ realm: 'actual' })).total).toBe(0)
  })

  test('直辖市和省直辖县作市看', () => {
    expect(['110105', '429004', '370523', '370000'].map((one) => unitOf('city', one))).toEqual([
      '110000',
      '429004',
      '370500',
      '370000',
    ])
    expect(unitOf('province', '429004')).toBe('420000')
  })
})
