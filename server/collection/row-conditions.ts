import type { Column } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { isFault, valueReader } from '../ingest/values.ts'

/** A value as the database holds it: money in cents, dates and months as text, timestamps as seconds since 1970. */
export type Scalar = string | number | boolean

/** One condition on one column; all of a request hold together. */
export type Condition = { readonly column: string } & (
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'one-of'; readonly values: readonly Scalar[] }
  /** Inclusive at both ends; null = open. */
  | { readonly kind: 'range'; readonly from: Scalar | null; readonly to: Scalar | null }
  | { readonly kind: 'missing' }
  | { readonly kind: 'present' }
)

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** What rows of a dataset are asked for. Without a sort they come in the order in which they first arrived. */
export interface RowQuery {
  readonly dataset: NamedDataset
  readonly conditions: readonly Condition[]
  readonly sort: Sort | null
  /** The rows as they held at this instant; null = now. */
  readonly asOf: Date | null
  readonly offset: number
  readonly limit: number
}

/** A condition, sort or instant that means nothing; `expected` says what would. */
export class InvalidCondition extends Error {
  readonly parameter: string
  readonly received: string
  readonly expected: string
  constructor(parameter: string, received: string, expected: string) {
    super(`参数 ${parameter}：收到 ${received}，应为${expected}`)
    this.name = 'InvalidCondition'
    this.parameter = parameter
    this.received = received
    this.expected = expected
  }
}

const prefix = 'filter.'
const longestCondition = 2000
const mostValues = 200

/**
 * Reads `filter.<column>` parameters:
 * `:missing`, `:present`; text: `词` = contains, `=甲|乙` = one of; is/is not: `是`, `否`, true, false;
 * numbers (money in yuan), dates, months, times: `2024-01-01..2024-12-31`, `100..`, `..5`, or one value.
 * A date as the end of a range of times means its whole day. Empty = no condition.
 * @throws InvalidCondition
 */
export function readConditions(
  dataset: NamedDataset,
  parameters: Readonly<Record<string, unknown>>,
): Condition[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    if (!name.startsWith(prefix) || value === '' || value === undefined) return []
    const column = name.slice(prefix.length)
    const contract = Object.hasOwn(dataset.columns, column) ? dataset.columns[column] : undefined
    if (contract === undefined)
      throw new InvalidCondition(name, column, `以下列之一：${columnNames(dataset)}`)
    if (typeof value !== 'string' || value.length > longestCondition) {
      throw new InvalidCondition(name, '多个值或过长的值', `一个不超过 ${longestCondition} 个字符的值`)
    }
    return [readCondition(name, column, contract, value)]
  })
}

/** `name` ascending, `-name` descending. @throws InvalidCondition */
export function readSort(dataset: NamedDataset, text: string | undefined): Sort | null {
  if (text === undefined || text === '') return null
  const descending = text.startsWith('-')
  const column = descending ? text.slice(1) : text
  const contract = Object.hasOwn(dataset.columns, column) ? dataset.columns[column] : undefined
  if (contract === undefined || contract.type === 'json') {
    throw new InvalidCondition('sort', text, `列名或“-列名”，列为：${columnNames(dataset)}`)
  }
  return { column, descending }
}

/** The end of a day, a month's last day or an instant. @throws InvalidCondition */
export function readInstant(parameter: string, text: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(text)?.[0]
  const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const instant = new Date(day === undefined ? text : `${day}T23:59:59.999+08:00`)
  if (
    (day === undefined && !whole) ||
    Number.isNaN(instant.getTime()) ||
    (day !== undefined && !isDay(day))
  ) {
    throw new InvalidCondition(parameter, text, '日期（YYYY-MM-DD，指当日结束）或带时区的 ISO 8601 时间')
  }
  return instant
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day
}

function columnNames(dataset: NamedDataset): string {
  return columnsOf(dataset)
    .map(([name]) => name)
    .join('、')
}

function readCondition(parameter: string, column: string, contract: Column, text: string): Condition {
  if (text === ':missing') return { kind: 'missing', column }
  if (text === ':present') return { kind: 'present', column }
  switch (contract.type) {
    case 'json':
      throw new InvalidCondition(parameter, text, ' :missing 或 :present')
    case 'boolean':
      return { kind: 'one-of', column, values: [readScalar(parameter, contract, text)] }
    case 'text': {
      if (!text.startsWith('=')) return { kind: 'contains', column, text }
      const values = text.slice(1).split('|')
      if (values.length > mostValues)
        throw new InvalidCondition(parameter, `${values.length} 个值`, `至多 ${mostValues} 个值`)
      return { kind: 'one-of', column, values }
    }
    case 'integer':
    case 'decimal':
    case 'money':
    case 'date':
    case 'month':
    case 'timestamp':
      return readRange(parameter, column, contract, text)
  }
}

function readRange(parameter: string, column: string, contract: Column, text: string): Condition {
  const at = text.indexOf('..')
  if (at < 0 && contract.type !== 'timestamp')
    return { kind: 'one-of', column, values: [readScalar(parameter, contract, text)] }
  const [low, high] = at < 0 ? [text, text] : [text.slice(0, at), text.slice(at + 2)]
  const bound = (part: string, end: boolean): Scalar | null =>
    part.trim() === '' ? null : readScalar(parameter, contract, part, end)
  return { kind: 'range', column, from: bound(low, false), to: bound(high, true) }
}

/** Read as a cell of a file is read, less the rules of the contract. */
function readScalar(parameter: string, { title, type }: Column, text: string, endOfDay = false): Scalar {
  if (type === 'timestamp') {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text)
    const time = Date.parse(day ? `${text}T${endOfDay ? '23:59:59.999' : '00:00'}+08:00` : text)
    if (!Number.isNaN(time) && /^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) return time / 1000
    throw new InvalidCondition(parameter, text, '日期或带时区的 ISO 8601 时间，范围写作 起..止')
  }
  const value = valueReader({ title, type }, true, new Date())(text)
  if (isFault(value) || value.text === null) {
    throw new InvalidCondition(parameter, text, expectedOf[type])
  }
  if (type === 'boolean') return value.text === '1'
  return type === 'date' || type === 'month' ? value.text : Number(value.text)
}

const expectedOf: Readonly<Record<Column['type'], string>> = {
  text: '文本',
  json: ' :missing 或 :present',
  boolean: '是 或 否',
  integer: '整数或范围（1..100、1..、..100）',
  decimal: '数值或范围（0.5..1.5）',
  money: '金额（元，至多两位小数）或范围（100..200）',
  date: '日期或范围（2024-01-01..2024-12-31）',
  month: '月份或范围（2024-01..2024-12）',
  timestamp: '日期或带时区的 ISO 8601 时间，范围写作 起..止',
}
