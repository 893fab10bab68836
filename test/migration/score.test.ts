import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  distanceBetween,
  type FirmSignals,
  levelBounds,
  type PeerChange,
  scoreMigration,
} from '../../server/migration/score.ts'

const none: FirmSignals = { investments: [], tenders: [], electricity: null, headcount: null, filings: [] }

function change(own: number, peers: number): PeerChange {
  return {
    date: '2026-10-31',
    own,
    peers,
    relative: (1 + own) / (1 + peers) - 1,
    before: 1000,
    after: 1000 * (1 + own),
    firms: 30,
  }
}

const investment = {
  date: '2026-03-05',
  target: '江阴新厂有限公司',
  county: '320281',
  place: '江苏省江阴市',
  distance: 'province' as const,
  ratio: 80,
  source: null,
}

const day = fc
  .integer({ min: 0, max: 700 })
  .map((days) => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10))
const place = {
  place: fc.constant('某地'),
  county: fc.constantFrom('320281', '370783', '370502'),
  source: fc.constant(null),
}
const distance = fc.constantFrom('county' as const, 'city' as const, 'province' as const)
const share = fc.double({ min: -0.95, max: 1, noNaN: true })
const filing = fc.record({
  date: day,
  item: fc.constantFrom('法定代表人', '股东'),
  detail: fc.string(),
  source: fc.constant(null),
})
const signals: fc.Arbitrary<FirmSignals> = fc.record({
  investments: fc.array(
    fc.record({
      ...place,
      date: day,
      distance,
      target: fc.string(),
      ratio: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    }),
    { maxLength: 4 },
  ),
  tenders: fc.array(fc.record({ ...place, date: day, distance, project: fc.string() }), { maxLength: 4 }),
  electricity: fc.option(fc.tuple(share, share).map(([own, peers]) => change(own, peers))),
  headcount: fc.option(fc.tuple(share, share).map(([own, peers]) => change(own, peers))),
  filings: fc.array(filing, { maxLength: 3 }),
})

describe('评分卡', () => {
  test('可加：各项得分之和就是总分，不低于 0，不高于 100', () => {
    fc.assert(
      fc.property(signals, (given) => {
        const { score, points, level } = scoreMigration(given)
        expect(points.reduce((sum, point) => sum + point.points, 0)).toBe(score)
        expect(points.every((point) => point.points > 0)).toBe(true)
        expect(score).toBeLessThanOrEqual(100)
        expect(level).toBe(
          score >= levelBounds.high ? 'high' : score >= levelBounds.medium ? 'medium' : 'low',
        )
      }),
    )
  })

  test('晚期信号只列出，不改变任何得分', () => {
    fc.assert(
      fc.property(signals, fc.array(filing, { maxLength: 5 }), (given, filings) => {
        const without = scoreMigration({ ...given, filings: [] })
        const withFilings = scoreMigration({ ...given, filings })
        expect(withFilings.score).toBe(without.score)
        expect(withFilings.points).toEqual(without.points)
        expect(withFilings.signals.filter((signal) => signal.stage === 'late')).toHaveLength(filings.length)
      }),
    )
  })

  test('多一个早期信号，得分不会降低', () => {
    fc.assert(
      fc.property(signals, (given) => {
        const more = { ...given, investments: [...given.investments, investment] }
        expect(scoreMigration(more).score).toBeGreaterThanOrEqual(scoreMigration(given).score)
      }),
    )
  })

  test('没有信号就没有分', () => {
    expect(scoreMigration(none)).toEqual({ score: 0, level: 'low', points: [], signals: [] })
  })

  test('跨省控股投资并在当地中标，用电与参保大幅低于同行：各项得分与理由', () => {
    const {
      score,
      level,
      points,
      signals: dated,
    } = scoreMigration({
      ...none,
      investments: [investment],
      tenders: [
        {
          date: '2026-06-01',
          project: '轮胎采购',
          county: '320281',
          place: '江苏省江阴市',
          distance: 'province',
          source: null,
        },
      ],
      electricity: change(-0.3, 0.02),
      headcount: change(-0.15, 0),
    })
    expect(points.map((point) => [point.signal, point.points])).toEqual([
      ['outbound-investment', 25],
      ['controlling-stake', 5],
      ['outbound-tender', 10],
      ['electricity-decline', 20],
      ['headcount-decline', 10],
      ['shift', 20],
    ])
    expect([score, level]).toEqual([90, 'high'])
    expect(points[3]?.detail).toContain('同行中位数 +2.0 %')
    expect(dated.map((signal) => signal.date)).toEqual([
      '2026-10-31',
      '2026-10-31',
      '2026-06-01',
      '2026-03-05',
    ])
  })

  test('随行业一起下降、或行业增长而自身持平，都不是下降信号', () => {
    expect(scoreMigration({ ...none, electricity: change(-0.3, -0.28) }).score).toBe(0)
    expect(scoreMigration({ ...none, electricity: change(0.01, 0.4) }).score).toBe(0)
    expect(scoreMigration({ ...none, electricity: change(-0.3, 0) }).score).toBe(20)
  })
})

test('距离：跨县、跨市、跨省；同县和只知道市的，不算异地', () => {
  expect(distanceBetween('370523', '370502')).toBe('county')
  expect(distanceBetween('370523', '370783')).toBe('city')
  expect(distanceBetween('370523', '370700')).toBe('city')
  expect(distanceBetween('370523', '320281')).toBe('province')
  expect(distanceBetween('370523', '370523')).toBeNull()
  expect(distanceBetween('370523', '370500')).toBeNull()
  expect(distanceBetween('370500', '370523')).toBeNull()
  expect(distanceBetween('370523', '370000')).toBeNull()
})
