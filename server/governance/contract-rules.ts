import type { Column } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { isRequired } from '../warehouse/tables.ts'
import type { QualityRule } from './rule.ts'

/** Reasons for which a value of a type is set aside, and what the type asks for. */
const typeRules: Readonly<Record<Column['type'], readonly [rule: string, expected: string]>> = {
  text: ['control', '不含控制字符'],
  integer: ['integer', '为整数'],
  decimal: ['decimal', '为有限的数，不带单位和文字'],
  money: ['money', '以元为单位、最多两位小数，不带“万”“亿”'],
  boolean: ['boolean', '为 是 或 否'],
  date: ['date', '为实有的日期'],
  month: ['month', '为月份'],
  timestamp: ['timestamp', '为实有的时间'],
  json: ['json', '为 JSON'],
}

const textRules = ['control', 'nul', 'max-length'] as const

/** Records that cannot be read, whatever column is looked at. */
const recordRules = [
  'field-count',
  'encoding',
  'quote',
  'quote-unclosed',
  'record-too-long',
  'blank-record',
  'parse',
  'nul',
  'not-own',
]

/** What the contract itself asks for: ingest keeps out what fails, so only records set aside can fail here. */
export function contractRules(dataset: NamedDataset): readonly QualityRule[] {
  return [
    {
      id: 'record',
      title: '记录能按格式读出，且属于提交方',
      column: null,
      dimension: 'conformity',
      origin: 'contract',
      measure: { kind: 'quarantine', rules: recordRules },
    },
    {
      id: 'key',
      title: `主键（${dataset.key.map((name) => dataset.columns[name]?.title ?? name).join('、')}）不与不同内容重复`,
      column: dataset.key[0] ?? null,
      dimension: 'uniqueness',
      origin: 'contract',
      measure: { kind: 'quarantine', rules: ['key-conflict'] },
    },
    {
      id: 'order',
      title: '不以早的数据覆盖晚的版本',
      column: dataset.key[0] ?? null,
      dimension: 'consistency',
      origin: 'contract',
      measure: { kind: 'quarantine', rules: ['older-than-known'] },
    },
    ...columnsOf(dataset).flatMap(([name, column]) => columnRules(dataset, name, column)),
  ]
}

function columnRules(dataset: NamedDataset, name: string, column: Column): QualityRule[] {
  const { title } = column
  const rule = (
    kind: string,
    dimension: QualityRule['dimension'],
    text: string,
    rules: readonly string[] = [kind],
  ): QualityRule => ({
    id: `${kind}:${name}`,
    title: `${title}${text}`,
    column: name,
    dimension,
    origin: 'contract',
    measure: { kind: 'quarantine', rules },
  })
  const found: QualityRule[] = []
  if (isRequired(dataset, name, column)) found.push(rule('required', 'completeness', '不能为空'))
  const [type, expected] = typeRules[column.type]
  if (column.type !== 'text') found.push(rule('type', 'conformity', expected, [type, 'nul']))
  else if (column.oneOf !== undefined)
    found.push(rule('one-of', 'conformity', `取值为 ${column.oneOf.join('、')}`, ['one-of', ...textRules]))
  else if (column.pattern !== undefined)
    found.push(rule('pattern', 'conformity', `符合格式 ${column.pattern}`, ['pattern', ...textRules]))
  else found.push(rule('text', 'conformity', expected, textRules))
  if (column.minimum !== undefined || column.maximum !== undefined) {
    const range = `${column.minimum ?? '−∞'} 至 ${column.maximum ?? '∞'}${column.unit ?? ''}`
    found.push(rule('range', 'accuracy', `在 ${range} 之间`))
  }
  if (column.notFuture === true) found.push(rule('future', 'accuracy', '不晚于载入日'))
  return found
}

/** The contract's rule that a reason of quarantine belongs to. */
export function ruleOfQuarantine(
  rules: readonly QualityRule[],
  reason: string,
  column: string | null,
): QualityRule | undefined {
  const naming = rules.filter(
    ({ measure }) => measure.kind === 'quarantine' && measure.rules.includes(reason),
  )
  return naming.find((rule) => rule.column === column) ?? rules.find(({ id }) => id === 'record')
}
