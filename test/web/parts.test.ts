import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toCsv } from '../../web/parts/csv.ts'
import {
  formatAgo,
  formatChange,
  formatDate,
  formatMoney,
  formatNumber,
  formatShare,
  formatTime,
  shiftMonth,
} from '../../web/parts/format.ts'
import { readSchedule } from '../../web/pages/platform/ingest/schedule.ts'

describe('numbers and money', () => {
  test('show no value as a dash, never as zero', () => {
    for (const none of [null, undefined, Number.NaN, Infinity]) expect(formatNumber(none)).toBe('—')
    expect(formatMoney(null)).toEqual({ value: '—', unit: '' })
    expect(formatShare(null)).toBe('—')
    expect(formatNumber(0)).toBe('0')
  })

  test('have a minus sign, and no sign on a zero', () => {
    expect(formatNumber(-1234.56, 1)).toBe('−1,234.6')
    expect(formatNumber(-0.04, 1)).toBe('0.0')
    expect(formatChange(6.84)).toBe('+6.8')
    expect(formatChange(-3.1)).toBe('−3.1')
    expect(formatChange(0.01)).toBe('0.0')
  })

  test.each([
    [128_640_000_000, '1,286', '亿元'],
    [2_310_000_000, '23.1', '亿元'],
    [99_990_000, '9,999', '万元'],
    [45_600, '4.6', '万元'],
    [123.45, '123.45', '元'],
    [-5_000_000_000, '−50.0', '亿元'],
  ])('%d 元 reads %s %s', (yuan, value, unit) => {
    expect(formatMoney(yuan)).toEqual({ value, unit })
  })
})

describe('times', () => {
  const now = new Date('2026-11-22T08:00:00+08:00')

  test.each([
    ['2026-11-22T07:59:30+08:00', '刚刚'],
    ['2026-11-22T07:39:00+08:00', '21 分钟前'],
    ['2026-11-22T06:10:00+08:00', '今天 06:10'],
    // 23:50 in Shanghai is still the day before, though UTC has the same date.
    ['2026-11-21T23:50:00+08:00', '昨天 23:50'],
    ['2026-11-21T00:00:00+08:00', '昨天'],
    ['2026-03-01T09:00:00+08:00', '03-01'],
    ['2025-03-01T09:00:00+08:00', '2025-03-01'],
  ])('%s is %s', (text, expected) => {
    expect(formatAgo(text, now)).toBe(expected)
  })

  test('are of Shanghai; months and days stay as they are', () => {
    expect(formatTime('2026-10-31T16:30:00Z')).toBe('2026-11-01 00:30')
    expect(formatDate('2026-10-31T16:30:00Z')).toBe('2026-11-01')
    expect(formatDate('2026-10')).toBe('2026-10')
    expect(formatTime('不详')).toBe('不详')
    expect(formatDate(null)).toBe('—')
  })

  test('months shift over years and back', () => {
    expect(shiftMonth('2026-01', -1)).toBe('2025-12')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2400 }), fc.integer({ min: -500, max: 500 }), (index, by) => {
        const month = `${2000 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
        expect(shiftMonth(shiftMonth(month, by), -by)).toBe(month)
      }),
    )
  })
})

describe('CSV', () => {
  test('keeps a spreadsheet from running text, and numbers as numbers', () => {
    const text = toCsv(
      ['甲', '乙'],
      [
        ['=1+1', -5],
        ['+86', null],
        ['@SUM(A1)', 0],
        ['-2', 1.5],
        ['\tx', 2],
      ],
    )
    expect(text.split('\r\n')).toEqual(['甲,乙', "'=1+1,-5", "'+86,", "'@SUM(A1),0", "'-2,1.5", "'\tx,2"])
  })

  test('is read back as it was written', () => {
    const cell = fc.string().filter((value) => !/^[=+\-@\t\r\n＝＋－＠]/.test(value))
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        expect(parseCsv(toCsv(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows])
      }),
    )
  })
})

/** RFC 4180, for the test alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const row = rows.at(-1)!
    const character = text[at]!
    if (quoted) {
      if (character !== '"') row[row.length - 1] += character
      else if (text[at + 1] === '"') row[row.length - 1] += text[(at += 1)]!
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') row.push('')
    else if (character === '\r' && text[at + 1] === '\n') {
      rows.push([''])
      at += 1
    } else row[row.length - 1] += character
  }
  return rows
}

describe('schedules', () => {
  test.each([
    [null, '手动'],
    ['0 2 * * *', '每天 02:00'],
    ['*/15 * * * *', '每 15 分钟'],
    ['0 30 3 1 * *', '每月 1 日 03:30'],
    ['* * * * *', '每分钟'],
    ['0 * * * *', '每小时整点'],
    ['20 * * * *', '每小时 20 分'],
    ['0 6 * * 1', '每周一 06:00'],
    ['0 6 1 4 *', '每年 4 月 1 日 06:00'],
    ['0 6 * * 1-5', '0 6 * * 1-5'],
  ])('%s reads %s', (cron, words) => {
    expect(readSchedule(cron)).toBe(words)
  })
})
