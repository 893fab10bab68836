import type { CorruptFile, Maker } from './corrupt-cells.ts'
import { csvMakers } from './corrupt-csv.ts'
import { jsonMakers } from './corrupt-json.ts'
import { xlsxMakers } from './corrupt-xlsx.ts'
import { sequence } from './ground.ts'

export const formats = ['csv', 'xlsx', 'json'] as const
export type Format = (typeof formats)[number]

const makers: Readonly<Record<Format, Readonly<Record<string, Maker>>>> = {
  csv: csvMakers,
  xlsx: xlsxMakers,
  json: jsonMakers,
}
const endings: Readonly<Record<Format, string>> = { csv: 'csv', xlsx: 'xlsx', json: 'jsonl' }

/** File `number` of a format: every kind in turn, other bytes each time, the same in every run. */
export function corruptFile(format: Format, number: number): CorruptFile {
  const kinds = Object.entries(makers[format])
  const [kind, make] = kinds[number % kinds.length]!
  const random = sequence(1 + number * 7919 + formats.indexOf(format) * 104_729)
  random()
  return { kind, name: `${number}.${endings[format]}`, ...make(random) }
}
