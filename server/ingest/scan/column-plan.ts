import { creditCode } from '../../datasets/columns.ts'
import type { Column } from '../../datasets/contract.ts'
import type { NamedDataset } from '../../datasets/registry.ts'
import { isRequired } from '../../warehouse/tables.ts'
import { calendarDay } from '../calendar.ts'
import { valueReader, type ValueReader } from '../values.ts'
import { CellMemo } from './cell-memo.ts'
import { compilePattern, compileWords, type PatternAutomaton } from './pattern-automaton.ts'
import { viewOf } from './row-buffer.ts'
import { columnSeed } from './row-hash.ts'

/** How the cells of a field are looked at; `careful` cells always go through the reader. */
export const kinds = {
  skip: 0,
  text: 1,
  integer: 2,
  decimal: 3,
  money: 4,
  boolean: 5,
  date: 6,
  month: 7,
  careful: 8,
} as const
export type Kind = (typeof kinds)[keyof typeof kinds]

/** What the scan needs to know of one field of the file, prepared once. */
export interface ColumnPlan {
  readonly name: string
  readonly title: string
  readonly kind: Kind
  readonly seed: number
  readonly isKey: boolean
  readonly required: boolean
  readonly maxLength: number
  /** All must match. */
  readonly automata: readonly PatternAutomaton[]
  readonly checkCreditCode: boolean
  /** What passes the check matches the pattern. */
  readonly checkCoversPattern: boolean
  /** Cells that have passed; null where each is new, or where passing does not say all. */
  readonly memo: CellMemo | null
  readonly minimum: number
  readonly maximum: number
  /** Latest date as YYYYMMDD, or month as YYYYMM. */
  readonly latest: number
  readonly read: ValueReader
}

const skipped: ColumnPlan = {
  name: '',
  title: '',
  kind: kinds.skip,
  seed: 0,
  isKey: false,
  required: false,
  maxLength: 0,
  automata: [],
  checkCreditCode: false,
  checkCoversPattern: false,
  memo: null,
  minimum: 0,
  maximum: 0,
  latest: 0,
  read: () => ({ text: null, normalised: false }),
}

/** @param fields contract column of each field of the file, null for fields left out. */
export function planColumns(
  dataset: NamedDataset,
  fields: readonly (string | null)[],
  now: Date,
): readonly ColumnPlan[] {
  return fields.map((name) => {
    const column = name === null ? undefined : dataset.columns[name]
    return name === null || column === undefined ? skipped : planColumn(dataset, name, column, now)
  })
}

function planColumn(dataset: NamedDataset, name: string, column: Column, now: Date): ColumnPlan {
  const required = isRequired(dataset, name, column)
  const automata = automataOf(column)
  const today = Number(calendarDay(now).replaceAll('-', ''))
  return {
    name,
    title: column.title,
    kind: automata === null ? kinds.careful : kindOf(column),
    seed: columnSeed(name),
    isKey: dataset.key.includes(name),
    required,
    maxLength: column.maxLength ?? 4000,
    automata: automata ?? [],
    checkCreditCode: column.warn === 'credit-code',
    checkCoversPattern: column.warn === 'credit-code' && column.pattern === creditCode.pattern,
    memo: column.type === 'text' && column.warn === undefined ? new CellMemo() : null,
    minimum: column.minimum ?? -Infinity,
    maximum: column.maximum ?? Infinity,
    latest: column.notFuture !== true ? Infinity : column.type === 'month' ? Math.floor(today / 100) : today,
    read: valueReader(column, required, now),
  }
}

function kindOf(column: Column): Kind {
  return column.type === 'timestamp' || column.type === 'json' ? kinds.careful : kinds[column.type]
}

/** Null when a pattern is beyond the automaton. */
function automataOf(column: Column): readonly PatternAutomaton[] | null {
  if (column.type !== 'text') return []
  const automata = [
    ...(column.pattern === undefined ? [] : [compilePattern(column.pattern)]),
    ...(column.oneOf === undefined ? [] : [compileWords(column.oneOf)]),
  ]
  const compiled = automata.filter((automaton) => automaton !== null)
  return compiled.length === automata.length ? compiled : null
}

/** A value that every row has: it counts in the hash as if it stood in the file. */
export interface ConstantPlan {
  readonly seed: number
  readonly isKey: boolean
  readonly view: DataView
}

export function planConstants(
  dataset: NamedDataset,
  constants: ReadonlyMap<string, string>,
): readonly ConstantPlan[] {
  return [...constants].map(([name, text]) => ({
    seed: columnSeed(name),
    isKey: dataset.key.includes(name),
    view: viewOf(Buffer.from(text)),
  }))
}
