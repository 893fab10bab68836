import { Type } from 'typebox'
import { assign } from '../algorithms/assignment.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const known = (title: string, source: string, cost: number[][], total: number) => ({
  title,
  source,
  basis: 'published' as const,
  input: { cost },
  checks: [
    { title: '总费用', published: total, digits: 0, read: (output: { total: number }) => output.total },
  ],
})

export default capability({
  title: '指派（一对一匹配）',
  kind: 'algorithm',
  summary:
    '给每一行（如订单）分派一列（如设备），总费用最小或总收益最大。行列数可以不等，多出的一侧有的不分派；一行须由多列分担的，不适用。',
  method: '最短增广路与对偶价格：Kuhn (1955)；Jonker 和 Volgenant (1987)，O(n²m)',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    cost: Type.Array(
      Type.Array(Type.Number(), { minItems: 1, maxItems: 3000, description: '一行对各列的费用' }),
      { minItems: 1, maxItems: 3000, description: '费用矩阵，单位自定；各行列数相同，行列数可以不等' },
    ),
    maximise: Type.Optional(Type.Boolean({ description: 'true：cost 是收益，求最大；默认 false' })),
  }),
  output: Type.Object({
    total: Type.Number({ description: '所选各格之和，单位同 cost' }),
    pairs: Type.Array(
      Type.Tuple([
        Type.Integer({ description: '行号，从 0 起' }),
        Type.Integer({ description: '列号，从 0 起' }),
      ]),
      { description: '[行, 列]，按行号；个数为行数与列数中较小者' },
    ),
  }),
  sample: {
    cost: [
      [400, 150, 400],
      [400, 450, 600],
      [300, 225, 300],
    ],
  },
  cases: [
    known(
      '3 × 3，费用 150 至 600',
      'munkres（Python）示例矩阵 1',
      [
        [400, 150, 400],
        [400, 450, 600],
        [300, 225, 300],
      ],
      850,
    ),
    known(
      '3 × 3，费用 1 至 10',
      'munkres（Python）示例矩阵 2',
      [
        [10, 10, 8],
        [9, 8, 1],
        [9, 7, 4],
      ],
      18,
    ),
    known(
      '3 × 3，费用 0 至 5',
      'SciPy linear_sum_assignment 文档示例',
      [
        [4, 1, 3],
        [2, 0, 5],
        [3, 2, 2],
      ],
      5,
    ),
  ],
  run({ cost, maximise = false }) {
    const width = cost[0]?.length ?? 0
    const ragged = cost.findIndex((row) => row.length !== width)
    if (ragged >= 0)
      throw new InvalidInput(
        `第 ${ragged + 1} 行有 ${cost[ragged]?.length ?? 0} 列，第 1 行有 ${width} 列；各行列数须相同`,
      )
    if (!maximise) return assign(cost)
    const { pairs } = assign(cost.map((row) => row.map((value) => -value)))
    return { total: pairs.reduce((sum, [row, column]) => sum + (cost[row]?.[column] ?? 0), 0), pairs }
  },
})
