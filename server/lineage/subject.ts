import { sql } from 'kysely'
import { readAlertsBySequence } from '../alerts/read.ts'
import { datasets } from '../datasets/registry.ts'
import { fieldPrecedence, goldenSources, revenuePrecedence } from '../fusion/golden-precedence.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import { readConnectors } from '../ingest/connectors.ts'
import type { FieldSource } from '../warehouse/schema/fusion.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'
import type { Databases, FigureScope } from './figure.ts'
import { countRecords, readRecords } from './figure.ts'
import { readFigureOf } from './figures.ts'
import { metricsNaming } from './named-columns.ts'
import { stages } from './stages.ts'

let connectors: Promise<ReadonlyMap<string, NamedConnector>> | undefined

export function knownConnectors(): Promise<ReadonlyMap<string, NamedConnector>> {
  return (connectors ??= readConnectors())
}

export interface Sample {
  readonly label: string
  readonly value: number | null
  readonly unit: string
  readonly source: SourceRef
}

/** A number: what it is, the stages that compute it, and the batches and datasets its records come from. */
export interface NumberSubject {
  readonly kind: 'number'
  readonly title: string
  readonly summary: string
  readonly value: number | null
  readonly unit: string
  readonly digits: number
  readonly period: string | null
  /** Stage that computes it. */
  readonly stage: string | null
  readonly datasets: readonly string[]
  readonly batches: readonly {
    readonly dataset: string
    readonly batchId: number
    readonly records: number
  }[]
  readonly records: number
  readonly samples: readonly Sample[]
}

/** Something data comes from, or in which it is kept. */
export interface SourceSubject {
  readonly kind: 'source'
  readonly title: string
  readonly summary: string
  readonly dataset: string
  readonly connector: string | null
  readonly batchId: number | null
  /** Stages that name the column itself; null = the whole dataset is meant. */
  readonly naming: readonly string[] | null
}

/** A stage, to be followed both ways. */
export interface StageSubject {
  readonly kind: 'stage'
  readonly title: string
  readonly summary: string
  readonly stage: string
}

export type Subject = NumberSubject | SourceSubject | StageSubject

const samplesShown = 6

/** What a subject names; null = nothing of this name, or out of the caller's reach. */
export async function readSubject(
  databases: Databases,
  id: string,
  scope: FigureScope,
): Promise<Subject | null> {
  const at = id.indexOf(':')
  const [kind, name] = at > 0 ? [id.slice(0, at), id.slice(at + 1)] : ['', '']
  switch (kind) {
    case 'source':
      return readSource(name)
    case 'column':
      return readColumn(name)
    case 'row':
      return readRow(databases, name)
    case 'dataset': {
      const dataset = datasets.get(name)
      return dataset === undefined ? null : sourceOf(dataset.id, dataset.title, dataset.summary)
    }
    case 'batch':
      return readBatch(databases, name)
    case 'stage':
    case 'alert':
      return /^\d/.test(name) ? readAlert(databases, Number(name)) : readStage(kind === 'stage' ? name : id)
    case 'enterprise':
      return readField(databases, name)
    default:
      return readNumber(databases, id, scope)
  }
}

function sourceOf(dataset: string, title: string, summary: string): SourceSubject {
  return { kind: 'source', title, summary, dataset, connector: null, batchId: null, naming: null }
}

async function readSource(id: string): Promise<Subject | null> {
  const connector = (await knownConnectors()).get(id)
  if (connector === undefined) return null
  return { ...sourceOf(connector.dataset, connector.title, connector.publisher), connector: id }
}

async function readColumn(name: string): Promise<Subject | null> {
  const [id = '', column = ''] = name.split('#')
  const dataset = datasets.get(id)
  const contract = Object.hasOwn(dataset?.columns ?? {}, column) ? dataset?.columns[column] : undefined
  if (dataset === undefined || contract === undefined) return null
  const fields = goldenFields(id, column)
  const naming = [
    ...(fields.length > 0 ? ['fusion'] : []),
    ...(await metricsNaming(id, column)).map((metric) => `metric:${metric}`),
    // Stages that read whole rows: which columns a rule weighs is in its definition.
    ...[...stages.values()]
      .filter((stage) => stage.datasets.includes(id) && !/^(metric:|fusion$)/.test(stage.id))
      .map((stage) => stage.id),
  ]
  const summary = fields.length > 0 ? `给出金企业字段：${fields.join('、')}` : dataset.summary
  return { ...sourceOf(id, `${dataset.title} · ${contract.title}`, summary), naming }
}

/** Golden fields that a column can give. */
function goldenFields(dataset: string, column: string): string[] {
  const gives = (choices: readonly (readonly [keyof typeof goldenSources, string, ...unknown[]])[]) =>
    choices.some(([source, name]) => goldenSources[source] === dataset && name === column)
  return [
    ...Object.entries(fieldPrecedence).flatMap(([field, choices]) => (gives(choices) ? [field] : [])),
    ...(gives(revenuePrecedence) ? ['revenue'] : []),
  ]
}

async function readRow({ database }: Databases, name: string): Promise<Subject | null> {
  const [, id = '', row = ''] = /^([a-z]+\/[a-z-]+)\/(\d{1,15})$/.exec(name) ?? []
  const dataset = datasets.get(id)
  if (dataset === undefined) return null
  const { rows } = await database.pool.query<{ batch_id: number; row_number: number }>(
    `select batch_id, row_number from "${dataset.warehouse}_view"."${dataset.table}" where row_id = $1`,
    [Number(row)],
  )
  const [found] = rows
  if (found === undefined) return null
  return {
    ...sourceOf(id, `${dataset.title} 第 ${found.row_number} 行`, dataset.summary),
    batchId: found.batch_id,
  }
}

async function readBatch({ database }: Databases, name: string): Promise<Subject | null> {
  if (!/^[1-9]\d{0,14}$/.test(name)) return null
  const { rows } = await sql<{ dataset: string; source: string; file_name: string }>`
    select dataset, source, file_name from brain.batch where id = ${Number(name)}`.execute(database.kysely)
  const [batch] = rows
  if (batch === undefined || !datasets.has(batch.dataset)) return null
  return {
    ...sourceOf(batch.dataset, `批次 ${name}`, batch.file_name),
    connector: batch.source,
    batchId: Number(name),
  }
}

function readStage(id: string): Subject | null {
  const stage = stages.get(id)
  return stage === undefined ? null : { kind: 'stage', title: stage.title, summary: stage.summary, stage: id }
}

async function readAlert({ database }: Databases, sequence: number): Promise<Subject | null> {
  if (!Number.isSafeInteger(sequence)) return null
  const [alert] = await readAlertsBySequence(database, [sequence])
  if (alert === undefined) return null
  const samples = alert.evidence.flatMap(({ label, value, source }): Sample[] =>
    source === null ? [] : [{ label: `${label} ${value}`, value: null, unit: '', source }],
  )
  return {
    kind: 'number',
    title: alert.title,
    summary: alert.message,
    value: null,
    unit: '',
    digits: 0,
    period: alert.occurredAt.slice(0, 10),
    stage: `alert:${alert.rule}`,
    datasets: [...new Set(samples.map(({ source }) => source.dataset))],
    batches: batchesOf(samples),
    records: samples.length,
    samples,
  }
}

function batchesOf(samples: readonly Sample[]) {
  const groups = Map.groupBy(samples, ({ source }) => `${source.dataset} ${source.batchId}`)
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined
      ? []
      : [{ dataset: group[0].source.dataset, batchId: group[0].source.batchId, records: group.length }],
  )
}

/** 'enterprise:<credit code>/revenue': a field of the golden enterprise. */
async function readField({ database }: Databases, name: string): Promise<Subject | null> {
  const [code = '', field = ''] = name.split('/')
  const { rows } = await sql<{
    name: string
    source: FieldSource | null
    file_name: string | null
    effective_at: Date
  }>`
    select golden.name, golden.field_sources -> ${field} as source, batch.file_name, batch.effective_at
    from brain.golden_enterprise golden
    left join brain.batch on batch.id = (golden.field_sources -> ${field} ->> 'batchId')::bigint
    where golden.credit_code = ${code}`.execute(database.kysely)
  const [found] = rows
  const dataset = datasets.get(found?.source?.dataset ?? '')
  if (found === undefined || found.source === null || dataset === undefined) return null
  const { rowId, batchId, rowNumber } = found.source
  const source: SourceRef = {
    dataset: dataset.id,
    datasetTitle: dataset.title,
    rowId,
    batchId,
    rowNumber,
    fileName: found.file_name ?? '',
    effectiveAt: found.effective_at.toISOString(),
  }
  const samples = [{ label: `${found.name}：${field}`, value: null, unit: '', source }]
  return {
    kind: 'number',
    title: `${found.name}：${field}`,
    summary: '金企业字段，取来源次序中第一个有值的记录',
    value: null,
    unit: '',
    digits: 0,
    period: null,
    stage: 'fusion',
    datasets: [dataset.id],
    batches: batchesOf(samples),
    records: 1,
    samples,
  }
}

/** A figure of a screen, with its records counted by batch. */
async function readNumber(databases: Databases, id: string, scope: FigureScope): Promise<Subject | null> {
  const figure = await readFigureOf(databases, id, scope)
  if (figure === null) return null
  const [page, batches] = await Promise.all([
    readRecords(databases, figure, scope, { limit: samplesShown, offset: 0 }),
    countRecords(databases, figure, scope),
  ])
  return {
    kind: 'number',
    title: figure.title,
    summary: `${figure.definition}。公式：${figure.formula}`,
    value: figure.value,
    unit: figure.unit,
    digits: figure.digits,
    period: figure.period,
    stage: stageOf(id),
    datasets: [...new Set([...figure.datasets, ...batches.map(({ dataset }) => dataset)])],
    batches,
    records: page.total,
    samples: page.items.flatMap(({ enterprise, label, value, unit, source }): Sample[] =>
      source === null
        ? []
        : [{ label: [enterprise?.name, label].filter(Boolean).join(' '), value, unit, source }],
    ),
  }
}

/** Stage that computes a figure of this kind. */
function stageOf(id: string): string | null {
  if (id.startsWith('metric:')) return id
  if (/^(segment|link|chain|trade|sales):/.test(id)) return 'chain'
  if (id.startsWith('watch:')) return 'migration-watch'
  return null
}
