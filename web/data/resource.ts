/**
 * TanStack Query over {@link request}. The address and its parameters are the key, so one resource
 * asked for on two parts of a screen is fetched once, and `refresh(client, "/api/metrics")` renews
 * everything under an address.
 */
import {
  QueryClient,
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  type InfiniteData,
} from '@tanstack/react-query'
import { ApiProblem, request, type Query } from './api.ts'

const MINUTE = 60_000

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: MINUTE,
        gcTime: 10 * MINUTE,
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiProblem && error.retry && error.status !== 429,
      },
    },
  })
}

/** One answer. A null path waits: for an id that is not known yet. */
export function useResource<Answer>(
  path: string | null,
  query: Query = {},
  options: { readonly staleTime?: number; readonly refetchInterval?: number } = {},
): UseQueryResult<Answer> {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => request<Answer>(path ?? '', { query, signal }),
    enabled: path !== null,
    ...options,
  })
}

export interface Page {
  readonly nextCursor: string | null
}

/** A list read page by page with its cursor: `data.pages`, `fetchNextPage`, `hasNextPage`. */
export function useResourcePages<Answer extends Page>(
  path: string | null,
  query: Query = {},
): UseInfiniteQueryResult<InfiniteData<Answer>> {
  return useInfiniteQuery({
    queryKey: [path, query, 'pages'],
    queryFn: ({ signal, pageParam }) =>
      request<Answer>(path ?? '', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: path !== null,
  })
}

/** Renews every answer whose address starts with one of the prefixes. */
export function refresh(client: QueryClient, ...prefixes: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === 'string' && prefixes.some((prefix) => path.startsWith(prefix)),
  })
}
