/** Hooks and addresses of 目标企业; used like those of data/queries.ts. */
import type { TargetCard, TargetList, TargetQuery, TargetScoring } from '../../server/api/schemas/target.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

export type TargetFilter = Pick<TargetQuery, 'segment' | 'province' | 'listed' | 'size' | 'reach'>

const pathOf = (chain: string) => `/api/chains/${encodeURIComponent(chain)}`

export const useTargets = ({ chain, ...query }: ScopeQuery, filter: TargetFilter) =>
  useResourcePages<TargetList>(chain === undefined ? null : `${pathOf(chain)}/targets`, {
    ...query,
    ...filter,
    limit: 50,
  })

export const useTarget = ({ chain, ...query }: ScopeQuery, creditCode: string, segment: string | undefined) =>
  useResource<TargetCard>(
    chain === undefined ? null : `${pathOf(chain)}/targets/${encodeURIComponent(creditCode)}`,
    { ...query, segment },
  )

export const useTargetScoring = ({ chain }: ScopeQuery) =>
  useResource<TargetScoring>(chain === undefined ? null : `${pathOf(chain)}/target-scoring`)

/** Where the list as filtered is downloaded. */
export function targetFileAddress(
  { chain = '', ...query }: ScopeQuery,
  filter: TargetFilter,
  format: 'xlsx' | 'csv',
): string {
  return `${pathOf(chain)}/targets/file?${search({ ...query, ...filter, format })}`
}

/** Where the 尽调材料 of a firm is downloaded. */
export function dossierAddress(
  { chain = '', ...query }: ScopeQuery,
  creditCode: string,
  segment: string,
): string {
  return `${pathOf(chain)}/targets/${encodeURIComponent(creditCode)}/dossier?${search({ ...query, segment })}`
}

function search(parameters: Readonly<Record<string, string | boolean | undefined>>): string {
  return new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString()
}
