import { type Static, Type } from 'typebox'
import { InvalidInput, capability } from './frame/contract.ts'

const item = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, description: '项目名称' }),
  coefficient: Type.Number({ description: '逻辑回归系数，每单位取值的对数优势' }),
  value: Type.Number({
    description: '取值，单位同拟合时；模型按 WOE 拟合又不给 bins 时为该企业所在分箱的 WOE',
  }),
  bins: Type.Optional(
    Type.Array(
      Type.Object({
        upTo: Type.Union([Type.Number(), Type.Null()], {
          description: '分箱上界（含），单位同 value；null 为没有上界，只用于最后一箱',
        }),
        woe: Type.Number({ description: '分箱的证据权重 WOE，对数优势' }),
      }),
      { minItems: 1, maxItems: 200, description: '分箱，上界由小到大；给出时以 value 所在分箱的 WOE 代入' },
    ),
  ),
})

const sample = {
  intercept: -4,
  items: [
    { name: '异地投资家数', coefficient: 0.8, value: 2 },
    {
      name: '参保人数相对同行变化',
      coefficient: 1.1,
      value: -25,
      bins: [
        { upTo: -20, woe: 1.2 },
        { upTo: -10, woe: 0.4 },
        { upTo: null, woe: -0.3 },
      ],
    },
  ],
}

export default capability({
  title: '评分卡换算',
  kind: 'mechanism',
  summary:
    '把逻辑回归的对数优势换算成可逐项解释的分数，各项之和就是总分。分数只是对数优势的另一种刻度，须经校准才能当概率用。',
  method:
    '评分 = Offset + Factor·ln(优势)，Factor = PDO ÷ ln 2，Offset = 基准分 − Factor·ln(基准优势)（Siddiqi 2006）',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    intercept: Type.Number({ description: '逻辑回归截距，对数优势' }),
    items: Type.Array(item, { maxItems: 500, description: '各项系数与取值' }),
    baseScore: Type.Optional(Type.Number({ description: '基准分，默认 600' })),
    baseOdds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: '基准分对应的优势（几比一），默认 50' }),
    ),
    pointsToDoubleOdds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: '优势翻倍所加的分 PDO，默认 20' }),
    ),
    direction: Type.Optional(
      Type.Union([Type.Literal('rising'), Type.Literal('falling')], {
        description:
          'rising：事件越可能分越高，优势 = 发生 : 不发生（默认）；falling：事件越可能分越低，优势 = 不发生 : 发生（信用评分惯例）',
      }),
    ),
  }),
  output: Type.Object({
    score: Type.Number({ description: '总分，等于 basePoints 与各项 points 之和' }),
    basePoints: Type.Number({ description: '基础分 = Offset ± Factor·截距' }),
    points: Type.Array(
      Type.Object({
        name: Type.String({ description: '项目名称' }),
        used: Type.Number({ description: '代入的取值或 WOE' }),
        points: Type.Number({ description: '该项的分' }),
      }),
      { description: '逐项得分，顺序同 items' },
    ),
    logOdds: Type.Number({ description: '事件的对数优势' }),
    probability: Type.Number({ description: '对数优势对应的概率，0 至 1，未经校准' }),
    factor: Type.Number({ description: 'Factor，分' }),
    offset: Type.Number({ description: 'Offset，分' }),
  }),
  sample,
  cases: [
    {
      title: '600 分对 50:1，优势翻倍加 20 分',
      source: 'Siddiqi，Credit Risk Scorecards (2006)',
      basis: 'published',
      input: { intercept: Math.log(50), items: [] },
      checks: [
        { title: 'Factor', published: 28.8539, digits: 4, read: ({ factor }) => factor },
        { title: 'Offset', published: 487.1229, digits: 4, read: ({ offset }) => offset },
        { title: '优势 50:1 的分数', published: 600, digits: 6, read: ({ score }) => score },
      ],
    },
  ],
  run({ intercept, items, direction = 'rising', ...scale }) {
    const { baseScore = 600, baseOdds = 50, pointsToDoubleOdds = 20 } = scale
    const sign = direction === 'rising' ? 1 : -1
    const factor = pointsToDoubleOdds / Math.LN2
    const offset = baseScore - factor * Math.log(baseOdds)
    const weighed = items.map((one) => ({ ...one, used: usedValue(one) }))
    const points = weighed.map(({ name, coefficient, used }) => ({
      name,
      used,
      points: sign * factor * coefficient * used,
    }))
    const logOdds = weighed.reduce((sum, { coefficient, used }) => sum + coefficient * used, intercept)
    const basePoints = offset + sign * factor * intercept
    return {
      score: points.reduce((sum, one) => sum + one.points, basePoints),
      basePoints,
      points,
      logOdds,
      probability: 1 / (1 + Math.exp(-logOdds)),
      factor,
      offset,
    }
  },
})

/** The value itself, or the WOE of the first bin that reaches it. */
function usedValue({ name, value, bins }: Static<typeof item>): number {
  if (bins === undefined) return value
  for (const [at, { upTo }] of bins.entries()) {
    const before = bins[at - 1]
    if (at > 0 && (before?.upTo == null || (upTo !== null && upTo <= before.upTo)))
      throw new InvalidInput(
        `“${name}”的第 ${at + 1} 个分箱上界是 ${upTo ?? '无'}，上一个是 ${before?.upTo ?? '无'}；上界须由小到大，只有最后一箱可以没有上界`,
      )
  }
  const bin = bins.find(({ upTo }) => upTo === null || value <= upTo)
  if (bin === undefined)
    throw new InvalidInput(
      `“${name}”取值 ${value}，超出最后一个分箱的上界 ${bins.at(-1)?.upTo ?? ''}；最后一箱的 upTo 请用 null`,
    )
  return bin.woe
}
