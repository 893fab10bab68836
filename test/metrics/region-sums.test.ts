import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeAt } from '../../server/metrics/cluster.ts'
import { enclosingRegions, sumByRegion, trailingYear } from '../../server/metrics/region-sums.ts'
import { keptMonthsUntil } from '../../server/metrics/refresh.ts'

const counties = ['370502', '370523', '370783', '370102', '320281', null] as const
const row = fc.record({
  county_code: fc.constantFrom(...counties),
  period: fc.constantFrom('2026-08', '2026-09', '2026-10'),
  values: fc.record({ firms: fc.integer({ min: 0, max: 1000 }), revenue: fc.integer({ min: 0, max: 1e12 }) }),
})

describe('sums by region', () => {
  test('a city is the sum of its counties and the province that of its cities', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const sums = sumByRegion(rows)
        const total = (inside: (region: string) => boolean, period: string) =>
          sums
            .filter((sum) => inside(sum.region) && sum.period === period)
            .reduce((all, sum) => all + sum.values.revenue, 0)
        for (const period of ['2026-08', '2026-09', '2026-10']) {
          const isCounty = (region: string) => !region.endsWith('00')
          const isCity = (region: string) => region.endsWith('00') && !region.endsWith('0000')
          for (const city of ['3705', '3707', '3701'])
            expect(total((region) => region === `${city}00`, period)).toBe(
              total((region) => isCounty(region) && region.startsWith(city), period),
            )
          expect(total((region) => region === '370000', period)).toBe(total(isCity, period))
          const own = rows.filter((one) => one.period === period && one.county_code?.startsWith('37'))
          expect(total((region) => region === '370000', period)).toBe(
            own.reduce((all, one) => all + one.values.revenue, 0),
          )
        }
      }),
    )
  })

  test('leave other provinces and unknown places out, and give no row where nothing is known', () => {
    const values = { firms: 1 }
    expect(sumByRegion([{ county_code: '320281', period: '2026', values }])).toEqual([])
    expect(sumByRegion([{ county_code: null, period: '2026', values }])).toEqual([])
  })

  test('count what is known by its city only for the city and the province, once', () => {
    expect(enclosingRegions('370523')).toEqual(['370523', '370500', '370000'])
    expect(enclosingRegions('370500')).toEqual(['370500', '370000'])
    expect(enclosingRegions('370000')).toEqual(['370000'])
    const sums = sumByRegion([{ county_code: '370500', period: '2026', values: { firms: 2 } }])
    expect(sums.map((sum) => [sum.region, sum.values.firms])).toEqual([
      ['370500', 2],
      ['370000', 2],
    ])
  })
})

describe('trailing years', () => {
  const months = keptMonthsUntil('2026-10')

  test('end with each month and hold the eleven before it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10_000 }), { minLength: 36, maxLength: 36 }), (amounts) => {
        const sums = months.map((period, index) => ({
          region: '370523',
          period,
          values: { amount: amounts[index] ?? 0 },
        }))
        const years = trailingYear(sums, months)
        expect(years).toHaveLength(25)
        for (const { period, values } of years) {
          const end = months.indexOf(period)
          expect(values.amount).toBe(amounts.slice(end - 11, end + 1).reduce((sum, one) => sum + one, 0))
        }
      }),
    )
  })

  test('add up several sums of one month and pass by months that are not kept', () => {
    const of = (period: string, amount: number) => ({ region: '370523', period, values: { amount } })
    const years = trailingYear([of('2026-10', 1), of('2026-10', 2), of('2020-01', 100)], months)
    expect(years.at(-1)).toEqual({ region: '370523', period: '2026-10', values: { amount: 3 } })
  })

  test('36 months are kept, over the turn of the year', () => {
    expect(months).toHaveLength(36)
    expect([months[0], months[1], months[2], months.at(-1)]).toEqual([
      '2023-11',
      '2023-12',
      '2024-01',
      '2026-10',
    ])
  })
})

describe('the place of a firm', () => {
  const firm = {
    registered: '2020-03',
    county_code: '370783',
    moves: [
      ['2023-06', '370502'],
      ['2025-02', '370523'],
    ] as const,
  }

  test.each([
    ['2020-02', null],
    ['2020-03', '370502'],
    ['2023-05', '370502'],
    ['2023-06', '370523'],
    ['2025-01', '370523'],
    ['2025-02', '370783'],
    ['2026-10', '370783'],
  ])('at the end of %s is %s', (month, place) => {
    expect(placeAt(firm, month)).toBe(place)
  })

  test('is the present one where no move is recorded, also without a date of registration', () => {
    expect(placeAt({ registered: null, county_code: '370523', moves: null }, '1999-01')).toBe('370523')
  })
})
