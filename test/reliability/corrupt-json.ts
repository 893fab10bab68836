import {
  flipped,
  header,
  inserted,
  pick,
  spoiled,
  table,
  whole,
  type Cells,
  type Maker,
  type Random,
  type Table,
} from './corrupt-cells.ts'

/** A member's text as written: digits are not sent through a double. */
function memberText(line: string, name: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number')
    return new RegExp(`"${name}":\\s*(-?[0-9.eE+-]+)`).exec(line)?.[1] ?? String(value)
  return JSON.stringify(value)
}

/** JSON Lines read line by line; a line that is no UTF-8 or no object is no record. */
function splitJson(bytes: Buffer): Cells[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  const records: Cells[] = []
  for (let at = 0; at <= bytes.length;) {
    const found = bytes.indexOf(0x0a, at)
    const end = found < 0 ? bytes.length : found
    try {
      const line = decoder.decode(bytes.subarray(at, end)).trim()
      const value: unknown = JSON.parse(line)
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        records.push(
          Object.fromEntries(
            Object.entries(value).map(([name, member]) => [
              name.trim().toLowerCase(),
              memberText(line, name, member),
            ]),
          ),
        )
    } catch {
      // No record.
    }
    at = end + 1
  }
  return records
}

const jsonLine = (cells: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])))
const jsonText = (rows: Table): string => rows.map(jsonLine).join('\n')
const json = (bytes: Buffer) => ({ bytes, records: splitJson(bytes) })
const jsonWith =
  (change: (line: string, random: Random, number: number) => string): Maker =>
  (random) =>
    json(
      Buffer.from(
        table(random)
          .map((cells, number) => change(jsonLine(cells), random, number))
          .join('\n'),
      ),
    )

/** Damaged JSON Lines. */
export const jsonMakers: Readonly<Record<string, Maker>> = {
  truncated: (random) => {
    const bytes = Buffer.from(jsonText(table(random)))
    return json(bytes.subarray(0, 1 + whole(random, bytes.length)))
  },
  'bits flipped': (random) =>
    json(flipped(Buffer.from(jsonText(table(random))), random, 1 + whole(random, 12))),
  'no UTF-8': (random) =>
    json(inserted(Buffer.from(jsonText(table(random))), random, Buffer.from([0xb6, 0xab]))),
  'NUL bytes': (random) => json(inserted(Buffer.from(jsonText(table(random))), random, Buffer.alloc(2))),
  'NUL escapes': jsonWith((line, random) => (random() < 0.3 ? line.replace('厂', '\\u0000厂') : line)),
  'half a surrogate pair': jsonWith((line, random) =>
    random() < 0.3 ? line.replace('厂', '\\ud800') : line,
  ),
  'wrong types': (random) => json(Buffer.from(jsonText(spoiled(random, 0.25)))),
  'members of other types': jsonWith((line, random) =>
    line.replace(
      /"(count|ratio|amount|active|note)":"[^"]*"/g,
      (_, name: string) =>
        `"${name}":${pick(random, ['1', '1.50', '1e400', '-0', '12345678901234567890', 'true', 'null', '[1]', '{"a":1}', '0.1e1'])}`,
    ),
  ),
  'newlines inside': jsonWith((line, random) => (random() < 0.2 ? line.replace(',', ',\n') : line)),
  'CRLF and blank lines': (random) => json(Buffer.from(jsonText(table(random)).replaceAll('\n', '\r\n\r\n'))),
  'a list instead of lines': (random) => json(Buffer.from(`[${table(random).map(jsonLine).join(',\n')}]`)),
  'deep nesting': jsonWith((line, random) =>
    random() < 0.2
      ? line.replace(/"detail":"(?:[^"\\]|\\.)*"/, `"detail":${'['.repeat(20_000)}${']'.repeat(20_000)}`)
      : line,
  ),
  'a line over the limit': jsonWith((line, random, number) =>
    number === 3 ? line.replace('厂', 'x'.repeat(1_100_000 + whole(random, 90_000))) : line,
  ),
  'foreign members': jsonWith((line, random) =>
    random() < 0.4 ? line.replace('{', '{"陌生":1,"__proto__":{"code":"A10"},') : line,
  ),
  'members missing': jsonWith((line, random) =>
    line.replace(random() < 0.3 ? /"(name|state)":"[^"]*",/ : /$^/, ''),
  ),
  'duplicates and contradictions': (random) => {
    const rows = table(random)
    return json(
      Buffer.from(
        jsonText([
          ...rows,
          ...rows.map((cells, at) => (at % 2 === 0 ? cells : [...cells.slice(0, 4), '7', ...cells.slice(5)])),
        ]),
      ),
    )
  },
  'a mark before': (random) => json(Buffer.from(`\ufeff${jsonText(table(random))}`)),
  'values that are no objects': jsonWith((line, random) =>
    random() < 0.3 ? pick(random, ['1', 'null', '[]', '"x"', 'true', '{', '}']) : line,
  ),
  formulas: jsonWith((line) => line.replace('厂', '=厂')),
  noise: (random) =>
    json(
      Buffer.from(
        `{${Array.from({ length: 300 }, () => String.fromCharCode(32 + whole(random, 90))).join('')}`,
      ),
    ),
}
