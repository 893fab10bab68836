/** The enterprise network of a chain: a large answer, fetched once and kept while the screen is open. */
import type { ClusterNetwork } from '../../server/api/schemas/network.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource } from './resource.ts'

/** @param wanted false waits until a view needs it */
export const useClusterNetwork = ({ chain, ...query }: ScopeQuery, wanted = true) =>
  useResource<ClusterNetwork>(
    chain === undefined || !wanted ? null : `/api/chains/${encodeURIComponent(chain)}/network`,
    query,
  )
