import { Type } from 'typebox'
import { signedIn } from '../../access/rule.ts'
import { regionLevel, regionPrefix, regionTier } from '../../domain/region.ts'
import { prepare, type Database } from '../../warehouse/database.ts'
import { regionTree } from '../../warehouse/regions.ts'
import { sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import { Boundaries, BoundaryQuery, RegionList } from '../schemas/region.ts'
import { AsOf, type Region, type RegionRef } from '../schemas/shared.ts'
import { pastOf } from '../scope.ts'

/** In use in a year: not abolished by then, and set up before its end. */
const readDivisionsOfYear = prepare<[prefix: string, year: number], StoredRegion>(
  'regions-of-year',
  `select code, name, level, parent_code as parent, longitude, latitude, false as added
   from public_warehouse.division
   where (valid_until_year is null or valid_until_year > $2) and coalesce(valid_from_year, 0) <= $2
     and starts_with(code, $1)
   order by code`,
)

const readRegions = prepare<[prefix: string], StoredRegion>(
  'regions-current',
  `select code, name, level, parent_code as parent, longitude, latitude, added
   from ${regionTree} tree where starts_with(code, $1) order by code`,
)

const readTreeVersion = prepare<[], { version: string }>(
  'region-tree-version',
  `select concat(count(*), ' ', count(ended_at)) as version from brain.region_extension`,
)

interface StoredRegion extends Omit<Region, 'tier'> {
  /** By users. */
  readonly added: boolean
}

interface BoundaryRow {
  readonly code: string
  readonly name: string
  readonly geometry: { readonly type: string; readonly coordinates: unknown }
  readonly basis: string
}

const readBoundaries = prepare<[level: string], BoundaryRow>(
  'regions-boundaries',
  `select code, name, geometry, basis from public_warehouse.region_boundary where level = $1 order by code`,
)

const regions: Resource = (app, { platform, answers }) => {
  app.get(
    '/api/regions',
    {
      config: { access: signedIn },
      schema: {
        tags: ['区划'],
        summary: '账号辖区及其下级行政区划',
        querystring: Type.Object({ asOf: Type.Optional(AsOf) }),
        response: responses(200, RegionList),
      },
    },
    async (request, reply) => {
      const { region } = signedInOf(request)
      const year = pastOf(request.query.asOf)?.slice(0, 4)
      // A region that was added is there for everybody at once.
      const [tree] = await readTreeVersion(platform, [])
      const key = `regions ${region.code} ${year ?? ''} ${tree?.version ?? ''}`
      const answer = await answers.read(key, () => listRegions(platform, region, year))
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/regions/boundaries',
    {
      config: { access: signedIn },
      schema: {
        tags: ['区划'],
        summary: '山东省市级或县级轮廓（GeoJSON）',
        querystring: BoundaryQuery,
        response: responses(200, Boundaries),
      },
    },
    async (request, reply) => {
      const { level = 'city' } = request.query
      const answer = await answers.read(`boundaries ${level}`, () => collectBoundaries(platform, level))
      return sendAnswer(request, reply, answer)
    },
  )
}
export default regions

async function listRegions(database: Database, own: RegionRef, year: string | undefined) {
  const prefix = regionPrefix(own.code)
  const found =
    year === undefined
      ? await readRegions(database, [prefix])
      : await readDivisionsOfYear(database, [prefix, Number(year)])
  const level = regionLevel(own.code)
  // Before divisions are loaded the caller's own region is known all the same.
  const items: readonly Region[] =
    found.length > 0 || level === 'country'
      ? found.map(({ added, ...region }) => ({ ...region, tier: added ? 'zone' : regionTier(region.code) }))
      : [{ ...own, level, tier: regionTier(own.code), parent: null, longitude: null, latitude: null }]
  return { items, nextCursor: null, total: items.length }
}

async function collectBoundaries(database: Database, level: string): Promise<Boundaries> {
  const rows = await readBoundaries(database, [level])
  const bases = [...new Set(rows.map((row) => row.basis))]
  return {
    type: 'FeatureCollection',
    basis: bases.length === 0 ? '尚未加载行政区划边界' : bases.join('；'),
    features: rows.map(({ code, name, geometry }) => ({
      type: 'Feature',
      properties: { code, name },
      geometry: { type: geometry.type, coordinates: rounded(geometry.coordinates) },
    })),
  }
}

/** Positions to four decimals of a degree; a point that falls on the one before it is left out. */
function rounded(coordinates: unknown): unknown[] {
  if (!Array.isArray(coordinates)) return []
  const list: readonly unknown[] = coordinates
  if (!list.some(Array.isArray)) {
    return list.map((value) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value))
  }
  const inner = list.map(rounded)
  const isRing = inner.length > 4 && inner.every((item) => item.length > 0 && typeof item[0] === 'number')
  if (!isRing) return inner
  return inner.filter((point, at) => {
    const before = inner[at - 1]
    return before === undefined || point[0] !== before[0] || point[1] !== before[1]
  })
}
