import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { infectionGroups, motorCars } from '../../server/capabilities/cases/logistic-data.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import component from '../../server/capabilities/hazard-fit.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
type Fit = Awaited<ReturnType<typeof run>>
const valueOf = ({ coefficients }: Fit, name: string) =>
  coefficients.find((one) => one.name === name)?.value ?? NaN

const cars = {
  features: motorCars.weights.map((weight) => [weight]),
  outcomes: motorCars.manual,
  names: ['wt'],
}
const separated = { features: [[1], [2], [3], [4]], outcomes: [0, 0, 1, 1] as (0 | 1)[] }

/** Outcomes drawn so that neither class is missing and a line does not separate them. */
const mixed = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.constantFrom<0 | 1>(0, 1)), {
    minLength: 8,
    maxLength: 30,
  })
  .map((rows) => [...rows, [-5, 1], [5, 0], [-5, 0], [5, 1], [0, 0], [1, 1]] as [number, 0 | 1][])

describe('风险模型拟合', () => {
  test('同 R 的 glm(am ~ wt)：系数、标准误、偏差、AUC', async () => {
    const fit = await run(cars)
    expect(valueOf(fit, '(Intercept)')).toBeCloseTo(12.0403697, 7)
    expect(valueOf(fit, 'wt')).toBeCloseTo(-4.0239699, 7)
    expect(fit.deviance).toBeCloseTo(19.176085, 6)
    expect(fit.nullDeviance).toBeCloseTo(43.229733, 6)
    expect(fit.auc).toBeCloseTo(0.9331984, 7)
    expect(fit.coefficients[1]?.standardError).toBeCloseTo(1.4365, 4)
    expect(fit.coefficients[1]?.p).toBeCloseTo(0.00509, 5)
  })

  test('同 logistf 的 sex2 示例；按次数合并与逐行列出结果相同', async () => {
    const rows = infectionGroups.flatMap(([indicators, outcome, women]) =>
      Array.from({ length: women }, () => ({ indicators: [...indicators], outcome })),
    )
    const listed = await run({
      features: rows.map(({ indicators }) => indicators),
      outcomes: rows.map(({ outcome }) => outcome),
      firth: true,
    })
    const grouped = await run(component.cases[1]!.input)
    expect(rows).toHaveLength(239)
    for (const [at, published] of [
      0.12025405, -1.10598131, -0.06881673, 2.26887464, -2.11140817, -0.78831694, 3.09601166,
    ].entries()) {
      expect(grouped.coefficients[at]?.value).toBeCloseTo(published, 6)
      expect(listed.coefficients[at]?.value).toBeCloseTo(grouped.coefficients[at]!.value, 9)
    }
    expect(listed.deviance).toBeCloseTo(grouped.deviance, 9)
    expect(listed.auc).toBeCloseTo(grouped.auc!, 9)
  })

  test('有截距时拟合概率之和等于事件数；特征改单位只改系数', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, async (rows) => {
        const outcomes = rows.map(([, outcome]) => outcome)
        const fit = await run({ features: rows.map(([x]) => [x]), outcomes })
        const scaled = await run({ features: rows.map(([x]) => [x * 100]), outcomes })
        const events = outcomes.filter((outcome) => outcome === 1).length
        expect(fit.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(events, 5)
        expect(valueOf(scaled, 'x1') * 100).toBeCloseTo(valueOf(fit, 'x1'), 5)
        expect(fit.deviance).toBeLessThanOrEqual(fit.nullDeviance + 1e-9)
        expect(fit.calibration.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
      }),
    )
  })

  test('事件与非事件对调，系数只换符号；惩罚后的偏差不小于最大似然', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, async (rows) => {
        const features = rows.map(([x]) => [x])
        const outcomes = rows.map(([, outcome]) => outcome)
        const swapped = outcomes.map((outcome): 0 | 1 => (outcome === 1 ? 0 : 1))
        const plain = await run({ features, outcomes })
        for (const firth of [false, true]) {
          const fit = await run({ features, outcomes, firth })
          const mirrored = await run({ features, outcomes: swapped, firth })
          for (const name of ['(Intercept)', 'x1'])
            expect(valueOf(mirrored, name)).toBeCloseTo(-valueOf(fit, name), 5)
          expect(fit.deviance).toBeGreaterThanOrEqual(plain.deviance - 1e-9)
          expect(fit.penalisedLogLikelihood !== null).toBe(firth)
        }
      }),
    )
  })

  test('完全分离时 Firth 惩罚给出有限的系数', async () => {
    const fit = await run({ ...separated, firth: true })
    expect(valueOf(fit, 'x1')).toBeGreaterThan(0)
    expect(valueOf(fit, 'x1')).toBeLessThan(5)
    // The data mirror around 2.5, so that is where both outcomes are as likely.
    expect(-valueOf(fit, '(Intercept)') / valueOf(fit, 'x1')).toBeCloseTo(2.5, 6)
  })

  test('给出期时每期一个截距', async () => {
    const fit = await run({
      features: [[0], [1], [2], [3], [0], [1], [2], [3]],
      outcomes: [0, 1, 0, 1, 1, 0, 1, 1],
      periods: ['2026-01', '2026-01', '2026-01', '2026-01', '2026-02', '2026-02', '2026-02', '2026-02'],
      names: ['异地投资'],
    })
    expect(fit.coefficients.map(({ name }) => name)).toEqual(['α[2026-01]', 'α[2026-02]', '异地投资'])
    const january = fit.probabilities.slice(0, 4).reduce((sum, p) => sum + p, 0)
    expect(january).toBeCloseTo(2, 6)
  })

  test.each([
    ['完全分离', separated, 'firth: true'],
    ['准完全分离', { features: [[0], [0], [1], [1]], outcomes: [0, 1, 1, 1] as (0 | 1)[] }, 'firth: true'],
    ['只有一类', { features: [[1], [2]], outcomes: [1, 1] as (0 | 1)[] }, '没有可比的两类'],
    [
      '特征重复',
      {
        ...separated,
        features: [
          [1, 2],
          [2, 4],
          [3, 6],
          [4, 8],
        ],
      },
      '完全相关',
    ],
    ['列数不同', { ...separated, features: [[1], [2], [3], [4, 5]] }, '第 4 行有 2 个特征'],
    ['结果个数不同', { ...separated, outcomes: [0, 1] as (0 | 1)[] }, 'outcomes 有 2 个'],
    ['名称个数不同', { ...separated, names: ['甲', '乙'] }, 'names 有 2 个'],
  ])('%s时说明原因', async (_, input, reason) => {
    await expect(async () => await run(input)).rejects.toThrow(InvalidInput)
    await expect(async () => await run(input)).rejects.toThrow(reason)
  })
})
