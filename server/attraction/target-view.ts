import { gapsOf, unmet } from '../chain/gaps.ts'
import { readRegionName } from '../warehouse/regions.ts'
import type { Database } from '../warehouse/database.ts'
import { bestOfEach } from './investment-trials.ts'
import { latestRevenue, revenueOf } from './points.ts'
import type { Ranked, Ranking } from './rank.ts'
import { readSources } from './sources.ts'
import { pointKinds } from './weights.ts'

export type SizeClass = 'large' | 'medium' | 'small' | 'unknown'

export interface TargetFilter {
  /** Firms of this gap only; else each firm stands for the gap it scores highest in. */
  readonly segment?: string | undefined
  readonly province?: string | undefined
  readonly listed?: boolean | undefined
  readonly size?: SizeClass | undefined
}

/** Firms that pass the filter, in order; the filter by province apart, so that its choices can be counted. */
export function selectTargets(ranking: Ranking, { segment, province, listed, size }: TargetFilter) {
  const list =
    segment === undefined
      ? bestOfEach(ranking.ranked)
      : ranking.ranked.filter((ranked) => ranked.segment === segment)
  const passed = list.filter(
    ({ firm }) =>
      (listed === undefined || (firm.listedCode !== null) === listed) &&
      (size === undefined || sizeOf(firm) === size),
  )
  const counts = Map.groupBy(passed, ({ firm }) => provinceOf(firm.place))
  return {
    targets: province === undefined ? passed : (counts.get(province) ?? []),
    provinces: [...counts]
      .flatMap(([code, firms]) =>
        code === null
          ? []
          : [{ code, name: ranking.ground.places.nameOf(code) ?? code, count: firms.length }],
      )
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
  }
}

function provinceOf(place: string | null): string | null {
  return place === null ? null : `${place.slice(0, 2)}0000`
}

function sizeOf(firm: Ranked['firm']): SizeClass {
  const revenue = revenueOf({ ...firm, confidence: 1, revenueShare: null })
  if (revenue === null) return 'unknown'
  return revenue >= 4e8 ? 'large' : revenue >= 2e7 ? 'medium' : 'small'
}

/** Targets as they are shown, each point with its source. */
export async function viewTargets(database: Database, ranking: Ranking, targets: readonly Ranked[]) {
  const sourceOf = await readSources(
    database,
    targets.flatMap(({ points }) => points.map(({ row }) => row)),
  )
  const { chain, places } = ranking.ground
  const titles = new Map(chain.segments.map(({ id, title }) => [id, title]))
  const strengths = new Map(ranking.verdicts.map(({ segment, strength }) => [segment, strength]))
  const gaps = new Set(gapsOf(ranking.verdicts).map(({ segment }) => segment))
  return targets.map(({ firm, segment, points, score, local }) => {
    const facts = { ...firm, confidence: 1, revenueShare: null }
    return {
      creditCode: firm.key,
      name: firm.name,
      demonstration: firm.demonstration,
      listedCode: firm.listedCode,
      ...places.above(firm.place),
      segment,
      segmentTitle: titles.get(segment) ?? segment,
      strength: strengths.get(segment) ?? ('unknown' as const),
      score,
      points: points.map(({ kind, points: value, detail, state, row }) => ({
        kind,
        title: pointKinds[kind].title,
        points: value,
        most: pointKinds[kind].most,
        detail,
        state,
        source: sourceOf(row),
      })),
      otherSegments: firm.segments.flatMap((other) =>
        other.segment !== segment && gaps.has(other.segment)
          ? [titles.get(other.segment) ?? other.segment]
          : [],
      ),
      revenue: revenueOf(facts),
      revenueYear: latestRevenue(facts)?.year ?? null,
      capital: firm.capital,
      kilometres: local.kilometres,
    }
  })
}

export type TargetView = Awaited<ReturnType<typeof viewTargets>>[number]

/** Gaps of the region with the number of firms that could fill each. */
export function viewGaps({ verdicts, ground, ranked }: Ranking) {
  const counts = Map.groupBy(ranked, ({ segment }) => segment)
  return gapsOf(verdicts).map((verdict) => {
    const segment = ground.chain.segments.find(({ id }) => id === verdict.segment)
    return {
      segment: verdict.segment,
      title: segment?.title ?? verdict.segment,
      stageTitle: ground.chain.stages.find(({ id }) => id === segment?.stage)?.title ?? '',
      strength: verdict.strength,
      reason: verdict.reasons[0] ?? '',
      unmet: unmet(verdict),
      candidates: counts.get(verdict.segment)?.length ?? 0,
    }
  })
}

export async function viewRegion(database: Database, code: string) {
  return { code, name: await readRegionName(database, code) }
}
