import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  found,
  maximumRecordBytes,
  RecordScanner,
  type Found,
} from '../../../server/ingest/scan/record-scanner.ts'

interface Scanned {
  readonly outcome: Found
  readonly from: number
  readonly next: number
  readonly fields: readonly string[]
}

/** Scans as a reader does that learns of the text piece by piece. */
function scanAll(text: Buffer, cuts: readonly number[]): Scanned[] {
  const scanner = new RecordScanner(0x2c, 8)
  const known = [...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length]
  const results: Scanned[] = []
  let from = 0
  let skipping = false
  for (const [position, end] of known.entries()) {
    const last = position === known.length - 1
    const bytes = Buffer.concat([text.subarray(0, end), Buffer.of(0)])
    while (from < end) {
      if (skipping) {
        const after = scanner.skipLine(bytes, from, end, last)
        from = after.position
        skipping = !after.ended
        if (skipping) break
        continue
      }
      const outcome = scanner.scan(bytes, from, end, last)
      if (outcome === found.incomplete) break
      const fields =
        outcome === found.record
          ? Array.from({ length: Math.min(scanner.count, 8) }, (_, field) =>
              bytes.toString('latin1', scanner.starts[field], scanner.ends[field]),
            )
          : []
      results.push({ outcome, from, next: scanner.next, fields })
      skipping = outcome === found.tooLong
      from = scanner.next
    }
  }
  expect(from).toBe(text.length)
  return results
}

const fieldsOf = (text: string) =>
  scanAll(Buffer.from(text, 'latin1'), []).map(({ outcome, fields }) =>
    outcome === found.record ? fields : outcome,
  )

describe('records', () => {
  test('end with CRLF, LF, CR, or the text', () => {
    expect(fieldsOf('a,b\r\nc,d\ne,f\rg,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ])
  })

  test('keep newlines, delimiters and quotes inside quotes', () => {
    expect(fieldsOf('"a\r\nb","c,d","e""f",""\nx')).toEqual([['a\r\nb', 'c,d', 'e""f', ''], ['x']])
  })

  test('keep a quote inside an unquoted field', () => {
    expect(fieldsOf('5" pipe,x\ny')).toEqual([['5" pipe', 'x'], ['y']])
  })

  test('content after a closing quote spoils its line only', () => {
    expect(fieldsOf('a,"b"c\nd,e\n')).toEqual([found.strayQuote, ['d', 'e']])
  })

  test('a lone quote spoils its line only, also when a later line has quotes', () => {
    expect(fieldsOf('a,"b\nc,d\n"e",f\n')).toEqual([found.strayQuote, ['c', 'd'], ['e', 'f']])
    expect(fieldsOf('a,"b\nc,d\n')).toEqual([found.unclosedQuote, ['c', 'd']])
  })
})

test('what is found does not depend on how the text was cut', () => {
  const piece = fc.constantFrom('a', 'bc', ',', '"', '""', '\n', '\r', '\r\n', '\u0000', '\t', ' ')
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.array(fc.nat(60), { maxLength: 8 }),
      (pieces, cuts) => {
        const text = Buffer.from(pieces.join(''), 'latin1')
        expect(scanAll(text, cuts)).toEqual(scanAll(text, []))
      },
    ),
    { numRuns: 5000 },
  )
})

test('nor does it with a cut at every byte', () => {
  const text = Buffer.from('"a ""b""\r\nc",d\r\n\r\ne,"f"\r"g"x,h\n,"\n"i,j\r')
  expect(scanAll(text, Array.from(text.keys()))).toEqual(scanAll(text, []))
})

describe('the limit of 1 MiB', () => {
  const long = (length: number) => 'x'.repeat(length)
  const outcomes = (text: string, cuts: readonly number[]) =>
    scanAll(Buffer.from(text, 'latin1'), cuts).map(({ outcome, fields, next }) => [
      outcome,
      fields.at(-1)?.length ?? 0,
      next,
    ])

  test.each([-1, 0, 1, 2, 700_000])('is the same for any chunks: limit %i', (beyond) => {
    const size = maximumRecordBytes + beyond
    for (const record of [
      long(size),
      `"${long(size - 2)}"`,
      `a,"b\r\n${long(size - 7)}"`,
      `${long(size - 1)}\r\n`,
    ]) {
      const text = `h,i\r\n${record}\r\nj,k\r\n`
      const whole = outcomes(text, [])
      for (const cut of [5, 6, size, size + 3, size + 4, size + 5, size + 6, size + 7]) {
        expect([record.length, cut, outcomes(text, [cut])]).toEqual([record.length, cut, whole])
      }
      expect(whole.at(-1)).toEqual([found.record, 1, text.length])
      if (beyond <= 0 && !record.endsWith('\r\n')) expect(whole[1]?.[0]).toBe(found.record)
      if (beyond > 2) expect(whole[1]?.[0]).not.toBe(found.record)
    }
  })

  test('a line that long is given up, the next is read', () => {
    expect(outcomes(`${long(3 * maximumRecordBytes)}\nj,k`, [1 << 20, 2 << 20])).toEqual([
      [found.tooLong, 0, maximumRecordBytes + 1],
      [found.record, 1, 3 * maximumRecordBytes + 4],
    ])
  })

  test('a quote that is not closed within it spoils its line only', () => {
    const text = `a,"b\n${'c,d\n'.repeat(300_000)}e,"f"\n`
    const results = scanAll(Buffer.from(text), [])
    expect(results[0]?.outcome).toBe(found.unclosedQuote)
    expect(results.slice(1).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 300_001 }, () => found.record),
    )
  })
})
