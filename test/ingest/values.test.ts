import { describe, expect, test } from 'vitest'
import type { Column } from '../../server/datasets/contract.ts'
import { isFault, shown, valueReader } from '../../server/ingest/values.ts'
import { loadingDay } from './sample-dataset.ts'

const title = '某项'

/** Canonical text; 'rule:…' for a rejected value; '~' before what was written otherwise. */
function read(column: Omit<Column, 'title'>, text: string, required = false): string | null {
  const value = valueReader({ title, ...column }, required, loadingDay)(text)
  if (isFault(value)) return `rule:${value.rule}`
  return value.text === null ? null : `${value.normalised ? '~' : ''}${value.text}`
}

describe('integer', () => {
  test.each([
    ['1286', '1286'],
    ['0', '0'],
    ['-5', '-5'],
    ['', null],
    ['1,286', '~1286'],
    ['１２８６', '~1286'],
    ['1286.00', '~1286'],
    ['+5', '~5'],
    ['007', '~7'],
    ['-0', '~0'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740993', 'rule:range'],
    ['12345678901234567890', 'rule:range'],
    ['  ', 'rule:integer'],
    ['12亿', 'rule:integer'],
    ['3万', 'rule:integer'],
    ['1e5', 'rule:integer'],
    ['12.5', 'rule:integer'],
    ['1,28,6', 'rule:integer'],
    ['12,86', 'rule:integer'],
    ['NaN', 'rule:integer'],
    ['0x10', 'rule:integer'],
    ['1 286', 'rule:integer'],
    ['一百', 'rule:integer'],
    ['=1+1', 'rule:integer'],
  ])('%j', (text, expected) => {
    expect(read({ type: 'integer' }, text)).toBe(expected)
  })
})

describe('decimal', () => {
  test.each([
    ['12.5', '12.5'],
    ['12.50', '12.5'],
    ['-0.0', '0'],
    ['1e2', '100'],
    ['1E-7', '1e-7'],
    ['.5', '0.5'],
    ['1,286.50', '~1286.5'],
    ['９．５', '~9.5'],
    ['  ', 'rule:decimal'],
    ['12亿', 'rule:decimal'],
    ['NaN', 'rule:decimal'],
    ['Infinity', 'rule:decimal'],
    ['-Infinity', 'rule:decimal'],
    ['1e400', 'rule:decimal'],
    ['12.5%', 'rule:decimal'],
    ['.', 'rule:decimal'],
    ['-', 'rule:decimal'],
  ])('%j', (text, expected) => {
    expect(read({ type: 'decimal' }, text)).toBe(expected)
  })

  test('bounds are inclusive', () => {
    const column = { type: 'decimal', minimum: 0, maximum: 100 } as const
    expect(['0', '100', '100.01', '-0.01'].map((text) => read(column, text))).toEqual([
      '0',
      '100',
      'rule:range',
      'rule:range',
    ])
  })
})

describe('money: yuan become cents without a float in between', () => {
  test.each([
    ['1286.5', '128650'],
    ['0.1', '10'],
    ['0.29', '29'],
    ['1.005', 'rule:money'],
    ['1.100', '110'],
    ['-3.25', '-325'],
    ['-0', '0'],
    ['5.', '500'],
    ['.5', '50'],
    ['1,286.50', '~128650'],
    ['￥100', 'rule:money'],
    ['12万', 'rule:money'],
    ['1.2亿', 'rule:money'],
    ['1.2E8', 'rule:money'],
    ['  ', 'rule:money'],
    ['.', 'rule:money'],
    ['90071992547409.91', '9007199254740991'],
    ['90071992547409.92', 'rule:range'],
  ])('%j', (text, expected) => {
    expect(read({ type: 'money' }, text)).toBe(expected)
  })
})

describe('date', () => {
  test.each([
    ['2024-01-05', '2024-01-05'],
    ['2024-1-5', '~2024-01-05'],
    ['2024/01/05', '~2024-01-05'],
    ['2024.1.5', '~2024-01-05'],
    ['20240105', '~2024-01-05'],
    ['2024年1月5日', '~2024-01-05'],
    ['２０２４-01-05', '~2024-01-05'],
    ['2024-01-05 00:00:00', '~2024-01-05'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['2023-02-29', 'rule:date'],
    ['1900-02-29', 'rule:date'],
    ['2023-02-30', 'rule:date'],
    ['2024-04-31', 'rule:date'],
    ['2024-13-01', 'rule:date'],
    ['2024-01-05 08:00', 'rule:date'],
    ['0202-01-05', 'rule:date'],
    ['45296', 'rule:date'],
    ['60', 'rule:date'],
    ['05/01/2024', 'rule:date'],
    ['24-01-05', 'rule:date'],
    ['  ', 'rule:date'],
  ])('%j', (text, expected) => {
    expect(read({ type: 'date' }, text)).toBe(expected)
  })

  test('what lies after the day of loading in China is the future, whatever the clock of the machine', () => {
    const column = { title, type: 'date', notFuture: true } as const
    const at = (instant: string) => valueReader(column, false, new Date(instant))('2026-03-16')
    expect(isFault(at('2026-03-15T15:59:59Z'))).toBe(true)
    expect(isFault(at('2026-03-15T16:00:00Z'))).toBe(false)
    expect(isFault(valueReader(column, false, new Date('2025-12-31T16:30:00Z'))('2026-01-01'))).toBe(false)
  })
})

test.each([
  ['2024-01', '2024-01'],
  ['202401', '~2024-01'],
  ['2024/1', '~2024-01'],
  ['2024年1月', '~2024-01'],
  ['2024年1月份', '~2024-01'],
  ['2024-01-01', '~2024-01'],
  ['2024-01-02', 'rule:month'],
  ['2024-13', 'rule:month'],
  ['2026-03', '2026-03'],
  ['2026-04', 'rule:future'],
  ['2024', 'rule:month'],
])('month %j', (text, expected) => {
  expect(read({ type: 'month', notFuture: true }, text)).toBe(expected)
})

test.each([
  ['2024-01-05 08:30:00', '2024-01-05T00:30:00Z'],
  ['2024-01-05T00:30:00Z', '2024-01-05T00:30:00Z'],
  ['2024-01-05 09:30:00+09:00', '2024-01-05T00:30:00Z'],
  ['2024-01-01 00:30', '2023-12-31T16:30:00Z'],
  ['2024-01-05 08:30:00.250', '2024-01-05T00:30:00.25Z'],
  ['2024/1/5 8:30', '~2024-01-05T00:30:00Z'],
  ['2024-01-05', '~2024-01-04T16:00:00Z'],
  ['2024-02-30 08:00', 'rule:timestamp'],
  ['2024-01-05 24:00', 'rule:timestamp'],
  ['2024-01-05 08:60', 'rule:timestamp'],
  ['1704414600', 'rule:timestamp'],
])('timestamp %j', (text, expected) => {
  expect(read({ type: 'timestamp' }, text)).toBe(expected)
})

test.each([
  ['是', '1'],
  ['否', '0'],
  ['TRUE', '1'],
  ['0', '0'],
  ['１', '~1'],
  ['有', 'rule:boolean'],
  ['Y', 'rule:boolean'],
  ['  ', 'rule:boolean'],
])('boolean %j', (text, expected) => {
  expect(read({ type: 'boolean' }, text)).toBe(expected)
})

test('json: one form for one value', () => {
  expect(read({ type: 'json' }, '{"b": 1, "a": [1.0, {"d":null,"c":"甲"}]}')).toBe(
    '{"a":[1,{"c":"甲","d":null}],"b":1}',
  )
  expect(read({ type: 'json' }, '{"a"')).toBe('rule:json')
  expect(read({ type: 'json' }, '{"a":"\\u0000"}')).toBe('rule:nul')
})

describe('text', () => {
  test.each([
    ['山东（东营）橡胶', '山东（东营）橡胶'],
    [' 前后 ', '~前后'],
    ['\u3000全角空格\u3000', '~全角空格'],
    ['\u00a0网页空格', '~网页空格'],
    ['\ufeff零宽\u200b', '~零宽'],
    ['一行\n两行', '一行\n两行'],
    ['=cmd|calc', '=cmd|calc'],
    ['a\u0000b', 'rule:nul'],
    ['a\u0007b', 'rule:control'],
  ])('%j', (text, expected) => {
    expect(read({ type: 'text' }, text)).toBe(expected)
  })

  test('blanks only are no value', () => {
    expect(read({ type: 'text' }, ' \u3000')).toBeNull()
    expect(read({ type: 'text' }, ' \u3000', true)).toBe('rule:required')
    expect(read({ type: 'text' }, '', true)).toBe('rule:required')
  })

  test('length counts characters, not bytes or UTF-16 units', () => {
    expect(read({ type: 'text', maxLength: 3 }, '𠮷野家')).toBe('𠮷野家')
    expect(read({ type: 'text', maxLength: 3 }, '𠮷野家店')).toBe('rule:max-length')
  })

  test('codes and vocabularies take full-width forms, prose keeps them', () => {
    expect(read({ type: 'text', pattern: '^[A-T]\\d{4}$' }, 'Ｃ２９１１')).toBe('~C2911')
    expect(read({ type: 'text', pattern: '^[A-T]\\d{4}$' }, 'c2911')).toBe('~C2911')
    expect(read({ type: 'text', pattern: '[A-T]\\d{4}' }, 'xC2911x')).toBe('rule:pattern')
    expect(read({ type: 'text' }, '（Ａ）')).toBe('（Ａ）')
    expect(read({ type: 'text', oneOf: ['存续', '注销'] }, '在业')).toBe('rule:one-of')
  })

  test('20-digit codes keep every digit', () => {
    expect(read({ type: 'text' }, '12345678901234567890')).toBe('12345678901234567890')
  })
})

test('a message names the column, the value received and what is right', () => {
  const value = valueReader(
    { title: '注册资本', type: 'money', minimum: 0, maximum: 100, unit: '元' },
    false,
    loadingDay,
  )
  expect(value('12亿')).toEqual({
    rule: 'money',
    message: '“注册资本”的值“12亿”不是金额，应以元为单位、最多两位小数，形如 1286.50，不带“万”“亿”等文字',
  })
  expect(value('101')).toEqual({ rule: 'range', message: '“注册资本”的值“101”超出范围 0 至 100元' })
  expect(shown(`a\u0000b${'长'.repeat(80)}`)).toBe(`a\\x00b${'长'.repeat(54)}…`)
})
