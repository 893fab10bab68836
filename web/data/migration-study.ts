/** Hooks for what 企业迁移预警 studies: detected moves, matrix, cohorts, forecasts. */
import type {
  Cohorts,
  DetectedList,
  DetectedMove,
  ForecastAnswer,
  HistoryKind,
  MigrationMatrix,
} from '../../server/api/schemas/migration-study.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

/** The most that the API gives at once. */
const PAGE = 500

export const useDetectedMoves = (
  { region, realm }: ScopeQuery,
  filter: {
    readonly kind?: HistoryKind | undefined
    readonly level?: DetectedMove['level'] | undefined
    readonly nationwide: boolean
  },
) =>
  useResourcePages<DetectedList>('/api/migration/detected', {
    region,
    realm,
    kind: filter.kind,
    level: filter.level,
    ...(filter.nationwide && { nationwide: true }),
    limit: PAGE,
  })

/** How many pairs of addresses each source of the realm was compared in; no move with it. */
export const useDetections = ({ region, realm }: ScopeQuery) =>
  useResource<DetectedList>('/api/migration/detected', { region, realm, limit: 1 })

export interface MatrixAsked {
  readonly by: MigrationMatrix['by']
  readonly source: MigrationMatrix['source']
  readonly months: number
  readonly segment?: string | undefined
  readonly nationwide: boolean
}

export const useMatrix = (query: ScopeQuery, { nationwide, ...asked }: MatrixAsked) =>
  useResource<MigrationMatrix>('/api/migration/matrix', {
    ...query,
    ...asked,
    ...(nationwide && { nationwide: true }),
  })

export const useCohorts = ({ region, realm, chain }: ScopeQuery) =>
  useResource<Cohorts>('/api/migration/cohorts', { region, realm, chain })

export const useForecastStudy = ({ realm }: ScopeQuery) =>
  useResource<ForecastAnswer>('/api/migration/forecast', { realm })
