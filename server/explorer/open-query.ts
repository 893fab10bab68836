import { viewName } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { mostCells, type Cell, type Counted } from './cells.ts'
import { partiesOf } from './fields.ts'
import { grainSql } from './grains.ts'
import type { AskedMeasure, DatasetQuestion } from './question.ts'
import { Refusal } from './refusal.ts'
import { conditionsOf, Parameters, realmCondition, runStatement, sourceOf } from './statement.ts'

/** Exact sums over the rows the viewer may see. Columns used must not be masked for them. */
export async function countOpenly(
  database: Database,
  question: DatasetQuestion,
  demonstrationBatches: readonly number[],
): Promise<Counted> {
  const parameters = new Parameters()
  const text = composeCount(question, demonstrationBatches, parameters)
  const rows = await runStatement<Record<string, string | number | null>>(database, text, parameters)
  if (rows.length > mostCells) {
    throw new Refusal(422, 'too-many-groups', `分组超过 ${mostCells} 个`, '更粗的粒度、筛选条件或另一列')
  }
  return { cells: rows.map((row) => toCell(row, question)), protected: false, notes: [] }
}

/** One statement for cells, margins and total: sums of the same rows at one instant. */
export function composeCount(
  question: DatasetQuestion,
  demonstrationBatches: readonly number[],
  parameters: Parameters,
): string {
  const { dataset, groups, measures, realm } = question
  const from = sourceOf(question, viewName, parameters)
  const realms = realmCondition(dataset, realm, demonstrationBatches, parameters)
  const where = [...(realms === null ? [] : [realms]), ...conditionsOf(question, parameters)]
  const base = [
    ...groups.map(({ field, grain }, index) => `${grainSql(field, grain)} as g${index}`),
    ...measures.map((measure, index) => `${inputOf(measure, question)} as m${index}`),
  ]
  const names = groups.map((_, index) => `g${index}`)
  const sets = names.length === 2 ? '(g0, g1), (g0), (g1), ()' : names.length === 1 ? '(g0), ()' : '()'
  const level = names.length === 0 ? '0' : `grouping(${names.join(', ')})`
  return `
    with base as (select ${base.join(', ')} from ${from}
      ${where.length === 0 ? '' : `where ${where.map((one) => `(${one})`).join(' and ')}`})
    select ${[...names, `${level} as level`, ...measures.map((measure, index) => `${aggregateOf(measure, `m${index}`)} as v${index}`)].join(', ')}
    from base group by grouping sets (${sets}) limit ${mostCells + 1}`
}

function inputOf({ of, field }: AskedMeasure, { dataset }: DatasetQuestion): string {
  if (of === 'firms') {
    const [party] = partiesOf(dataset)
    return party === undefined ? 'null::text' : partySql(party)
  }
  if (field === null) return '1'
  if (of === 'distinct') return `${field.sql}::text`
  return field.kind === 'money' ? `${field.sql}::float8 / 100` : `${field.sql}::float8`
}

/** A firm by its code, or by its name where it has none. */
export function partySql({ code, name }: { readonly code: string; readonly name: string | null }): string {
  return name === null ? `row."${code}"` : `coalesce(row."${code}", row."${name}")`
}

function aggregateOf({ of, field }: AskedMeasure, input: string): string {
  switch (of) {
    case 'sum':
      return `sum(${input})`
    case 'mean':
      return `avg(${input})`
    case 'median':
      return `percentile_cont(0.5) within group (order by ${input})`
    case 'min':
      return `min(${input})`
    case 'max':
      return `max(${input})`
    case 'firms':
    case 'distinct':
      return `count(distinct ${input})`
    case 'share':
      return field === null ? 'count(*)::float8' : `sum(${input})`
    case 'count':
    case 'value':
      return 'count(*)'
  }
}

function toCell(row: Record<string, string | number | null>, { groups, measures }: DatasetQuestion): Cell {
  const level = Number(row.level)
  return {
    keys: groups.map((_, index) => {
      const key = row[`g${index}`]
      return key === null || key === undefined ? null : String(key)
    }),
    level: levelOf(level, groups.length),
    values: measures.map((_, index) => {
      const value = row[`v${index}`]
      return value === null || value === undefined ? null : Number(value)
    }),
    withheld: false,
  }
}

/** grouping(): a bit for each group that the row is not of, the last group lowest. */
function levelOf(bits: number, groups: number): Cell['level'] {
  if (groups === 0) return 'total'
  if (bits === 0) return 'cell'
  if (groups === 1) return 'total'
  return bits === 1 ? 'first' : bits === 2 ? 'second' : 'total'
}
