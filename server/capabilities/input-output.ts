import { Type } from 'typebox'
import {
  extractionLosses,
  type InputOutput,
  inoperability,
  openTable,
  outputFor,
  outputMultipliers,
  totalOutput,
  upstreamness,
} from '../algorithms/input-output.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const sectorsAtMost = 1500
const perSector = (description: string, bounds = {}) =>
  Type.Array(Type.Number({ description, ...bounds }), { minItems: 1, maxItems: sectorsAtMost, description })
const nullable = (description: string) =>
  Type.Array(Type.Union([Type.Number(), Type.Null()]), { description })

const textbook = {
  flows: [
    [150, 500],
    [200, 100],
  ],
  finalDemand: [350, 1700],
}

export default capability({
  title: '投入产出分析',
  kind: 'mechanism',
  summary:
    '由中间流量和最终需求算列昂惕夫逆、产出乘数、上游度，并可测算需求变化、部门停摆、部门抽离的影响。系数固定、没有替代和价格反应，适合短期测算；全国表用于一省须先作地区化。',
  method:
    '列昂惕夫模型 L = (I − A)⁻¹（Miller & Blair，Input–Output Analysis）；上游度 Antràs 等 2012；不可运行性 Santos & Haimes 2004；假设抽离法 Dietzenbacher 等 1993',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    flows: Type.Array(
      Type.Array(Type.Number({ minimum: 0, description: '流量，货币单位，如万元' }), {
        minItems: 1,
        maxItems: sectorsAtMost,
      }),
      {
        minItems: 1,
        maxItems: sectorsAtMost,
        description: '中间流量 Z（方阵）：行部门卖给列部门，货币单位，如万元',
      },
    ),
    finalDemand: perSector('最终需求 f（已减进口），货币单位与 flows 相同，可为负'),
    newFinalDemand: Type.Optional(perSector('另一组最终需求，货币单位与 flows 相同；给出时算相应的总产出')),
    perturbation: Type.Optional(
      perSector('各部门最终需求的减少，占其总产出的比例，0 至 1；给出时算不可运行性', {
        minimum: 0,
        maximum: 1,
      }),
    ),
    extract: Type.Optional(
      Type.Integer({ minimum: 0, description: '要抽离的部门序号，从 0 起；给出时算各部门的产出损失' }),
    ),
  }),
  output: Type.Object({
    totalOutput: Type.Array(Type.Number(), { description: '总产出 x = 行合计 + 最终需求，货币单位同输入' }),
    inverse: Type.Array(Type.Array(Type.Number()), {
      description: '列昂惕夫逆 L：列部门每单位最终需求所需的行部门产出，无量纲',
    }),
    outputMultipliers: Type.Array(Type.Number(), { description: '产出乘数，L 的列合计，无量纲' }),
    upstreamness: nullable('上游度，距最终使用的环节数，不小于 1；总产出为 0 的部门为空'),
    newOutput: Type.Optional(
      Type.Array(Type.Number(), { description: 'newFinalDemand 所需的总产出，货币单位同输入' }),
    ),
    inoperability: Type.Optional(
      nullable('不可运行性：总产出损失的比例，无量纲，超过 1 表示设定不可行；总产出为 0 的部门为空'),
    ),
    extraction: Type.Optional(
      Type.Object(
        {
          losses: Type.Array(Type.Number(), { description: '各部门的产出损失，货币单位同输入' }),
          total: Type.Number({ description: '损失合计，货币单位同输入' }),
          share: Type.Number({ description: '损失占全部总产出的比例，0 至 1' }),
        },
        { description: '抽离一个部门的影响' },
      ),
    ),
  }),
  sample: { ...textbook, newFinalDemand: [600, 1500], perturbation: [0.035, 0], extract: 0 },
  cases: [
    {
      title: '两部门经济',
      source: 'Miller & Blair，Input–Output Analysis，第 2 章',
      basis: 'published',
      input: { ...textbook, newFinalDemand: [600, 1500] },
      checks: [
        { title: 'L₁₁', published: 1.254125, digits: 6, read: ({ inverse }) => inverse[0]?.[0] ?? null },
        { title: 'L₁₂', published: 0.330033, digits: 6, read: ({ inverse }) => inverse[0]?.[1] ?? null },
        { title: 'L₂₁', published: 0.264026, digits: 6, read: ({ inverse }) => inverse[1]?.[0] ?? null },
        { title: 'L₂₂', published: 1.122112, digits: 6, read: ({ inverse }) => inverse[1]?.[1] ?? null },
        {
          title: 'f = (600, 1500) 时部门 1 产出',
          published: 1247.52,
          digits: 2,
          read: ({ newOutput }) => newOutput?.[0] ?? null,
        },
        {
          title: 'f = (600, 1500) 时部门 2 产出',
          published: 1841.58,
          digits: 2,
          read: ({ newOutput }) => newOutput?.[1] ?? null,
        },
      ],
    },
    {
      title: '两部门经济的上游度',
      source:
        'Antràs 等，American Economic Review 102(3)，2012，公式用于 Miller & Blair 第 2 章的表；独立程序计算',
      basis: 'reference-program',
      input: textbook,
      checks: [
        {
          title: '部门 1 上游度',
          published: 1.914191,
          digits: 6,
          read: (output) => output.upstreamness[0] ?? null,
        },
        {
          title: '部门 2 上游度',
          published: 1.254125,
          digits: 6,
          read: (output) => output.upstreamness[1] ?? null,
        },
      ],
    },
    {
      title: '部门 1 最终需求减少其产出的 3.5 %',
      source: 'Santos & Haimes，Risk Analysis 24(6)，2004，公式用于 Miller & Blair 第 2 章的表；独立程序计算',
      basis: 'reference-program',
      input: { ...textbook, perturbation: [0.035, 0] },
      checks: [
        {
          title: '部门 1 不可运行性',
          published: 0.043894,
          digits: 6,
          read: (output) => output.inoperability?.[0] ?? null,
        },
        {
          title: '部门 2 不可运行性',
          published: 0.00462,
          digits: 6,
          read: (output) => output.inoperability?.[1] ?? null,
        },
      ],
    },
  ],
  run({ flows, finalDemand, newFinalDemand, perturbation, extract }) {
    const size = finalDemand.length
    checkShape(flows, { finalDemand, newFinalDemand, perturbation })
    if (extract !== undefined && extract >= size)
      throw new InvalidInput(`extract 收到 ${extract}，部门序号应为 0 至 ${size - 1}。`)
    const output = totalOutput(flows, finalDemand)
    checkOutput(flows, output)
    const table = openTable(flows, output)
    if (table === null) {
      throw new InvalidInput(
        'I − A 不可逆，或逆中有负数：有部门的中间投入达到或超过总产出（不满足 Hawkins–Simon 条件），这样的经济没有可行的产出。',
      )
    }
    const { inverse } = table
    return {
      totalOutput: Array.from(output),
      inverse: Array.from({ length: size }, (_, row) =>
        Array.from(inverse.subarray(row * size, (row + 1) * size)),
      ),
      outputMultipliers: Array.from(outputMultipliers(table)),
      upstreamness: defined(table, upstreamness(table)),
      ...(newFinalDemand !== undefined && { newOutput: Array.from(outputFor(table, newFinalDemand)) }),
      ...(perturbation !== undefined && {
        inoperability: defined(table, inoperability(table, perturbation)),
      }),
      ...(extract !== undefined && { extraction: extractionOf(table, extract) }),
    }
  },
})

function checkShape(
  flows: readonly (readonly number[])[],
  vectors: Readonly<Record<string, readonly number[] | undefined>>,
): void {
  const size = flows.length
  const uneven = flows.findIndex((row) => row.length !== size)
  if (uneven >= 0)
    throw new InvalidInput(
      `flows 应为方阵：有 ${size} 行，第 ${uneven} 行（从 0 起）却有 ${flows[uneven]?.length} 个数。`,
    )
  for (const [name, vector] of Object.entries(vectors)) {
    if (vector !== undefined && vector.length !== size)
      throw new InvalidInput(`${name} 有 ${vector.length} 个数，应与 flows 的 ${size} 个部门逐项对应。`)
  }
}

function checkOutput(flows: readonly (readonly number[])[], output: Float64Array): void {
  const negative = output.findIndex((made) => !(made >= 0))
  if (negative >= 0) {
    throw new InvalidInput(
      `部门 ${negative}（从 0 起）的总产出为 ${output[negative]}（行合计加最终需求），总产出不能为负。`,
    )
  }
  const idle = output.findIndex((made, sector) => made === 0 && flows.some((row) => (row[sector] ?? 0) > 0))
  if (idle >= 0) throw new InvalidInput(`部门 ${idle}（从 0 起）有中间投入却没有产出，算不出投入系数。`)
  if (output.every((made) => made === 0))
    throw new InvalidInput('全部部门的总产出为 0，没有可以分析的经济活动。')
}

/** What is related to its own output is not defined for a sector without any. */
function defined({ output }: InputOutput, values: Float64Array): (number | null)[] {
  return Array.from(values, (value, sector) => (output[sector] === 0 ? null : value))
}

function extractionOf(table: InputOutput, sector: number) {
  const losses = Array.from(extractionLosses(table, sector))
  const total = losses.reduce((sum, loss) => sum + loss, 0)
  return { losses, total, share: total / table.output.reduce((sum, made) => sum + made, 0) }
}
