import { describe, expect, test } from 'vitest'
import { hitRates, type Trial } from '../../server/attraction/backtest.ts'

const trial = (list: string, scored: number | null, bySize: number | null): Trial => ({
  list,
  candidates: 100,
  scored,
  bySize,
})

describe('hit@k', () => {
  test('counts investors among the first k of all investments, listed or not', () => {
    const rates = hitRates([trial('a', 1, 6), trial('a', 7, 30), trial('b', 20, 21), trial('c', null, null)])
    expect(rates.scored.hits.map(({ k, rate }) => [k, rate])).toEqual([
      [5, 0.25],
      [10, 0.5],
      [20, 0.75],
    ])
    expect(rates.bySize.hits.map(({ rate }) => rate)).toEqual([0, 0.25, 0.25])
    expect(rates.difference.map(({ rate }) => rate)).toEqual([0.25, 0.25, 0.5])
    expect([rates.investments, rates.listed, rates.candidates]).toEqual([4, 3, 100])
    // A list in random order holds a listed investor among its first k with k ÷ length.
    for (const [at, rate] of [0.0375, 0.075, 0.15].entries())
      expect(rates.chance[at]?.rate).toBeCloseTo(rate, 12)
  })

  test('the interval draws whole lists again, and is the same in every run', () => {
    const trials = Array.from({ length: 40 }, (_, at) => trial(`list-${at}`, at % 4 === 0 ? 3 : 60, 50))
    const [five] = hitRates(trials).scored.hits
    expect(five?.rate).toBe(0.25)
    expect(five?.interval[0]).toBeGreaterThan(0.08)
    expect(five?.interval[0]).toBeLessThan(0.25)
    expect(five?.interval[1]).toBeGreaterThan(0.25)
    expect(five?.interval[1]).toBeLessThan(0.45)
    expect(hitRates(trials)).toEqual(hitRates(trials))
    // One list only: every draw is that list.
    expect(hitRates(trials.map((item) => ({ ...item, list: 'one' }))).scored.hits[0]?.interval).toEqual([
      0.25, 0.25,
    ])
  })

  test('a ranking that is the baseline differs by nothing', () => {
    const rates = hitRates([trial('a', 3, 3), trial('b', 12, 12)])
    for (const { rate, interval } of rates.difference) expect([rate, ...interval]).toEqual([0, 0, 0])
  })
})
