/**
 * One hook for each resource of the API. Figures take the scope of the screen as an argument:
 * `const { query } = useScope(); const metric = useMetric("cluster-scale", query)`.
 */
import type { AlertList } from '../../server/api/schemas/alert.ts'
import type { ChainGraph, ChainItem, GapRegion, SegmentDetail } from '../../server/api/schemas/chain.ts'
import type {
  Batch,
  DatasetDetail,
  DatasetItem,
  Progress,
  Quarantined,
  SourceItem,
} from '../../server/api/schemas/dataset.ts'
import type { Enterprise, EnterpriseItem } from '../../server/api/schemas/enterprise.ts'
import type {
  Metric,
  MetricDefinition,
  MetricEvidence,
  RegionValueList,
} from '../../server/api/schemas/metric.ts'
import type { MigrationFlows } from '../../server/api/schemas/migration.ts'
import type { AddedRegion, Boundaries } from '../../server/api/schemas/region.ts'
import type { DemonstrationAccounts, Session } from '../../server/api/schemas/session.ts'
import type { Region, SourceRef, SourceRow } from '../../server/api/schemas/shared.ts'
import type { Realm } from '../../server/domain/realm.ts'
import type { Static } from 'typebox'
import { useResource, useResourcePages } from './resource.ts'

/** The part of an address that says which slice of the world a figure is for. */
export type ScopeQuery = {
  readonly region?: string
  readonly asOf?: string
  readonly realm?: Realm
  readonly chain?: string
}

export interface Items<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
  readonly total?: number
}

/** Changes with a release or a new edition of a standard, not while a screen is open. */
const HOUR = 3_600_000

export const useSession = () => useResource<Session>('/api/session', {}, { staleTime: HOUR })

export const useDemonstrationAccounts = () =>
  useResource<Static<typeof DemonstrationAccounts>>('/api/session/demonstration', {}, { staleTime: HOUR })

export const useAddedRegions = () =>
  useResource<Items<AddedRegion>>('/api/regions/added', {}, { staleTime: 0 })

/** @param asOf divisions in use then; absent = now */
export const useRegions = (asOf?: string) =>
  useResource<Items<Region>>('/api/regions', { asOf }, { staleTime: HOUR })

export const useBoundaries = (level: 'city' | 'county') =>
  useResource<Boundaries>('/api/regions/boundaries', { level }, { staleTime: HOUR })

export const useChains = (wanted = true) =>
  useResource<Items<ChainItem>>(wanted ? '/api/chains' : null, {}, { staleTime: HOUR })

export const useChainGraph = ({ chain, ...query }: ScopeQuery) =>
  useResource<ChainGraph>(
    chain === undefined ? null : `/api/chains/${encodeURIComponent(chain)}/graph`,
    query,
  )

export const useSegment = ({ chain, ...query }: ScopeQuery, segment: string | null) =>
  useResource<SegmentDetail>(
    chain === undefined || segment === null
      ? null
      : `/api/chains/${encodeURIComponent(chain)}/segments/${encodeURIComponent(segment)}`,
    query,
  )

export const useGapRegions = ({ chain, ...query }: ScopeQuery, level: 'city' | 'county' = 'city') =>
  useResource<Items<GapRegion>>(
    chain === undefined ? null : `/api/chains/${encodeURIComponent(chain)}/gap-regions`,
    { ...query, level },
  )

export const useMetricDefinitions = () =>
  useResource<Items<MetricDefinition>>('/api/metrics', {}, { staleTime: HOUR })

export const useMetric = (id: string, query: ScopeQuery) =>
  useResource<Metric>(`/api/metrics/${encodeURIComponent(id)}`, query)

/** Values of one metric for every region of a level inside the region asked for. */
export const useRegionValues = (
  metric: string | null,
  query: ScopeQuery,
  level: 'city' | 'county' = 'county',
) =>
  useResource<RegionValueList>(
    metric === null ? null : `/api/metrics/${encodeURIComponent(metric)}/regions`,
    { ...query, level, limit: 500 },
  )

export const useMetricEvidence = (id: string | null, query: ScopeQuery) =>
  useResourcePages<MetricEvidence>(
    id === null ? null : `/api/metrics/${encodeURIComponent(id)}/evidence`,
    query,
  )

/** The row in the version that its batch brought; without a batch the one in force. */
export const useSourceRow = (
  reference: (Pick<SourceRef, 'dataset' | 'rowId'> & { readonly batchId?: number | undefined }) | null,
) =>
  useResource<SourceRow>(reference === null ? null : `/api/rows/${reference.dataset}/${reference.rowId}`, {
    batch: reference?.batchId,
  })

export type EnterpriseFilter = ScopeQuery & {
  readonly query?: string
  readonly segment?: string
  readonly limit?: number
}
export const useEnterprises = (filter: EnterpriseFilter, waiting = false) =>
  useResourcePages<Items<EnterpriseItem>>(waiting ? null : '/api/enterprises', filter)

/** @param asOf as its sources stood then; absent = now */
export const useEnterprise = (creditCode: string | null, asOf?: string) =>
  useResource<Enterprise>(creditCode === null ? null : `/api/enterprises/${encodeURIComponent(creditCode)}`, {
    asOf,
  })

export const useMigrationFlows = (query: ScopeQuery, months = 12) =>
  useResource<MigrationFlows>('/api/migration/flows', { ...query, months })

export const useAlerts = (
  query: { readonly region?: string; readonly realm?: Realm; readonly asOf?: string | undefined },
  limit = 30,
) => useResource<AlertList>('/api/alerts', { ...query, limit })

export const useDatasets = () => useResource<Items<DatasetItem>>('/api/catalog/datasets', { limit: 500 })

export const useDataset = (id: string | null) =>
  useResource<DatasetDetail>(id === null ? null : `/api/catalog/datasets/${id}`)

export const useSources = () => useResource<Items<SourceItem>>('/api/sources', { limit: 500 })

export const useBatches = (limit = 50) => useResourcePages<Items<Batch>>('/api/batches', { limit })

export const useQuarantine = (batch: number | null) =>
  useResourcePages<Items<Quarantined>>(batch === null ? null : `/api/batches/${batch}/quarantine`)

export const useProgress = () => useResource<Items<Progress>>('/api/ingest/progress')
