import { sql } from 'kysely'
import type { ExplorerAnswer, ExplorerQuery } from '../api/schemas/explorer.ts'
import { warehouseTitles } from '../datasets/contract.ts'
import { dataset as contractOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import { withheldReason } from '../domain/small-cells.ts'
import type { Database } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { createBases, type Bases } from './base-cells.ts'
import type { Counted } from './cells.ts'
import { fieldsOf, partiesOf, placeOf, timeOf } from './fields.ts'
import { readLabels } from './labels.ts'
import { readMetricCells, readMetricQuestion } from './metric-query.ts'
import { countOpenly } from './open-query.ts'
import { orderCells } from './order.ts'
import { countProtected } from './protected-query.ts'
import { columnsUsed, readQuestion, titleOf, type Asker, type DatasetQuestion } from './question.ts'
import { Refusal } from './refusal.ts'
import { readDemonstrationBatches } from './statement.ts'
import { isProtectedFor, maskedColumns } from './subjects.ts'

/** The databases an explorer works with: as the one who asks, and of the platform. */
export interface Databases {
  readonly database: Database
  readonly platform: Database
}

export interface Explorer extends Databases {
  readonly bases: Bases
}

export function createExplorer(databases: Databases): Explorer {
  return { ...databases, bases: createBases(databases.platform) }
}

/**
 * Answers a query as this user may see it: exact over the rows within reach, or under small-cell protection where the
 * rows are not theirs to see, a column is masked for them, or the answer is for outside.
 * @param realm the realm of the query, or the one shown first
 */
export async function runQuery(
  explorer: Explorer,
  query: ExplorerQuery,
  asker: Asker,
  realm: Realm,
): Promise<ExplorerAnswer> {
  const startedAt = performance.now()
  const answer = query.subject.startsWith('metric:')
    ? await answerMetric(explorer, query, asker, realm)
    : await answerDataset(explorer, query, asker, realm)
  return { ...answer, durationMs: Math.round(performance.now() - startedAt) }
}

type Undated = Omit<ExplorerAnswer, 'durationMs'>

/** Whether the rows of this question may be summed exactly for this user. */
export async function mustProtect(
  { database }: Databases,
  question: DatasetQuestion,
  query: ExplorerQuery,
  asker: Asker,
): Promise<boolean> {
  const { dataset } = question
  if (isProtectedFor(dataset, asker)) return true
  if (partiesOf(dataset).length === 0) return false
  if (query.outside === true) return true
  const masked = await maskedColumns(database, dataset)
  return columnsUsed(question).some((name) => masked.includes(name))
}

async function answerDataset(
  explorer: Explorer,
  query: ExplorerQuery,
  asker: Asker,
  realm: Realm,
): Promise<Undated> {
  const { database, platform } = explorer
  const asked = readQuestion(query, realm)
  const { dataset, measures, groups, fields } = asked
  const isProtected = await mustProtect(explorer, asked, query, asker)
  // Without the rows' own security the platform keeps to the user's region.
  const question =
    isProtected && placeOf(fields) !== undefined
      ? { ...asked, region: asked.region ?? asker.region.code }
      : asked
  const counted = isProtected
    ? await countProtected(explorer.bases, question)
    : await countOpenly(database, question, await readDemonstrationBatches(platform, dataset))
  const notes = [...counted.notes]
  if (isProtected && query.outside !== true && !isProtectedFor(dataset, asker)) {
    notes.unshift('所用的列对您的账号或使用目的不开放明细，因此按小单元保护汇总')
  }
  const [ordered, region, period] = await Promise.all([
    order(platform, counted, question, query),
    question.region === undefined ? null : readRegionName(platform, question.region),
    readPeriod(platform, dataset),
  ])
  return {
    subject: { id: query.subject, title: dataset.title, definition: dataset.summary },
    title: titleOf(dataset.title, measures, groups),
    groups: groups.map(({ field, grain, title }) => ({ field: field.name, title, grain, kind: field.kind })),
    measures: measures.map(({ title, unit, money, digits }) => ({ title, unit, money, digits })),
    ...ordered,
    protection: protectionOf(counted),
    region: question.region === undefined ? null : { code: question.region, name: region ?? question.region },
    realm,
    asOf: query.asOf ?? null,
    period,
    sources: [`${dataset.title}（${warehouseTitles[dataset.warehouse]}，${dataset.steward}）`],
    notes,
  }
}

async function answerMetric(
  { platform }: Explorer,
  query: ExplorerQuery,
  asker: Asker,
  realm: Realm,
): Promise<Undated> {
  const region = query.region ?? asker.region.code
  const audience = asker.firmUser || query.outside === true ? ('enterprises' as const) : undefined
  const question = await readMetricQuestion(query, { region, realm, audience })
  const { metric, groups } = question
  const { period, ...counted } = await readMetricCells(platform, question)
  const measures = [
    { of: 'value', title: metric.title, unit: metric.unit, money: false, digits: metric.digits },
  ]
  const [ordered, name] = await Promise.all([
    order(platform, counted, { groups, measures, sort: query.sort, top: query.top }, query),
    readRegionName(platform, region),
  ])
  return {
    subject: { id: query.subject, title: metric.title, definition: metric.definition },
    title: titleOf(metric.title, [{ title: '指标值' }], groups),
    groups: groups.map(({ field, grain, title }) => ({ field: field.name, title, grain, kind: field.kind })),
    measures: measures.map(({ title, unit, money, digits }) => ({ title, unit, money, digits })),
    ...ordered,
    protection: protectionOf(counted),
    region: { code: region, name },
    realm,
    asOf: query.asOf ?? null,
    period,
    sources: metric.datasets.map((id) => {
      const { title, steward, warehouse } = contractOf(id)
      return `${title}（${warehouseTitles[warehouse]}，${steward}）`
    }),
    notes: [`公式：${metric.formula}`, ...counted.notes],
  }
}

async function order(
  platform: Database,
  counted: Counted,
  {
    groups,
    measures,
    sort,
    top,
  }: Pick<DatasetQuestion, 'sort' | 'top'> & {
    readonly groups: readonly Pick<DatasetQuestion['groups'][number], 'field'>[]
    readonly measures: readonly { readonly of: string; readonly money?: boolean }[]
  },
  query: ExplorerQuery,
) {
  if (sort?.measure !== undefined && sort.measure >= query.measures.length) {
    throw new Refusal(400, 'explorer-query', '排序所指的度量不存在', `0 至 ${query.measures.length - 1}`)
  }
  const labelOf = await readLabels(platform, groups, (group) => [
    ...new Set(counted.cells.flatMap(({ keys }) => keys[group] ?? [])),
  ])
  const inTime = groups.map(({ field: { kind } }) => kind === 'time' || kind === 'year')
  return orderCells(counted.cells, { inTime, measures, sort, top }, labelOf)
}

function protectionOf({ cells, protected: isProtected }: Counted): Undated['protection'] {
  if (!isProtected) return null
  return {
    withheld: cells.filter(({ level, withheld }) => level === 'cell' && withheld).length,
    reason: withheldReason,
  }
}

/** From the first to the last period of the dataset, to the month: read off the ends of its index, if it has one. */
async function readPeriod(platform: Database, dataset: NamedDataset): Promise<string | null> {
  const time = timeOf(fieldsOf(dataset))
  if (time === undefined) return null
  const column = sql.id(time.name)
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select min(${column})::text as first, max(${column})::text as last
    from ${sql.raw(tableName(dataset))}`.execute(platform.kysely)
  const [first, last] = [rows[0]?.first?.slice(0, 7), rows[0]?.last?.slice(0, 7)]
  return first === undefined || last === undefined ? null : first === last ? first : `${first} 至 ${last}`
}
