import type { ContractRecord, SourceRecord } from '../../connectors/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { isRequired } from '../warehouse/tables.ts'
import { IngestError } from './batch.ts'
import { isFault, valueReader } from './values.ts'

export interface HeaderMap {
  /** For each field of the file the contract column it carries, or null for one the contract does not know. */
  readonly fields: readonly (string | null)[]
  /** Contract columns with the same canonical value in every row. */
  readonly constants: ReadonlyMap<string, string>
  /** Headers of the fields left out. */
  readonly unknown: readonly string[]
}

/**
 * Reads records whose keys may differ from one to the next. What is required must be among the keys of the first
 * records, which {@link mapHeader} has seen.
 */
export class RecordMapper {
  /** Keys that no column of the contract takes. */
  readonly unknown = new Set<string>()
  readonly #dataset: NamedDataset
  readonly #columns: Readonly<Record<string, string>>
  readonly #now: Date
  readonly #maps = new Map<string, readonly (readonly [string, string])[]>()
  #constants: Readonly<Record<string, string>> = {}

  constructor(dataset: NamedDataset, columns: Readonly<Record<string, string>>, now: Date) {
    this.#dataset = dataset
    this.#columns = columns
    this.#now = now
  }

  readonly read = (record: SourceRecord): ContractRecord => {
    const keys = Object.keys(record)
    const shape = keys.join('\u0000')
    let pairs = this.#maps.get(shape)
    if (pairs === undefined) {
      const map = findColumns(this.#dataset, keys, this.#columns, this.#now)
      pairs = keys.flatMap((key, position) => {
        const column = map.fields[position]
        return column == null ? [] : [[key, column] as const]
      })
      for (const name of map.unknown) this.unknown.add(name)
      this.#constants = Object.fromEntries(map.constants)
      this.#maps.set(shape, pairs)
    }
    const row: Record<string, string | undefined> = { ...this.#constants }
    for (const [key, column] of pairs) row[column] = record[key]
    return row
  }
}

/** Headers differ in width, case, blanks, hyphens and the unit in brackets; none of that changes their meaning. */
export function headerKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-"'\u200b\ufeff]+/gu, '')
}

const withoutUnit = (key: string): string => key.replace(/\([^)]*\)$/u, '')

/**
 * Finds each field's column: the connector's own mapping first, then column name, title and aliases.
 * @throws IngestError `header` when a required column is absent or two fields claim the same one.
 */
export function mapHeader(
  dataset: NamedDataset,
  header: readonly string[],
  columns: Readonly<Record<string, string>> = {},
  now: Date = new Date(),
): HeaderMap {
  const map = findColumns(dataset, header, columns, now)
  refuseMissing(dataset, header, map.fields, map.constants)
  return map
}

/** For each header the contract column it carries, without asking that the required ones are there. */
export function headerFields(
  dataset: NamedDataset,
  header: readonly string[],
  columns: Readonly<Record<string, string>> = {},
): readonly (string | null)[] {
  return findColumns(dataset, header, columns, new Date()).fields
}

function findColumns(
  dataset: NamedDataset,
  header: readonly string[],
  columns: Readonly<Record<string, string>>,
  now: Date,
): HeaderMap {
  const constants = new Map<string, string>()
  const explicit = new Map<string, string>()
  for (const [from, to] of Object.entries(columns)) {
    if (to.startsWith('=')) constants.set(from, readConstant(dataset, from, to.slice(1), now))
    else {
      if (dataset.columns[to] === undefined)
        throw new Error(`数据集 ${dataset.id} 没有列 ${to}（映射自“${from}”）`)
      explicit.set(headerKey(from), to)
    }
  }
  const known = knownHeaders(dataset)
  const fields = header.map((title) => {
    const key = headerKey(title)
    const column = explicit.get(key) ?? known.get(key) ?? known.get(withoutUnit(key)) ?? null
    return column !== null && constants.has(column) ? null : column
  })
  // A column named by the connector's own mapping is not taken by a field that merely bears its name.
  const claimed = new Set(
    header.map((title) => explicit.get(headerKey(title))).filter((to) => to !== undefined),
  )
  for (const [position, title] of header.entries()) {
    const column = fields[position]
    if (column != null && claimed.has(column) && !explicit.has(headerKey(title))) fields[position] = null
  }
  refuseDoubles(dataset, header, fields)
  const unknown = header.filter((title, position) => fields[position] === null && title.trim() !== '')
  return { fields, constants, unknown }
}

function readConstant(dataset: NamedDataset, name: string, text: string, now: Date): string {
  const column = dataset.columns[name]
  if (column === undefined) throw new Error(`数据集 ${dataset.id} 没有列 ${name}（常量“${text}”）`)
  const value = valueReader(column, true, now)(text)
  if (isFault(value)) throw new Error(`数据集 ${dataset.id} 的常量不合契约：${value.message}`)
  return value.text ?? ''
}

function knownHeaders(dataset: NamedDataset): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  const add = (title: string, column: string) => {
    const key = headerKey(title)
    if (!known.has(key)) known.set(key, column)
  }
  for (const [name] of columnsOf(dataset)) add(name, name)
  for (const [name, column] of columnsOf(dataset)) add(column.title, name)
  for (const [name, column] of columnsOf(dataset)) for (const alias of column.aliases ?? []) add(alias, name)
  return known
}

function refuseDoubles(
  dataset: NamedDataset,
  header: readonly string[],
  fields: readonly (string | null)[],
): void {
  const seen = new Map<string, number>()
  for (const [position, column] of fields.entries()) {
    if (column === null) continue
    const earlier = seen.get(column)
    if (earlier !== undefined) {
      const title = dataset.columns[column]?.title ?? column
      throw new IngestError({
        code: 'header-double',
        message: `表头有两列都对应“${title}”（${column}）：第 ${earlier + 1} 列“${header[earlier]}”和第 ${position + 1} 列“${header[position]}”。请只保留一列。`,
        received: header,
        retry: false,
      })
    }
    seen.set(column, position)
  }
}

function refuseMissing(
  dataset: NamedDataset,
  header: readonly string[],
  fields: readonly (string | null)[],
  constants: ReadonlyMap<string, string>,
): void {
  const present = new Set(fields)
  const missing = columnsOf(dataset).filter(
    ([name, column]) => isRequired(dataset, name, column) && !present.has(name) && !constants.has(name),
  )
  if (missing.length === 0) return
  const spare = header.filter((title, position) => fields[position] === null && title.trim() !== '')
  const wanted = missing.map(([name, column]) => {
    const near = nearest([name, column.title, ...(column.aliases ?? [])], spare)
    return `“${column.title}”（${name}）${near === null ? '' : `，是否就是“${near}”？`}`
  })
  const found = header.length === 0 ? '没有表头' : `有：${header.slice(0, 40).join('、')}`
  throw new IngestError({
    code: 'header-missing',
    message: `缺少必需的列：${wanted.join('；')}。文件${found}。列名可用契约的列名、中文名或别名。`,
    expected: columnsOf(dataset).map(([name, column]) => `${column.title}（${name}）`),
    received: header,
    retry: false,
  })
}

/** The header that is most like one of the names: at most half of its characters differ. */
function nearest(names: readonly string[], headers: readonly string[]): string | null {
  let best: string | null = null
  let least = 0.5
  for (const header of headers) {
    for (const name of names) {
      const [a, b] = [headerKey(name), headerKey(header)]
      const share = editDistance(a, b) / Math.max(a.length, b.length, 1)
      if (share <= least && (best === null || share < least)) [best, least] = [header, share]
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, position) => position)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + change))
    }
    row = next
  }
  return row[b.length] ?? 0
}
