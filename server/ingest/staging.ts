import type { PoolClient } from 'pg'
import type { NamedDataset } from '../datasets/registry.ts'
import { columnTypes } from '../warehouse/tables.ts'

/** Unlogged tables of one batch. They are dropped with it; what a killed process leaves is dropped at start. */
export interface StagingTables {
  /** row_number, row_hash and the contract columns the file has. */
  readonly rows: string
  /** row_number, column_name, rule, message, value, raw. */
  readonly rejects: string
  /** Made by the merge: staged rows that are new or differ. */
  readonly changes: string
  readonly all: readonly string[]
}

export function stagingTables(batchId: number): StagingTables {
  const name = (part: string): string => `brain.staging_${batchId}_${part}`
  const [rows, rejects, changes] = [name('rows'), name('rejects'), name('changes')]
  return { rows, rejects, changes, all: [rows, rejects, changes] }
}

// Short-lived and read once: nothing for autovacuum to do.
const options = 'with (autovacuum_enabled = false)'

export async function createRejects(client: PoolClient, tables: StagingTables): Promise<void> {
  await client.query(
    `create unlogged table ${tables.rejects} (row_number bigint not null, column_name text, rule text not null,
      message text not null, value text, raw bytea) ${options}`,
  )
}

/** @param columns of the file, in its order; a column with a constant has it as its default. */
export async function createRows(
  client: PoolClient,
  dataset: NamedDataset,
  tables: StagingTables,
  columns: readonly string[],
  constants: ReadonlyMap<string, string>,
): Promise<void> {
  const definition = (name: string): string => {
    const constant = constants.get(name)
    const value = constant === undefined ? '' : ` default ${literal(constant)}`
    return `"${name}" ${columnTypes[dataset.columns[name]!.type]}${value}`
  }
  await client.query(
    `create unlogged table ${tables.rows} (row_number bigint not null, row_hash bigint not null,
      ${[...columns, ...constants.keys()].map(definition).join(', ')}) ${options}`,
  )
}

export function copyStatement(
  table: string,
  columns: readonly string[],
  delimiter: string,
  more = '',
): string {
  const list = columns.map((name) => `"${name}"`).join(', ')
  return `copy ${table} (${list}) from stdin with (format csv, delimiter ${literal(delimiter)}${more})`
}

export async function dropStaging(client: PoolClient, tables: StagingTables): Promise<void> {
  await client.query(`drop table if exists ${tables.all.join(', ')}`)
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
