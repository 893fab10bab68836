import { sql } from 'kysely'
import { columnsOf, datasets, type NamedDataset, tableName } from '../../datasets/registry.ts'
import type { EvidenceRow } from '../../metrics/contract.ts'
import type { Database } from '../../warehouse/database.ts'
import { sourceRef } from '../../warehouse/source-ref.ts'
import type { Figure, FigureReader } from '../figure.ts'

/** Rows of a dataset as evidence: the key in words. */
function rowRecords(dataset: NamedDataset, batchId: number | null) {
  const title = dataset.key
    .map((name) => `'${dataset.columns[name]?.title ?? name} ' || row."${name}"::text`)
    .join(', ')
  const code = columnsOf(dataset).some(([name]) => name === 'credit_code')
  const named = columnsOf(dataset).find(([name]) => name === 'name' || name === 'enterprise_name')?.[0]
  return sql<EvidenceRow>`
    select ${sql.raw(code ? 'row.credit_code' : 'null::text')} as "creditCode",
           ${sql.raw(named === undefined ? 'null::text' : `row."${named}"`)} as name,
           concat_ws('，', ${sql.raw(title)}) as label, 1::float8 as value, '行' as unit,
           ${sourceRef(dataset.id, 'row')} as source
    from ${sql.raw(tableName(dataset))} row
    where ${batchId === null ? sql`true` : sql`row.batch_id = ${batchId}`}
    order by row.row_id`
}

const standard = '行数守恒：读取 = 新增 + 更新 + 未变 + 重复 + 隔离'

/** 'dataset:public/honour': its rows. */
export const readDatasetFigure: FigureReader = async ({ platform }, [warehouse = '', name = '']) => {
  const dataset = datasets.get(`${warehouse}/${name}`)
  if (dataset === undefined) return null
  const counts = await countRows(platform, dataset)
  return {
    title: `${dataset.title}：现有行数`,
    unit: '行',
    digits: 0,
    definition: '现行有效的记录；被更正的旧版本另存，不计',
    formula: 'Σ 各批次新增',
    standard,
    period: null,
    value: counts.rows,
    inputs: [
      { name: 'batches', title: '已载入批次', unit: '批', value: counts.batches },
      { name: 'updated', title: '被更正的版本', unit: '行', value: counts.updated },
      { name: 'quarantined', title: '隔离', unit: '行', value: counts.quarantined },
    ],
    records: rowRecords(dataset, null),
    datasets: [dataset.id],
    asCaller: true,
  }
}

async function countRows(database: Database, { id }: NamedDataset) {
  const { rows } = await sql<{ rows: number; batches: number; updated: number; quarantined: number }>`
    select coalesce(sum(inserted), 0)::bigint as rows, count(*)::int as batches,
           coalesce(sum(updated), 0)::bigint as updated, coalesce(sum(quarantined), 0)::bigint as quarantined
    from brain.batch where dataset = ${id} and status = 'loaded'`.execute(database.kysely)
  return rows[0] ?? { rows: 0, batches: 0, updated: 0, quarantined: 0 }
}

interface BatchCounts {
  readonly dataset: string
  readonly file_name: string
  readonly read: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicate: number
  readonly quarantined: number
}

const counted = {
  read: '读取',
  inserted: '新增',
  updated: '更新',
  unchanged: '未变',
  duplicate: '重复',
  quarantined: '隔离',
} as const

/** 'batch:41/inserted': a count of a batch, with the rows that it brought and that still hold. */
export const readBatchFigure: FigureReader = async ({ database }, [id = '', name = 'read']) => {
  if (!/^[1-9]\d{0,14}$/.test(id) || !Object.hasOwn(counted, name)) return null
  const term = name as keyof typeof counted
  const { rows } = await sql<BatchCounts>`
    select dataset, file_name, read, inserted, updated, unchanged, duplicate, quarantined
    from brain.batch where id = ${Number(id)}`.execute(database.kysely)
  const [batch] = rows
  const dataset = datasets.get(batch?.dataset ?? '')
  if (batch === undefined || dataset === undefined) return null
  const figure: Figure = {
    title: `批次 ${id}（${dataset.title}）：${counted[term]}`,
    unit: '行',
    digits: 0,
    definition: `文件“${batch.file_name}”载入时${counted[term]}的行数；下列为该批载入、至今有效的记录`,
    formula: standard,
    standard: '本平台口径',
    period: null,
    value: batch[term],
    inputs: Object.entries(counted).map(([key, title]) => ({
      name: key,
      title,
      unit: '行',
      value: batch[key as keyof typeof counted],
    })),
    records: rowRecords(dataset, Number(id)),
    datasets: [dataset.id],
    asCaller: true,
  }
  return figure
}
