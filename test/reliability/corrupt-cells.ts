import { sampleColumns } from './strict-reading.ts'

export type Cells = Readonly<Record<string, string>>

/** A damaged file, and what an honest reader may find in it. */
export interface CorruptFile {
  readonly name: string
  readonly kind: string
  readonly bytes: Buffer
  /** Cells by column, of every record that may be accepted: the only texts there are. */
  readonly records: readonly Cells[]
}

export type Random = () => number
export type Table = readonly (readonly string[])[]
export type Maker = (random: Random) => { readonly bytes: Buffer; readonly records: readonly Cells[] }

export const header = sampleColumns
export const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
export const whole = (random: Random, below: number): number => Math.floor(random() * below)

/** Texts met in columns where they do not belong, and forms that have one reading only. */
export const oddities = [
  '',
  ' ',
  '　',
  '0',
  '-0',
  '+5',
  '1e3',
  '1e400',
  'NaN',
  'Infinity',
  '12亿',
  '1,286',
  '1,28,6',
  '１２３',
  '1286.505',
  '99999999999999999999',
  '0x10',
  '1.0',
  '.5',
  '5.',
  '2023-02-30',
  '2024/1/5',
  '20240105',
  '2024年1月5日',
  '45292',
  '2999-01-01',
  '2024-13',
  '2024-1',
  '202403',
  '2024年3月',
  '24:00',
  '2024-01-05 08:30',
  '2024-01-05T08:30:00Z',
  '2024-01-05 8:30:59.1234567+08:00',
  '2024-01-05 25:00',
  '是',
  'TRUE',
  'yes',
  '=1+1',
  '+cmd|calc',
  '-2',
  '@SUM(A1)',
  '<script>',
  '{"a":1}',
  '{"b":[1,{"a":null}],"a":1}',
  '[',
  '{"a":"\\u0000"}',
  'a01',
  'Ａ０１',
  'A1',
  '存续 ',
  '注　销',
  '注销\u200b',
  '\u0007',
  'A\u0000B',
  '\ud800',
  '𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷',
  '一二三四五六七八九',
  '91370523DEM000014Q',
  '91370523dem000014q',
  "'2024-01-05",
  '#N/A',
  '#REF!',
  '1 286',
  '¥12',
  '12%',
  '2024.03',
  '2024-03-01 00:00:00',
] as const

export function row(number: number, random: Random): string[] {
  return [
    `${String.fromCharCode(65 + (number % 26))}${String(10 + (number % 90))}`,
    `厂${number}`,
    pick(random, ['备注', '', 'a,b', 'l\nl', '他说"好"', '，。']),
    pick(random, ['存续', '注销', '']),
    String(whole(random, 1_000_000)),
    (random() * 100).toFixed(3),
    (random() * 1e6).toFixed(2),
    pick(random, ['是', '否', 'true', '0', '']),
    `2024-02-${String(1 + whole(random, 29)).padStart(2, '0')}`,
    `2024-${String(1 + whole(random, 12)).padStart(2, '0')}`,
    pick(random, ['2024-01-05 08:30:00', '2024-01-05T08:30:00+08:00', '']),
    pick(random, ['{"b":1,"a":[true]}', '', '"x"']),
    '',
  ]
}

export function table(random: Random, rows = 24): string[][] {
  return Array.from({ length: rows }, (_, number) => row(number, random))
}

/** Some cells replaced by oddities; a cell then is what it says, whatever the column. */
export function spoiled(random: Random, share = 0.08): string[][] {
  return table(random).map((cells) => cells.map((cell) => (random() < share ? pick(random, oddities) : cell)))
}

export const cellsOf = (rows: Table, names: readonly string[] = header): Cells[] =>
  rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])))

export function flipped(bytes: Buffer, random: Random, times: number): Buffer {
  const copy = Buffer.from(bytes)
  for (let time = 0; time < times; time++) {
    const at = whole(random, copy.length)
    copy[at] = copy[at]! ^ (1 << whole(random, 8))
  }
  return copy
}

export const inserted = (bytes: Buffer, random: Random, foreign: Buffer): Buffer => {
  const at = whole(random, bytes.length)
  return Buffer.concat([bytes.subarray(0, at), foreign, bytes.subarray(at)])
}
