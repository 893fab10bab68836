import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { columnTypes } from '../warehouse/tables.ts'

/** Unlogged tables of one batch. They are dropped with it; what a killed process leaves is dropped at start. */
export interface StagingTables {
  /** Contract columns, row_number, row_hash. */
  readonly rows: string
  /** row_number, column_name, rule, message, value, raw. */
  readonly rejects: string
  /** Made by the merge: staged rows that are new or differ. */
  readonly changes: string
  readonly all: readonly string[]
}

export function stagingTables(batchId: number): StagingTables {
  const [rows, rejects, changes] = ['rows', 'rejects', 'changes'].map(
    (part) => `brain.staging_${batchId}_${part}`,
  ) as [string, string, string]
  return { rows, rejects, changes, all: [rows, rejects, changes] }
}

export async function createStaging(
  database: Database,
  dataset: NamedDataset,
  tables: StagingTables,
  constants: ReadonlyMap<string, string>,
): Promise<void> {
  const columns = columnsOf(dataset).map(([name, column]) => {
    const constant = constants.get(name)
    const value = constant === undefined ? '' : ` default '${constant.replaceAll("'", "''")}'`
    return `"${name}" ${columnTypes[column.type]}${value}`
  })
  const options = 'with (autovacuum_enabled = false)'
  await database.pool.query(
    `create unlogged table ${tables.rows} (row_number bigint not null, row_hash bigint not null, ${columns.join(', ')}) ${options}`,
  )
  await database.pool.query(
    `create unlogged table ${tables.rejects} (row_number bigint not null, column_name text, rule text not null,
      message text not null, value text, raw bytea) ${options}`,
  )
}

export async function dropStaging(database: Database, tables: StagingTables): Promise<void> {
  await database.pool.query(`drop table if exists ${tables.all.join(', ')}`)
}
