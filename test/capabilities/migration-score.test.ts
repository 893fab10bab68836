import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import component from '../../server/capabilities/migration-score.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
type Input = typeof component.sample
const run = async (input: Input) => await component.run(input, resources)

const distances = fc.constantFrom<'county' | 'city' | 'province'>('county', 'city', 'province')
const dates = fc.constantFrom('2026-01-31', '2026-05-12', '2026-08-01')
const counties = fc.constantFrom('320506', '320507', '330102')
const changes = fc.record({
  date: dates,
  before: fc.integer({ min: 1, max: 1000 }),
  after: fc.integer({ min: 0, max: 1000 }),
  peers: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
})
const firms: fc.Arbitrary<Input> = fc.record(
  {
    investments: fc.array(
      fc.record(
        {
          date: dates,
          target: fc.constant('示例企业'),
          county: counties,
          place: fc.constant('某地'),
          distance: distances,
          ratio: fc.integer({ min: 0, max: 100 }),
        },
        { requiredKeys: ['date', 'target', 'county', 'place', 'distance'] },
      ),
      { maxLength: 3 },
    ),
    tenders: fc.array(
      fc.record({
        date: dates,
        project: fc.constant('示例项目'),
        county: counties,
        place: fc.constant('某地'),
        distance: distances,
      }),
      { maxLength: 3 },
    ),
    electricity: changes,
    headcount: changes,
  },
  { requiredKeys: [] },
)
const late = fc.array(
  fc.record({
    date: dates,
    item: fc.constantFrom('法定代表人', '股东', '住所'),
    detail: fc.constant('示例变更'),
  }),
  { minLength: 1, maxLength: 4 },
)

describe('企业迁移评分', () => {
  test('晚期信号只列出，永不改变总分、级别和逐项得分', async () => {
    await fc.assert(
      fc.asyncProperty(firms, late, async (firm, filings) => {
        const without = await run(firm)
        const withLate = await run({ ...firm, filings })
        expect(withLate.total).toBe(without.total)
        expect(withLate.level).toBe(without.level)
        expect(withLate.points).toEqual(without.points)
        expect(withLate.signals.filter(({ stage }) => stage === 'late')).toHaveLength(filings.length)
      }),
    )
  })

  test('总分是逐项之和，在 0 至 100 之间，级别按 60 和 35 分', async () => {
    await fc.assert(
      fc.asyncProperty(firms, async (firm) => {
        const { total, level, points } = await run(firm)
        expect(points.reduce((sum, one) => sum + one.points, 0)).toBe(total)
        expect(total).toBeGreaterThanOrEqual(0)
        expect(total).toBeLessThanOrEqual(100)
        expect(level).toBe(total >= 60 ? 'high' : total >= 35 ? 'medium' : 'low')
        expect(points.every(({ detail }) => detail !== '')).toBe(true)
      }),
    )
  })

  test('没有信号是 0 分', async () => {
    expect(await run({})).toEqual({ total: 0, level: 'low', points: [], signals: [] })
  })

  test('同行也降了这么多，就不算下降', async () => {
    const change = { date: '2026-08-31', before: 1000, after: 700 }
    const alone = await run({ electricity: { ...change, peers: 0 } })
    const together = await run({ electricity: { ...change, peers: -0.3 } })
    expect(alone.total).toBe(20)
    expect(together.total).toBe(0)
  })

  test('不存在的日期被指出', async () => {
    const broken = async () => await run({ filings: [{ date: '2026-02-30', item: '住所', detail: '示例' }] })
    await expect(broken).rejects.toThrow(InvalidInput)
    await expect(broken).rejects.toThrow('日期“2026-02-30”不存在')
  })
})
