import { sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Database } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { windowMonths } from './flows.ts'
import { completeness, type SegmentVerdict } from './segment-states.ts'
import { type RegionMonth, type RegionVerdicts, readVerdicts } from './verdicts.ts'

/** One segment as the map shows it: what the standard says of it and the verdict on it; money in yuan. */
export function segmentView(chain: ChainStandard, verdict: SegmentVerdict) {
  const segment = chain.segments.find((item) => item.id === verdict.segment)!
  const source = chain.sources.find((item) => item.id === segment.source)
  return {
    id: segment.id,
    title: segment.title,
    stage: segment.stage,
    order: segment.order,
    strength: verdict.strength,
    reasons: [...verdict.reasons],
    enterprises: verdict.enterprises,
    aboveScale: verdict.aboveScale,
    supply: verdict.supply,
    demand: verdict.demand,
    localSupplyRatio: verdict.localSupplyRatio,
    ratioMethod: verdict.ratioMethod,
    locationQuotient: verdict.locationQuotient,
    hhi: verdict.hhi,
    cr1: verdict.cr1,
    externalSupplier: verdict.externalSupplier,
    externalShare: verdict.externalShare,
    products: [...segment.products],
    industryCodes: [...segment.industryCodes],
    sourceTitle: source?.title ?? segment.source,
    sourceDate: segment.date,
  }
}

/** Links of the standard with the trade seen along them; without trade a link is inferred (推断边). */
export function linkViews(chain: ChainStandard, trade: RegionVerdicts['trade']) {
  return chain.links.map((link) => {
    const amount = trade.get(`${link.from}>${link.to}`) ?? null
    return {
      supplier: link.from,
      buyer: link.to,
      essential: link.essential,
      weight: link.weight,
      amount,
      inferred: amount === null,
      sourceTitle: chain.sources.find((source) => source.id === link.source)?.title ?? link.source,
      sourceDate: link.date,
    }
  })
}

export function segmentWeights(chain: ChainStandard): ReadonlyMap<string, number> {
  return new Map(chain.segments.map((segment) => [segment.id, segment.weight]))
}

/** The chain by stages with verdicts, links and completeness, for one region and month. */
export async function readChainGraph(database: Database, chain: ChainStandard, query: RegionMonth) {
  const [{ month, verdicts, trade }, region, computedAt] = await Promise.all([
    readVerdicts(database, chain, query),
    readRegionName(database, query.region),
    readComputedAt(database),
  ])
  const segments = verdicts
    .map((verdict) => segmentView(chain, verdict))
    .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id))
  const enterprises = Map.groupBy(segments, (segment) => segment.stage)
  return {
    chain: { id: chain.id, title: chain.title, version: chain.version },
    region: { code: query.region, name: region },
    realm: query.realm,
    asOf: month,
    periodTitle: `截至 ${month} 的 ${windowMonths} 个月`,
    stages: chain.stages.map((stage) => ({
      id: stage.id,
      title: stage.title,
      order: stage.order,
      enterprises: (enterprises.get(stage.id) ?? []).reduce((sum, segment) => sum + segment.enterprises, 0),
    })),
    segments,
    links: linkViews(chain, trade),
    completeness: completeness(verdicts, segmentWeights(chain)),
    presentSegments: verdicts.filter((verdict) => verdict.enterprises > 0).length,
    computedAt,
  }
}

async function readComputedAt(database: Database): Promise<string> {
  const { rows } = await sql<{ computed_at: Date }>`
    select computed_at from brain.stage_state where stage = 'chain'`.execute(database.kysely)
  return (rows[0]?.computed_at ?? new Date(0)).toISOString()
}
