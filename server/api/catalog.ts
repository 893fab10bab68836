import { columnsOf, datasets, type NamedDataset } from '../datasets/registry.ts'
import { warehouseTitles } from '../datasets/contract.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import { cycleTitles, describeRule, gradeTitles, shareTitles, typeTitles } from './catalog-words.ts'
import type { DatasetDetail, DatasetItem, SourceItem } from './schemas/dataset.ts'

interface LedgerRow {
  readonly dataset: string
  readonly rows: number
  readonly demonstration: boolean
  readonly last_loaded_at: Date
  readonly open_quarantine: number
}

/** Rows are only ever added or superseded, so those inserted by all batches are those that stand. */
const readLedger = prepare<[], LedgerRow>(
  'catalog-ledger',
  `select b.dataset, sum(b.inserted)::bigint as rows, bool_or(b.demonstration and b.inserted > 0) as demonstration,
     max(b.finished_at) as last_loaded_at,
     (select count(*) from brain.quarantine q where q.dataset = b.dataset and q.state = 'open') as open_quarantine
   from brain.batch b where b.status = 'loaded' group by b.dataset`,
)

/** The catalogue of all datasets, in warehouse order. */
export async function readCatalog(database: Database): Promise<DatasetItem[]> {
  const ledger = new Map((await readLedger(database, [])).map((row) => [row.dataset, row]))
  const order = Object.keys(warehouseTitles)
  return [...datasets.values()]
    .toSorted((a, b) => order.indexOf(a.warehouse) - order.indexOf(b.warehouse) || (a.name < b.name ? -1 : 1))
    .map((dataset) => describe(dataset, ledger.get(dataset.id)))
}

function describe(dataset: NamedDataset, ledger: LedgerRow | undefined): DatasetItem {
  return {
    id: dataset.id,
    warehouse: dataset.warehouse,
    warehouseTitle: warehouseTitles[dataset.warehouse],
    name: dataset.name,
    title: dataset.title,
    summary: dataset.summary,
    category: dataset.category,
    steward: dataset.steward,
    cycle: cycleTitles[dataset.cycle],
    share: shareTitles[dataset.share],
    grade: gradeTitles[dataset.grade],
    columns: Object.keys(dataset.columns).length,
    rows: ledger?.rows ?? 0,
    demonstration: ledger?.demonstration ?? false,
    lastLoadedAt: ledger?.last_loaded_at.toISOString() ?? null,
    openQuarantine: ledger?.open_quarantine ?? 0,
  }
}

export async function readDataset(
  database: Database,
  dataset: NamedDataset,
  sources: readonly SourceItem[],
): Promise<DatasetDetail> {
  const item = (await readCatalog(database)).find(({ id }) => id === dataset.id)
  if (item === undefined) throw new Error(`目录中没有数据集 ${dataset.id}`)
  return {
    ...item,
    key: [...dataset.key],
    shareCondition: dataset.shareCondition ?? null,
    items: columnsOf(dataset).map(([name, column]) => ({
      name,
      title: column.title,
      type: typeTitles[column.type],
      unit: column.unit ?? null,
      required: column.required === true || dataset.key.includes(name),
      rule: describeRule(column),
      grade: gradeTitles[column.grade ?? dataset.grade],
    })),
    sources: sources
      .filter((source) => source.dataset === dataset.id)
      .map(({ id, title, publisher, licence }) => ({ id, title, publisher, licence })),
  }
}
