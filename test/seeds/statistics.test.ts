import { describe, expect, it } from 'vitest'
import { column, readRecords } from './demo-records.ts'

/** Sum of a column by the value of another. */
async function sumBy(
  id: string,
  by: string,
  value: string,
  keep: (record: Readonly<Record<string, string>>) => boolean = () => true,
): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  for (const record of await readRecords(id)) {
    if (!keep(record)) continue
    const key = column(record, by)
    sums.set(key, (sums.get(key) ?? 0) + Number(column(record, value)))
  }
  return sums
}

/** Slope of log(size) on log(rank), least squares. */
function rankSizeSlope(sizes: readonly number[]): number {
  const points = sizes
    .toSorted((a, b) => b - a)
    .map((size, rank) => ({ x: Math.log(rank + 1), y: Math.log(size) }))
  const mean = (pick: (point: { x: number; y: number }) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [meanX, meanY] = [mean((point) => point.x), mean((point) => point.y)]
  const covariance = mean(({ x, y }) => (x - meanX) * (y - meanY))
  const variance = mean(({ x }) => (x - meanX) ** 2)
  return covariance / variance
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const inCluster = (record: Readonly<Record<string, string>>): boolean =>
  column(record, 'county_code').startsWith('3705')

describe('演示数据的统计特征', () => {
  it('企业规模服从齐普夫律：前 300 家位序—规模斜率在 −1.4 与 −0.7 之间', async () => {
    const revenue = await sumBy(
      'public/demo-above-scale-annual',
      'credit_code',
      'revenue',
      (record) => column(record, 'year') === '2025',
    )
    const largest = [...revenue.values()].toSorted((a, b) => b - a).slice(0, 300)
    const slope = rankSizeSlope(largest)
    expect(slope).toBeGreaterThan(-1.4)
    expect(slope).toBeLessThan(-0.7)
  })

  it('东营集群 2025 年营业收入在千亿元量级', async () => {
    const registered = await readRecords('public/demo-enterprise-registration')
    const local = new Set(registered.filter(inCluster).map((record) => column(record, 'credit_code')))
    const revenue = await sumBy('enterprise/demo-enterprise-profile', 'credit_code', 'revenue')
    const sum = [...revenue].reduce((total, [code, value]) => total + (local.has(code) ? value : 0), 0)
    expect(sum).toBeGreaterThan(8e10)
    expect(sum).toBeLessThan(1.2e11)
  })

  it.each([
    ['enterprise/demo-supply-transaction', 'amount'],
    ['public/demo-electricity-use', 'kwh'],
  ])('%s 在春节月份下降：2024-02、2026-02 低于全年中位数 25% 以上，2025 年分落一二月', async (id, value) => {
    const months = await sumBy(id, 'month', value)
    expect(months.size).toBe(36)
    const share = (month: string, year: readonly string[]): number =>
      (months.get(month) ?? 0) / median(year.map((each) => months.get(each) ?? 0))
    const around = (year: number): string[] =>
      Array.from({ length: 10 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)
    expect(share('2024-02', around(2024))).toBeLessThan(0.75)
    expect(share('2026-02', around(2026))).toBeLessThan(0.75)
    expect(share('2025-01', around(2025))).toBeLessThan(0.9)
    expect(share('2025-02', around(2025))).toBeLessThan(0.9)
    expect(share('2024-09', around(2024))).toBeGreaterThan(0.95)
  })

  it('金额守恒：每月供应方合计等于采购方合计，等于逐笔之和（分）', async () => {
    const cents = (text: string): bigint => {
      const [yuan = '0', rest = ''] = text.split('.')
      return BigInt(yuan) * 100n + BigInt(rest.padEnd(2, '0'))
    }
    const sides = { supplier: new Map<string, bigint>(), buyer: new Map<string, bigint>() }
    const whole = new Map<string, bigint>()
    for (const trade of await readRecords('enterprise/demo-supply-transaction')) {
      const month = column(trade, 'month')
      const amount = cents(column(trade, 'amount'))
      whole.set(month, (whole.get(month) ?? 0n) + amount)
      for (const side of ['supplier', 'buyer'] as const) {
        const party = column(trade, `${side}_credit_code`) || column(trade, `${side}_name`)
        const key = `${month} ${party}`
        sides[side].set(key, (sides[side].get(key) ?? 0n) + amount)
      }
    }
    for (const side of [sides.supplier, sides.buyer]) {
      const byMonth = new Map<string, bigint>()
      for (const [key, amount] of side) {
        const month = key.slice(0, 7)
        byMonth.set(month, (byMonth.get(month) ?? 0n) + amount)
      }
      expect(byMonth).toEqual(whole)
    }
  })

  it('年营业收入不低于同年交易记录的销售额', async () => {
    const sales = new Map<string, number>()
    for (const trade of await readRecords('enterprise/demo-supply-transaction')) {
      if (!column(trade, 'month').startsWith('2025')) continue
      const code = column(trade, 'supplier_credit_code')
      sales.set(code, (sales.get(code) ?? 0) + Number(column(trade, 'amount')))
    }
    const revenue = await sumBy(
      'public/demo-above-scale-annual',
      'credit_code',
      'revenue',
      (record) => column(record, 'year') === '2025',
    )
    expect(revenue.size).toBeGreaterThan(1_000)
    for (const [code, value] of revenue)
      expect(value).toBeGreaterThanOrEqual(Math.floor(sales.get(code) ?? 0))
  })

  it('区域合计高于其中企业之和，县、市、省逐级相加', async () => {
    const statistics = await readRecords('public/demo-region-statistics')
    const staff = new Map(
      statistics
        .filter(
          (record) =>
            column(record, 'indicator') === '社会保险参保人数' && column(record, 'period') === '2026-10',
        )
        .map((record) => [column(record, 'region_code'), Number(column(record, 'value'))]),
    )
    expect(staff.size).toBe(1 + 16 + 136)
    const counties = [...staff].filter(([code]) => !code.endsWith('00'))
    const byCity = new Map<string, number>()
    for (const [code, value] of counties) {
      const city = `${code.slice(0, 4)}00`
      byCity.set(city, (byCity.get(city) ?? 0) + value)
    }
    for (const [city, sum] of byCity) expect(staff.get(city)).toBe(sum)
    expect(staff.get('370000')).toBe(counties.reduce((sum, [, value]) => sum + value, 0))
    const known = await sumBy(
      'public/demo-insured-headcount',
      'county_code',
      'headcount',
      (record) => column(record, 'month') === '2026-10',
    )
    for (const [county, value] of known) expect(staff.get(county)).toBeGreaterThanOrEqual(value)
  })

  it('电表读数只增不减，每月增量等于当月用电量', async () => {
    const kwh = new Map<string, number>()
    for (const record of await readRecords('public/demo-electricity-use')) {
      kwh.set(`${column(record, 'credit_code')} ${column(record, 'month')}`, Number(column(record, 'kwh')))
    }
    const meters = Map.groupBy(await readRecords('enterprise/demo-energy-meter'), (record) =>
      column(record, 'meter_id'),
    )
    let compared = 0
    for (const readings of meters.values()) {
      let before: number | null = null
      const closing = new Map<string, number>()
      for (const reading of readings) {
        const value = Number(column(reading, 'value'))
        if (before !== null) expect(value).toBeGreaterThanOrEqual(before)
        before = value
        if (column(reading, 'medium') === '电') closing.set(column(reading, 'read_at').slice(0, 7), value)
      }
      const code = column(readings[0] ?? {}, 'credit_code')
      const months = [...closing.keys()]
      for (const [position, month] of months.entries()) {
        if (position === 0) continue
        const used = (closing.get(month) ?? 0) - (closing.get(months[position - 1] ?? '') ?? 0)
        expect(Math.abs(used - (kwh.get(`${code} ${month}`) ?? 0))).toBeLessThan(0.05)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(24 * 30)
  })
})
