import type { ExplorerQuery, RowsBehind } from '../api/schemas/explorer.ts'
import { columnsOf, viewName } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import { grainSql } from './grains.ts'
import { readQuestion, type Asker } from './question.ts'
import { Refusal, wrongQuery } from './refusal.ts'
import { mustProtect, type Databases } from './run.ts'
import {
  conditionsOf,
  Parameters,
  readDemonstrationBatches,
  realmCondition,
  runStatement,
  sourceOf,
} from './statement.ts'

/** Rows listed behind one cell. */
const mostRows = 100
/** Long texts are read in the row itself. */
const shownColumns = 7

/**
 * The rows behind one cell of the answer, as the user may see them.
 * @param keys value of each group, null where it is empty
 * @throws Refusal where the answer was under small-cell protection: its rows are not the user's to see
 */
export async function readRowsBehind(
  databases: Databases,
  query: ExplorerQuery,
  keys: readonly (string | null)[],
  asker: Asker,
  realm: Realm,
): Promise<RowsBehind> {
  if (query.subject.startsWith('metric:')) {
    throw wrongQuery('指标的来历在指标证据里', 'GET /api/metrics/:id/evidence')
  }
  const question = readQuestion(query, realm)
  const { dataset, groups, measures, fields } = question
  if (keys.length !== groups.length) throw wrongQuery('分组的值与分组不符', `${groups.length} 个值`)
  if (await mustProtect(databases, question, query, asker)) {
    throw new Refusal(
      403,
      'rows-protected',
      '这张表按小单元保护汇总，不列出背后的记录',
      '有权查看这些记录的账号',
    )
  }
  const parameters = new Parameters()
  const from = sourceOf(question, viewName, parameters)
  const batches = await readDemonstrationBatches(databases.platform, dataset)
  const realms = realmCondition(dataset, realm, batches, parameters)
  const conditions = [
    'true',
    ...(realms === null ? [] : [realms]),
    ...conditionsOf(question, parameters),
    ...groups.map(({ field, grain }, index) => {
      const key = keys[index] ?? null
      const text = grainSql(field, grain)
      return key === null ? `${text} is null` : `${text} = ${parameters.add(key, 'text')}`
    }),
  ]
  const wanted = [...measures.flatMap(({ field }) => field ?? []), ...groups.map(({ field }) => field)]
  const lead = fields.filter(({ name }) => dataset.key.includes(name) || /(^|_)name$/.test(name))
  const shown = [...new Set([...lead, ...wanted, ...fields])]
    .filter(({ column, kind, filter }) => column !== null && (kind !== 'text' || filter === 'contains'))
    .slice(0, Math.max(shownColumns, lead.length))
  const contract = new Map(columnsOf(dataset))
  const rows = await runStatement<Record<string, string | number | boolean | null>>(
    databases.database,
    `select row.row_id, count(*) over () as total,
       ${shown.map(({ sql, kind, type }, index) => `${kind === 'money' ? `${sql}::float8 / 100` : type === 'boolean' || type === 'timestamp' ? `${sql}::text` : sql} as c${index}`).join(', ')}
     from ${from} where ${conditions.map((one) => `(${one})`).join(' and ')}
     order by ${orderOf(measures)} row.row_id limit ${mostRows}`,
    parameters,
  )
  return {
    dataset: dataset.id,
    datasetTitle: dataset.title,
    columns: shown.map(({ name, title, unit, kind }) => ({
      name,
      title: contract.get(name)?.title ?? title,
      unit,
      number: kind === 'number' || kind === 'money',
    })),
    items: rows.map((row) => ({
      rowId: Number(row.row_id),
      cells: shown.map((_, index) => {
        const value = row[`c${index}`] ?? null
        return typeof value === 'boolean' ? String(value) : value
      }),
    })),
    total: Number(rows[0]?.total ?? 0),
  }
}

/** The weightiest first. */
function orderOf(
  measures: readonly { readonly field: { readonly sql: string; readonly kind: string } | null }[],
): string {
  const field = measures[0]?.field
  return field != null && (field.kind === 'money' || field.kind === 'number')
    ? `${field.sql} desc nulls last,`
    : ''
}
