/** Hooks for 停产推演 and 需求测算; used like those of data/queries.ts. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Criticality, SweepList } from '../../server/api/schemas/criticality.ts'
import type { DemandRequest, DemandResult, DemandSectors } from '../../server/api/schemas/demand.ts'
import type {
  SavedScenarioList,
  ScenarioFirmList,
  ScenarioOptions,
  ScenarioRequest,
  ScenarioResult,
} from '../../server/api/schemas/scenario.ts'
import { request } from './api.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource } from './resource.ts'

/** A result belongs to the trade of a month: it does not change while a screen is open. */
const RESULT_MS = 10 * 60_000

/**
 * An answer to a question too long for an address. Computing changes nothing on the server, so it is kept
 * like any other answer: by what was asked.
 */
function useComputed<Answer>(path: string, body: object | null): UseQueryResult<Answer> {
  return useQuery({
    queryKey: [path, body],
    queryFn: ({ signal }) => request<Answer>(path, { method: 'POST', body, signal }),
    enabled: body !== null,
    staleTime: RESULT_MS,
  })
}

export const useScenario = (asked: ScenarioRequest | null) =>
  useComputed<ScenarioResult>('/api/scenarios/run', asked)

type Scope = Pick<ScopeQuery, 'region' | 'realm' | 'chain'>

export const useScenarioOptions = ({ region, realm, chain }: Scope) =>
  useResource<ScenarioOptions>('/api/scenarios/options', { region, realm, chain })

/** Firms of the network by name, pinyin or credit code; the largest where no text is given. */
export const useScenarioFirms = ({ region, realm, chain }: Scope, text: string, limit = 12) =>
  useQuery({
    queryKey: ['/api/scenarios/firms', { region, realm, chain, text, limit }],
    queryFn: ({ signal }) =>
      request<Static<typeof ScenarioFirmList>>('/api/scenarios/firms', {
        query: { region, realm, chain, text, limit },
        signal,
      }),
    // The list stays while the next letter is looked up.
    placeholderData: keepPreviousData,
  })

export const useCriticality = (
  { region, realm, chain }: Scope,
  hidden: boolean,
  waiting = false,
  limit = 100,
) =>
  useResource<Criticality>(waiting ? null : '/api/scenarios/criticality', {
    region,
    realm,
    chain,
    hidden,
    limit,
  })

/** While one runs it is asked for again, so that the progress is seen to move. */
export const useSweeps = () =>
  useQuery({
    queryKey: ['/api/scenarios/sweeps', {}],
    queryFn: ({ signal }) => request<Static<typeof SweepList>>('/api/scenarios/sweeps', { signal }),
    refetchInterval: (query) =>
      query.state.data?.items.some(({ state }) => state === 'running') === true ? 1_000 : false,
  })

export const useSavedScenarios = () => useResource<Static<typeof SavedScenarioList>>('/api/scenarios')

export const useDemandSectors = (chain: string | undefined, table: string | null) =>
  useResource<DemandSectors>('/api/scenarios/demand/sectors', { chain, table })

export const useDemand = (asked: DemandRequest | null) =>
  useComputed<DemandResult>('/api/scenarios/demand', asked)
