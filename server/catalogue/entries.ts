import type { Cycle, Grade, ShareType, Warehouse } from '../datasets/contract.ts'
import { warehouseTitles } from '../datasets/contract.ts'
import { datasets, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { gradeOfDataset } from './grading.ts'
import { type Resource, resourceOf } from './resource.ts'
import { createSearch, type Search } from './search.ts'
import { type CatalogueState, type DatasetLedger, readState } from './state.ts'

/** A dataset with everything the catalogue says of it. */
export interface CatalogueEntry {
  readonly dataset: NamedDataset
  readonly resource: Resource
  readonly grade: Grade
  /** Undefined before anything was loaded. */
  readonly ledger: DatasetLedger | undefined
  /** YYYY-MM-DD; null = not certified today. */
  readonly certifiedUntil: string | null
  /** Listings that stand. */
  readonly listed: number
  /** Titles of information items that the search found. */
  readonly matched: readonly string[]
}

export interface CatalogueFilter {
  readonly query?: string | undefined
  readonly warehouse?: Warehouse | undefined
  readonly grade?: Grade | undefined
  readonly share?: ShareType | undefined
  readonly cycle?: Cycle | undefined
  readonly certified?: boolean | undefined
  readonly listed?: boolean | undefined
}

const order = Object.keys(warehouseTitles)
const inOrder = [...datasets.values()].toSorted(
  (a, b) => order.indexOf(a.warehouse) - order.indexOf(b.warehouse) || (a.name < b.name ? -1 : 1),
)

let search: Search | undefined

/** By relevance where something is searched for, otherwise in the order of the warehouses. */
export async function readEntries(
  platform: Database,
  filter: CatalogueFilter,
  now: Date,
): Promise<CatalogueEntry[]> {
  // Pinyin of a few hundred words: read at the first search, kept from then on.
  search ??= createSearch(inOrder)
  const matches = search(filter.query ?? '')
  const state = await readState(platform, now)
  return matches
    .map(({ id, columns }) => ({ ...entryOf(datasets.get(id), state), matched: columns }))
    .filter((entry) => passes(entry, filter))
}

/** @throws Error for a dataset that does not exist: the caller has looked it up. */
export async function readEntry(platform: Database, id: string, now: Date): Promise<CatalogueEntry> {
  return entryOf(datasets.get(id), await readState(platform, now))
}

function entryOf(dataset: NamedDataset | undefined, state: CatalogueState): CatalogueEntry {
  if (dataset === undefined) throw new Error('目录中没有这个数据集')
  return {
    dataset,
    resource: resourceOf(dataset),
    grade: gradeOfDataset(dataset, state.approvals),
    ledger: state.ledger.get(dataset.id),
    certifiedUntil: state.certified.get(dataset.id) ?? null,
    listed: state.listed.get(dataset.id) ?? 0,
    matched: [],
  }
}

function passes(
  { dataset, grade, certifiedUntil, listed }: CatalogueEntry,
  filter: CatalogueFilter,
): boolean {
  return (
    (filter.warehouse === undefined || dataset.warehouse === filter.warehouse) &&
    (filter.grade === undefined || grade === filter.grade) &&
    (filter.share === undefined || dataset.share === filter.share) &&
    (filter.cycle === undefined || dataset.cycle === filter.cycle) &&
    (filter.certified === undefined || (certifiedUntil !== null) === filter.certified) &&
    (filter.listed === undefined || listed > 0 === filter.listed)
  )
}
