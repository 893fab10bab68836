import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import component from '../../server/capabilities/assignment.ts'
import { InvalidInput } from '../../server/capabilities/frame/contract.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
const matrices = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )

/** Least total over all ways to give each row of the shorter side a column of its own. */
function bruteForce(cost: readonly (readonly number[])[]): number {
  const columns = cost[0]!.length
  if (cost.length > columns)
    return bruteForce(Array.from({ length: columns }, (_, column) => cost.map((row) => row[column]!)))
  const from = (row: number, taken: ReadonlySet<number>): number => {
    if (row === cost.length) return 0
    let least = Infinity
    for (let column = 0; column < columns; column++) {
      if (taken.has(column)) continue
      least = Math.min(least, cost[row]![column]! + from(row + 1, new Set([...taken, column])))
    }
    return least
  }
  return from(0, new Set())
}

describe('指派', () => {
  test.each(component.cases.map(({ input, checks }) => [input.cost, checks[0]!.published]))(
    '%j 的最小总费用是 %d',
    async (cost, published) => {
      expect((await run({ cost })).total).toBe(published)
    },
  )

  test('与穷举一致，行列各用一次，行列数可以不等', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (cost) => {
        const { total, pairs } = await run({ cost })
        expect(total).toBe(bruteForce(cost))
        expect(pairs).toHaveLength(Math.min(cost.length, cost[0]!.length))
        expect(new Set(pairs.map(([row]) => row)).size).toBe(pairs.length)
        expect(new Set(pairs.map(([, column]) => column)).size).toBe(pairs.length)
        expect(pairs.reduce((sum, [row, column]) => sum + cost[row]![column]!, 0)).toBe(total)
      }),
    )
  })

  test('求最大就是费用取反后求最小', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (cost) => {
        const negated = cost.map((row) => row.map((value) => -value))
        expect((await run({ cost, maximise: true })).total).toBeCloseTo(-bruteForce(negated), 9)
      }),
    )
  })

  test('三百行三百列的规则费用有已知的最优解', async () => {
    const size = 300
    const cost = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (__, j) => (i + 1) * (j + 1)),
    )
    const { total, pairs } = await run({ cost })
    expect(pairs.every(([row, column]) => row + column === size - 1)).toBe(true)
    expect(total).toBe(Array.from({ length: size }, (_, i) => (i + 1) * (size - i)).reduce((a, b) => a + b))
  })

  test('各行列数不同时说明是哪一行', async () => {
    const broken = async () => await run({ cost: [[1, 2], [3]] })
    await expect(broken).rejects.toThrow(InvalidInput)
    await expect(broken).rejects.toThrow('第 2 行有 1 列，第 1 行有 2 列')
  })
})
