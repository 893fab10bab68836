import { columnsOf, tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from './database.ts'
import { provenanceColumns } from './tables.ts'

/** SQL text with the values of its placeholders. */
export interface Fragment {
  readonly text: string
  readonly values: readonly unknown[]
}

function columnList(dataset: NamedDataset): string {
  return [...columnsOf(dataset).map(([name]) => name), ...provenanceColumns]
    .map((name) => `"${name}"`)
    .join(', ')
}

/**
 * The rows of a dataset as they held at an instant: a parenthesised subquery for a FROM clause, with the columns of
 * the current table. A version holds from its valid_from up to, not including, its valid_to.
 * @param parameter number of the placeholder that stands for the instant, e.g. 1 for $1.
 */
export function asOf(dataset: NamedDataset, parameter = 1): string {
  const columns = columnList(dataset)
  const instant = `$${parameter}::timestamptz`
  return `(select ${columns} from ${tableName(dataset)} where valid_from <= ${instant}
    union all
    select ${columns} from ${tableName(dataset, '_history')} where valid_from <= ${instant} and valid_to > ${instant})`
}

export interface Difference {
  readonly kind: 'added' | 'changed'
  /** Values of the key columns. */
  readonly key: Readonly<Record<string, unknown>>
  /** Contract columns that differ, with the value then and later; for an added row all that have a value. */
  readonly columns: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>
  readonly batchId: number
}

/**
 * What became different between two instants, by key. Rows are never deleted, so there is nothing removed.
 * @param limit most differences returned, in the order of the key.
 */
export async function differences(
  database: Database,
  dataset: NamedDataset,
  from: Date,
  to: Date,
  limit = 1000,
): Promise<Difference[]> {
  const names = columnsOf(dataset).map(([name]) => name)
  const key = dataset.key.map((name) => `n."${name}"`).join(', ')
  const join = dataset.key.map((name) => `o."${name}" = n."${name}"`).join(' and ')
  // Versions that began after `from` are all that can differ; those before are the same at both instants.
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select ${names.flatMap((name) => [`o."${name}" as "before:${name}"`, `n."${name}" as "after:${name}"`]).join(', ')},
       o.row_id is null as added, n.batch_id as batch
     from ${asOf(dataset, 2)} n left join ${asOf(dataset, 1)} o on ${join}
     where n.valid_from > $1 and o.row_hash is distinct from n.row_hash
     order by ${key} limit $3`,
    [from, to, limit],
  )
  return rows.map((row) => {
    const added = row.added === true
    const changed = names.filter((name) =>
      added ? row[`after:${name}`] !== null : !isSame(row[`before:${name}`], row[`after:${name}`]),
    )
    return {
      kind: added ? 'added' : 'changed',
      key: Object.fromEntries(dataset.key.map((name) => [name, row[`after:${name}`]])),
      columns: Object.fromEntries(
        changed.map((name) => [
          name,
          { before: row[`before:${name}`] ?? null, after: row[`after:${name}`] ?? null },
        ]),
      ),
      batchId: Number(row.batch),
    }
  })
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

export interface Version {
  readonly validFrom: Date
  /** Null while it holds. */
  readonly validTo: Date | null
  readonly batchId: number
  readonly rowNumber: number
  readonly values: Readonly<Record<string, unknown>>
}

/** Every version of one row, latest first. @param key values in the order of the contract's key. */
export async function versions(
  database: Database,
  dataset: NamedDataset,
  key: readonly unknown[],
): Promise<Version[]> {
  const names = columnsOf(dataset).map(([name]) => `"${name}"`)
  const provenance = 'valid_from, batch_id, row_number'
  const where = dataset.key.map((name, position) => `"${name}" = $${position + 1}`).join(' and ')
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select ${names.join(', ')}, ${provenance}, null::timestamptz as valid_to from ${tableName(dataset)} where ${where}
     union all
     select ${names.join(', ')}, ${provenance}, valid_to from ${tableName(dataset, '_history')} where ${where}
     order by valid_from desc, valid_to desc nulls first`,
    [...key],
  )
  return rows.map((row) => ({
    validFrom: row.valid_from as Date,
    validTo: row.valid_to as Date | null,
    batchId: Number(row.batch_id),
    rowNumber: Number(row.row_number),
    values: Object.fromEntries(columnsOf(dataset).map(([name]) => [name, row[name]])),
  }))
}
