/** Hooks of evidence and 血缘: any number down to its rows, any source on to all that uses it. */
import type { FigureEvidence, Lineage } from '../../server/api/schemas/lineage.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

/** @param subject as in GET /api/evidence: 'segment:rubber-tyre/carbon-black/demand' */
export const useFigureEvidence = (subject: string, query: ScopeQuery & { readonly months?: number }) =>
  useResourcePages<FigureEvidence>('/api/evidence', { ...query, subject })

export type LineageDirection = Lineage['direction']

export const useLineage = (
  subject: string | null,
  direction: LineageDirection | undefined,
  query: ScopeQuery,
) => useResource<Lineage>(subject === null ? null : '/api/lineage', { ...query, subject, direction })
