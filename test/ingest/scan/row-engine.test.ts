import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFault, valueReader } from '../../../server/ingest/values.ts'
import { isRequired } from '../../../server/warehouse/tables.ts'
import { loadingDay, sample } from '../sample-dataset.ts'
import { runEngine } from './run-engine.ts'

const columns = Object.keys(sample.columns)
const readers = columns.map((name) => {
  const column = sample.columns[name]!
  return valueReader(column, isRequired(sample, name, column), loadingDay)
})

/** Cells that are right, nearly right, or wrong in the ways met in practice. */
const cell = {
  code: fc.oneof(
    fc.stringMatching(/^[A-Z]\d{2}$/),
    fc.constantFrom('a01', 'Ａ０１', 'A1', ' A01', 'A01\u3000', ''),
  ),
  text: fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.constantFrom(
      '山东橡胶',
      '“引号”',
      'a"b',
      '""',
      '"',
      'x,y',
      'l1\nl2',
      'l1\r\nl2',
      ' 前',
      '后 ',
      '\u3000',
      '\u00a0',
      '，。',
    ),
    fc.constantFrom(
      '\u0000',
      'a\u0001',
      'tab\there',
      '结束。',
      '九个字符的文字超长',
      '𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷',
      'é',
      '\ufffd',
      '',
    ),
  ),
  state: fc.constantFrom('存续', '注销', '吊销', ' 存续', '存续\u3000', ''),
  number: fc.oneof(
    fc.integer({ min: -2_000_000, max: 2_000_000 }).map(String),
    fc.double({ noNaN: true }).map(String),
    fc
      .tuple(fc.integer({ min: -999, max: 99_999 }), fc.integer({ min: 0, max: 9999 }))
      .map(([a, b]) => `${a}.${b}`),
    fc.constantFrom(
      '12亿',
      '  ',
      'NaN',
      'Infinity',
      '-Infinity',
      '1e400',
      '1e5',
      '1E-7',
      '0.0000001',
      '-0',
      '-0.0',
      '0.0',
    ),
    fc.constantFrom(
      '1,286.50',
      '1,28,6',
      '１２８６',
      '+5',
      '007',
      '5.',
      '.5',
      '-.5',
      '12.345',
      '12.340',
      '0x10',
      '1 000',
      '９．５',
      '',
    ),
    fc.constantFrom(
      '9007199254740993',
      '12345678901234567890',
      '123456789012345',
      '0.1',
      '0.10',
      '100.00',
      '1e2',
      '--1',
      '-',
      '.',
      '１，２８６',
    ),
  ),
  boolean: fc.constantFrom('是', '否', 'true', 'false', 'TRUE', '1', '0', '２', '１', 'yes', ' 是', ''),
  date: fc.oneof(
    fc
      .date({ min: new Date('1899-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    fc.constantFrom(
      '2023-02-30',
      '2024-02-29',
      '1900-02-29',
      '2000-02-29',
      '2024-1-5',
      '2024/01/05',
      '20240105',
      '2024年1月5日',
    ),
    fc.constantFrom(
      '45296',
      '60',
      '2024-13-01',
      '2024-00-10',
      '2024-01-00',
      '0999-01-01',
      '2024-01-05 00:00:00',
      '2024-01-05T08:00',
      '２０２４-01-05',
      '',
    ),
  ),
  month: fc.constantFrom(
    '2024-01',
    '2024-12',
    '2026-03',
    '2026-04',
    '2024-13',
    '2024-00',
    '202401',
    '2024/1',
    '2024年1月',
    '2024-01-01',
    '2024-01-02',
    '',
  ),
  moment: fc.constantFrom(
    '2024-01-05 08:30:00',
    '2024-01-05T08:30',
    '2024-01-05T00:30:00Z',
    '2024-01-05 25:00',
    '2024-02-30 08:00',
    '',
  ),
  json: fc.constantFrom('{"b":1,"a":[2,"x"]}', '{"a":1', 'null', '"文"', '{"a":"\\u0000"}', ''),
  credit: fc.constantFrom(
    '91370502MADEM0001X',
    '913705020000000017',
    '91370502ma00000001',
    '９1370502MA00000001',
    'I1370502MA00000001',
    '',
  ),
}

/** Forms that pass, so that whole rows do. */
const good = {
  code: fc.stringMatching(/^[A-Z]\d{2}$/),
  text: fc.constantFrom(
    '山东橡胶',
    '“引号”',
    'a"b',
    '"',
    'x,y',
    'x;y|z',
    'l1\nl2',
    'l1\r\nl2',
    '结束。',
    '𠮷𠮷𠮷',
    'é',
    ' 前',
    '后\u3000',
  ),
  state: fc.constantFrom('存续', '注销', ' 存续', ''),
  integer: fc.oneof(
    fc.nat(1_000_000).map(String),
    fc.constantFrom('1,286', '１２８６', '+5', '007', '5.00', '0', ''),
  ),
  decimal: fc.oneof(
    fc.tuple(fc.integer({ min: -99, max: 99 }), fc.nat(99_999)).map(([a, b]) => `${a}.${b}`),
    fc.double({ min: -100, max: 100, noNaN: true }).map(String),
    fc.constantFrom('0', '-0', '-0.0', '0.10', '1e-7', '0.0000001', '.5', '-.5', '5.', '９．５', '1e1', ''),
  ),
  money: fc.oneof(
    fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => (cents / 100).toFixed(2)),
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String),
    fc.constantFrom(
      '1,286.50',
      '12.340',
      '5.',
      '.5',
      '-0',
      '-0.00',
      '0.05',
      '0',
      '12.3',
      '１２.5',
      '1,000,000,000',
      '',
    ),
  ),
  boolean: fc.constantFrom('是', '否', 'true', 'false', 'TRUE', '1', '0', '１', ' 是', ''),
  date: fc.oneof(
    fc
      .date({ min: new Date('1000-01-01'), max: new Date('2026-03-14'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
    fc.constantFrom(
      '2024-02-29',
      '2024-1-5',
      '2024/01/05',
      '20240105',
      '2024年1月5日',
      '2024-01-05 00:00:00',
      '',
    ),
  ),
  month: fc.constantFrom('2024-01', '2024-12', '2026-03', '202401', '2024/1', '2024年1月', '2024-01-01'),
  moment: fc.constantFrom('2024-01-05 08:30:00', '2024-01-05T08:30', '2024-01-05T00:30:00.25Z', ''),
  json: fc.constantFrom('{"b":1,"a":[2,"x"]}', '"文"', ''),
  credit: fc.constantFrom('91370502MADEM0001X', '913705020000000017', '91370502ma00000001', ''),
}

const mostly = (right: fc.Arbitrary<string>, odd: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: odd })

const record = fc.tuple(
  mostly(good.code, cell.code),
  mostly(good.text, cell.text),
  mostly(good.text, cell.text),
  mostly(good.state, cell.state),
  mostly(good.integer, cell.number),
  mostly(good.decimal, cell.number),
  mostly(good.money, cell.number),
  mostly(good.boolean, cell.boolean),
  mostly(good.date, cell.date),
  mostly(good.month, cell.month),
  mostly(good.moment, cell.moment),
  mostly(good.json, cell.json),
  mostly(good.credit, cell.credit),
)

interface Style {
  readonly delimiter: string
  readonly newline: string
  /** Quotes a cell also where it need not be. */
  readonly quote: readonly boolean[]
}

const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(',', '\t', ';', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quote: fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
})

function encode(cells: readonly string[], { delimiter, newline, quote }: Style): string {
  const written = cells.map((text, position) => {
    const must = text.includes(delimiter) || /["\n\r]/.test(text)
    return must || quote[position] === true ? `"${text.replaceAll('"', '""')}"` : text
  })
  return written.join(delimiter) + newline
}

/** What the readers of values.ts, which decode and look at each cell on its own, make of a record. */
function expected(cells: readonly string[]) {
  const values: Record<string, string> = {}
  let normalised = 0
  for (const [position, name] of columns.entries()) {
    const value = readers[position]!(cells[position]!)
    if (isFault(value)) return { reject: { column: name, rule: value.rule, message: value.message } }
    if (value.normalised) normalised++
    values[name] = value.text ?? ''
  }
  return { values, normalised }
}

/** true and false stay as they are written: COPY reads them. */
function comparable(values: Readonly<Record<string, string>>) {
  const active = { true: '1', false: '0' }[values.active ?? ''] ?? values.active ?? ''
  return { ...values, active }
}

describe('the byte engine decides as the readers of values do', () => {
  test('for any cells, quoting, newlines, delimiter and chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        style,
        fc.array(fc.nat(4000), { maxLength: 12 }),
        async (records, how, cuts) => {
          const header = encode(columns, { ...how, quote: [] })
          const text = Buffer.from(header + records.map((cells) => encode(cells, how)).join(''))
          const outcome = await runEngine(text, cuts)
          let normalised = 0
          let blank = 0
          const rows: unknown[] = []
          const rejects: unknown[] = []
          for (const [position, cells] of records.entries()) {
            const rowNumber = position + 2
            const unquoted = how.quote.every((quoted) => !quoted)
            if (unquoted && cells.every((text_) => text_ === '')) {
              blank++
              continue
            }
            const what = expected(cells)
            if ('reject' in what) rejects.push({ rowNumber, ...what.reject })
            else {
              rows.push({ rowNumber, values: what.values })
              normalised += what.normalised
            }
          }
          expect(
            outcome.rejects.map(({ rowNumber, column, rule, message }) => ({
              rowNumber,
              column,
              rule,
              message,
            })),
          ).toEqual(rejects)
          expect(
            outcome.rows.map(({ rowNumber, values }) => ({ rowNumber, values: comparable(values) })),
          ).toEqual(rows)
          expect(outcome.engine.normalised).toBe(normalised)
          expect(outcome.engine.blankRecords).toBe(blank)
          expect(outcome.engine.read).toBe(rows.length + rejects.length)
          expect(outcome.engine.staged).toBe(rows.length)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('the rejected record is kept byte for byte', async () => {
    const bad = 'A01,"名,称",,,12亿,,,,,2024-01,,,'
    const { rejects } = await runEngine(Buffer.from(`${columns.join(',')}\r\n${bad}\r\n`))
    expect(rejects).toEqual([
      {
        rowNumber: 2,
        column: 'count',
        rule: 'integer',
        message: '“数量”的值“12亿”不是整数，应形如 1286，不带单位、文字和科学计数',
        value: '12亿',
        raw: Buffer.from(bad),
      },
    ])
  })
})

describe('row hash', () => {
  const hashOf = async (lines: string) => (await runEngine(Buffer.from(lines))).rows.map((row) => row.hash)

  test('does not depend on the order of columns, quoting, or how a value is written', async () => {
    const [a] = await hashOf('code,month,name,amount,ratio,active\nA01,2024-01,甲厂,1286.5,12.5,是\n')
    const [b] = await hashOf(
      'amount;name;ratio;month;active;code\n"1,286.50";"甲厂";12.50;2024年1月;TRUE;Ａ01\n',
    )
    expect(a).toBe(b)
  })

  test('sees through doubled quotes', async () => {
    const [a] = await hashOf('code,month,name,note\nA01,2024-01,甲,"a ""b"" c"\n')
    const [b] = await hashOf('code,month,name,note\nA01,2024-01,甲,a "b" c\n')
    expect(a).toBe(b)
  })

  test('differs with any value and with the column it stands in', async () => {
    const hashes = await hashOf(
      'code,month,name,note,count\nA01,2024-01,甲,乙,1\nA01,2024-01,乙,甲,1\nA01,2024-01,甲,乙,\nA01,2024-01,甲,,1\nA01,2024-01,甲,乙,10\nA02,2024-01,甲,乙,1\nA01,2024-02,甲,乙,1\n',
    )
    expect(new Set(hashes).size).toBe(7)
  })

  test('an absent column and an empty one are the same', async () => {
    const [a] = await hashOf('code,month,name\nA01,2024-01,甲\n')
    const [b] = await hashOf('code,month,name,note,count\nA01,2024-01,甲,,""\n')
    expect(a).toBe(b)
  })

  test('no two of 200,000 similar rows share one', async () => {
    const lines = Array.from(
      { length: 200_000 },
      (_, number) => `A${(number % 90) + 10},2024-01,甲,${number},${number % 7}`,
    )
    const hashes = await hashOf(`code,month,name,note,count\n${lines.join('\n')}\n`)
    expect(new Set(hashes).size).toBe(200_000)
  })
})

describe('repeated keys', () => {
  test('every repetition is a suspect, and few others are', async () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, number) =>
        `A${(number % 90) + 10},20${String(10 + (number % 15)).padStart(2, '0')}-0${1 + (number % 9)},甲,${number}`,
    )
    const { engine } = await runEngine(Buffer.from(`code,month,name,note\n${lines.join('\n')}\n`))
    const keys = new Set<string>()
    const repeated = lines.flatMap((line, position) => {
      const key = line.split(',').slice(0, 2).join()
      if (keys.has(key)) return [position + 2]
      keys.add(key)
      return []
    })
    expect(engine.suspects).toEqual(repeated)
  })
})
