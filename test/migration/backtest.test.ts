import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averagePrecision, backtestMigration } from '../../server/migration/backtest.ts'
import type { FirmFacts, MigrationFacts } from '../../server/migration/facts.ts'
import { scoreFirms } from '../../server/migration/signals.ts'
import type { Move } from '../../server/migration/moves.ts'
import { createPlaces } from '../../server/migration/places.ts'
import { endOfMonth } from '../../server/chain/members.ts'
import { monthsUntil } from '../alerts/facts.ts'

const months = monthsUntil('2026-10', 30)
const places = createPlaces([])
const source = {
  dataset: 'public/registration-change',
  datasetTitle: '',
  rowId: 1,
  batchId: 1,
  fileName: '',
  rowNumber: 1,
  effectiveAt: '',
}
const plan = { k: 2, horizon: 6, warmUp: 14 }

function firm(creditCode: string, more: Partial<FirmFacts> = {}): FirmFacts {
  return {
    creditCode,
    name: creditCode,
    county: '370523',
    industryCode: 'C2911',
    registeredOn: '2010-01-01',
    inForce: true,
    moves: [],
    investments: [],
    tenders: [],
    filings: [],
    electricity: new Float64Array(months.length).fill(50_000),
    headcount: null,
    ...more,
  }
}

function move(creditCode: string, date: string): Move {
  return {
    creditCode,
    name: creditCode,
    date,
    origin: '370523',
    destination: '320281',
    before: null,
    after: null,
    distance: 'province',
    source,
  }
}

function investment(date: string) {
  return { date, subject: '江阴新厂', county: '320281', ratio: 100, source }
}

/** Electricity that halves from a month on. */
function falling(from: string): Float64Array {
  return Float64Array.from(months, (month) => (month >= from ? 25_000 : 50_000))
}

function facts(firms: readonly FirmFacts[]): MigrationFacts {
  return { months, places, firms, moves: firms.flatMap((one) => one.moves) }
}

const idle = Array.from({ length: 20 }, (_, index) => firm(`闲 ${String(index).padStart(2, '0')}`))
const mover = firm('迁', {
  county: '320281',
  investments: [investment('2025-11-10')],
  electricity: falling('2026-01'),
  moves: [move('迁', '2026-04-20')],
})
const decoy = firm('扩', { investments: [investment('2025-12-10')] })

describe('滚动回测', () => {
  test('逐月名单、命中、提前天数、对照规则，可手工核对', () => {
    const detail = backtestMigration(facts([...idle, mover, decoy]), plan)!
    // Origins 2025-07 … 2026-04; the move of 20 April lies within six months of October … March.
    expect([detail.firstOrigin, detail.lastOrigin, detail.moves, detail.moved]).toEqual([
      '2025-07',
      '2026-04',
      1,
      6,
    ])
    // Listed by both methods: the mover November … March, the decoy December … April.
    expect(detail.scorecard).toMatchObject({
      visits: 10,
      hits: 5,
      precisionAtK: 0.5,
      recall: 1,
      medianLeadDays: 141,
    })
    expect(detail.baseline).toMatchObject({ visits: 10, hits: 5, precisionAtK: 0.5, recall: 1 })
    // The score tells the two apart, the rule does not.
    expect(detail.scorecard.averagePrecision).toBeGreaterThan(detail.baseline.averagePrecision)
    expect(detail.byLevel.find((item) => item.level === 'high')).toEqual({
      level: 'high',
      listed: 3,
      moved: 3,
    })
    expect(detail.ceiling).toBeCloseTo(6 / 20, 10)
  })

  test('k 只有一家时，评分卡在用电下降后先于新近投资的企业', () => {
    const { scorecard, baseline } = backtestMigration(facts([...idle, mover, decoy]), { ...plan, k: 1 })!
    expect(scorecard.hits).toBeGreaterThan(baseline.hits)
  })

  test('没有迁移或月份不足：不给出数字', () => {
    expect(backtestMigration(facts([...idle, decoy]), plan)).toBeNull()
    expect(backtestMigration({ ...facts([mover]), months: months.slice(0, 15) }, plan)).toBeNull()
  })

  test('不看未来：起点之后的投资、用电、变更、迁移都不改变起点的得分', () => {
    const origin = '2026-01'
    const later = fc.integer({ min: 0, max: 200 }).map((days) => {
      return new Date(Date.parse(endOfMonth(origin)) + days * 86_400_000).toISOString().slice(0, 10)
    })
    fc.assert(
      fc.property(later, later, fc.double({ min: 0, max: 200_000, noNaN: true }), (invested, moved, kwh) => {
        const future = Float64Array.from(months, (month, index) =>
          month > origin ? kwh : mover.electricity![index]!,
        )
        const known = scoreFirms(facts([...idle, firm('迁', { ...mover, county: '370523', moves: [] })]), {
          month: origin,
        })
        const changed = firm('迁', {
          ...mover,
          county: '320281',
          electricity: future,
          investments: [...mover.investments, investment(invested)],
          tenders: [investment(invested)],
          filings: [{ date: invested, item: '股东', detail: '', source: null }],
          moves: [move('迁', moved)],
        })
        const then = scoreFirms(facts([...idle, changed]), { month: origin })
        expect(then.map(({ scorecard }) => scorecard)).toEqual(known.map(({ scorecard }) => scorecard))
      }),
    )
  })
})

describe('数据迟到', () => {
  /** Series that end some months before the month asked for. */
  const delayed = (delay: number) => {
    const cut = (series: Float64Array) =>
      series.map((value, index) => (index < months.length - delay ? value : NaN))
    const firms = [...idle, firm('降', { electricity: falling('2026-02') })]
    return facts(firms.map((one) => ({ ...one, electricity: cut(one.electricity!) })))
  }
  const fallOf = (delay: number) =>
    scoreFirms(delayed(delay), { month: '2026-10' }).find((one) => one.firm.creditCode === '降')!.scorecard

  test('用到最近有数的月份为止，并以该月为信号日期', () => {
    const { score, signals } = fallOf(5)
    expect([score, signals[0]?.date]).toEqual([20, '2026-05-31'])
  })

  test('超过半年没有新数，不再判断', () => {
    expect(fallOf(7).score).toBe(0)
  })
})

describe('平均精确率', () => {
  test('与手算一致，同分者不论先后', () => {
    const ranked = [
      { value: 3, moved: true },
      { value: 2, moved: false },
      { value: 2, moved: true },
      { value: 1, moved: false },
    ]
    expect(averagePrecision(ranked)).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 12)
    expect(averagePrecision(ranked.toReversed())).toBeCloseTo(averagePrecision(ranked), 12)
  })
})
