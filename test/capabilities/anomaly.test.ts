import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import component from '../../server/capabilities/anomaly.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 })

describe('异常检测', () => {
  test.each(['modified-z', 'modified_z'] as const)('%s：8.2 的 z 为 25.86', async (method) => {
    const { signals, limits } = await run({
      method,
      values: [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3],
    })
    expect(signals.map(({ index }) => index)).toEqual([8, 9])
    expect(signals[0]?.score).toBeCloseTo(25.86, 2)
    expect(signals[0]?.direction).toBe('up')
    expect(limits).toEqual({ lower: -3.5, upper: 3.5 })
  })

  test('CUSUM：NIST 手册的数据在第 14 组首次发出信号，S 为 4.94', async () => {
    const { signals } = await run({
      method: 'cusum',
      values: component.cases[1]!.input.values,
      target: 325,
      k: 0.3175,
      h: 4.1959,
    })
    expect(signals[0]).toMatchObject({ index: 13, value: 327.25, direction: 'up' })
    expect(signals[0]?.score).toBeCloseTo(4.94, 2)
  })

  test('EWMA：控制限 47.4116 和 52.5884，target 与 mean 同义', async () => {
    const given = { method: 'ewma' as const, values: [50, 60, 60], lambda: 0.3, sigma: 2.0539, width: 3 }
    const byMean = await run({ ...given, mean: 50 })
    expect(byMean.limits.lower).toBeCloseTo(47.4116, 4)
    expect(byMean.limits.upper).toBeCloseTo(52.5884, 4)
    expect(byMean.scores.map((score) => Math.round(score * 10) / 10)).toEqual([50, 53, 55.1])
    expect(await run({ ...given, target: 50 })).toEqual(byMean)
  })

  test('数列上下翻转，CUSUM 的信号只换方向', async () => {
    await fc.assert(
      fc.asyncProperty(
        values,
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 500 }),
        async (list, k, h) => {
          const up = await run({ method: 'cusum', values: list, target: 0, k, h })
          const down = await run({ method: 'cusum', values: list.map((value) => -value), target: 0, k, h })
          const turned = { up: 'down', down: 'up' } as const
          const ties = new Set(
            up.scores.flatMap((score, at) => (score === down.scores[at] && score !== 0 ? [at] : [])),
          )
          const kept = ({ index }: { index: number }) => !ties.has(index)
          expect(down.signals.filter(kept).map(({ index, score }) => [index, score])).toEqual(
            up.signals.filter(kept).map(({ index, score }) => [index, score]),
          )
          expect(down.signals.filter(kept).map(({ direction }) => turned[direction])).toEqual(
            up.signals.filter(kept).map(({ direction }) => direction),
          )
        },
      ),
    )
  })

  test('信号恰好是越过界限的各处', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.double({ min: 0.05, max: 1, noNaN: true }), async (list, lambda) => {
        const { signals, scores, limits } = await run({
          method: 'ewma',
          values: list,
          lambda,
          mean: 0,
          sigma: 100,
        })
        const outside = scores.flatMap((score, at) =>
          score < limits.lower || score > limits.upper ? [at] : [],
        )
        expect(signals.map(({ index }) => index)).toEqual(outside)
      }),
    )
  })

  test('多企业检验只会减少信号', async () => {
    const list = [...Array.from({ length: 200 }, (_, at) => ((at * 7919) % 201) - 100), 220, 230, 2000]
    const plain = await run({ method: 'modified-z', values: list, threshold: 2 })
    const controlled = await run({
      method: 'modified-z',
      values: list,
      threshold: 2,
      falseDiscoveryRate: 0.05,
    })
    expect(plain.signals.length).toBeGreaterThan(controlled.signals.length)
    expect(controlled.signals.map(({ index }) => index)).toContain(202)
  })

  test('过半数值相等时不判断，并说明', async () => {
    const { signals, warning } = await run({ method: 'modified-z', values: [5, 5, 5, 9] })
    expect(signals).toEqual([])
    expect(warning).toContain('没有判断的尺度')
  })

  test.each([
    [{ method: 'cusum' as const, values: [1], target: 0 }, '缺少 k、h'],
    [{ method: 'ewma' as const, values: [1], lambda: 0.3 }, '缺少 mean、sigma'],
    [{ method: 'ewma' as const, values: [1], mean: 1, target: 2, sigma: 1 }, '两个不同的值 1 和 2'],
  ])('缺少参数时说明缺哪些 %#', async (input, reason) => {
    await expect(async () => await run(input)).rejects.toThrow(InvalidInput)
    await expect(async () => await run(input)).rejects.toThrow(reason)
  })
})
