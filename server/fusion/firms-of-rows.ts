import { sql } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { firmColumns } from '../warehouse/row-security.ts'
import { subjectDatasets } from './subjects.ts'

/** Columns of a dataset that name a firm by its code. */
export function codeColumns(id: string): readonly string[] {
  const dataset = datasets.get(id)
  return dataset === undefined ? [] : firmColumns(dataset)
}

/** Rows of the dataset are about firms: by their code, or linked by their name. */
export function namesFirms(id: string): boolean {
  return codeColumns(id).length > 0 || subjectDatasets.includes(id)
}

/** Firms that rows name by their code. */
export async function readNamed(
  platform: Database,
  id: string,
  by: 'row_id' | 'batch_id',
  values: readonly number[],
): Promise<string[]> {
  const dataset = datasets.get(id)
  const columns = codeColumns(id)
  if (dataset === undefined || columns.length === 0 || values.length === 0) return []
  const held = sql.join(columns.map((name) => sql.ref(`held.${name}`)))
  const { rows } = await sql<{ code: string }>`
    select distinct code from ${sql.table(`${dataset.warehouse}_warehouse.${dataset.table}`)} held
    cross join lateral unnest(array[${held}]) code
    where ${sql.ref(`held.${by}`)} = any(${values}::bigint[]) and code is not null`.execute(platform.kysely)
  return rows.map(({ code }) => code)
}

/** Firms that rows without a code are linked to by their name. */
export async function readMatched(
  platform: Database,
  id: string,
  rowIds: readonly number[],
): Promise<string[]> {
  if (!subjectDatasets.includes(id) || rowIds.length === 0) return []
  const { rows } = await sql<{ code: string }>`
    select distinct credit_code as code from brain.enterprise_alias
    where dataset = ${id} and row_id = any(${rowIds}::bigint[]) and outcome = 'link' and credit_code is not null`.execute(
    platform.kysely,
  )
  return rows.map(({ code }) => code)
}
