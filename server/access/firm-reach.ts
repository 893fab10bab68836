import { regionContains, regionPrefix } from '../domain/region.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import type { SignedIn } from './sessions.ts'

const readPlaces = prepare<[creditCodes: readonly string[]], { credit_code: string; place: string | null }>(
  'firm-places',
  `select credit_code, coalesce(county_code, city_code, province_code) as place
   from brain.golden_enterprise where credit_code = any($1)`,
)

export type Reach = 'within' | 'outside' | 'other-firm' | 'unknown'

/** The platform serves one province; what lies beyond is known from public sources alone. */
const ownProvince = '370000'

/**
 * Whether a viewer may read about a firm: an enterprise user about its own, officials about firms of
 * their region and about firms beyond the province, which are no colleague's territory.
 */
export async function reachOfFirm(database: Database, viewer: SignedIn, creditCode: string): Promise<Reach> {
  if (viewer.role === 'enterprise' || viewer.role === 'bank')
    return viewer.creditCode === creditCode ? 'within' : 'other-firm'
  const rows = await readPlaces(database, [[creditCode]])
  const [firm] = rows
  if (firm === undefined) return 'unknown'
  const { place } = firm
  if (place === null) return regionPrefix(viewer.region.code).length <= 2 ? 'within' : 'outside'
  if (regionContains(viewer.region.code, place)) return 'within'
  return regionContains(ownProvince, place) ? 'outside' : 'within'
}
