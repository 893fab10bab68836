import type { GeneratedAlways } from 'kysely'

export interface SavedViewTables {
  'brain.saved_view': {
    id: GeneratedAlways<number>
    /** Account name. */
    owner: string
    /** 'government/chain-map' */
    page: string
    name: string
    /** Query of the page's address, without '?'. */
    address: string
    created_at: Date
  }
}
