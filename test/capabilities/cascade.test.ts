import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import cascade from '../../server/capabilities/cascade.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'

const resources = { divisions: () => Promise.reject(new Error('不用区划')) }
const { sectors, edges } = cascade.sample
type Input = typeof cascade.sample
const run = async (input: Input) => cascade.run(input, resources)
const usual: Input = { sectors, edges, production: 'linear', replaceability: false, tolerance: 1e-9 }

describe('停产冲击传导', () => {
  test.each(cascade.cases.map((item) => [item.title, item] as const))('%s', async (_, item) => {
    const output = await run(item.input)
    for (const check of item.checks)
      expect(check.read(output), check.title).toBeCloseTo(Number(check.published), check.digits)
    expect(output.losses).toBeUndefined()
  })

  test('of a shock gives losses, of which total is the mean by sales', async () => {
    const output = await run({ ...usual, shocks: [[6, 0]] })
    expect(output.esri).toBeUndefined()
    expect(output.losses?.map((loss) => Number(loss.toFixed(6)))).toEqual([
      0, 0.5, 1, 1, 0, 1, 1, 0, 0.5, 1, 0.5,
    ])
    const sales = sectors.map((_, firm) => edges.filter(([supplier]) => supplier === firm).length)
    const mean = sales.reduce((sum, amount, firm) => sum + amount * (output.losses?.[firm] ?? 0), 0) / 10
    expect(output.total).toBeCloseTo(mean, 12)
    expect(output).toMatchObject({ converged: true, rounds: 2 })
  })

  test('traces the rounds when asked to', async () => {
    const output = await run({ ...usual, shocks: [[6, 0]], trace: true })
    expect(output.trace?.[0]).toEqual([[6, 1]])
    expect(output.trace).toHaveLength(3)
    expect(output.trace?.[1]?.map(([firm]) => firm).toSorted((a, b) => a - b)).toEqual([2, 3, 5, 9, 10])
  })

  test('a single shock equals the index of that firm, whatever the function', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('linear' as const, 'mixed' as const, 'leontief' as const),
        fc.boolean(),
        fc.nat(10),
        async (production, replaceability, firm) => {
          const { esri } = await run({ ...usual, production, replaceability })
          const { total } = await run({ ...usual, production, replaceability, shocks: [[firm, 0]] })
          expect(total).toBe(esri?.[firm])
        },
      ),
    )
  })

  test('mixed takes goods 1–45 among each other as essential unless told otherwise', async () => {
    // 1 and 50 supply 2 alike; only the first is a good.
    const input: Input = {
      sectors: [1, 50, 2, 60],
      edges: [
        [0, 2, 1],
        [1, 2, 1],
        [2, 3, 1],
      ],
      production: 'mixed',
      replaceability: false,
      tolerance: 1e-9,
    }
    const lossOf = async (given: Partial<Input>) => (await run({ ...input, ...given })).losses?.[2]
    expect(await lossOf({ shocks: [[0, 0]] })).toBe(1)
    expect(await lossOf({ shocks: [[1, 0]] })).toBe(0.5)
    expect(await lossOf({ shocks: [[1, 0]], essential: [[50, 2]] })).toBe(1)
    expect(await lossOf({ shocks: [[0, 0]], essential: [[50, 2]] })).toBe(0.5)
  })

  test.each([
    [{ edges: [[0, 11, 1]] }, '企业编号应在 0 至 10 之间'],
    [{ edges: [[3, 3, 1]] }, '不能向自己供货'],
    [{ edges: [[0, 1, -2]] }, '应不小于 0'],
    [{ shocks: [[40, 0]] }, 'shocks[0] 的企业为 40'],
  ] as [Partial<Input>, string][])('says what is wrong with %j', async (given, message) => {
    const failed = run({ ...usual, ...given })
    await expect(failed).rejects.toThrow(InvalidInput)
    await expect(failed).rejects.toThrow(message)
  })
})
