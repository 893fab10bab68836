/** Queries of 采集, 归集 and 数据填报. */
import type { SourceRunItem } from '../../server/api/schemas/dataset.ts'
import type {
  ChangeDayList,
  DatasetColumns,
  DifferenceList,
  RawRecord,
  RowVersionList,
  StandardRowList,
} from '../../server/api/schemas/history.ts'
import type { RejectedRow } from '../../server/api/schemas/submission.ts'
import type { Query } from './api.ts'
import type { Items } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

/** Changes with a release, not while a screen is open. */
const HOUR = 3_600_000

export type DatasetColumn = DatasetColumns['columns'][number]

export const useDatasetColumns = (id: string | null) =>
  useResource<DatasetColumns>(id === null ? null : `/api/datasets/${id}/columns`, {}, { staleTime: HOUR })

/** One page of standard rows; `query` holds asOf, sort, limit, cursor and filter.<column>. */
export const useStandardRows = (id: string | null, query: Query) =>
  useResource<StandardRowList>(id === null ? null : `/api/datasets/${id}/rows`, query)

export const useRowVersions = (id: string, rowId: number) =>
  useResource<RowVersionList>(`/api/datasets/${id}/rows/${rowId}/versions`)

export const useRawRecord = (id: string, rowId: number, batchId: number) =>
  useResource<RawRecord>(`/api/datasets/${id}/rows/${rowId}/raw`, { batchId })

export const useDifferences = (id: string | null, query: Query) =>
  useResource<DifferenceList>(id === null ? null : `/api/datasets/${id}/differences`, query)

export const useChangeDays = (id: string | null) =>
  useResource<ChangeDayList>(id === null ? null : `/api/datasets/${id}/change-days`)

export const useSourceRuns = (id: string) =>
  useResourcePages<Items<SourceRunItem>>(`/api/sources/${id}/runs`, { limit: 40 })

export const useRejectedRows = (batch: number | null) =>
  useResourcePages<Items<RejectedRow>>(batch === null ? null : `/api/batches/${batch}/rejected`)
