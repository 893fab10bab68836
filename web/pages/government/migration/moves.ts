/** Moves of enterprises, read whole for the window, and sums over the flows between regions. */
import type { MigrationEvent, MigrationFlows, WatchList } from '../../../../server/api/schemas/migration.ts'
import type { Region } from '../../../../server/api/schemas/shared.ts'
import type { RegionValue } from '../../../charts/map/option.ts'
import { useMigrationEvents, useWatchList } from '../../../data/government-queries.ts'
import type { Items, ScopeQuery } from '../../../data/queries.ts'
import { useResource } from '../../../data/resource.ts'
import { useScope } from '../../../shell/scope.tsx'
import type { Direction } from './vocabulary.ts'

/** The most that the API gives at once: a filter over a part of the moves would miscount. */
const PAGE = 500
const LONGEST_MONTHS = 120

export const useMoves = (query: ScopeQuery, months: number) => useMigrationEvents(query, months, PAGE)

/** The watch list of the scope, as every part of the screen reads it. */
export const useScopeWatchList = () => useWatchList(useScope().query, PAGE)

/** Everything of the account's area in the realm, whatever region and chain the screen is set to. */
function useHomeQuery(): ScopeQuery {
  const { session, realm, asOf } = useScope()
  return { region: session.region.code, realm, ...(asOf !== undefined && { asOf }) }
}

export function useHomeWatchList(wanted: boolean) {
  const query = useHomeQuery()
  return useResource<WatchList>(wanted ? '/api/migration/watch-list' : null, { ...query, limit: PAGE })
}

export function useHomeMoves(wanted: boolean) {
  const query = useHomeQuery()
  return useResource<Items<MigrationEvent>>(wanted ? '/api/migration/events' : null, {
    ...query,
    months: LONGEST_MONTHS,
    limit: PAGE,
  })
}

/** Whether a code lies in a region: 370523 in 370500 in 370000. */
export function isWithin(region: string, code: string): boolean {
  return code.startsWith(region.replace(/(00){1,2}$/, ''))
}

/** Which way a move goes, seen from the region. */
export function directionOf(region: string, { origin, destination }: MigrationEvent): Direction {
  if (!isWithin(region, origin.code)) return 'in'
  return isWithin(region, destination.code) ? 'within' : 'out'
}

/** What a flow inside the region crosses: flows run between the regions one level below it. */
export function withinTitle({ level }: Region): string {
  return level === 'province' ? '区内跨市' : '区内跨县'
}

export function countWithin({ flows }: MigrationFlows): number {
  return flows.reduce((sum, flow) => sum + (flow.direction === 'within' ? flow.enterprises : 0), 0)
}

/** Net moves of every region that a flow touches; the others had none. */
export function netByRegion(
  { flows }: MigrationFlows,
  regions: readonly { readonly code: string; readonly name: string }[],
): readonly RegionValue[] {
  return regions.map(({ code, name }) => {
    const sum = (side: 'origin' | 'destination') =>
      flows.reduce((total, flow) => total + (flow[side].code === code ? flow.enterprises : 0), 0)
    const arrived = sum('destination')
    const left = sum('origin')
    return {
      code,
      name,
      value: arrived - left,
      estimated: false,
      lines: [`迁入 ${arrived} 家，迁出 ${left} 家`],
    }
  })
}
