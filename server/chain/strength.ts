import type { Strength } from '../domain/strength.ts'

/** Thresholds of the verdicts (本平台口径 where no standard gives one). */
export const thresholds = {
  /** Local supply ratio under which a segment is weak, and from which it may be strong. */
  weakRatio: 0.3,
  strongRatio: 0.7,
  /** Location quotient: below 1 the region holds less than its share. */
  weakQuotient: 1,
  strongQuotient: 1.5,
  /** One supplier dominates: CR1 ≥ 0.8 or HHI ≥ 0.25 (ALGORITHMS: 单点). */
  dominantShare: 0.8,
  concentratedHhi: 0.25,
  /** One external supplier gives half of all purchases or more (过度依赖). */
  dependentShare: 0.5,
} as const

/** What is known of one segment in one region; null = not known. Money in yuan, shares 0–1. */
export interface SegmentFigures {
  /** Firms classified into the segment. */
  readonly enterprises: number
  /** Local suppliers with sales in the period; null where there are no transactions at all. */
  readonly suppliers: number | null
  readonly demand: number | null
  /** Buyers of the segment are present although no purchase was seen (from the chain standard). */
  readonly demandInferred: boolean
  readonly supply: number | null
  readonly localSupplyRatio: number | null
  readonly locationQuotient: number | null
  readonly hhi: number | null
  readonly cr1: number | null
  readonly externalSupplier: string | null
  readonly externalShare: number | null
}

export interface Verdict {
  readonly strength: Strength
  /** In words, the decisive reason first. */
  readonly reasons: readonly string[]
}

/** Verdict on one segment: 缺 → 过度依赖 → 单点 → 弱 → 强 → 中, the first that holds. */
export function judgeSegment(figures: SegmentFigures): Verdict {
  const { demand, enterprises, localSupplyRatio, locationQuotient } = figures
  const wanted = (demand ?? 0) > 0 || figures.demandInferred
  const capable = enterprises > 0 || (figures.supply ?? 0) > 0
  const reasons: string[] = []
  if (!capable) {
    if ((demand ?? 0) > 0)
      return { strength: 'missing', reasons: [`本地需求 ${yuan(demand ?? 0)}，没有本地企业`] }
    if (wanted)
      return { strength: 'missing', reasons: ['下游环节有企业，本环节没有本地企业（按产业链标准推断需求）'] }
    return { strength: 'unknown', reasons: ['没有本地企业，也没有需求记录'] }
  }
  const dependent = (figures.externalShare ?? 0) >= thresholds.dependentShare
  if (dependent)
    reasons.push(
      `外部供应商“${figures.externalSupplier ?? '未具名'}”占采购 ${percent(figures.externalShare ?? 0)}`,
    )
  const single = singleSourceReason(figures)
  if (single !== null) reasons.push(single)
  const weak = weakReason(figures)
  if (weak !== null) reasons.push(weak)
  if (localSupplyRatio !== null && weak === null) reasons.push(`本地配套率 ${percent(localSupplyRatio)}`)
  if (locationQuotient !== null && locationQuotient >= thresholds.weakQuotient)
    reasons.push(`区位商 ${locationQuotient.toFixed(2)}`)
  if (dependent) return { strength: 'over-dependent', reasons }
  if (single !== null) return { strength: 'single-source', reasons }
  if (weak !== null) return { strength: 'weak', reasons }
  // Firms alone say nothing of strength: without trade and without a region to compare with it stays open.
  if (localSupplyRatio === null && locationQuotient === null)
    return {
      strength: 'unknown',
      reasons: [`有 ${enterprises} 家企业，缺少供应交易和可比区域，不能判断强弱`],
    }
  const strong =
    localSupplyRatio === null
      ? (locationQuotient ?? 0) >= thresholds.strongQuotient
      : localSupplyRatio >= thresholds.strongRatio
  return { strength: strong ? 'strong' : 'medium', reasons }
}

function singleSourceReason(figures: SegmentFigures): string | null {
  const suppliers = figures.suppliers ?? figures.enterprises
  if (suppliers === 1) return figures.suppliers === null ? '仅 1 家本地企业' : '仅 1 家本地供应商有销售'
  // Without sales there is no share to judge.
  if (figures.cr1 !== null && figures.cr1 >= thresholds.dominantShare)
    return `最大一家占本地供应 ${percent(figures.cr1)}`
  if (figures.hhi !== null && figures.hhi >= thresholds.concentratedHhi)
    return `本地供应集中度 HHI ${figures.hhi.toFixed(2)}，不低于 ${thresholds.concentratedHhi}`
  return null
}

function weakReason({ localSupplyRatio, locationQuotient }: SegmentFigures): string | null {
  if (localSupplyRatio !== null)
    return localSupplyRatio < thresholds.weakRatio
      ? `本地配套率 ${percent(localSupplyRatio)}，低于 ${percent(thresholds.weakRatio)}`
      : null
  if (locationQuotient !== null && locationQuotient < thresholds.weakQuotient)
    return `区位商 ${locationQuotient.toFixed(2)}，低于 1`
  return null
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`
}

function yuan(value: number): string {
  return value >= 1e8 ? `${(value / 1e8).toFixed(1)} 亿元` : `${(value / 1e4).toFixed(0)} 万元`
}
