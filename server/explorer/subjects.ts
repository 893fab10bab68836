import { sql } from 'kysely'
import type { ExplorerField, ExplorerSubject, MeasureKind } from '../api/schemas/explorer.ts'
import { warehouseTitles } from '../datasets/contract.ts'
import { datasets, viewName, type NamedDataset } from '../datasets/registry.ts'
import { metrics, type NamedMetric } from '../metrics/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { axesOf, latticeOf } from './lattice.ts'
import { fieldsOf, partiesOf, type Field } from './fields.ts'
import { metricFields } from './metric-query.ts'
import type { Asker } from './question.ts'

/** Firm users see sums over firms under protection, whatever the dataset; of other datasets they read the rows. */
export function isProtectedFor(dataset: NamedDataset, { firmUser }: Asker): boolean {
  return firmUser && partiesOf(dataset).length > 0
}

/**
 * Columns of a dataset that are masked for the viewer. Masks of officials follow grade and purpose, which are the
 * same for each row, so one row tells; a dataset without rows within reach has nothing to mask.
 */
export async function maskedColumns(database: Database, dataset: NamedDataset): Promise<readonly string[]> {
  const { rows } = await sql<{ masked: string[] }>`
    select masked from ${sql.raw(viewName(dataset))} limit 1`.execute(database.kysely)
  return rows[0]?.masked ?? []
}

/** Geometry and its like: a table to be drawn, with nothing to count. */
const excluded = new Set(['public/region-boundary'])

/** What this user may explore, with the columns that are of use in it. */
export function listSubjects(asker: Asker): readonly ExplorerSubject[] {
  return [
    ...[...metrics.values()].map(metricSubject),
    ...[...datasets.values()].filter(({ id }) => !excluded.has(id)).map((one) => datasetSubject(one, asker)),
  ]
}

function datasetSubject(dataset: NamedDataset, asker: Asker): ExplorerSubject {
  const fields = fieldsOf(dataset)
  const published = axesOf(latticeOf(fields))
  const isProtected = isProtectedFor(dataset, asker)
  const shown = fields.map((field) => toItem(field, published.includes(field) || isSummed(field)))
  return {
    id: `dataset:${dataset.id}`,
    title: dataset.title,
    kind: 'dataset',
    group: warehouseTitles[dataset.warehouse],
    definition: dataset.summary,
    steward: dataset.steward,
    access: isProtected ? 'protected' : 'open',
    measures: ['count', ...(partiesOf(dataset).length > 0 ? (['firms'] as const) : []), 'share'],
    fields: isProtected ? shown.filter(({ outside }) => outside).map(protectedItem) : shown,
  }
}

function isSummed({ kind }: Field): boolean {
  return kind === 'number' || kind === 'money'
}

function toItem(field: Field, outside: boolean): ExplorerField {
  const { name, title, unit, kind, grains, groupable, filter, measures, values } = field
  return {
    name,
    title,
    unit,
    kind,
    grains: [...grains],
    groupable,
    filter,
    measures: [...measures],
    values: values === null ? null : [...values],
    outside,
  }
}

const released: readonly MeasureKind[] = ['sum', 'mean', 'share']

/** Of a column under protection: what does not show single firms. */
function protectedItem(field: ExplorerField): ExplorerField {
  return {
    ...field,
    grains: field.grains.filter((grain) => grain !== 'day'),
    filter: field.kind === 'number' || field.kind === 'money' || field.kind === 'text' ? null : field.filter,
    measures: field.measures.filter((measure) => released.includes(measure)),
  }
}

function metricSubject(metric: NamedMetric): ExplorerSubject {
  return {
    id: `metric:${metric.id}`,
    title: metric.title,
    kind: 'metric',
    group: '指标',
    definition: metric.definition,
    steward: metric.standard,
    access: 'open',
    measures: ['value'],
    fields: metricFields.map((field) => toItem(field, true)),
  }
}
