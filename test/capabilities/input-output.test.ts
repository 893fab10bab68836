import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import edgeEstimate from '../../server/capabilities/edge-estimate.ts'
import inputOutput from '../../server/capabilities/input-output.ts'

const resources = { divisions: () => Promise.reject(new Error('不用区划')) }

/** A table in which every sector sells to final use, so that it is productive. */
const table = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.record({
    flows: fc.array(
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: size, maxLength: size }),
      { minLength: size, maxLength: size },
    ),
    finalDemand: fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), {
      minLength: size,
      maxLength: size,
    }),
  }),
)

/** x by adding up the rounds of demand that a final demand sets off: no inverse is involved. */
function byRounds(coefficients: readonly (readonly number[])[], finalDemand: readonly number[]): number[] {
  let round = [...finalDemand]
  const output = [...finalDemand]
  for (let turn = 0; turn < 20_000 && round.some((value) => value > 1e-13); turn++) {
    round = coefficients.map((row) =>
      row.reduce((sum, share, sector) => sum + share * (round[sector] ?? 0), 0),
    )
    for (const [sector, value] of round.entries()) output[sector] = (output[sector] ?? 0) + value
  }
  return output
}

describe('投入产出分析', () => {
  test('L·f 还原总产出，乘数是 L 的列合计，上游度不小于 1', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ flows, finalDemand }) => {
        const answer = await inputOutput.run({ flows, finalDemand, newFinalDemand: finalDemand }, resources)
        for (const [sector, made] of answer.totalOutput.entries()) {
          expect((answer.newOutput?.[sector] ?? NaN) / made).toBeCloseTo(1, 8)
          const column = answer.inverse.reduce((sum, row) => sum + (row[sector] ?? NaN), 0)
          expect((answer.outputMultipliers[sector] ?? NaN) / column).toBeCloseTo(1, 10)
        }
        for (const stages of answer.upstreamness) expect(stages).toBeGreaterThanOrEqual(1 - 1e-9)
      }),
      { numRuns: 60 },
    )
  })

  test('与逐轮相加的需求一致；不可运行性等于产出的相对损失', async () => {
    const flows = [
      [20, 30, 10],
      [5, 40, 25],
      [15, 10, 30],
    ]
    const finalDemand = [60, 80, 45]
    const made = flows.map((row, sector) => row.reduce((sum, flow) => sum + flow, finalDemand[sector] ?? 0))
    const coefficients = flows.map((row) => row.map((flow, sector) => flow / (made[sector] ?? NaN)))
    const shock = [0.1, 0, 0.05]
    const less = finalDemand.map((demand, sector) => demand - (shock[sector] ?? 0) * (made[sector] ?? 0))
    const answer = await inputOutput.run(
      { flows, finalDemand, newFinalDemand: less, perturbation: shock, extract: 1 },
      resources,
    )
    const rounds = byRounds(coefficients, less)
    for (const [sector, value] of rounds.entries()) {
      expect(answer.newOutput?.[sector]).toBeCloseTo(value, 8)
      expect(answer.inoperability?.[sector]).toBeCloseTo(1 - value / (made[sector] ?? NaN), 10)
    }
    // Without sector 1 nobody buys from it, sells to it, or uses its product.
    const without = byRounds(
      coefficients.map((row, i) => row.map((share, j) => (i === 1 || j === 1 ? 0 : share))),
      finalDemand.map((demand, sector) => (sector === 1 ? 0 : demand)),
    )
    for (const [sector, value] of without.entries())
      expect(answer.extraction?.losses[sector]).toBeCloseTo((made[sector] ?? NaN) - value, 8)
  })

  test('没有产出的部门不影响其他部门，它的上游度为空', async () => {
    const answer = await inputOutput.run(
      {
        flows: [
          [150, 0],
          [0, 0],
        ],
        finalDemand: [350, 0],
        perturbation: [0.1, 0],
      },
      resources,
    )
    expect(answer.upstreamness).toEqual([expect.closeTo(500 / 350, 10), null])
    expect(answer.inoperability?.[1]).toBeNull()
    expect(answer.inverse[1]).toEqual([0, 1])
  })

  test.each([
    ['不是方阵', { flows: [[1, 2]], finalDemand: [1] }, 'flows 应为方阵'],
    [
      '最终需求缺项',
      {
        flows: [
          [1, 2],
          [2, 1],
        ],
        finalDemand: [1],
      },
      'finalDemand 有 1 个数，应与 flows 的 2 个部门',
    ],
    [
      '总产出为负',
      {
        flows: [
          [1, 2],
          [2, 1],
        ],
        finalDemand: [-9, 1],
      },
      '部门 0（从 0 起）的总产出为 -6',
    ],
    [
      '有投入没有产出',
      {
        flows: [
          [1, 3],
          [0, 0],
        ],
        finalDemand: [9, 0],
      },
      '部门 1（从 0 起）有中间投入却没有产出',
    ],
    [
      '没有最终需求',
      {
        flows: [
          [0, 5],
          [5, 0],
        ],
        finalDemand: [0, 0],
      },
      'Hawkins–Simon',
    ],
    [
      '投入超过产出',
      {
        flows: [
          [0, 9],
          [1, 0],
        ],
        finalDemand: [-8, 5],
      },
      'Hawkins–Simon',
    ],
    ['全为 0', { flows: [[0]], finalDemand: [0] }, '总产出为 0'],
    ['没有这个部门', { flows: [[1]], finalDemand: [2], extract: 1 }, '部门序号应为 0 至 0'],
  ])('拒绝%s并说明', async (_, input, words) => {
    await expect(Promise.resolve().then(() => inputOutput.run(input, resources))).rejects.toThrow(words)
  })
})

describe('由合计推断往来', () => {
  const margins = fc
    .array(fc.array(fc.double({ min: 0.5, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 }), {
      minLength: 4,
      maxLength: 4,
    })
    .map((flows) => ({
      rowTotals: flows.map((row, i) => row.reduce((sum, flow, j) => (i === j ? sum : sum + flow), 0)),
      columnTotals: flows.map((_, j) =>
        flows.reduce((sum, row, i) => (i === j ? sum : sum + (row[j] ?? 0)), 0),
      ),
    }))

  test('行列合计都满足，不与自己往来，不为负', async () => {
    await fc.assert(
      fc.asyncProperty(margins, async (totals) => {
        const { flows } = await edgeEstimate.run({ ...totals, tolerance: 1e-10 }, resources)
        for (const [i, row] of flows.entries()) {
          expect(row[i]).toBe(0)
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0)
          expect(row.reduce((sum, flow) => sum + flow, 0)).toBeCloseTo(totals.rowTotals[i] ?? NaN, 5)
          expect(flows.reduce((sum, line) => sum + (line[i] ?? 0), 0)).toBeCloseTo(
            totals.columnTotals[i] ?? NaN,
            5,
          )
        }
      }),
      { numRuns: 40 },
    )
  })

  test('没有禁止的往来时是两组合计之积，先验为零的保持为零', async () => {
    const free = await edgeEstimate.run({ rowTotals: [30, 70], columnTotals: [20, 50, 30] }, resources)
    expect(free.flows.map((row) => row.map((flow) => Math.round(flow * 1e9) / 1e9))).toEqual([
      [6, 15, 9],
      [14, 35, 21],
    ])
    const known = await edgeEstimate.run(
      {
        rowTotals: [30, 70],
        columnTotals: [20, 80],
        prior: [
          [0, 1],
          [1, 1],
        ],
      },
      resources,
    )
    expect(known.flows.map((row) => row.map(Math.round))).toEqual([
      [0, 30],
      [20, 50],
    ])
  })

  test.each([
    ['合计不等', { rowTotals: [1, 2], columnTotals: [1, 3] }, '两组合计应相等'],
    [
      '无可往来',
      { rowTotals: [5, 0], columnTotals: [5, 0] },
      '第 0 行（从 0 起）合计为 5，却没有可以往来的对象',
    ],
    ['一家超过其余之和', { rowTotals: [8, 1, 1], columnTotals: [4, 3, 3] }, '迭代 200 次后仍偏差'],
    [
      '先验缺行',
      { rowTotals: [1, 1], columnTotals: [1, 1], prior: [[1, 1]] },
      'prior 有 1 行，应为 rowTotals 的 2 行',
    ],
    ['全为 0', { rowTotals: [0], columnTotals: [0] }, 'rowTotals 之和为 0'],
  ])('拒绝%s并说明', async (_, input, words) => {
    await expect(
      Promise.resolve().then(() => edgeEstimate.run({ ...input, iterations: 200 }, resources)),
    ).rejects.toThrow(words)
  })
})
