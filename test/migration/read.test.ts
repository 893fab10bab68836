import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEvents, readFlows, readWatchList } from '../../server/migration/read.ts'
import { refreshAlerts } from '../../server/alerts/refresh.ts'
import { MigrationEventList, MigrationFlows, WatchList } from '../../server/api/schemas/migration.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { addFirms, demonstrationCode, divisions, load, monthsUntil, setMonth } from '../alerts/facts.ts'

let database: Database
const month = '2026-10'
const guangrao = '370523'
const code = (serial: number) => demonstrationCode(guangrao, serial)
const realm = 'demonstration' as const

/** [firm, from, to, day] */
const moves: readonly (readonly [number, string, string, string])[] = [
  [1, guangrao, '370783', '2026-10-12'],
  [2, guangrao, '320281', '2026-09-01'],
  [3, guangrao, '370502', '2026-05-20'],
  [4, '320281', guangrao, '2026-04-02'],
  [5, guangrao, guangrao, '2026-06-01'],
  [6, guangrao, '370783', '2024-03-01'],
]
const watched = 20

beforeAll(async () => {
  database = await openTestDatabase()
  await load(database, 'public/division', divisions)
  await addFirms(database, [
    ...moves.map(([serial, , to]) => ({ credit_code: code(serial), county_code: to })),
    ...Array.from({ length: 14 }, (_, index) => ({
      credit_code: code(watched + index),
      county_code: guangrao,
      revenue: 100_000_000_00,
      employees: 100 + index,
    })),
  ])
  await database.pool.query(
    `insert into brain.enterprise_segment (chain, segment, credit_code, confidence, method, reasons)
     select 'rubber-tyre', 'off-road-tyre', unnest($1::text[]), 0.9, 'rule', '[]'`,
    [[code(1), code(watched)]],
  )
  await load(database, 'public/registration-change', [
    ...moves.map(([serial, from, to, on]) => ({
      credit_code: code(serial),
      changed_on: on,
      item: '住所',
      before: '甲',
      after: '乙',
      before_county_code: from,
      after_county_code: to,
    })),
    {
      credit_code: code(watched),
      changed_on: '2026-09-15',
      item: '股东',
      before: '自然人',
      after: '企业法人',
    },
  ])
  await load(database, 'public/outbound-investment', [
    {
      credit_code: code(watched),
      invested_on: '2026-02-03',
      target_name: '江阴新厂有限公司',
      target_county_code: '320281',
      ratio: 100,
    },
    {
      credit_code: code(watched + 1),
      invested_on: '2026-02-03',
      target_name: '本县新厂有限公司',
      target_county_code: guangrao,
      ratio: 100,
    },
    {
      credit_code: code(watched + 2),
      invested_on: '2025-08-31',
      target_name: '早年新厂有限公司',
      target_county_code: '320281',
      ratio: 100,
    },
    // A firm that has moved is no longer watched.
    {
      credit_code: code(1),
      invested_on: '2026-02-03',
      target_name: '寿光新厂有限公司',
      target_county_code: '320281',
      ratio: 100,
    },
  ])
  const series = monthsUntil(month, 24).flatMap((text, position) =>
    Array.from({ length: 14 }, (_, index) => ({
      credit_code: code(watched + index),
      month: text,
      kwh: 60_000 * (index === 0 && position >= 21 ? 0.6 : 1),
    })),
  )
  await load(database, 'public/electricity-use', series)
  await setMonth(database, realm, month)
  await refreshAlerts(database, new Date('2026-11-22T02:00:00Z'))
})
afterAll(() => database.close())

describe('迁移流向', () => {
  test('全省：市与市之间、出入省界；同市之内不出现在省图上', async () => {
    const flows = await readFlows(database, { region: '370000', realm, months: 12 })
    expect(Value.Errors(MigrationFlows, flows)).toEqual([])
    expect(flows).toMatchObject({ from: '2025-11', to: '2026-10', inflow: 1, outflow: 1 })
    expect(
      flows.flows.map(({ origin, destination, enterprises, direction }) => [
        origin.name,
        destination.name,
        enterprises,
        direction,
      ]),
    ).toEqual([
      ['江苏省', '东营市', 1, 'in'],
      ['东营市', '江苏省', 1, 'out'],
      ['东营市', '潍坊市', 1, 'within'],
    ])
    expect(flows.flows[0]!.origin).toMatchObject({ longitude: 119, latitude: 33 })
    expect(flows.byMonth).toHaveLength(12)
    expect(flows.byMonth.find((item) => item.month === '2026-09')).toEqual({
      month: '2026-09',
      inflow: 0,
      outflow: 1,
    })
  })

  test('市：县与县之间为区内；县：同市他县列出县名', async () => {
    const city = await readFlows(database, { region: '370500', realm, months: 12 })
    expect([city.inflow, city.outflow]).toEqual([1, 2])
    expect(city.flows.map(({ destination, direction }) => [destination.name, direction])).toContainEqual([
      '东营区',
      'within',
    ])
    const county = await readFlows(database, { region: guangrao, realm, months: 12 })
    expect([county.inflow, county.outflow]).toEqual([1, 3])
    expect(county.flows.map(({ destination }) => destination.name).toSorted()).toEqual(
      ['东营区', '广饶县', '江苏省', '潍坊市'].toSorted(),
    )
  })

  test('截至某月、某日，长窗口，产业链筛选', async () => {
    expect(
      (await readFlows(database, { region: '370000', realm, months: 12, asOf: '2026-08' })).outflow,
    ).toBe(0)
    const day = { region: guangrao, realm, months: 1 }
    expect((await readFlows(database, { ...day, asOf: '2026-10-11' })).outflow).toBe(0)
    expect((await readFlows(database, { ...day, asOf: '2026-10-12' })).outflow).toBe(1)
    expect((await readFlows(database, { region: guangrao, realm, months: 36 })).outflow).toBe(4)
    expect(
      (await readFlows(database, { region: guangrao, realm, months: 12, chain: 'rubber-tyre' })).outflow,
    ).toBe(1)
    expect((await readFlows(database, { region: guangrao, realm: 'actual', months: 12 })).outflow).toBe(0)
  })
})

describe('迁移事件', () => {
  test('最新在前，逐条有级别和来源，可翻页', async () => {
    const first = await readEvents(database, { region: guangrao, realm, months: 12, limit: 3, offset: 0 })
    expect(Value.Errors(MigrationEventList, first)).toEqual([])
    expect(first.total).toBe(4)
    expect(first.items.map((event) => [event.date, event.level])).toEqual([
      ['2026-10-12', 'cross_city'],
      ['2026-09-01', 'cross_province'],
      ['2026-05-20', 'cross_county'],
    ])
    expect(first.items[0]).toMatchObject({
      origin: { code: guangrao, name: '东营市广饶县' },
      destination: { name: '潍坊市寿光市' },
      demonstration: true,
      source: { dataset: 'public/registration-change', rowNumber: 1 },
    })
    const second = await readEvents(database, {
      region: guangrao,
      realm,
      months: 12,
      limit: 3,
      offset: Number(first.nextCursor),
    })
    expect(second.items.map((event) => event.date)).toEqual(['2026-04-02'])
    expect(second.nextCursor).toBeNull()
  })
})

describe('走访服务名单', () => {
  const list = { region: '370000', realm, months: 12, limit: 50, offset: 0 }

  test('列出得分、逐项理由、带日期和来源的信号；已迁走的不在其中', async () => {
    const watch = await readWatchList(database, list)
    expect(Value.Errors(WatchList, watch)).toEqual([])
    expect(watch).toMatchObject({ month, total: 1, backtest: { k: 20, origins: 16, recall: 1 / 3 } })
    expect(watch.backtest?.note).toMatch(/^合成数据/u)
    const [item] = watch.items
    expect(item).toMatchObject({
      creditCode: code(watched),
      region: { code: guangrao, name: '东营市广饶县' },
      segment: { id: 'off-road-tyre' },
      revenue: 100_000_000,
      score: 70,
      level: 'high',
    })
    expect(item!.points.reduce((sum, point) => sum + point.points, 0)).toBe(70)
    expect(item!.signals.map(({ date, stage, source }) => [date, stage, source?.dataset])).toEqual([
      ['2026-10-31', 'middle', 'public/electricity-use'],
      ['2026-09-15', 'late', 'public/registration-change'],
      ['2026-02-03', 'early', 'public/outbound-investment'],
    ])
  })

  test('截至过去某月：只用当时已有的数据', async () => {
    const march = await readWatchList(database, { ...list, asOf: '2026-03' })
    expect(march.month).toBe('2026-03')
    expect(march.items.at(-1)?.region).toEqual({ code: guangrao, name: '东营市广饶县' })
    // The firm that left in October was then still here, and its neighbour's use had not fallen yet.
    expect(march.items.map((item) => [item.creditCode, item.score])).toEqual(
      [code(watched), code(watched + 2), code(1)].map((creditCode) => [creditCode, 30]),
    )
    const january = await readWatchList(database, { ...list, asOf: '2026-01-31' })
    expect(january.items.map((item) => item.creditCode)).toEqual([code(watched + 2)])
  })

  test('按区域和产业链筛选', async () => {
    expect((await readWatchList(database, { ...list, region: '370700' })).items).toEqual([])
    expect((await readWatchList(database, { ...list, region: guangrao, chain: 'rubber-tyre' })).total).toBe(1)
    expect((await readWatchList(database, { ...list, chain: 'petroleum-equipment' })).items).toEqual([])
  })

  test('数据月之后发生的投资，到来即计入', async () => {
    await load(database, 'public/outbound-investment', [
      {
        credit_code: code(watched + 3),
        invested_on: '2026-11-20',
        target_name: '寿光新厂有限公司',
        target_county_code: '370783',
        ratio: 60,
      },
    ])
    await refreshAlerts(database, new Date('2026-11-22T02:00:00Z'))
    const watch = await readWatchList(database, list)
    expect(watch.items.find((item) => item.creditCode === code(watched + 3))?.score).toBe(25)
  })
})
