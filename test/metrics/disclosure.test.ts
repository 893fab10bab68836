import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDisclosive } from '../../server/domain/small-cells.ts'
import { withheldAmong } from '../../server/metrics/disclosure.ts'
import { readMetric, readMetricRegions } from '../../server/metrics/read.ts'
import { metrics } from '../../server/metrics/registry.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { compute, dongying, firms, guangrao, load, openScene, shandong, yi } from './scene.ts'

describe('a sum tells of single firms', () => {
  test.each([
    [[], true],
    [[10, 10, 10], true],
    [[10, 10, 10, 10], false],
    [[50, 35, 10, 5], false],
    [[50, 36, 9, 5], true],
    [[-50, 36, 9, 5], true],
    [[0, 0, 0, 0], false],
  ])('%j: %s', (contributions, disclosive) => {
    expect(isDisclosive(contributions)).toBe(disclosive)
  })

  test('whatever their order; one more firm of the middle never makes it worse', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e6 }), { minLength: 4, maxLength: 30 }), (amounts) => {
        expect(isDisclosive(amounts.toReversed())).toBe(isDisclosive(amounts))
        const middle = amounts.toSorted((a, b) => b - a)[2] ?? 0
        if (!isDisclosive(amounts)) expect(isDisclosive([...amounts, middle])).toBe(false)
      }),
    )
  })
})

describe('a region withheld alone', () => {
  let numbered = 0
  const region = (code: string, ...amounts: readonly number[]) => ({
    code,
    contributions: new Map(amounts.map((amount) => [`firm ${++numbered}`, amount])),
  })
  const small = region('small', 5, 5, 5, 5)
  const large = region('large', 90, 90, 90, 90)
  const single = region('single', 7)

  test('takes the smallest of the others with it, or it would be their total less the rest', () => {
    expect(withheldAmong([small, large, single])).toEqual(new Set(['small', 'single']))
  })

  test('needs no other where there are two that tell of no firm together, or none', () => {
    const [few, others] = [region('few', 5, 5), region('others', 6, 6)]
    expect(withheldAmong([small, large, few, others])).toEqual(new Set(['few', 'others']))
    expect(withheldAmong([small, large])).toEqual(new Set())
    expect(withheldAmong([single])).toEqual(new Set(['single']))
  })

  test('takes one more where two together still tell of three firms', () => {
    expect(withheldAmong([large, single, region('pair', 8, 8), small])).toEqual(
      new Set(['single', 'pair', 'small']),
    )
  })

  test('without a record hides nothing', () => {
    expect(withheldAmong([small, region('none')])).toEqual(new Set())
  })
})

describe('figures for enterprise users', () => {
  const query = { chain: 'rubber-tyre', realm: 'demonstration', audience: 'enterprises' } as const
  let database: Database

  beforeAll(async () => {
    database = await openScene()
    const annual = (firm: { code: string }, year: number, revenue: number) => ({
      credit_code: firm.code,
      year,
      revenue: yi(revenue),
    })
    await load(
      database,
      'public/above-scale-annual',
      [
        annual(firms.tyre, 2024, 20),
        annual(firms.black, 2024, 20),
        annual(firms.tyre, 2025, 20),
        annual(firms.black, 2025, 20),
        annual(firms.listed, 2025, 20),
        annual(firms.movedWithinCity, 2025, 20),
        annual(firms.rival, 2025, 20),
      ],
      true,
    )
    await compute(database)
  })
  afterAll(() => database.close())

  test('are shown where enough firms stand behind them', async () => {
    const figure = await readMetric(database, 'cluster-scale', { ...query, region: dongying })
    // 辛 stood in 广饶 when 2025 ended; 东营市 has four firms.
    expect(figure).toMatchObject({ value: 80, missing: null })
    expect(figure?.series).toEqual([
      { period: '2024', value: null, estimated: false },
      { period: '2025', value: 80, estimated: false },
    ])
    expect(figure?.change).toBeNull()
  })

  test('are withheld where few do, with the reason', async () => {
    const figure = await readMetric(database, 'cluster-scale', { ...query, region: guangrao })
    expect(figure).toMatchObject({ value: null, method: null, breakdown: [] })
    expect(figure?.missing?.reason).toContain('保护企业数据')
    expect(figure?.series.map((point) => point.value)).toEqual([null, null])
    const official = await readMetric(database, 'cluster-scale', {
      ...query,
      audience: undefined,
      region: guangrao,
    })
    expect(official).toMatchObject({ value: 60, missing: null })
  })

  test('of the regions of a map too', async () => {
    const of = async (audience: 'enterprises' | undefined) =>
      (
        await readMetricRegions(database, 'cluster-scale', {
          ...query,
          audience,
          region: shandong,
          level: 'city',
        })
      )?.map((item) => item.value)
    expect(await of(undefined)).toEqual([80, 20])
    // 潍坊 has one firm; 东营 alone would give it away with the total of the province.
    expect(await of('enterprises')).toEqual([null, null])
  })

  test('that rest on open registers are shown to anybody', async () => {
    for (const id of ['enterprise-count', 'net-migration'] as const) {
      const open = await readMetric(database, id, { ...query, region: guangrao })
      expect(open?.value).not.toBeNull()
    }
  })

  test('that rest on data given in confidence are the ones declared so', () => {
    const shares = ['above-scale-annual', 'electricity-use', 'insured-headcount', 'supply-transaction']
    for (const metric of metrics.values()) {
      const rests = metric.datasets.some((id) => shares.some((name) => id.endsWith(name)))
      // How many firms are 规上 says nothing of what any of them earns.
      expect([metric.id, metric.confidential]).toEqual([
        metric.id,
        rests && metric.id !== 'above-scale-count',
      ])
    }
  })
})
