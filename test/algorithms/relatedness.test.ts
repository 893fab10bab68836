import { describe, expect, test } from 'vitest'
import { densities, proximities, specialisations } from '../../server/algorithms/relatedness.ts'

/** The network of ALGORITHMS §2: C1 = {P1..P4}, C2 = {P2}, C3 = {P3, P4}, C4 = {P4}. */
const presence = [
  [1, 1, 1, 1],
  [0, 1, 0, 0],
  [0, 0, 1, 1],
  [0, 0, 0, 1],
].map((row) => Uint8Array.from(row))

describe('relatedness', () => {
  test('gives the published proximity and densities, self excluded', () => {
    const proximity = proximities(presence)
    expect(proximity[2]![3]).toBeCloseTo(0.6667, 4)
    expect(proximity[3]![2]).toBe(proximity[2]![3])
    expect(proximity[0]![0]).toBe(0)
    expect([...densities(presence[2]!, proximity)].map((value) => Number(value.toFixed(4)))).toEqual([
      0.625, 0.625, 0.4, 0.5,
    ])
  })

  test('an activity found nowhere is near nothing and has no density', () => {
    const proximity = proximities(presence.map((row) => Uint8Array.from([...row, 0])))
    expect([...proximity[4]!]).toEqual([0, 0, 0, 0, 0])
    expect(densities(Uint8Array.of(1, 1, 1, 1, 0), proximity)[4]).toBeNaN()
  })

  test('presence is RCA ≥ 1, and nothing where there is nothing', () => {
    // Shares 8/10 and 2/10 against 10/20 each; the second row is the mirror image.
    expect(
      specialisations([
        [8, 2],
        [2, 8],
        [0, 0],
      ]).map((row) => [...row]),
    ).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
    ])
    // A row outside the reference is held against the reference.
    expect([
      ...specialisations(
        [[5, 5]],
        [
          [8, 2],
          [4, 6],
        ],
      )[0]!,
    ]).toEqual([0, 1])
  })
})
