import { gzipSync } from 'node:zlib'
import { encodeGb18030 } from '../ingest/gb18030.ts'
import {
  cellsOf,
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

const written = (cell: string, delimiter = ','): string =>
  /["\n\r]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
const csvText = (rows: Table, delimiter = ',', newline = '\n'): string =>
  [header, ...rows]
    .map((cells) => cells.map((cell) => written(cell, delimiter)).join(delimiter))
    .join(newline)

/**
 * Records of damaged UTF-8 text by the rules of the format alone: a line with a quote out of place is no record; a
 * field that is no UTF-8 makes its record none.
 */
function splitCsv(bytes: Buffer, delimiter = ','): Cells[] {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  const records: string[][] = []
  const lineEnd = /\r\n|\n|\r/y
  let at = 0
  while (at < text.length) {
    const start = at
    const fields: string[] = []
    let broken = false
    for (;;) {
      let field: string
      if (text[at] === '"') {
        let close = at + 1
        while (close < text.length && (text[close] !== '"' || text[close + 1] === '"'))
          close += text[close] === '"' ? 2 : 1
        field = text.slice(at + 1, close).replaceAll('""', '"')
        broken ||=
          close >= text.length ||
          !(close + 1 === text.length || [delimiter, '\n', '\r'].includes(text[close + 1] ?? ''))
        at = close + 1
      } else {
        const rest = /[^\n\r]*/y
        rest.lastIndex = at
        const line = rest.exec(text)?.[0] ?? ''
        const end = line.indexOf(delimiter)
        field = end < 0 ? line : line.slice(0, end)
        at += field.length
      }
      if (broken) break
      fields.push(field)
      if (text[at] !== delimiter) break
      at++
    }
    if (broken) {
      at = start
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
    }
    lineEnd.lastIndex = at
    at += lineEnd.exec(text)?.[0].length ?? 1
    if (!broken) records.push(fields)
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decoded = records.map((fields) => {
    try {
      return fields.map((field) => decoder.decode(Buffer.from(field, 'latin1')))
    } catch {
      return null
    }
  })
  // The header is found by its names; what it holds besides is nobody's value.
  const first = (records.find((fields) => fields.some((field) => field !== '')) ?? []).map((field) =>
    Buffer.from(field, 'latin1').toString(),
  )
  const names = first.map((title) =>
    title
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s"'\u200b\ufeff-]+/gu, ''),
  )
  return cellsOf(
    decoded.filter((fields) => fields !== null).filter((fields) => fields.length >= names.length),
    names.map((name) => (name === 'creditcode' ? 'credit_code' : name)),
  )
}

const utf16 = (text: string, bigEndian: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

/** Byte damage to delimited text: what is left is read by {@link splitCsv}. */
const split = (bytes: Buffer) => ({ bytes, records: splitCsv(bytes) })
const whole8 = (random: Random) => Buffer.from(csvText(table(random)))

/** Damaged delimited text. */
export const csvMakers: Readonly<Record<string, Maker>> = {
  truncated: (random) => {
    const bytes = whole8(random)
    return split(bytes.subarray(0, 1 + whole(random, bytes.length)))
  },
  'bits flipped': (random) => split(flipped(whole8(random), random, 1 + whole(random, 12))),
  'NUL bytes': (random) => split(inserted(whole8(random), random, Buffer.alloc(1 + whole(random, 4)))),
  'foreign bytes': (random) => split(inserted(whole8(random), random, Buffer.from([0xb6, 0xab, 0xd3, 0xaa]))),
  'quotes out of place': (random) =>
    split(inserted(inserted(whole8(random), random, Buffer.from('"')), random, Buffer.from('"x'))),
  'mixed newlines': (random) => {
    const lines = csvText(table(random)).split('\n')
    return split(
      Buffer.from(lines.reduce((all, line) => `${all}${pick(random, ['\n', '\r\n', '\r', '\n\n'])}${line}`)),
    )
  },
  'wrong types': (random) => split(Buffer.from(csvText(spoiled(random, 0.25)))),
  GB18030: (random) => {
    const rows = table(random)
    return { bytes: encodeGb18030(csvText(rows)), records: cellsOf(rows) }
  },
  'UTF-16': (random) => {
    const rows = table(random)
    return { bytes: utf16(csvText(rows), random() < 0.5, random() < 0.5), records: cellsOf(rows) }
  },
  'UTF-16 cut in a character': (random) => {
    const rows = table(random)
    const bytes = utf16(csvText(rows), random() < 0.5, true)
    // Whole records before the cut; the last cell may be a beginning of what it was.
    return { bytes: bytes.subarray(0, 400 + 2 * whole(random, 400) + 1), records: cellsOf(rows) }
  },
  'wrong delimiter in rows': (random) => {
    const rows = table(random)
    const lines = csvText(rows).split('\n')
    return split(
      Buffer.from(lines.map((line, at) => (at % 3 === 1 ? line.replaceAll(',', ';') : line)).join('\n')),
    )
  },
  tabs: (random) => {
    const rows = table(random)
    return { bytes: Buffer.from(csvText(rows, '\t')), records: cellsOf(rows) }
  },
  'duplicates and contradictions': (random) => {
    const rows = table(random)
    const again = rows.map((cells) =>
      random() < 0.5 ? cells : [...cells.slice(0, 4), '7', ...cells.slice(5)],
    )
    return split(Buffer.from(csvText([...rows, ...again])))
  },
  formulas: (random) =>
    split(
      Buffer.from(
        csvText(
          table(random).map((cells) =>
            cells.map((cell, at) => (at === 2 ? pick(random, ['=1+1', '+1', '@x', '-1']) : cell)),
          ),
        ),
      ),
    ),
  'a huge line': (random) => {
    const rows = table(random)
    rows[5] = ['B20', '厂', 'x'.repeat(1_200_000 + whole(random, 500_000)), ...(rows[5] ?? []).slice(3)]
    return split(Buffer.from(csvText(rows)))
  },
  'fields lost and added': (random) => {
    const rows = table(random).map((cells) =>
      random() < 0.3 ? cells.slice(0, -1 - whole(random, 4)) : random() < 0.2 ? [...cells, 'x'] : cells,
    )
    return split(Buffer.from(csvText(rows)))
  },
  'header spoiled': (random) => {
    const bytes = whole8(random)
    return split(Buffer.concat([flipped(bytes.subarray(0, 70), random, 2), bytes.subarray(70)]))
  },
  'gzip cut or flipped': (random) => {
    const rows = table(random)
    const bytes = gzipSync(csvText(rows))
    const damaged =
      random() < 0.5 ? bytes.subarray(0, whole(random, bytes.length)) : flipped(bytes, random, 2)
    return { bytes: damaged, records: cellsOf(rows) }
  },
  'nothing but noise': (random) =>
    split(Buffer.from(Array.from({ length: whole(random, 3000) }, () => whole(random, 256)))),
  'marks in the middle': (random) => split(inserted(whole8(random), random, Buffer.from('\ufeff'))),
}
