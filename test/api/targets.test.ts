import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Target, TargetCard, TargetList, TargetScoring } from '../../server/api/schemas/target.ts'
import { fillTargets, listed, stranger, supplier } from '../attraction/scene.ts'
import { readZipEntries } from '../documents/zip-entries.ts'
import { firms } from '../metrics/scene.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ fill: fillTargets })
}, 60_000)
afterAll(() => server.close())

const chain = '/api/chains/rubber-tyre'
const here = 'region=370523&realm=demonstration'

async function read<T>(url: string): Promise<T> {
  const answer = await server.get('province', url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<T>()
}
const list = (query: string) => read<TargetList>(`${chain}/targets?${query}`)
const pointOf = (target: Target | undefined, kind: string) =>
  target?.points.find((point) => point.kind === kind)

describe('目标企业', () => {
  test('ranks firms of other provinces by the sum of their points, each with the row it rests on', async () => {
    const answer = await list(here)
    expect(answer.items.map(({ creditCode }) => creditCode)).toEqual([supplier.code, stranger.code])
    const [first] = answer.items
    expect(first).toMatchObject({
      name: supplier.name,
      province: '浙江省',
      city: '杭州市',
      segment: 'carbon-black',
    })
    expect(first?.score).toBe(first?.points.reduce((sum, { points }) => sum + points, 0))
    expect(pointOf(first, 'customers')).toMatchObject({
      points: 6,
      detail: `近 12 个月供货 ${firms.tyre.name}，合计 90 万元`,
      source: { dataset: 'enterprise/supply-transaction', rowNumber: 2 },
    })
    expect(pointOf(first, 'expansion')).toMatchObject({
      detail: '2026-05-10 跨市投资 示例寿光新材料有限公司',
      source: { dataset: 'public/outbound-investment' },
    })
    expect(pointOf(first, 'size')?.source?.dataset).toBe('industry/target-enterprise')
    // 广饶 to 西湖, haversine.
    expect(first?.kilometres).toBeGreaterThan(750)
    expect(first?.kilometres).toBeLessThan(790)
    expect(pointOf(answer.items[1], 'customers')).toMatchObject({ points: 0, state: 'known' })
    expect(answer.gaps.find(({ segment }) => segment === 'carbon-black')).toMatchObject({
      strength: 'over-dependent',
      unmet: 900_000,
      candidates: 2,
    })
  })

  test('the gaps of the map name the same firms with the same points, and firms of the province as well', async () => {
    const all = await list(`${here}&reach=all&segment=carbon-black`)
    expect(all.items.map(({ creditCode }) => creditCode).toSorted()).toEqual(
      [supplier.code, stranger.code, firms.rival.code].toSorted(),
    )
    const within = await list(`${here}&reach=within-province`)
    expect(within.items.map(({ creditCode }) => creditCode)).toContain(firms.rival.code)
    expect(within.items.map(({ creditCode }) => creditCode)).not.toContain(supplier.code)
  })

  test('filters by province, listing, size and segment', async () => {
    expect((await list(`${here}&province=330000`)).total).toBe(2)
    expect((await list(`${here}&province=320000`)).total).toBe(0)
    expect((await list(`${here}&listed=true`)).total).toBe(0)
    expect((await list(`${here}&size=large`)).total).toBe(2)
    expect((await list(`${here}&size=small`)).total).toBe(0)
    expect((await list(`${here}&segment=silica`)).total).toBe(0)
    const paged = await list(`${here}&limit=1`)
    expect(paged.items).toHaveLength(1)
    expect((await list(`${here}&limit=1&cursor=${paged.nextCursor}`)).items[0]?.creditCode).toBe(
      stranger.code,
    )
    expect((await list(here)).provinces).toEqual([{ code: '330000', name: '浙江省', count: 2 }])
  })

  test('a past month knows nothing of what came later', async () => {
    const answer = await list(`${here}&asOf=2026-04`)
    expect(answer.month).toBe('2026-04')
    const target = answer.items.find(({ creditCode }) => creditCode === supplier.code)
    expect(pointOf(target, 'expansion')).toMatchObject({ points: 0, state: 'unknown' })
    expect(pointOf(target, 'customers')).toMatchObject({ points: 0, state: 'unknown' })
  })

  test('the reason card judges the chain again with the firm in it', async () => {
    const card = await read<TargetCard>(`${chain}/targets/${supplier.code}?${here}`)
    expect(card.landing.before).toMatchObject({
      strength: 'over-dependent',
      localSupplyRatio: 0.4,
      enterprises: 1,
    })
    // All 150 万元 are met locally then, by two suppliers: HHI = 0.4² + 0.6².
    expect(card.landing.after).toMatchObject({
      strength: 'single-source',
      localSupplyRatio: 1,
      enterprises: 2,
    })
    expect(card.landing.after.reasons[0]).toContain('HHI 0.52')
    expect(card.landing.before.completeness).toBeCloseTo(0.4, 12)
    expect(card.landing.after.completeness).toBeCloseTo(1, 12)
    expect(card.landing.takenOver).toBe(900_000)
    expect(card.why.at(-1)).toBe(
      '若在广饶县落地：本环节由“过度依赖”变为“单点”，产业链完整度最多由 40 % 变为 100 %。',
    )
    expect(card.buyers).toMatchObject([{ creditCode: firms.tyre.code, amount: 1_500_000 }])
    expect(card.unknown.join()).toContain('没有两个以上年度的营业收入')
  })

  test('actual data: a listed company without a credit code, by its products and reports; nothing made up', async () => {
    const answer = await list('region=370523&realm=actual')
    const target = answer.items.find(({ creditCode }) => creditCode === listed.code)
    expect(target).toMatchObject({ name: listed.name, listedCode: listed.code, revenueYear: 2021 })
    expect(pointOf(target, 'match')?.detail).toContain('相关产品占营业收入 90 %')
    expect(pointOf(target, 'match')?.source?.dataset).toBe('public/listed-company')
    expect(pointOf(target, 'unmet')?.state).not.toBe('known')
    expect(pointOf(target, 'customers')?.state).toBe('unknown')
    expect(pointOf(target, 'loss')).toMatchObject({
      points: -6,
      detail: '2021 年亏损 3000 万元',
      source: { dataset: 'enterprise/annual-report' },
    })
    expect(answer.items.map(({ demonstration }) => demonstration)).not.toContain(true)
    const card = await read<TargetCard>(`${chain}/targets/${listed.code}?region=370523&realm=actual`)
    expect(card.landing.after.present).toBe(card.landing.before.present + 1)
    expect(card.landing).toMatchObject({ takenOver: null, before: { strength: 'missing' } })
  })

  test('writes the list as a file with sources, marked as demonstration data', async () => {
    const answer = await server.get('county', `${chain}/targets/file?${here}&format=csv`)
    expect(answer.statusCode).toBe(200)
    expect(decodeURIComponent(String(answer.headers['content-disposition']))).toContain(
      '广饶县橡胶轮胎目标企业-2026-10.csv',
    )
    const [about = '', header = '', first = ''] = answer.body.split('\r\n')
    expect(about).toContain('不是概率')
    expect(header).toContain('得分（分）')
    expect(first).toContain(supplier.name)
    expect(first).toMatch(/供应交易 trade\.csv|供应交易 /)
    expect(first).toMatch(/演示数据$/)
    const workbook = await server.get('county', `${chain}/targets/file?${here}`)
    const entries = await readZipEntries(workbook.rawPayload)
    expect([...entries.values()].join()).toContain('评分口径')
  })

  test('writes the dossier with facts, reasons, what is not known and sources', async () => {
    const answer = await server.get(
      'county',
      `${chain}/targets/${listed.code}/dossier?region=370523&realm=actual`,
    )
    expect(answer.statusCode).toBe(200)
    const document = (await readZipEntries(answer.rawPayload)).get('word/document.xml') ?? ''
    const text = document.replaceAll(/<[^>]+>/g, '\n')
    for (const word of [
      `${listed.name}招商尽调材料`,
      '橡胶用炭黑',
      '120,000',
      '2021 年亏损 3000 万元',
      '六、尚不掌握',
      '数据来源',
      '上市公司信息：',
      '数据性质：实际数据',
    ])
      expect(text).toContain(word)
  })

  test('shows the points and the backtest as it came out', async () => {
    const { points, backtest } = await read<TargetScoring>(`${chain}/target-scoring`)
    expect(points.filter(({ most }) => most > 0).reduce((sum, { most }) => sum + most, 0)).toBe(100)
    // 示例丁 of 寿光 into 广饶 and 示例杭州炭黑 into 寿光, both after the last cut.
    expect(backtest).toMatchObject({
      cuts: ['2024-10', '2025-04', '2025-10', '2026-04'],
      investments: 2,
      listed: 2,
    })
    expect(backtest?.scored.hits.map(({ k }) => k)).toEqual([5, 10, 20])
    expect(backtest?.caveats.join()).toContain('样本太少')
  })

  test('stands in the ledger of each firm that is named', async () => {
    const { pool } = server.database
    const seen = async (firm: string) =>
      (await pool.query(`select from brain.firm_access where credit_code = $1 and object = 'gap'`, [firm]))
        .rowCount ?? 0
    const before = await seen(stranger.code)
    expect((await server.get('city', `${chain}/targets/${stranger.code}?${here}`)).statusCode).toBe(200)
    expect(await seen(stranger.code)).toBe(before + 1)
  })

  test('says what is not there or not valid', async () => {
    const status = async (url: string) => (await server.get('province', url)).statusCode
    expect(await status('/api/chains/none/targets')).toBe(404)
    expect(await status('/api/chains/none/target-scoring')).toBe(404)
    expect(await status(`${chain}/targets?${here}&size=huge`)).toBe(400)
    expect(await status(`${chain}/targets/${firms.canteen.code}?${here}`)).toBe(404)
    expect(await status(`${chain}/targets/${supplier.code}?${here}&segment=silica`)).toBe(404)
    expect(await status(`${chain}/targets/${supplier.code}/dossier?${here}&segment=silica`)).toBe(404)
    expect((await server.get('enterprise', `${chain}/targets?${here}`)).statusCode).toBe(403)
    expect((await server.get('bank', `${chain}/targets/${supplier.code}/dossier`)).statusCode).toBe(403)
  })
})
