import fc from 'fast-check'

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

export const record = fc.tuple(
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

export interface Style {
  readonly delimiter: string
  readonly newline: string
  /** Quotes a cell also where it need not be. */
  readonly quote: readonly boolean[]
}

export const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(',', '\t', ';', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quote: fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
})

export function encode(cells: readonly string[], { delimiter, newline, quote }: Style): string {
  const written = cells.map((text, position) => {
    const must = text.includes(delimiter) || /["\n\r]/.test(text)
    return must || quote[position] === true ? `"${text.replaceAll('"', '""')}"` : text
  })
  return written.join(delimiter) + newline
}
