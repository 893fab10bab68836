import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparable, differences } from '../../web/pages/government/shutdown/compare.ts'
import { readChanges, writeChanges } from '../../web/pages/government/shutdown/demand-changes.ts'
import {
  draftOf,
  readDraft,
  requestOf,
  targetCount,
  usual,
  writeDraft,
  type Draft,
} from '../../web/pages/government/shutdown/draft.ts'
import {
  lossesAfter,
  positionsOf,
  reachedFirms,
  standingAfter,
} from '../../web/pages/government/shutdown/ripple-values.ts'
import { runScenario } from '../browser/fixtures/scenarios.ts'

/** Through a real address, as a link that is passed on. */
function throughLink(draft: Draft): Draft {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(writeDraft(draft))) {
    if (value !== null) parameters.set(name, value)
  }
  const read = new URLSearchParams(parameters.toString())
  return readDraft((name) => read.get(name))
}

const name = fc
  .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
  .map((text) => text.trim())
  .filter((text) => text !== '' && text.isWellFormed())
const names = fc.uniqueArray(name, { maxLength: 4 })
const id = fc.stringMatching(/^[a-z][a-z-]{0,20}$/)

const drafts: fc.Arbitrary<Draft> = fc.record({
  enterprises: fc.uniqueArray(fc.stringMatching(/^[0-9A-Z]{18}$/), { maxLength: 3 }),
  segments: fc.uniqueArray(id, { maxLength: 3 }),
  counties: fc.uniqueArray(fc.stringMatching(/^\d{6}$/), { maxLength: 3 }),
  suppliers: names,
  countries: fc.uniqueArray(fc.stringMatching(/^[A-Z]{2}$/), { maxLength: 3 }),
  remaining: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
  days: fc.integer({ min: 1, max: 365 }),
  production: fc.constantFrom('linear', 'mixed', 'leontief'),
  replaceability: fc.boolean(),
  stock: fc.uniqueArray(fc.tuple(id, fc.integer({ min: 0, max: 365 })), {
    maxLength: 3,
    selector: ([segment]) => segment,
  }),
})

describe('a scenario in the address', () => {
  test('is the same after the link, whatever the names hold', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        expect(throughLink(draft)).toEqual(draft)
      }),
    )
    const comma = { ...usual, suppliers: ['EXT:Siam Rubber Co., Ltd', 'EXT:甲,乙'] }
    expect(throughLink(comma)).toEqual(comma)
  })

  test('as usual leaves nothing in it', () => {
    expect(Object.values(writeDraft(usual)).every((value) => value === null)).toBe(true)
  })

  test('leaves out what nobody could mean, and never throws', () => {
    const read = (address: string) => {
      const parameters = new URLSearchParams(address)
      return readDraft((parameter) => parameters.get(parameter))
    }
    expect(
      read('left=2&days=-3&function=magic&county=37,370523&country=Thailand,TH&stock=a:x,b:9999,:3,c:5'),
    ).toEqual({ ...usual, counties: ['370523'], countries: ['TH'], stock: [['c', 5]] })
    expect(read('supplier=%25E0%25A4,EXT:A')).toEqual({ ...usual, suppliers: ['EXT:A'] })
    expect(read('left=&days=').days).toBe(30)
    fc.assert(fc.property(fc.string(), (text) => void read(text)))
  })

  test('goes to the server and comes back from what is kept', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const input = requestOf(draft, { region: '370500', realm: 'demonstration' })
        expect(draftOf(input)).toEqual(draft)
        expect(input.region).toBe('370500')
        expect(Object.values(input.off).every((list) => list.length > 0)).toBe(true)
      }),
    )
    expect(targetCount(usual)).toBe(0)
  })
})

describe('the ripple', () => {
  const rounds = [
    { round: 0, newlyAffected: 1, losses: [[7, 1]] as [number, number][], lost: 10 },
    { round: 1, newlyAffected: 3, losses: [[5, 0.2]] as [number, number][], lost: 14 },
    {
      round: 2,
      newlyAffected: 0,
      losses: [
        [5, 0.5],
        [99, 1],
      ] as [number, number][],
      lost: 20,
    },
  ]
  const positions = positionsOf([5, 7, 8])

  test('lays every round over those before it; firms not in the picture are left out', () => {
    const after = (round: number) => [...lossesAfter(rounds, round, positions)]
    expect(after(0)).toEqual([0, 1, 0])
    expect(after(1)[0]).toBeCloseTo(0.2)
    expect(after(2)).toEqual([0.5, 1, 0])
    expect(lossesAfter(rounds, 1, positions)).not.toBe(lossesAfter(rounds, 1, positions))
  })

  test('lists who was reached, the largest loss first, with the round it came', () => {
    expect(reachedFirms(rounds, positions)).toEqual([
      { position: 1, loss: 1, round: 0 },
      { position: 0, loss: 0.5, round: 1 },
    ])
  })

  test('says how far it has come', () => {
    expect(standingAfter(rounds, 0)).toEqual({ lost: 10, newlyAffected: 1, affected: 1 })
    expect(standingAfter(rounds, 2)).toEqual({ lost: 20, newlyAffected: 0, affected: 4 })
    expect(standingAfter([], 0)).toEqual({ lost: 0, newlyAffected: 0, affected: 0 })
  })
})

describe('comparison', () => {
  const off = { segments: ['carbon-black'] }

  test('offers the scenario under every other assumption before the saved ones of its realm', () => {
    const draft = { ...usual, segments: ['carbon-black'] }
    const saved = (number: number, realm: 'demonstration' | 'actual') => ({
      id: number,
      name: `情景${number}`,
      input: { off, realm },
      summary: {
        title: '',
        asOf: '',
        lost: 0,
        share: 0,
        affected: 0,
        belowHalf: 0,
        rounds: 0,
        offTotal: 0,
      },
      region: { code: '370000', name: '山东省' },
      createdAt: '',
    })
    const choices = comparable(draft, { realm: 'demonstration' }, [
      saved(1, 'demonstration'),
      saved(2, 'actual'),
    ])
    expect(choices.map((choice) => choice.id)).toEqual([
      'current',
      'linear',
      'leontief',
      'replace',
      'saved-1',
    ])
    expect(choices[3]?.input.replaceability).toBe(false)
    expect(comparable(usual, { realm: 'demonstration' }, [])).toEqual([])
  })

  test('gives each segment that loses in either, the largest difference first', () => {
    const linear = runScenario({ off, production: 'linear' })
    const leontief = runScenario({ off, production: 'leontief' })
    const rows = differences(linear.segments, leontief.segments)
    expect(rows).toHaveLength(3)
    const sizes = rows.map(({ change }) => Math.abs(change))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    for (const row of rows) expect(row.change).toBeCloseTo(row.b - row.a, 6)
    // Against nothing the whole loss is the difference.
    const alone = differences([], leontief.segments)
    expect(alone.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(leontief.output.lost, 2)
    expect(differences([], [])).toEqual([])
  })
})

test('changes of demand survive the address; hostile ones are left out', () => {
  expect(
    readChanges(
      writeChanges([
        ['26046', 10],
        ['44097', -2.5],
      ]),
    ),
  ).toEqual([
    ['26046', 10],
    ['44097', -2.5],
  ])
  expect(readChanges('26046:1e9,a:,:5,b:NaN,c:-101,d:7,d:8')).toEqual([['d', 8]])
  expect(readChanges(null)).toEqual([])
  expect(writeChanges([])).toBeNull()
})
