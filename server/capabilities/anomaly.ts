import { type Static, Type } from 'typebox'
import { cusum, ewma, ewmaReach } from '../algorithms/control-charts.ts'
import {
  benjaminiHochberg,
  modifiedZScores,
  outlierScore,
  twoSidedProbability,
} from '../algorithms/robust-statistics.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const input = Type.Object({
  method: Type.Union(
    [Type.Literal('modified-z'), Type.Literal('modified_z'), Type.Literal('cusum'), Type.Literal('ewma')],
    {
      description:
        '方法：modified-z（也可写作 modified_z）找离群值，cusum、ewma 找小而持久的偏移。月度数列应先做季节调整',
    },
  ),
  values: Type.Array(Type.Number(), { minItems: 1, maxItems: 100_000, description: '数列，单位自定' }),
  threshold: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'modified-z：|z| 的界限，无量纲，默认 3.5' }),
  ),
  falseDiscoveryRate: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      description:
        'modified-z：values 是许多企业各一个值时，另要求通过 Benjamini–Hochberg 检验，误报占比不超过此数（0 至 1）',
    }),
  ),
  target: Type.Optional(Type.Number({ description: 'cusum、ewma：目标均值，单位同 values；cusum 必填' })),
  k: Type.Optional(Type.Number({ minimum: 0, description: 'cusum：参考值 k，单位同 values，必填' })),
  h: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'cusum：判定界限 h，单位同 values，必填' }),
  ),
  lambda: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'ewma：权重 λ，0 至 1，默认 0.3' }),
  ),
  mean: Type.Optional(Type.Number({ description: 'ewma：目标均值，与 target 同义，两者给一个' })),
  sigma: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'ewma：过程的标准差，单位同 values，必填' }),
  ),
  width: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'ewma：控制限的宽度，标准差的倍数，默认 3' }),
  ),
})

type Input = Static<typeof input>

interface Judged {
  /** What is held against the limits, by value; of the side that deviates more for CUSUM. */
  readonly scores: number[]
  readonly lower: number
  readonly upper: number
  readonly outside: (score: number, index: number) => boolean
}

const wafers = [
  324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15,
  328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35,
]
const process = [
  52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6,
  52.1,
]
const outliers = { method: 'modified-z' as const, values: [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3] }

export default capability({
  title: '异常检测',
  kind: 'algorithm',
  summary:
    '在一个数列中找离群值（修正 z）或小而持久的偏移（CUSUM、EWMA）。信号说明数值反常，不说明原因；有季节的数列须先做季节调整。',
  method:
    '修正 z：Iglewicz 和 Hoaglin (1993)；CUSUM：Page (1954)；EWMA：Roberts (1959)；均按 NIST/SEMATECH 统计手册；多企业控制误报：Benjamini 和 Hochberg (1995)',
  version: '1.0.0',
  licence: '平台自有',
  input,
  output: Type.Object({
    signals: Type.Array(
      Type.Object({
        index: Type.Integer({ description: '值的序号，从 0 起' }),
        value: Type.Number({ description: '该值，单位同 values' }),
        score: Type.Number({
          description: '该处的统计量：修正 z（无量纲），或 CUSUM、EWMA（单位同 values）',
        }),
        direction: Type.Union([Type.Literal('up'), Type.Literal('down')], { description: '偏高或偏低' }),
      }),
      { description: '越过界限的各处，按序号' },
    ),
    scores: Type.Array(Type.Number(), {
      description: '每个值处的统计量；cusum 偏低一侧较大时为负；modified-z 无法定尺度时为空',
    }),
    limits: Type.Object(
      {
        lower: Type.Number({ description: '下界，单位同 scores' }),
        upper: Type.Number({ description: '上界，单位同 scores' }),
      },
      { description: '界限；越过才是信号' },
    ),
    warning: Type.Union([Type.String(), Type.Null()], { description: '使用时应注意的问题；没有为 null' }),
  }),
  sample: outliers,
  cases: [
    {
      title: '修正 z 值',
      source: 'NIST/SEMATECH 统计手册 1.3.5.17',
      basis: 'published',
      input: outliers,
      checks: [
        { title: 'z(8.2)', published: 25.86, digits: 2, read: ({ scores }) => scores[8] ?? null },
        { title: '离群值个数', published: 2, digits: 0, read: ({ signals }) => signals.length },
      ],
    },
    {
      title: 'CUSUM，20 组均值',
      source: 'NIST/SEMATECH 统计手册 6.3.2.3',
      basis: 'published',
      input: { method: 'cusum', values: wafers, target: 325, k: 0.3175, h: 4.1959 },
      checks: [
        {
          title: '首次发出信号的组（第几组）',
          published: 14,
          digits: 0,
          read: ({ signals }) => (signals[0]?.index ?? NaN) + 1,
        },
        { title: '该组的 S', published: 4.94, digits: 2, read: ({ signals }) => signals[0]?.score ?? null },
      ],
    },
    {
      title: 'EWMA，λ 为 0.3',
      source: 'NIST/SEMATECH 统计手册 6.3.2.4',
      basis: 'published',
      input: { method: 'ewma', values: process, lambda: 0.3, mean: 50, sigma: 2.0539, width: 3 },
      checks: [
        { title: '下控制限', published: 47.4116, digits: 4, read: ({ limits }) => limits.lower },
        { title: '上控制限', published: 52.5884, digits: 4, read: ({ limits }) => limits.upper },
      ],
    },
  ],
  run(given) {
    const judged = judge(given)
    if (judged === null)
      return {
        signals: [],
        scores: [],
        limits: { lower: -(given.threshold ?? outlierScore), upper: given.threshold ?? outlierScore },
        warning: '过半数值相等，绝对离差中位数为 0，没有判断的尺度，未作判断',
      }
    const { scores, lower, upper, outside } = judged
    return {
      signals: scores.flatMap((score, index) =>
        outside(score, index)
          ? [
              {
                index,
                value: given.values[index] ?? 0,
                score: given.method === 'cusum' ? Math.abs(score) : score,
                direction: score > upper ? ('up' as const) : ('down' as const),
              },
            ]
          : [],
      ),
      scores,
      limits: { lower, upper },
      warning: null,
    }
  },
})

/** Null where the values give no scale. */
function judge(given: Input): Judged | null {
  if (given.method === 'cusum') return judgeCusum(given)
  return given.method === 'ewma' ? judgeEwma(given) : judgeOutliers(given)
}

function judgeOutliers({ values, threshold = outlierScore, falseDiscoveryRate }: Input): Judged | null {
  const scores = modifiedZScores(values)
  if (scores === null) return null
  const accepted =
    falseDiscoveryRate === undefined
      ? null
      : benjaminiHochberg(scores.map(twoSidedProbability), falseDiscoveryRate)
  return {
    scores,
    lower: -threshold,
    upper: threshold,
    outside: (score, index) => Math.abs(score) > threshold && (accepted?.[index] ?? true),
  }
}

function judgeCusum({ values, target, k, h }: Input): Judged {
  if (target === undefined || k === undefined || h === undefined)
    throw new InvalidInput(`cusum 须给出 target、k 和 h，缺少 ${missing({ target, k, h })}`)
  const { upward, downward } = cusum(values, target, k)
  const scores = upward.map((up, at) => (up >= (downward[at] ?? 0) ? up : -(downward[at] ?? 0)))
  return { scores, lower: -h, upper: h, outside: (score) => Math.abs(score) > h }
}

function judgeEwma({ values, lambda = 0.3, mean, target, sigma, width = 3 }: Input): Judged {
  const centre = mean ?? target
  if (centre === undefined || sigma === undefined)
    throw new InvalidInput(`ewma 须给出 mean（或 target）和 sigma，缺少 ${missing({ mean: centre, sigma })}`)
  if (mean !== undefined && target !== undefined && mean !== target)
    throw new InvalidInput(`mean 与 target 同义，收到两个不同的值 ${mean} 和 ${target}，请只给一个`)
  const reach = ewmaReach(lambda, sigma, width)
  return {
    scores: ewma(values, lambda, centre),
    lower: centre - reach,
    upper: centre + reach,
    outside: (score) => Math.abs(score - centre) > reach,
  }
}

function missing(needed: Readonly<Record<string, number | undefined>>): string {
  return Object.keys(needed)
    .filter((name) => needed[name] === undefined)
    .join('、')
}
