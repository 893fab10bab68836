import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import component from '../../server/capabilities/scorecard.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
const number = fc.double({ min: -5, max: 5, noNaN: true })
const models = fc.record({
  intercept: number,
  items: fc.array(fc.record({ name: fc.constant('项'), coefficient: number, value: number }), {
    maxLength: 6,
  }),
})

describe('评分卡换算', () => {
  test('600 分对 50:1，翻倍 20 分：Factor 28.8539，Offset 487.1229', async () => {
    const { factor, offset, score } = await run({ intercept: Math.log(50), items: [] })
    expect(factor).toBeCloseTo(28.8539, 4)
    expect(offset).toBeCloseTo(487.1229, 4)
    expect(score).toBeCloseTo(600, 9)
  })

  test('各项之和就是总分，概率与分数指同一优势', async () => {
    await fc.assert(
      fc.asyncProperty(
        models,
        fc.constantFrom<'rising' | 'falling'>('rising', 'falling'),
        async (model, direction) => {
          const result = await run({ ...model, direction })
          const sum = result.points.reduce((total, { points }) => total + points, result.basePoints)
          expect(result.score).toBe(sum)
          const odds = Math.exp((result.score - result.offset) / result.factor)
          const event = direction === 'rising' ? odds / (1 + odds) : 1 / (1 + odds)
          expect(result.probability).toBeCloseTo(event, 9)
        },
      ),
    )
  })

  test('优势翻倍，分数加 PDO；反向则减', async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.integer({ min: 1, max: 100 }), async (model, pointsToDoubleOdds) => {
        const doubled = { ...model, intercept: model.intercept + Math.LN2 }
        for (const [direction, sign] of [
          ['rising', 1],
          ['falling', -1],
        ] as const) {
          const before = await run({ ...model, direction, pointsToDoubleOdds })
          const after = await run({ ...doubled, direction, pointsToDoubleOdds })
          expect(after.score - before.score).toBeCloseTo(sign * pointsToDoubleOdds, 6)
        }
      }),
    )
  })

  test('分箱按上界（含）取 WOE', async () => {
    const bins = [
      { upTo: -20, woe: 1.2 },
      { upTo: -10, woe: 0.4 },
      { upTo: null, woe: -0.3 },
    ]
    for (const [value, woe] of [
      [-25, 1.2],
      [-20, 1.2],
      [-19.9, 0.4],
      [0, -0.3],
    ] as const) {
      const { points } = await run({ intercept: 0, items: [{ name: '参保', coefficient: 2, value, bins }] })
      expect(points[0]?.used).toBe(woe)
      expect(points[0]?.points).toBeCloseTo((2 * woe * 20) / Math.LN2, 9)
    }
  })

  test.each([
    [[{ upTo: 1, woe: 0 }], '超出最后一个分箱的上界 1'],
    [
      [
        { upTo: 5, woe: 0 },
        { upTo: 3, woe: 1 },
      ],
      '上界须由小到大',
    ],
    [
      [
        { upTo: null, woe: 0 },
        { upTo: 3, woe: 1 },
      ],
      '只有最后一箱可以没有上界',
    ],
  ])('分箱有误时说明 %#', async (bins, reason) => {
    const broken = async () =>
      await run({ intercept: 0, items: [{ name: '参保', coefficient: 1, value: 2, bins }] })
    await expect(broken).rejects.toThrow(InvalidInput)
    await expect(broken).rejects.toThrow(reason)
  })
})
