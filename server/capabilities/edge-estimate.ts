import { Type } from 'typebox'
import { fitToMargins } from '../algorithms/proportional-fitting.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const nodesAtMost = 3000
const totals = (description: string) =>
  Type.Array(Type.Number({ minimum: 0, description }), { minItems: 1, maxItems: nodesAtMost, description })

const banks = { rowTotals: [7, 5, 3, 1, 3, 0, 1], columnTotals: [4, 5, 5, 0, 0, 2, 4] }
const firstColumn = [0, 1.72, 0.98, 0.25, 0.75, 0, 0.3]

export default capability({
  title: '由合计推断往来',
  kind: 'algorithm',
  summary:
    '只知道每家的销售合计和采购合计时，推断两两之间的往来额。结果是最分散的一种可能，会把往来摊给每一对，只可作“推断边”，不可当作实际交易。',
  method: 'RAS 双比例法（最大熵，Deming & Stephan 1940；比较见 Anand 等 2018）；缺省对角线为零，不与自己往来',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    rowTotals: totals('各家的销售（流出）合计，货币单位，如万元'),
    columnTotals: totals('各家的采购（流入）合计，货币单位与 rowTotals 相同'),
    prior: Type.Optional(
      Type.Array(
        Type.Array(Type.Number({ minimum: 0, description: '先验权重，无量纲，0 为不可能往来' }), {
          minItems: 1,
          maxItems: nodesAtMost,
        }),
        {
          minItems: 1,
          maxItems: nodesAtMost,
          description: '先验矩阵，行数、列数与两组合计相同，无量纲；缺省为全 1、对角线 0',
        },
      ),
    ),
    zeroDiagonal: Type.Optional(
      Type.Boolean({ description: '没有先验且行列数相同时，对角线是否为零；缺省为是' }),
    ),
    tolerance: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        description: '允许的偏差，占合计总额的比例；缺省 1e-12',
      }),
    ),
    iterations: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, description: '最多迭代次数，次；缺省 10000' }),
    ),
  }),
  output: Type.Object({
    flows: Type.Array(Type.Array(Type.Number()), {
      description: '推断的往来额，行卖给列，货币单位同输入',
    }),
    iterations: Type.Integer({ description: '迭代次数，次' }),
    deviation: Type.Number({ description: '行、列合计与给定值的最大偏差，货币单位同输入' }),
  }),
  sample: banks,
  cases: [
    {
      title: '七家银行的同业往来，对角线为零',
      source:
        'Anand 等，Journal of Financial Stability 35，2018；R 软件包 NetworkRiskMeasures，函数 matrix_estimation（me）',
      basis: 'reference-program',
      input: banks,
      checks: firstColumn.map((published, row) => ({
        title: `${'abcdefg'.charAt(row)} → a`,
        published,
        digits: 2,
        read: (output: { flows: number[][] }) => output.flows[row]?.[0] ?? null,
      })),
    },
  ],
  run({ rowTotals, columnTotals, prior, zeroDiagonal = true, tolerance = 1e-12, iterations = 10_000 }) {
    const sold = sumOf(rowTotals)
    const bought = sumOf(columnTotals)
    if (sold === 0) throw new InvalidInput('rowTotals 之和为 0，没有可以分配的往来。')
    if (!(Math.abs(sold - bought) <= 1e-9 * Math.max(sold, bought))) {
      throw new InvalidInput(`两组合计应相等：rowTotals 之和为 ${sold}，columnTotals 之和为 ${bought}。`)
    }
    const square = rowTotals.length === columnTotals.length
    const weights =
      prior ??
      rowTotals.map((_row, row) =>
        columnTotals.map((_column, column) => (square && zeroDiagonal && row === column ? 0 : 1)),
      )
    checkPrior(weights, rowTotals, columnTotals)
    const fitted = fitToMargins(
      weights,
      { rows: rowTotals, columns: columnTotals },
      { tolerance: tolerance * sold, iterations },
    )
    if (!(fitted.deviation <= tolerance * sold)) {
      throw new InvalidInput(
        `迭代 ${fitted.iterations} 次后仍偏差 ${fitted.deviation}：在不许往来（为零）的位置之外，可能没有矩阵同时满足两组合计，如一家的销售超过其他各家的采购之和。`,
      )
    }
    return {
      flows: fitted.values.map((row) => Array.from(row)),
      iterations: fitted.iterations,
      deviation: fitted.deviation,
    }
  },
})

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function checkPrior(
  weights: readonly (readonly number[])[],
  rowTotals: readonly number[],
  columnTotals: readonly number[],
): void {
  const width = columnTotals.length
  if (weights.length !== rowTotals.length)
    throw new InvalidInput(`prior 有 ${weights.length} 行，应为 rowTotals 的 ${rowTotals.length} 行。`)
  const uneven = weights.findIndex((row) => row.length !== width)
  if (uneven >= 0)
    throw new InvalidInput(
      `prior 第 ${uneven} 行（从 0 起）有 ${weights[uneven]?.length} 个数，应为 ${width} 个。`,
    )
  const row = weights.findIndex(
    (line, at) =>
      (rowTotals[at] ?? 0) > 0 &&
      !line.some((weight, column) => weight > 0 && (columnTotals[column] ?? 0) > 0),
  )
  if (row >= 0)
    throw new InvalidInput(`第 ${row} 行（从 0 起）合计为 ${rowTotals[row]}，却没有可以往来的对象。`)
  const column = columnTotals.findIndex(
    (total, at) =>
      total > 0 && !weights.some((line, from) => (line[at] ?? 0) > 0 && (rowTotals[from] ?? 0) > 0),
  )
  if (column >= 0)
    throw new InvalidInput(`第 ${column} 列（从 0 起）合计为 ${columnTotals[column]}，却没有可以往来的对象。`)
}
