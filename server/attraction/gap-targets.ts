import { readGaps } from '../chain/gaps.ts'
import type { RegionMonth } from '../chain/verdicts.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { Database } from '../warehouse/database.ts'
import { readRanking } from './rank.ts'
import { readSources } from './sources.ts'
import { pointKinds } from './weights.ts'

/** Gaps of a region with the first targets of each; the same ranking as 目标企业 gives. */
export async function readGapsWithTargets(
  database: Database,
  chain: ChainStandard,
  { candidates, ...query }: RegionMonth & { readonly candidates: number },
) {
  const gaps = await readGaps(database, chain, query)
  if (candidates === 0 || gaps.length === 0) return gaps.map((gap) => ({ ...gap, candidates: [] }))
  const { ranked, ground } = await readRanking(database, chain, { ...query, reach: 'all' })
  const first = new Map(
    [...Map.groupBy(ranked, ({ segment }) => segment)].map(([segment, firms]) => [
      segment,
      firms.slice(0, candidates),
    ]),
  )
  const shown = [...first.values()].flat()
  const sourceOf = await readSources(
    database,
    shown.flatMap(({ points }) => points.map(({ row }) => row)),
  )
  return gaps.map((gap) => ({
    ...gap,
    candidates: (first.get(gap.segment) ?? []).map(({ firm, score, points }) => ({
      creditCode: firm.key,
      name: firm.name,
      demonstration: firm.demonstration,
      ...ground.places.above(firm.place),
      score,
      points: points
        .filter((point) => point.points !== 0)
        .map(({ kind, points: value, detail, row }) => ({
          title: pointKinds[kind].title,
          points: value,
          detail,
          source: sourceOf(row),
        })),
    })),
  }))
}
