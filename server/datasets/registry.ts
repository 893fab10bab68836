import { glob } from 'node:fs/promises'
import type { Column, Dataset, Warehouse } from './contract.ts'

/** A contract with the identity that its path gives it. */
export interface NamedDataset extends Dataset {
  /** 'public/enterprise-registration' */
  readonly id: string
  readonly warehouse: Warehouse
  /** 'enterprise-registration' */
  readonly name: string
  /** PostgreSQL schema and table, e.g. public_warehouse.enterprise_registration */
  readonly schema: string
  readonly table: string
}

async function readDatasets(): Promise<ReadonlyMap<string, NamedDataset>> {
  const found = new Map<string, NamedDataset>()
  const files = await Array.fromAsync(glob('{public,industry,enterprise}/*.ts', { cwd: import.meta.dirname }))
  for (const file of files.toSorted()) {
    const module = (await import(`./${file}`)) as { default: Dataset }
    const [warehouse, name] = file.replace(/\.ts$/, '').split(/[\\/]/) as [Warehouse, string]
    const schema = `${warehouse}_warehouse`
    const table = name.replaceAll('-', '_')
    found.set(`${warehouse}/${name}`, {
      ...module.default,
      id: `${warehouse}/${name}`,
      warehouse,
      name,
      schema,
      table,
    })
  }
  return found
}

/** All datasets by id, found by their folder. */
export const datasets: ReadonlyMap<string, NamedDataset> = await readDatasets()

/** @throws when no dataset has this id: a programming error or an unknown name from outside, say which. */
export function dataset(id: string): NamedDataset {
  const found = datasets.get(id)
  if (found === undefined)
    throw new Error(`没有名为“${id}”的数据集；可用：${[...datasets.keys()].join('、')}`)
  return found
}

export function columnsOf(contract: Dataset): readonly (readonly [string, Column])[] {
  return Object.entries(contract.columns)
}

/**
 * The view through which users read a dataset: its rows within their reach, values above their clearance absent.
 * The columns of the table and `masked text[]`, the names of what is hidden in the row (warehouse/row-security.ts).
 */
export function viewName(contract: NamedDataset, suffix = ''): string {
  return `"${contract.warehouse}_view"."${contract.table}${suffix}"`
}

/** `schema.table` quoted for SQL; names come from file names and are identifiers by construction. */
export function tableName(contract: NamedDataset, suffix = ''): string {
  return `"${contract.schema}"."${contract.table}${suffix}"`
}
