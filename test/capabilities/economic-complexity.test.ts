import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { symmetricEigen } from '../../server/algorithms/symmetric-eigen.ts'
import economicComplexity from '../../server/capabilities/economic-complexity.ts'

const resources = { divisions: () => Promise.reject(new Error('不用区划')) }
type Entry = [string, string, number]

/** Amounts of which hardly two are alike, so that the second eigenvalue is single. */
const trade: Entry[] = Array.from({ length: 12 }, (_c, c) =>
  Array.from({ length: 17 }, (_p, p): Entry => [
    `C${c}`,
    `P${p}`,
    ((c * 37 + p * 61 + c * p * 13) % 89) ** 2 + 1,
  ]),
).flat()

const values = (items: readonly { readonly id: string | number; readonly value: number | null }[]) =>
  new Map(items.map(({ id, value }) => [id, value]))

describe('经济复杂度', () => {
  test('ECI 的均值为 0，总体标准差为 1，与多样性正相关', async () => {
    const { locations } = await economicComplexity.run({ entries: trade }, resources)
    const eci = locations.map(({ value }) => value ?? NaN)
    const mean = eci.reduce((sum, value) => sum + value, 0) / eci.length
    const variance = eci.reduce((sum, value) => sum + (value - mean) ** 2, 0) / eci.length
    expect(mean).toBeCloseTo(0, 10)
    expect(variance).toBeCloseTo(1, 10)
    const together = locations.reduce((sum, { diversity }, at) => sum + diversity * (eci[at] ?? NaN), 0)
    expect(together).toBeGreaterThan(0)
  })

  test.each(['eigenvector', 'fitness'] as const)('%s：与条目次序和货币单位无关', async (method) => {
    const first = await economicComplexity.run({ entries: trade, method }, resources)
    const other = trade.toReversed().map(([c, p, value]): Entry => [c, p, value * 7])
    const second = await economicComplexity.run({ entries: other, method }, resources)
    for (const side of ['locations', 'products'] as const) {
      const again = values(second[side])
      for (const { id, value } of first[side]) expect(again.get(id)).toBeCloseTo(value ?? NaN, 8)
    }
  })

  test('fitness 与逐项写出的 Tacchella 迭代相同', async () => {
    const entries: Entry[] = [
      ['a', 'x', 1],
      ['a', 'y', 1],
      ['a', 'z', 1],
      ['b', 'x', 1],
      ['b', 'y', 1],
      ['c', 'x', 1],
    ]
    let [f, q] = [
      [1, 1, 1],
      [1, 1, 1],
    ]
    for (let round = 0; round < 5; round++) {
      const [fa = 0, fb = 0, fc_ = 0] = f
      const [qx = 0, qy = 0, qz = 0] = q
      const nextF = [qx + qy + qz, qx + qy, qx]
      const nextQ = [1 / (1 / fa + 1 / fb + 1 / fc_), 1 / (1 / fa + 1 / fb), fa]
      const over = (list: number[]) =>
        list.map((value) => (value * 3) / list.reduce((sum, one) => sum + one, 0))
      ;[f, q] = [over(nextF), over(nextQ)]
    }
    const answer = await economicComplexity.run({ entries, method: 'fitness', iterations: 5 }, resources)
    for (const [at, { value }] of answer.locations.entries()) expect(value).toBeCloseTo(f[at] ?? NaN, 12)
    for (const [at, { value }] of answer.products.entries()) expect(value).toBeCloseTo(q[at] ?? NaN, 12)
  })

  test('没有优势产品的地区没有值，不是 0', async () => {
    const entries: Entry[] = [
      ['C1', 'P1', 1],
      ['C1', 'P2', 1],
      ['C2', 'P2', 1],
      ['C2', 'P3', 1],
      ['C3', 'P3', 1],
      ['C4', 'P1', 0],
    ]
    const { locations } = await economicComplexity.run({ entries }, resources)
    expect(locations.at(-1)).toEqual({ id: 'C4', value: null, diversity: 0, averageUbiquity: null })
  })

  test('重复的条目相加；数字编号原样返回', async () => {
    const { locations, products } = await economicComplexity.run(
      {
        entries: [
          [1, 10, 3],
          [1, 10, 4],
          [1, 11, 2],
          [2, 11, 9],
          [2, 12, 9],
          [3, 12, 5],
        ],
        method: 'fitness',
      },
      resources,
    )
    expect(locations.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(products.map(({ id }) => id)).toEqual([10, 11, 12])
  })

  test('关联密度在 0 与 1 之间；计入自身时已有产品的密度更高', async () => {
    const input = { entries: trade, relatedness: true }
    const without = (await economicComplexity.run(input, resources)).density ?? []
    const withSelf = (await economicComplexity.run({ ...input, includeSelf: true }, resources)).density ?? []
    expect(without).toHaveLength(12 * 17)
    for (const [at, [, , dense]] of without.entries()) {
      expect(dense).toBeGreaterThanOrEqual(0)
      expect(dense).toBeLessThanOrEqual(1)
      expect(withSelf[at]?.[2]).not.toBe(dense)
    }
  })

  test.each([
    [
      '互不相连的网络',
      [
        ['A', 'x', 1],
        ['B', 'y', 1],
      ],
      '第二特征向量不唯一',
    ],
    ['全为 0', [['A', 'x', 0]], '没有一个地区在任何产品上有优势'],
    [
      '只有一种构成',
      [
        ['A', 'x', 1],
        ['B', 'x', 1],
      ],
      '第二特征向量不唯一',
    ],
  ] as [string, Entry[], string][])('拒绝%s并说明', async (_, entries, words) => {
    await expect(
      Promise.resolve().then(() => economicComplexity.run({ entries }, resources)),
    ).rejects.toThrow(words)
  })
})

test('对称矩阵的特征向量两两正交，A·v = λ·v，特征值之和为迹', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((size) =>
        fc.record({
          size: fc.constant(size),
          cells: fc.array(fc.integer({ min: -50, max: 50 }), {
            minLength: size * size,
            maxLength: size * size,
          }),
        }),
      ),
      ({ size, cells }) => {
        const at = (i: number, j: number) => cells[Math.max(i, j) * size + Math.min(i, j)] ?? 0
        const matrix = Float64Array.from(cells, (_, cell) => at(Math.floor(cell / size), cell % size))
        const { values: eigen, vectors } = symmetricEigen(matrix, size)
        for (const [k, vector] of vectors.entries()) {
          for (let i = 0; i < size; i++) {
            const product = vector.reduce((sum, value, j) => sum + at(i, j) * value, 0)
            expect(product).toBeCloseTo((eigen[k] ?? NaN) * (vector[i] ?? NaN), 8)
          }
          for (const [l, other] of vectors.entries()) {
            const dot = vector.reduce((sum, value, j) => sum + value * (other[j] ?? NaN), 0)
            expect(dot).toBeCloseTo(k === l ? 1 : 0, 10)
          }
        }
        const trace = Array.from({ length: size }, (_, i) => at(i, i)).reduce((sum, value) => sum + value, 0)
        expect(eigen.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 8)
      },
    ),
  )
})
