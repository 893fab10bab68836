import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCohorts } from '../../server/migration/cohorts.ts'
import { precisionRecall } from '../../server/migration/forecast-study.ts'
import { fitHazard, hazardFeatures, hazardOf, hazardRow } from '../../server/migration/hazard.ts'
import { refreshAddressHistory } from '../../server/migration/address-history.ts'
import { scoreMigration, type FirmSignals } from '../../server/migration/score.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { addFirms, demonstrationCode, divisions, load, setMonth } from '../alerts/facts.ts'

const silent: FirmSignals = { investments: [], tenders: [], electricity: null, headcount: null, filings: [] }
const quiet = [1, ...hazardFeatures.map(() => 0)]
const withFeature = (id: string) =>
  quiet.map((value, index) => (hazardFeatures[index - 1]?.id === id ? 1 : value))

describe('风险模型', () => {
  test('晚期信号改变不了任何特征', () => {
    const filing = fc.record({
      date: fc.constantFrom('2026-01-02', '2026-09-30'),
      item: fc.constantFrom('法定代表人', '股东', '住所'),
      detail: fc.string(),
      source: fc.constant(null),
    })
    fc.assert(
      fc.property(fc.array(filing), (filings) => {
        expect(hazardRow(scoreMigration({ ...silent, filings }))).toEqual(quiet)
      }),
    )
  })

  test('特征与评分卡的分一一对应', () => {
    const investments = [
      {
        date: '2026-01-02',
        target: '甲',
        county: '320281',
        place: '江苏省江阴市',
        distance: 'province' as const,
        ratio: 60,
        source: null,
      },
    ]
    const row = hazardRow(scoreMigration({ ...silent, investments }))
    expect(hazardFeatures.filter((_, index) => row[index + 1] === 1).map(({ id }) => id)).toEqual([
      'investment-province',
      'control',
    ])
  })

  test('有信号的迁出多时系数为正；总在一起的信号不单独估计', () => {
    const firmMonths = [
      ...Array.from({ length: 400 }, (_, index) => ({ row: quiet, moved: index < 2 })),
      ...Array.from({ length: 20 }, (_, index) => ({
        row: withFeature('electricity-marked').map((value, column) =>
          hazardFeatures[column - 1]?.id === 'headcount-marked' ? 1 : value,
        ),
        moved: index < 8,
      })),
    ]
    const fit = fitHazard(firmMonths)!
    expect(fit.events).toBe(10)
    const position = (id: string) => hazardFeatures.findIndex((feature) => feature.id === id)
    expect(fit.estimated[position('electricity-marked')]).toBe(true)
    expect(fit.estimated[position('headcount-marked')]).toBe(false)
    expect(fit.estimated[position('tender-beside')]).toBe(false)
    // Firth on a saturated table adds half a firm to each cell: (8 + ½) ÷ (20 + 1) and (2 + ½) ÷ (400 + 1).
    expect(hazardOf(fit, withFeature('electricity-marked'))).toBeCloseTo(8.5 / 21, 6)
    expect(hazardOf(fit, quiet)).toBeCloseTo(2.5 / 401, 6)
  })
})

test('精确率—召回率：没有分的不进名单，同分一并计', () => {
  expect(
    precisionRecall([
      { value: 2, moved: true },
      { value: 1, moved: false },
      { value: 1, moved: true },
      { value: 0, moved: true },
    ]),
  ).toEqual([
    { recall: 1 / 3, precision: 1 },
    { recall: 2 / 3, precision: 2 / 3 },
  ])
})

describe('队列留存', () => {
  let database: Database
  const code = (serial: number) => demonstrationCode('370523', serial)
  const registered: readonly (readonly [number, string, string, string | null])[] = [
    // [firm, registered, county of today, address]
    [1, '2012-05-01', '370523', '广饶县大王镇1号'],
    [2, '2013-05-01', '370783', '寿光市圣城街2号'],
    [3, '2014-05-01', '370523', '广饶县大王镇3号'],
    [4, '2026-06-01', '370523', null],
    [5, '2012-05-01', '370523', '广饶县大王镇5号'],
  ]

  beforeAll(async () => {
    database = await openTestDatabase()
    await load(database, 'public/division', divisions)
    await addFirms(
      database,
      registered.map(([serial, registered_on, county_code]) => ({
        credit_code: code(serial),
        registered_on,
        county_code,
      })),
    )
    await load(
      database,
      'public/enterprise-registration',
      registered.map(([serial, registered_on, county_code, address]) => ({
        credit_code: code(serial),
        name: `企业${serial}`,
        registered_on,
        county_code,
        address,
        status: serial === 3 ? '注销' : '存续',
        registration_authority_code: '370523',
      })),
    )
    await database.pool.query(`
      update brain.batch set effective_at = '2025-10-31T12:00:00+08:00' where dataset = 'public/enterprise-registration'`)
    await database.pool.query(`
      update public_warehouse.enterprise_registration set valid_from = '2026-04-30T12:00:00+08:00' where status = '注销'`)
    await load(
      database,
      'public/registration-change',
      [
        [2, '2026-02-01', '370523', '370783'],
        // Came in from outside: no member of the cohort of Shandong.
        [5, '2026-03-01', '320281', '370523'],
      ].map(([serial, changed_on, before_county_code, after_county_code]) => ({
        credit_code: code(Number(serial)),
        changed_on,
        item: '住所',
        before: '甲',
        after: '乙',
        before_county_code,
        after_county_code,
      })),
    )
    await setMonth(database, 'demonstration', '2026-10')
    await refreshAddressHistory(database)
  }, 60_000)
  afterAll(() => database.close())

  test('自首次交付起观察，迁出与注销分开，合计为一', async () => {
    const { survival } = await readCohorts(database, { region: '370000', realm: 'demonstration' })
    expect(survival).toMatchObject({ observedFrom: '2025-10-31', observedUntil: '2026-10-31', arrived: 1 })
    const [all, ...others] = survival!.cohorts
    expect(all).toMatchObject({ label: '全部', firms: 4, moved: 1, closed: 1 })
    expect(others.map(({ label, firms }) => [label, firms])).toEqual([
      ['2010–2014 年登记', 3],
      ['2025-10 以后登记', 1],
    ])
    const last = all!.points.at(-1)!
    // Three months: 1 of 4 moved. The firm of June is observed for five, so at six months 1 of 2 closed.
    expect([last.stayed, last.moved, last.closed].map((share) => share!.toFixed(4))).toEqual([
      '0.3750',
      '0.2500',
      '0.3750',
    ])
    expect(all!.years[1]).toEqual({
      years: 2,
      atRisk: 0,
      stayed: null,
      interval: null,
      moved: null,
      closed: null,
    })
  })

  test('住所仍在初始登记区县：未写住所的不可比', async () => {
    const { trace } = await readCohorts(database, { region: '370500', realm: 'demonstration' })
    expect(trace.map(({ year, firms, comparable, stayed }) => [year, firms, comparable, stayed])).toEqual([
      [2012, 2, 2, 2],
      [2013, 1, 1, 0],
      [2014, 1, 1, 1],
      [2026, 1, 0, 0],
    ])
    expect(trace.at(-1)?.share).toBeNull()
  })

  test('没有变更记录的领域不给曲线', async () => {
    const { survival, trace } = await readCohorts(database, { region: '370000', realm: 'actual' })
    expect([survival, trace]).toEqual([null, []])
  })
})
