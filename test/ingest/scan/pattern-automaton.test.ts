import fc from 'fast-check'
import { expect, test } from 'vitest'
import { datasets, columnsOf } from '../../../server/datasets/registry.ts'
import { compilePattern, compileWords } from '../../../server/ingest/scan/pattern-automaton.ts'

const matches = (pattern: string, text: string): boolean | undefined => {
  const bytes = Buffer.from(text)
  return compilePattern(pattern)?.matches(bytes, 0, bytes.length)
}

test('decides as the RegExp over the whole value', () => {
  const atom = fc.constantFrom('a', 'b', '\\d', '[ab]', '[a-c1]', '甲', '\\.', '(a|b1|)', '((?:ab)?)', '[.-]')
  const quantifier = fc.constantFrom('', '', '?', '*', '+', '{2}', '{1,3}', '{0,2}', '{2,}')
  const pattern = fc
    .array(
      fc.array(
        fc.tuple(atom, quantifier).map(([part, times]) => part + times),
        { maxLength: 4 },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.map((part) => part.join('')).join('|'))
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '9', '.', '-', '甲', '乙'),
    maxLength: 7,
  })
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 20 }), (source, texts) => {
      const regExp = new RegExp(`^(?:${source})$`, 'u')
      const automaton = compilePattern(source)
      expect(automaton).not.toBeNull()
      for (const value of texts) {
        const bytes = Buffer.from(`x${value}x`)
        expect([source, value, automaton?.matches(bytes, 1, bytes.length - 1)]).toEqual([
          source,
          value,
          regExp.test(value),
        ])
      }
    }),
    { numRuns: 1000 },
  )
})

test('anchors around the whole pattern change nothing', () => {
  expect(matches('^[A-T](\\d{2,4})?$', 'C2911')).toBe(true)
  expect(matches('^[A-T](\\d{2,4})?$', 'C2')).toBe(false)
  expect(matches('^\\d{6}\\.(SZ|SH|BJ)$', '600000.SH')).toBe(true)
  expect(matches('^\\d{6}\\.(SZ|SH|BJ)$', '600000.SHX')).toBe(false)
})

test('leaves to the RegExp what it does not know', () => {
  for (const pattern of [
    '[^a]',
    'a.b',
    '(?=a)',
    '\\p{L}',
    'a+?',
    '\\bword',
    '[甲-乙]',
    'a$b',
    '^a|^b',
    'x{300}',
  ]) {
    expect([pattern, compilePattern(pattern)]).toEqual([pattern, null])
  }
})

test('words match whole, byte for byte', () => {
  const words = compileWords(['存续', '存', '注销'])
  const verdict = (text: string) => words?.matches(Buffer.from(text), 0, Buffer.byteLength(text))
  expect(['存续', '存', '注销', '续', '存续的', ''].map(verdict)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})

test('every pattern of the contracts is compiled, so that the scan need not decode', () => {
  const patterns = [...datasets.values()].flatMap((dataset) =>
    columnsOf(dataset).flatMap(([, column]) => (column.pattern === undefined ? [] : [column.pattern])),
  )
  expect(patterns.length).toBeGreaterThan(10)
  expect(patterns.filter((pattern) => compilePattern(pattern) === null)).toEqual([])
})
