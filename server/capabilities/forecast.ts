import { type Static, Type } from 'typebox'
import {
  type ForecastPlan,
  backtestForecast,
  forecastSeries,
  intervalReach,
  leastValues,
} from '../algorithms/forecast.ts'
import { airlinePassengers, maunaLoaCarbonDioxide } from './cases/monthly-series.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const count = (most: number, description: string) => Type.Integer({ minimum: 0, maximum: most, description })

const input = Type.Object({
  values: Type.Array(Type.Number(), {
    minItems: 3,
    maxItems: 2000,
    description: '等间隔的历史值，早的在前，单位自定；按比例变化的数列先取对数',
  }),
  horizon: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 60, description: '预测期数；默认一个周期，无季节时 6' }),
  ),
  period: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 53,
      description: '一个周期的期数：月度 12（默认），季度 4，无季节 1',
    }),
  ),
  method: Type.Optional(
    Type.Union(
      [
        Type.Literal('combined'),
        Type.Literal('seasonal-naive'),
        Type.Literal('damped-ets'),
        Type.Literal('theta'),
        Type.Literal('arima'),
        Type.Literal('holt-winters'),
      ],
      {
        description:
          'combined：季节朴素、阻尼指数平滑、Theta、ARIMA 四者的中位数（默认）；或单用一种；holt-winters 为加法 Holt–Winters',
      },
    ),
  ),
  order: Type.Optional(
    Type.Tuple([count(3, '自回归阶数 p'), count(2, '差分次数 d'), count(3, '移动平均阶数 q')], {
      description: 'ARIMA 的 (p, d, q)，默认 (0, 1, 1)',
    }),
  ),
  seasonalOrder: Type.Optional(
    Type.Tuple([count(1, '季节自回归阶数 P'), count(1, '季节差分次数 D'), count(1, '季节移动平均阶数 Q')], {
      description: 'ARIMA 的 (P, D, Q)，默认 (0, 1, 1)，无季节时 (0, 0, 0)',
    }),
  ),
  level: Type.Optional(
    Type.Number({ minimum: 0.5, maximum: 0.99, description: '区间的覆盖水平，0.5 至 0.99，默认 0.8' }),
  ),
  origins: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 40,
      description: '回测的起点数，默认 12；0 为不回测，没有区间，也不判断优劣',
    }),
  ),
})

const mostWork = 2_000_000

const sample = { values: [...airlinePassengers], horizon: 6 }

interface Output {
  readonly forecasts: readonly { readonly value: number }[]
  readonly parameters: readonly { readonly name: string; readonly value: number }[]
}
const parameter = (title: string, name: string, published: number, digits: number) => ({
  title,
  published,
  digits,
  read: ({ parameters }: Output) => parameters.find((one) => one.name === name)?.value ?? null,
})
const ahead = (step: number, published: number) => ({
  title: `第 ${step} 期预测`,
  published,
  digits: 6,
  read: ({ forecasts }: Output) => forecasts[step - 1]?.value ?? null,
})

export default capability({
  title: '时间序列预测',
  kind: 'algorithm',
  summary:
    '由一个数列自身的历史预测后几期，给出回测得来的区间。beatsSeasonalNaive 不为 true 的预测不比“与上周期相同”好，不应显示。',
  method:
    '季节朴素、阻尼指数平滑（Gardner 和 McKenzie 1985）、Theta（Hyndman 和 Billah 2003）、ARIMA 精确似然（Gardner、Harvey 和 Phillips 1980）的中位数；区间取滚动起点回测误差的分位数',
  version: '1.0.0',
  licence: '平台自有实现',
  input,
  output: Type.Object({
    forecasts: Type.Array(
      Type.Object({
        step: Type.Integer({ description: '第几期，从 1 起' }),
        value: Type.Number({ description: '预测值，单位同 values' }),
        lower: Type.Union([Type.Number(), Type.Null()], { description: '区间下限；没有回测到该期为 null' }),
        upper: Type.Union([Type.Number(), Type.Null()], { description: '区间上限；没有回测到该期为 null' }),
      }),
      { description: '各期预测' },
    ),
    beatsSeasonalNaive: Type.Union([Type.Boolean(), Type.Null()], {
      description: '回测中平均绝对误差是否小于季节朴素法；没有回测为 null。不为 true 时不应显示预测',
    }),
    backtest: Type.Union(
      [
        Type.Object({
          origins: Type.Integer({ description: '起点数' }),
          steps: Type.Integer({ description: '每个起点检验的期数' }),
          meanAbsoluteError: Type.Number({ description: '平均绝对误差，单位同 values' }),
          seasonalNaiveError: Type.Number({ description: '季节朴素法的平均绝对误差，单位同 values' }),
        }),
        Type.Null(),
      ],
      { description: '滚动起点回测：每个起点只用当时已知的值重新拟合；历史太短为 null' },
    ),
    method: Type.String({ description: '所用方法' }),
    level: Type.Number({ description: '区间的覆盖水平，0 至 1' }),
    parameters: Type.Array(
      Type.Object({
        name: Type.String({
          description: '参数名，同 R：alpha、beta、gamma、a、b、s1…，ar1、ma1、sar1、sma1',
        }),
        value: Type.Number({ description: '参数值' }),
      }),
      { description: '拟合的参数；combined 和 seasonal-naive 没有' },
    ),
    sigma2: Type.Union([Type.Number(), Type.Null()], {
      description: 'ARIMA 新息的方差，单位的平方；其他方法为 null',
    }),
    warning: Type.Union([Type.String(), Type.Null()], { description: '使用时应注意的问题；没有为 null' }),
  }),
  sample,
  cases: [
    {
      title: '国际航空旅客的对数，ARIMA (0,1,1)(0,1,1)₁₂',
      source: 'R：predict(arima(log(AirPassengers), c(0,1,1), seasonal = c(0,1,1)), 3)',
      basis: 'reference-program',
      input: {
        values: airlinePassengers.map(Math.log),
        method: 'arima',
        horizon: 3,
        order: [0, 1, 1],
        seasonalOrder: [0, 1, 1],
        origins: 0,
      },
      checks: [
        ahead(1, 6.110186),
        ahead(2, 6.053775),
        ahead(3, 6.171714),
        { title: 'σ²', published: 0.001348, digits: 6, read: ({ sigma2 }) => sigma2 },
      ],
    },
    {
      title: '莫纳罗亚 CO₂，Holt–Winters',
      source: 'R：HoltWinters(co2)，L-BFGS-B 停止处的参数',
      basis: 'reference-program',
      input: { values: [...maunaLoaCarbonDioxide], method: 'holt-winters', origins: 0 },
      checks: [
        parameter('α', 'alpha', 0.512648, 6),
        parameter('β', 'beta', 0.009498, 6),
        parameter('γ', 'gamma', 0.472887, 6),
        parameter('水平 a', 'a', 364.76162, 5),
      ],
    },
  ],
  run(given) {
    const { values, level = 0.8, origins = 12 } = given
    const plan = planOf(given)
    const least = leastValues(plan)
    if (values.length < least)
      throw new InvalidInput(
        `只有 ${values.length} 个值；方法 ${plan.method}、period ${plan.period} 至少需要 ${least} 个值`,
      )
    const fitted = forecastSeries(values, plan)
    const tested = origins === 0 ? null : backtestForecast(values, plan, origins)
    const reach = tested === null ? null : intervalReach(tested, level)
    return {
      forecasts: fitted.ahead.map((value, at) => {
        const half = reach?.[at]
        return {
          step: at + 1,
          value,
          lower: half === undefined ? null : value - half,
          upper: half === undefined ? null : value + half,
        }
      }),
      beatsSeasonalNaive: tested === null ? null : tested.error < tested.naiveError,
      backtest:
        tested === null
          ? null
          : {
              origins: tested.origins,
              steps: tested.steps,
              meanAbsoluteError: tested.error,
              seasonalNaiveError: tested.naiveError,
            },
      method: plan.method,
      level,
      parameters: [...fitted.parameters],
      sigma2: fitted.sigma2,
      warning: warningOf(tested, reach, origins, level),
    }
  },
})

function planOf(given: Static<typeof input>): ForecastPlan {
  const { period = 12, method = 'combined', order = [0, 1, 1] } = given
  const seasonal = given.seasonalOrder ?? (period === 1 ? [0, 0, 0] : [0, 1, 1])
  if (period === 1 && seasonal.some((part) => part > 0))
    throw new InvalidInput(
      `period 为 1 时没有季节，seasonalOrder 须为 [0, 0, 0]，收到 [${seasonal.join(', ')}]`,
    )
  // The likelihood holds a matrix of period² at every value.
  const work = given.values.length * period ** 2
  if ((method === 'arima' || method === 'combined') && work > mostWork)
    throw new InvalidInput(
      `${given.values.length} 个值、period ${period} 的 ARIMA 计算量过大；请只用最近 ${Math.floor(mostWork / period ** 2)} 个值，或改用 damped-ets、theta、holt-winters`,
    )
  return {
    method,
    period,
    horizon: given.horizon ?? (period === 1 ? 6 : period),
    arima: { order, seasonal },
  }
}

function warningOf(
  tested: ReturnType<typeof backtestForecast>,
  reach: readonly number[] | null,
  origins: number,
  level: number,
): string | null {
  if (origins === 0) return '没有回测，不知道是否优于季节朴素法，不应显示'
  if (tested === null) return '历史太短，不够四个回测起点，不知道是否优于季节朴素法，不应显示'
  if (tested.error >= tested.naiveError) return '回测误差不小于季节朴素法，不应显示'
  return reach === null
    ? `${tested.origins} 个回测起点不足以给出 ${level} 的区间；请增加 origins 或降低 level`
    : null
}
