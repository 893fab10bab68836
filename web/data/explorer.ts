/** 建模: what can be analysed, answers to queries, saved views, files. */
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type {
  ExplorerAnswer,
  ExplorerQuery,
  ExplorerSubject,
  ExplorerView,
  ExplorerViewRequest,
  ExportFormat,
  RowsBehind,
} from '../../server/api/schemas/explorer.ts'
import { ApiProblem, request } from './api.ts'
import type { Items } from './queries.ts'
import { refresh, useResource } from './resource.ts'

const HOUR = 3_600_000

export const useExplorerSubjects = () =>
  useResource<Items<ExplorerSubject>>('/api/explorer/subjects', {}, { staleTime: HOUR })

/** The last answer stays in view while the next is worked out. A null query waits. */
export function useExplorerAnswer(query: ExplorerQuery | null): UseQueryResult<ExplorerAnswer> {
  return useQuery({
    queryKey: ['/api/explorer/query', query],
    queryFn: ({ signal }) =>
      request<ExplorerAnswer>('/api/explorer/query', { method: 'POST', body: query, signal }),
    enabled: query !== null,
    placeholderData: keepPreviousData,
  })
}

export function useRowsBehind(
  query: ExplorerQuery,
  keys: readonly (string | null)[],
): UseQueryResult<RowsBehind> {
  return useQuery({
    queryKey: ['/api/explorer/rows', query, keys],
    queryFn: ({ signal }) =>
      request<RowsBehind>('/api/explorer/rows', { method: 'POST', body: { query, keys }, signal }),
  })
}

export const useExplorerViews = () => useResource<Items<ExplorerView>>('/api/explorer/views')

/** Changes to saved views; the list is read anew after each. */
export function useViewChanges() {
  const client = useQueryClient()
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work
    await refresh(client, '/api/explorer/views')
    return done
  }
  return {
    save: (view: ExplorerViewRequest) =>
      after(request<ExplorerView>('/api/explorer/views', { method: 'POST', body: view })),
    change: (id: number, change: Partial<ExplorerViewRequest>) =>
      after(request<ExplorerView>(`/api/explorer/views/${id}`, { method: 'PATCH', body: change })),
    remove: (id: number) => after(request<undefined>(`/api/explorer/views/${id}`, { method: 'DELETE' })),
  }
}

/**
 * Writes the answer of a query to a file of this machine.
 * @throws ApiProblem when the server refuses or cannot be reached
 */
export async function downloadExport(query: ExplorerQuery, format: ExportFormat): Promise<void> {
  let response: Response
  try {
    response = await fetch('/api/explorer/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, format }),
      credentials: 'same-origin',
    })
  } catch {
    throw new ApiProblem({ status: 0, detail: '连接不上服务器，请检查网络后重试。' })
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as object
    throw new ApiProblem({ ...problem, status: response.status })
  }
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  saveFile(await response.blob(), named === undefined ? `分析结果.${format}` : decodeURIComponent(named))
}

export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '-')
  link.click()
  URL.revokeObjectURL(link.href)
}
