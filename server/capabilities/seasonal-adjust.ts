import { type Static, Type } from 'typebox'
import { decomposeSeason } from '../algorithms/seasonal-decomposition.ts'
import { maunaLoaCarbonDioxide, nottinghamTemperatures } from './cases/monthly-series.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const odd = (description: string) => Type.Integer({ minimum: 3, maximum: 9999, description })
const degree = (description: string) => Type.Union([Type.Literal(0), Type.Literal(1)], { description })
const series = (description: string) => Type.Array(Type.Number(), { description })

const input = Type.Object({
  values: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
    minItems: 4,
    maxItems: 20_000,
    description: '等间隔的数列，单位自定；null 只用于 1 月缺报（januaryFebruary 为 february-total）',
  }),
  period: Type.Integer({ minimum: 2, maximum: 400, description: '一个周期的期数：月度 12，季度 4' }),
  start: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 400,
      description: '第一个值在周期中的位置，从 1 起：月度 1 为一月；默认 1',
    }),
  ),
  seasonalWindow: Type.Optional(
    Type.Union([Type.Literal('periodic'), odd('季节平滑窗口，周期数，奇数')], {
      description: '季节平滑窗口：periodic 为各周期相同，或不小于 3 的奇数（建议不小于 7）；默认 periodic',
    }),
  ),
  seasonalDegree: Type.Optional(degree('季节局部拟合次数，默认 0')),
  trendWindow: Type.Optional(
    odd('趋势平滑窗口，期数，奇数；默认按 1.5·period ÷ (1 − 1.5 ÷ seasonalWindow) 取奇'),
  ),
  trendDegree: Type.Optional(degree('趋势局部拟合次数，默认 1')),
  lowPassWindow: Type.Optional(odd('低通滤波窗口，期数，奇数；默认不小于 period 的最小奇数')),
  lowPassDegree: Type.Optional(degree('低通滤波局部拟合次数，默认与 trendDegree 相同')),
  robust: Type.Optional(Type.Boolean({ description: '降低异常值的权重，默认 false' })),
  inner: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 50, description: '内循环次数，默认 2，robust 时 1' }),
  ),
  outer: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 50, description: '外循环次数，默认 0，robust 时 15' }),
  ),
  januaryFebruary: Type.Optional(
    Type.Union([Type.Literal('separate'), Type.Literal('mean'), Type.Literal('february-total')], {
      description:
        '春节错月的处理，只用于月度：separate 不处理（默认）；mean 1、2 月都取两月均值；february-total 2 月是 1–2 月累计，平分到两月',
    }),
  ),
})

const defaults = { values: [...nottinghamTemperatures], period: 12, seasonalWindow: 'periodic' as const }
/** Fewer cycles than this and a season is hardly told from chance. */
const fewCycles = 4

export default capability({
  title: '季节调整（STL）',
  kind: 'algorithm',
  summary:
    '把数列分解为季节、趋势和余项。不足四个周期的结果不稳，只作参考，应看同比；有春节错月的月度数列须合并 1、2 月。',
  method:
    'STL：Cleveland、Cleveland、McRae、Terpenning，Journal of Official Statistics 6 (1990)，默认参数同 R 的 stl',
  version: '1.0.0',
  licence: '平台自有实现',
  input,
  output: Type.Object({
    seasonal: series('季节分量，单位同输入'),
    trend: series('趋势分量，单位同输入'),
    remainder: series('余项 = 值 − 季节 − 趋势，单位同输入'),
    adjusted: series('季节调整后的值 = 值 − 季节，单位同输入'),
    yearOnYear: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
      description: '同比：与上一周期同一位置相比的变化，%；第一个周期和基数不为正的为 null',
    }),
    weights: series('稳健权重，0 至 1；不用 robust 时全为 1'),
    windows: Type.Object(
      {
        seasonal: Type.Integer({ description: '季节窗口，周期数' }),
        trend: Type.Integer({ description: '趋势窗口，期数' }),
        lowPass: Type.Integer({ description: '低通窗口，期数' }),
      },
      { description: '实际使用的窗口' },
    ),
    warning: Type.Union([Type.String(), Type.Null()], { description: '使用时应注意的问题；没有为 null' }),
  }),
  sample: defaults,
  cases: [
    {
      title: '诺丁汉月均气温 1920–1939，季节固定',
      source: 'R：stl(nottem, "per")，datasets 包的 nottem',
      basis: 'reference-program',
      input: defaults,
      checks: [
        {
          title: '1920 年 1 月季节',
          published: -9.347198,
          digits: 6,
          read: ({ seasonal }) => seasonal[0] ?? null,
        },
        { title: '1920 年 1 月趋势', published: 49.680673, digits: 6, read: ({ trend }) => trend[0] ?? null },
        {
          title: '1920 年 1 月余项',
          published: 0.266525,
          digits: 6,
          read: ({ remainder }) => remainder[0] ?? null,
        },
      ],
    },
    {
      title: '莫纳罗亚 CO₂ 的对数，季节窗口 21，稳健',
      source: 'statsmodels 0.15.0 tsa.seasonal.STL，参数取 R 的 stl(log(co2), s.window = 21, robust = TRUE)',
      basis: 'reference-program',
      input: {
        values: maunaLoaCarbonDioxide.map(Math.log),
        period: 12,
        seasonalWindow: 21,
        robust: true,
      },
      checks: [
        {
          title: '第 1 月季节',
          published: -0.000197482,
          digits: 9,
          read: ({ seasonal }) => seasonal[0] ?? null,
        },
        { title: '第 1 月趋势', published: 5.753431626, digits: 9, read: ({ trend }) => trend[0] ?? null },
        {
          title: '第 201 月趋势',
          published: 5.802856733,
          digits: 9,
          read: ({ trend }) => trend[200] ?? null,
        },
        {
          title: '末月季节',
          published: -0.002615523,
          digits: 9,
          read: ({ seasonal }) => seasonal.at(-1) ?? null,
        },
        { title: '第 1 月权重', published: 0.85876184, digits: 8, read: ({ weights }) => weights[0] ?? null },
      ],
    },
  ],
  run(given) {
    const { period } = given
    const values = readValues(given)
    if (values.length <= 2 * period)
      throw new InvalidInput(
        `只有 ${values.length} 个值，不足两个周期：period 为 ${period} 时至少需要 ${2 * period + 1} 个值`,
      )
    const windows = { ...given, seasonalWindow: given.seasonalWindow ?? ('periodic' as const) }
    for (const name of ['seasonalWindow', 'trendWindow', 'lowPassWindow'] as const) {
      const window = windows[name]
      if (typeof window === 'number' && window % 2 === 0)
        throw new InvalidInput(`${name} 是 ${window}，平滑窗口须为奇数，如 ${window + 1}`)
    }
    const trendDegree = given.trendDegree ?? 1
    const parts = decomposeSeason(values, {
      period,
      seasonalWindow: windows.seasonalWindow,
      seasonalDegree: given.seasonalDegree ?? 0,
      trendWindow: given.trendWindow,
      trendDegree,
      lowPassWindow: given.lowPassWindow,
      lowPassDegree: given.lowPassDegree ?? trendDegree,
      robust: given.robust ?? false,
      inner: given.inner,
      outer: given.outer,
    })
    return {
      ...parts,
      adjusted: values.map((value, at) => value - (parts.seasonal[at] ?? 0)),
      yearOnYear: values.map((value, at) => {
        const base = values[at - period]
        return base === undefined || base <= 0 ? null : (value / base - 1) * 100
      }),
      warning:
        values.length < fewCycles * period
          ? `只有 ${(values.length / period).toFixed(1)} 个周期，不足 ${fewCycles} 个，季节分量不稳，请看同比（yearOnYear）`
          : null,
    }
  },
})

/** The values with January and February joined as asked; no gap is left. */
function readValues({
  values,
  period,
  start = 1,
  januaryFebruary = 'separate',
}: Static<typeof input>): number[] {
  if (start > period) throw new InvalidInput(`start 是 ${start}，须在 1 至 period（${period}）之间`)
  if (januaryFebruary !== 'separate' && period !== 12)
    throw new InvalidInput(`januaryFebruary 只用于月度（period 为 12），收到的 period 是 ${period}`)
  const joined = [...values]
  for (const at of values.keys()) {
    if (januaryFebruary === 'separate' || (at + start - 1) % 12 !== 0 || at + 1 >= values.length) continue
    const january = values[at] ?? null
    const february = values[at + 1] ?? null
    if (february === null) continue
    if (januaryFebruary === 'mean' && january === null) continue
    const share = januaryFebruary === 'mean' ? ((january ?? 0) + february) / 2 : february / 2
    joined[at] = share
    joined[at + 1] = share
  }
  return joined.map((value, at) => {
    if (value === null)
      throw new InvalidInput(
        `第 ${at + 1} 个值是 null；分解不能有空缺，只有 januaryFebruary 为 february-total 时 1 月可以为 null`,
      )
    return value
  })
}
