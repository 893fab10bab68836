import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peerGroups } from '../../server/migration/peers.ts'
import {
  benjaminiHochberg,
  median,
  modifiedZScores,
  twoSidedProbability,
} from '../../server/algorithms/robust-statistics.ts'

describe('修正 z 值', () => {
  test('重算 NIST 手册示例：2.1、2.6、…、8.3 中 8.2 的修正 z 值为 25.86', () => {
    const scores = modifiedZScores([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3])
    expect(scores?.[8]).toBeCloseTo(25.86, 2)
    expect(scores?.filter((score) => Math.abs(score) > 3.5)).toHaveLength(2)
  })

  test('过半数值相等时没有尺度，不判断', () => {
    expect(modifiedZScores([5, 5, 5, 5, 9])).toBeNull()
    expect(modifiedZScores([])).toBeNull()
  })

  test('平移和放大不改变结论', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 40 }),
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 50 }),
        (values, shift, scale) => {
          const original = modifiedZScores(values)
          const changed = modifiedZScores(values.map((value) => value * scale + shift))
          expect(changed?.length).toBe(original?.length)
          for (const [index, score] of (original ?? []).entries())
            expect(changed![index]).toBeCloseTo(score, 6)
        },
      ),
    )
  })

  test('中位数：奇数取中，偶数取中间两值的平均', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([])).toBeNaN()
  })
})

describe('多重检验', () => {
  test('双侧正态概率与统计表一致，远尾亦然', () => {
    expect(twoSidedProbability(0)).toBeCloseTo(1, 6)
    expect(twoSidedProbability(1.959964)).toBeCloseTo(0.05, 6)
    expect(twoSidedProbability(-2.575829)).toBeCloseTo(0.01, 6)
    expect(twoSidedProbability(5) / 5.733031e-7).toBeCloseTo(1, 5)
    expect(twoSidedProbability(10) / 1.523971e-23).toBeCloseTo(1, 5)
  })

  test('重算 Benjamini 与 Hochberg（1995）的心肌梗死溶栓例：15 个假设拒绝前 4 个', () => {
    const probabilities = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1.0,
    ]
    expect(benjaminiHochberg(probabilities, 0.05).filter(Boolean)).toHaveLength(4)
    expect(benjaminiHochberg(probabilities.toReversed(), 0.05).slice(-4)).toEqual([true, true, true, true])
    expect(benjaminiHochberg([], 0.05)).toEqual([])
  })
})

test('同行取最细的足量分类：中类不足取大类，再不足取门类，仍不足不比', () => {
  const codes = ['C2911', 'C2912', 'C2913', 'C2921', 'C3311', null, 'F5172']
  expect(peerGroups(codes, 3)).toEqual(['C291', 'C291', 'C291', 'C29', 'C', null, null])
})
