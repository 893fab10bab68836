import { gapsOf, unmet } from '../chain/gaps.ts'
import { countFirms, countMembers, type MemberCount } from '../chain/members.ts'
import { baseRegion, type SegmentVerdict } from '../chain/segment-states.ts'
import { type RegionMonth, readVerdicts } from '../chain/verdicts.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { type Candidate, factsFor, readCandidates } from './candidates.ts'
import { customersOf, type Market, placeWords, readMarket } from './customers.ts'
import { outsideShares, type Relatedness, relatednessOf } from './locality.ts'
import { type Places, readPlaces } from './places.ts'
import { type LocalFacts, type Point, pointsOf } from './points.ts'

/** Whom to look for: firms of other provinces, of the same province but elsewhere, or both. */
export type Reach = 'outside-province' | 'within-province' | 'all'

/** A firm for a gap, with its points. */
export interface Ranked {
  readonly firm: Candidate
  readonly segment: string
  readonly points: readonly Point[]
  readonly score: number
  readonly local: LocalFacts
}

/** What ranking at the end of one month rests on, for any region. */
export interface Ground {
  readonly chain: ChainStandard
  readonly realm: Realm
  readonly month: string
  readonly candidates: readonly Candidate[]
  readonly market: Market
  readonly places: Places
  readonly relatedness: Relatedness
  readonly members: readonly MemberCount[]
  readonly firms: readonly { readonly county_code: string | null; readonly enterprises: number }[]
}

/** @param region buyers of this region only are read; the whole country for all. */
export async function readGround(
  database: Database,
  chain: ChainStandard,
  { realm, month, region }: { readonly realm: Realm; readonly month: string; readonly region: string },
): Promise<Ground> {
  const [candidates, market, places, members, firms] = await Promise.all([
    readCandidates(database, { chain: chain.id, realm, month }),
    readMarket(database, { realm, month, region }),
    readPlaces(database),
    countMembers(database, { chain: chain.id, realm, month }),
    countFirms(database, { realm, month }),
  ])
  const relatedness = relatednessOf(chain, members)
  return { chain, realm, month, candidates, market, places, relatedness, members, firms }
}

/** Every firm outside the region for every gap it could fill, the best first; ties by key. */
export function rankFor(
  ground: Ground,
  region: string,
  verdicts: readonly SegmentVerdict[],
  reach: Reach,
): Ranked[] {
  const gaps = new Map(gapsOf(verdicts).map((gap) => [gap.segment, gap]))
  const localOf = localFacts(ground, region, verdicts)
  const prefix = regionPrefix(region)
  const province = region.slice(0, 2)
  const wanted = ({ place }: Candidate) =>
    !(place ?? '').startsWith(prefix) &&
    (reach === 'all' || (place !== null && place.startsWith(province)) === (reach === 'within-province'))
  return ground.candidates
    .filter(wanted)
    .flatMap((firm) =>
      firm.segments.flatMap(({ segment }) => {
        const gap = gaps.get(segment)
        const facts = factsFor(firm, segment)
        if (gap === undefined || facts === null) return []
        const local = localOf(firm, gap)
        const points = pointsOf(facts, local)
        const score = points.reduce((sum, point) => sum + point.points, 0)
        return [{ firm, segment, points, score, local }]
      }),
    )
    .sort((a, b) => b.score - a.score || (a.firm.key < b.firm.key ? -1 : 1))
}

function localFacts(ground: Ground, region: string, verdicts: readonly SegmentVerdict[]) {
  const { chain, places, market } = ground
  const densities = ground.relatedness.densityIn(region)
  const outside = market.traded ? null : outsideShares(chain, verdicts, sizeShare(ground, region))
  const city = `${region.slice(0, 4)}00`
  const names = {
    here: placeWords(places.nameOf(region), region === city ? null : places.nameOf(city)),
    province: placeWords(places.nameOf(`${region.slice(0, 2)}0000`)),
  }
  return (firm: Candidate, gap: SegmentVerdict): LocalFacts => ({
    unmet: unmet(gap),
    outsideShare: outside?.get(gap.segment) ?? null,
    density: densities.get(gap.segment)?.density ?? null,
    neighbours: densities.get(gap.segment)?.near ?? [],
    kilometres: places.kilometres(firm.place, region),
    ...customersOf(market, firm, { region, segment: gap.segment, names }),
  })
}

/** Firms of the region ÷ firms of the province. */
function sizeShare({ firms }: Ground, region: string): number {
  const count = (prefix: string) =>
    firms.reduce(
      (sum, { county_code, enterprises }) =>
        (county_code ?? '').startsWith(prefix) ? sum + enterprises : sum,
      0,
    )
  const base = count(regionPrefix(baseRegion))
  return base === 0 ? 0 : Math.min(1, count(regionPrefix(region)) / base)
}

/** The ranking of one region and month with what it was made from. */
export interface Ranking {
  readonly month: string
  readonly verdicts: readonly SegmentVerdict[]
  readonly ground: Ground
  readonly ranked: readonly Ranked[]
}

/** @param groundOf gives the ground of a month where it is kept for several regions; read for this one otherwise. */
export async function readRanking(
  database: Database,
  chain: ChainStandard,
  query: RegionMonth & { readonly reach: Reach },
  groundOf: (month: string) => Promise<Ground> = (month) => readGround(database, chain, { ...query, month }),
): Promise<Ranking> {
  const { month, verdicts } = await readVerdicts(database, chain, query)
  const ground = await groundOf(month)
  return { month, verdicts, ground, ranked: rankFor(ground, query.region, verdicts, query.reach) }
}
