import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFault, valueReader } from '../../../server/ingest/values.ts'
import { isRequired } from '../../../server/warehouse/tables.ts'
import { loadingDay, sample } from '../sample-dataset.ts'
import { encode, record, style } from './records.ts'
import { runEngine } from './run-engine.ts'

const columns = Object.keys(sample.columns)
const readers = columns.map((name) => {
  const column = sample.columns[name]!
  return valueReader(column, isRequired(sample, name, column), loadingDay)
})

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
