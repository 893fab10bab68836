import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { competingRisks, type Spell } from '../../server/algorithms/competing-risks.ts'
import { wilsonInterval } from '../../server/algorithms/share-interval.ts'

/** 6-mercaptopurine, Freireich et al. 1963: weeks to relapse, + = still in remission. */
const remission: readonly (readonly [number, boolean])[] = [
  [6, true],
  [6, true],
  [6, true],
  [6, false],
  [7, true],
  [9, false],
  [10, true],
  [10, false],
  [11, false],
  [13, true],
  [16, true],
  [17, false],
  [19, false],
  [20, false],
  [22, true],
  [23, true],
  [25, false],
  [32, false],
  [32, false],
  [34, false],
  [35, false],
]

describe('competing risks', () => {
  test('one outcome is Kaplan–Meier: the published remission times', () => {
    const spells = remission.map(([exit, relapse]) => ({ entry: 0, exit, outcome: relapse ? 0 : null }))
    const points = competingRisks(spells, 1)
    expect(points.map(({ time, atRisk, eventFree }) => [time, atRisk, Number(eventFree.toFixed(3))])).toEqual(
      [
        [6, 21, 0.857],
        [7, 17, 0.807],
        [10, 15, 0.753],
        [13, 12, 0.69],
        [16, 11, 0.627],
        [22, 7, 0.538],
        [23, 6, 0.448],
      ],
    )
    // survival::survfit, conf.type = "log-log".
    const [low, high] = points.at(-1)?.interval ?? [NaN, NaN]
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.188', '0.680'])
  })

  test('two outcomes by hand, with one subject that comes in late', () => {
    const spells: Spell[] = [
      { entry: 0, exit: 1, outcome: 0 },
      { entry: 0, exit: 2, outcome: 1 },
      { entry: 0, exit: 3, outcome: null },
      { entry: 1.5, exit: 3, outcome: 0 },
    ]
    const points = competingRisks(spells, 2)
    expect(points.map(({ atRisk, events }) => [atRisk, events])).toEqual([
      [3, [1, 0]],
      [3, [0, 1]],
      [2, [1, 0]],
    ])
    const digits = (values: readonly number[] = []) => values.map((value) => value.toFixed(12))
    expect(digits(points.map(({ eventFree }) => eventFree))).toEqual(digits([2 / 3, 4 / 9, 2 / 9]))
    expect(digits(points.at(-1)?.shares)).toEqual(digits([1 / 3 + 2 / 9, 2 / 9]))
  })

  test('shares and the event-free share add up to one, and never turn back', () => {
    const spell = fc.record({
      entry: fc.integer({ min: 0, max: 5 }),
      exit: fc.integer({ min: 6, max: 30 }),
      outcome: fc.constantFrom(0, 1, null),
    })
    fc.assert(
      fc.property(fc.array(spell, { minLength: 1, maxLength: 60 }), (spells) => {
        let before = 1
        for (const { eventFree, shares } of competingRisks(spells, 2)) {
          expect(eventFree + shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
          expect(eventFree).toBeLessThanOrEqual(before)
          before = eventFree
        }
      }),
    )
  })
})

test("Wilson's interval", () => {
  // Newcombe 1998, table I: 81 of 263 and 0 of 20.
  expect(wilsonInterval(81, 263)?.map((x) => x.toFixed(4))).toEqual(['0.2553', '0.3662'])
  expect(wilsonInterval(0, 20)?.map((x) => x.toFixed(4))).toEqual(['0.0000', '0.1611'])
  expect(wilsonInterval(0, 0)).toBeNull()
})
