import { type Static, Type } from 'typebox'
import { fitLogistic, rankingQuality } from '../algorithms/logistic-regression.ts'
import { twoSidedProbability } from '../algorithms/robust-statistics.ts'
import { infectionGroups, motorCars } from './cases/logistic-data.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const input = Type.Object({
  features: Type.Array(
    Type.Array(Type.Number(), { maxItems: 200, description: '一条观测的各特征，单位自定' }),
    {
      minItems: 2,
      maxItems: 100_000,
      description: '一行一条观测；离散时间风险模型一家企业一期一行，特征取上一期的值，不得含晚期信号',
    },
  ),
  outcomes: Type.Array(Type.Union([Type.Literal(0), Type.Literal(1)]), {
    description: '每行的结果：1 发生，0 未发生；个数同 features',
  }),
  names: Type.Optional(
    Type.Array(Type.String({ maxLength: 100 }), { description: '特征名称，默认 x1、x2、…' }),
  ),
  weights: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, description: '该行出现的次数' }), {
      description: '每行代表的观测数，默认都为 1；个数同 features',
    }),
  ),
  periods: Type.Optional(
    Type.Array(Type.String({ maxLength: 40 }), {
      description: '每行所在的期（如 2026-08）；给出时每期一个截距 α_t，即离散时间风险模型；个数同 features',
    }),
  ),
  firth: Type.Optional(
    Type.Boolean({ description: '加 Firth 惩罚：事件少或完全分离时也有有限估计；默认 false' }),
  ),
  intercept: Type.Optional(Type.Boolean({ description: '含截距，默认 true；给出 periods 时由各期截距代替' })),
})

type Input = Static<typeof input>

const cars = {
  features: motorCars.weights.map((weight) => [weight]),
  outcomes: motorCars.manual,
  names: ['wt'],
}
const groupNames = ['age', 'oc', 'vic', 'vicl', 'vis', 'dia']
const bins = 10

interface Coefficients {
  readonly coefficients: readonly { readonly name: string; readonly value: number }[]
}
const coefficient = (title: string, name: string, published: number, digits: number) => ({
  title,
  published,
  digits,
  read: ({ coefficients }: Coefficients) => coefficients.find((one) => one.name === name)?.value ?? null,
})

export default capability({
  title: '风险模型拟合（逻辑回归、Firth）',
  kind: 'algorithm',
  summary:
    '由历史观测拟合事件发生的概率：逻辑回归或离散时间风险模型。事件很少时用 Firth 惩罚；拟合好坏须另在后来的数据上检验，此处的 AUC 只是样本内的。',
  method:
    '最大似然，迭代加权最小二乘，停止规则同 R 的 glm；Firth (1993) 惩罚，Heinze 和 Schemper (2002)；离散时间风险 logit h_it = α_t + β·x_{i,t−1}',
  version: '1.0.0',
  licence: '平台自有',
  input,
  output: Type.Object({
    coefficients: Type.Array(
      Type.Object({
        name: Type.String({ description: '截距为 (Intercept) 或 α[期]，其余为特征名称' }),
        value: Type.Number({ description: '系数，特征增加一单位时对数优势的变化' }),
        standardError: Type.Number({ description: '标准误，单位同系数' }),
        z: Type.Number({ description: '系数 ÷ 标准误，无量纲' }),
        p: Type.Number({ description: '双侧 Wald 检验的概率，0 至 1' }),
      }),
      { description: '各系数' },
    ),
    deviance: Type.Number({ description: '偏差 = −2·对数似然（不含惩罚项），无量纲' }),
    nullDeviance: Type.Number({ description: '只有截距时的偏差；无截距时各概率为 0.5' }),
    logLikelihood: Type.Number({ description: '对数似然（不含惩罚项）' }),
    penalisedLogLikelihood: Type.Union([Type.Number(), Type.Null()], {
      description: '加 ½·log|信息阵| 的对数似然；不用 Firth 时为 null',
    }),
    auc: Type.Union([Type.Number(), Type.Null()], {
      description: '样本内 AUC，0 至 1：事件排在非事件之前的概率；结果只有一类时为 null',
    }),
    iterations: Type.Integer({ description: '迭代次数' }),
    converged: Type.Boolean({ description: '是否收敛；不收敛时报错，所以总为 true' }),
    probabilities: Type.Array(Type.Number(), { description: '每行拟合的概率，0 至 1' }),
    calibration: Type.Array(
      Type.Object({
        count: Type.Integer({ description: '观测数' }),
        predicted: Type.Number({ description: '平均拟合概率，0 至 1' }),
        observed: Type.Number({ description: '实际发生比例，0 至 1' }),
      }),
      { description: '按拟合概率由低到高分为至多 10 组的校准' },
    ),
  }),
  sample: cars,
  cases: [
    {
      title: '32 辆汽车：手动挡与车重',
      source: 'R：glm(am ~ wt, binomial, mtcars)；AUC 由其拟合概率按 Mann–Whitney 计算',
      basis: 'reference-program',
      input: cars,
      checks: [
        coefficient('截距', '(Intercept)', 12.0403697, 7),
        coefficient('车重的系数', 'wt', -4.0239699, 7),
        { title: '偏差', published: 19.176085, digits: 6, read: ({ deviance }) => deviance },
        { title: 'AUC', published: 0.9331984, digits: 7, read: ({ auc }) => auc },
      ],
    },
    {
      title: '239 名女性：首次尿路感染，Firth 惩罚',
      source: 'R logistf 包文档示例 logistf(case ~ age + oc + vic + vicl + vis + dia, data = sex2)',
      basis: 'published',
      input: {
        features: infectionGroups.map(([indicators]) => [...indicators]),
        outcomes: infectionGroups.map(([, outcome]) => outcome),
        weights: infectionGroups.map(([, , women]) => women),
        names: groupNames,
        firth: true,
      },
      checks: [
        coefficient('截距', '(Intercept)', 0.12025405, 6),
        coefficient('age', 'age', -1.10598131, 6),
        coefficient('oc', 'oc', -0.06881673, 6),
        coefficient('vic', 'vic', 2.26887464, 6),
        coefficient('vicl', 'vicl', -2.11140817, 6),
        coefficient('vis', 'vis', -0.78831694, 6),
        coefficient('dia', 'dia', 3.09601166, 6),
      ],
    },
  ],
  run(given) {
    const { outcomes, firth = false } = given
    const { design, names } = designOf(given)
    const weights = given.weights ?? outcomes.map(() => 1)
    const events = outcomes.filter((outcome) => outcome === 1).length
    if (!firth && (events === 0 || events === outcomes.length))
      throw new InvalidInput(
        `${outcomes.length} 个结果全是 ${outcomes[0] ?? 0}，没有可比的两类，无法拟合；请补充另一类的观测`,
      )
    const fit = fitLogistic(design, outcomes, weights, firth)
    if (fit.outcome === 'singular')
      throw new InvalidInput('特征之间完全相关，或有取值不变的特征，系数不唯一；请去掉多余的特征')
    if (fit.outcome === 'separated')
      throw new InvalidInput(
        firth
          ? `迭代 ${fit.iterations} 次仍未收敛；请检查特征的量级，过大的特征请换单位`
          : '数据可以完全分开（某些特征的取值只对应一种结果），最大似然估计不存在；请设 firth: true，或合并这些特征的取值',
      )
    return {
      coefficients: fit.coefficients.map((value, at) => {
        const standardError = fit.standardErrors[at] ?? 0
        const z = value / standardError
        return { name: names[at] ?? '', value, standardError, z, p: Math.min(1, twoSidedProbability(z)) }
      }),
      deviance: -2 * fit.logLikelihood,
      nullDeviance: nullDeviance(outcomes, weights, given.intercept ?? true),
      logLikelihood: fit.logLikelihood,
      penalisedLogLikelihood: firth ? fit.penalised : null,
      auc: rankingQuality(fit.probabilities, outcomes, weights),
      iterations: fit.iterations,
      converged: fit.outcome === 'converged',
      probabilities: fit.probabilities,
      calibration: calibrate(fit.probabilities, outcomes, weights),
    }
  },
})

function designOf({ features, outcomes, names, weights, periods, intercept = true }: Input): {
  design: number[][]
  names: string[]
} {
  const width = features[0]?.length ?? 0
  const ragged = features.findIndex((row) => row.length !== width)
  if (ragged >= 0)
    throw new InvalidInput(
      `第 ${ragged + 1} 行有 ${features[ragged]?.length ?? 0} 个特征，第 1 行有 ${width} 个；各行须相同`,
    )
  for (const [title, list] of Object.entries({ outcomes, weights, periods })) {
    if (list !== undefined && list.length !== features.length)
      throw new InvalidInput(`${title} 有 ${list.length} 个，features 有 ${features.length} 行；个数须相同`)
  }
  if (names !== undefined && names.length !== width)
    throw new InvalidInput(`names 有 ${names.length} 个，特征有 ${width} 个；个数须相同`)
  const own = names ?? Array.from({ length: width }, (_, at) => `x${at + 1}`)
  if (periods !== undefined) {
    const distinct = [...new Set(periods)].toSorted()
    return {
      design: features.map((row, at) => [
        ...distinct.map((period) => (period === periods[at] ? 1 : 0)),
        ...row,
      ]),
      names: [...distinct.map((period) => `α[${period}]`), ...own],
    }
  }
  if (!intercept && width === 0) throw new InvalidInput('没有特征又不含截距，没有可拟合的系数')
  return intercept
    ? { design: features.map((row) => [1, ...row]), names: ['(Intercept)', ...own] }
    : { design: features, names: own }
}

function nullDeviance(outcomes: readonly number[], weights: readonly number[], intercept: boolean): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const events = outcomes.reduce<number>((sum, outcome, at) => sum + outcome * (weights[at] ?? 1), 0)
  if (!intercept) return 2 * total * Math.LN2
  const part = (count: number): number => (count === 0 ? 0 : count * Math.log(count / total))
  return -2 * (part(events) + part(total - events))
}

function calibrate(
  probabilities: readonly number[],
  outcomes: readonly number[],
  weights: readonly number[],
) {
  const order = [...probabilities.keys()].toSorted(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const groups = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, observed: 0 }))
  let passed = 0
  for (const at of order) {
    const weight = weights[at] ?? 1
    const group = groups[Math.min(bins - 1, Math.floor(((passed + weight / 2) / total) * bins))]
    passed += weight
    if (group === undefined) continue
    group.count += weight
    group.predicted += weight * (probabilities[at] ?? 0)
    group.observed += weight * (outcomes[at] ?? 0)
  }
  return groups
    .filter(({ count }) => count > 0)
    .map(({ count, predicted, observed }) => ({
      count,
      predicted: predicted / count,
      observed: observed / count,
    }))
}
