import { workbookOf, zipOf } from '../connectors/formats/zip-file.ts'
import {
  cellsOf,
  flipped,
  header,
  inserted,
  oddities,
  pick,
  table,
  whole,
  type Maker,
  type Random,
  type Table,
} from './corrupt-cells.ts'

const xml = (text: string): string =>
  text.replace(/[<>&]/g, (character) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[character] ?? '')
const letters = (at: number): string => String.fromCharCode(65 + at)
const textCell = (text: string, at: number, number: number): string =>
  text === ''
    ? ''
    : `<c r="${letters(at)}${number}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`

type CellWriter = (text: string, at: number, number: number) => string

function sheetRows(rows: Table, write: CellWriter = textCell): string {
  return [header, ...rows]
    .map((cells, line) => {
      const content = cells.map((cell, at) => (line === 0 ? textCell : write)(cell, at, line + 1)).join('')
      return `<row r="${line + 1}">${content}</row>`
    })
    .join('')
}

const book = (rows: Table, write?: CellWriter): Buffer =>
  workbookOf({ sheets: [{ name: '数据', rows: sheetRows(rows, write) }] })

/** Text that an XML file can hold. */
const writable = (cells: readonly string[]): string[] =>
  cells.map((cell) =>
    cell
      .toWellFormed()
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/g, '?')
      .replaceAll('\r', ' '),
  )

const xlsxContent =
  (change: (rows: string[][], random: Random) => { rows: string[][]; write?: CellWriter }): Maker =>
  (random) => {
    const { rows, write } = change(table(random).map(writable), random)
    return { bytes: book(rows, write), records: cellsOf(rows) }
  }

/** Damage to the container: whatever is still accepted must be what the sound workbook says. */
const xlsxDamage =
  (damage: (bytes: Buffer, random: Random) => Buffer): Maker =>
  (random) => {
    const rows = table(random).map(writable)
    return { bytes: damage(book(rows), random), records: cellsOf(rows) }
  }

/** Damaged workbooks. */
export const xlsxMakers: Readonly<Record<string, Maker>> = {
  truncated: xlsxDamage((bytes, random) => bytes.subarray(0, 1 + whole(random, bytes.length))),
  'bits flipped': xlsxDamage((bytes, random) => flipped(bytes, random, 1 + whole(random, 4))),
  'bytes lost': xlsxDamage((bytes, random) => {
    const at = whole(random, bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + whole(random, 40))])
  }),
  'bytes inserted': xlsxDamage((bytes, random) => inserted(bytes, random, Buffer.from('PK\u0003\u0004'))),
  'no workbook': () => ({ bytes: zipOf([{ name: 'a.txt', content: 'a' }]), records: [] }),
  'a name only': () => ({ bytes: Buffer.from('PK\u0003\u0004'), records: [] }),
  encrypted: (random) => ({
    bytes: zipOf([{ name: 'xl/workbook.xml', content: sheetRows(table(random)), encrypted: true }]),
    records: [],
  }),
  bomb: (random) => ({
    bytes: zipOf([
      { name: 'xl/workbook.xml', content: Buffer.alloc(3_000_000 + whole(random, 1_000_000), 0x20) },
    ]),
    records: [],
  }),
  'a size that lies': (random) => ({
    bytes: zipOf([
      {
        name: 'xl/workbook.xml',
        content: Buffer.alloc(2_000_000, 0x20),
        claimedSize: 10 + whole(random, 90),
      },
    ]),
    records: [],
  }),
  'wrong types': xlsxContent((rows, random) => ({
    rows: rows.map((cells) =>
      writable(cells.map((cell) => (random() < 0.2 ? pick(random, oddities) : cell))),
    ),
  })),
  'numbers as numbers': xlsxContent((rows) => ({
    rows: rows.map((cells) => [
      ...cells.slice(0, 4),
      String(Number(cells[4])),
      String(Number(cells[5])),
      String(Number(cells[6])),
      ...cells.slice(7),
    ]),
    write: (text, at, number) =>
      at >= 4 && at <= 6 ? `<c r="${letters(at)}${number}"><v>${text}</v></c>` : textCell(text, at, number),
  })),
  'serials without a date format': xlsxContent((rows, random) => ({
    rows: rows.map((cells) => [
      ...cells.slice(0, 8),
      String(40_000 + whole(random, 5000)),
      ...cells.slice(9),
    ]),
    write: (text, at, number) =>
      at === 8 ? `<c r="${letters(at)}${number}"><v>${text}</v></c>` : textCell(text, at, number),
  })),
  'formulas with results': xlsxContent((rows) => ({
    rows,
    write: (text, at, number) =>
      at === 2 && text !== ''
        ? `<c r="${letters(at)}${number}" t="str"><f>A1&amp;B1</f><v>${xml(text)}</v></c>`
        : textCell(text, at, number),
  })),
  'error cells': xlsxContent((rows, random) => ({
    rows: rows.map((cells) =>
      random() < 0.3 ? [...cells.slice(0, 4), '#DIV/0!', ...cells.slice(5)] : cells,
    ),
    write: (text, at, number) =>
      text.startsWith('#')
        ? `<c r="${letters(at)}${number}" t="e"><v>${text}</v></c>`
        : textCell(text, at, number),
  })),
  'booleans as booleans': xlsxContent((rows, random) => ({
    rows: rows.map((cells) => [...cells.slice(0, 7), random() < 0.5 ? 'true' : 'false', ...cells.slice(8)]),
    write: (text, at, number) =>
      at === 7
        ? `<c r="${letters(at)}${number}" t="b"><v>${text === 'true' ? 1 : 0}</v></c>`
        : textCell(text, at, number),
  })),
  'twenty digits': xlsxContent((rows) => ({
    rows: rows.map((cells) => [...cells.slice(0, 2), '12345678901234567890', ...cells.slice(3)]),
    write: (text, at, number) =>
      at === 2 ? `<c r="${letters(at)}${number}"><v>${text}</v></c>` : textCell(text, at, number),
  })),
  'duplicates and contradictions': xlsxContent((rows) => ({
    rows: [
      ...rows,
      ...rows.map((cells, at) => (at % 2 === 0 ? cells : [...cells.slice(0, 4), '7', ...cells.slice(5)])),
    ],
  })),
  'XML cut short': (random) => {
    const rows = table(random).map(writable)
    const content = sheetRows(rows)
    return {
      bytes: workbookOf({
        sheets: [{ name: '数据', rows: content.slice(0, whole(random, content.length)) }],
      }),
      records: cellsOf(rows),
    }
  },
  'deep nesting': (random) => {
    const depth = 5000 + whole(random, 5000)
    return { bytes: workbookOf({ sheets: [{ name: '数据', rows: '<row>'.repeat(depth) }] }), records: [] }
  },
  'shared strings that are not there': (random) => {
    const rows = table(random).map(writable)
    return {
      bytes: book(rows, (text, at, number) =>
        at === 1 ? `<c r="B${number}" t="s"><v>${whole(random, 99)}</v></c>` : textCell(text, at, number),
      ),
      records: [],
    }
  },
}
