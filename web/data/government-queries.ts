/** Hooks for the resources of 产业全景图谱, 招商地图 and 企业迁移预警; used like those of data/queries.ts. */
import type { Gap } from '../../server/api/schemas/chain.ts'
import type {
  CapacityItem,
  EnergyItem,
  Neighbourhood,
  TransactionItem,
} from '../../server/api/schemas/enterprise.ts'
import type { MigrationEvent, WatchList } from '../../server/api/schemas/migration.ts'
import type { Items, ScopeQuery } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

/** Gaps of the region in scope, each with its first target enterprises. */
export const useGaps = ({ chain, ...query }: ScopeQuery, candidates = 8) =>
  useResource<Items<Gap>>(chain === undefined ? null : `/api/chains/${encodeURIComponent(chain)}/gaps`, {
    ...query,
    candidates,
    limit: 200,
  })

export const useNeighbourhood = (creditCode: string | null, hops: number) =>
  useResource<Neighbourhood>(
    creditCode === null ? null : `/api/enterprises/${encodeURIComponent(creditCode)}/network`,
    { hops },
  )

interface EnterpriseFacts {
  readonly transactions: TransactionItem
  readonly energy: EnergyItem
  readonly capacity: CapacityItem
}

export const useEnterpriseFacts = <Kind extends keyof EnterpriseFacts>(
  creditCode: string,
  kind: Kind,
  asOf: string | undefined,
) =>
  useResourcePages<Items<EnterpriseFacts[Kind]>>(
    `/api/enterprises/${encodeURIComponent(creditCode)}/${kind}`,
    { limit: 50, asOf },
  )

export const useWatchList = (query: ScopeQuery, limit = 200) =>
  useResource<WatchList>('/api/migration/watch-list', { ...query, limit })

export const useMigrationEvents = (query: ScopeQuery, months: number, limit = 50) =>
  useResourcePages<Items<MigrationEvent>>('/api/migration/events', { ...query, months, limit })
