import type { GeneratedAlways, JSONColumnType } from 'kysely'

export interface ExplorerViewTable {
  id: GeneratedAlways<number>
  name: string
  /** Account name. */
  owner: string
  /** Region of the owner; a shared view is seen by officials of this region and below. */
  region_code: string
  shared: boolean
  chart: string
  /** The query as it was saved; checked anew whenever it is read or run. */
  query: JSONColumnType<Readonly<Record<string, unknown>>>
  created_at: Date
  updated_at: Date
}

export interface ExplorerTables {
  'brain.explorer_view': ExplorerViewTable
}
