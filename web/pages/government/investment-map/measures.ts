/** What the map can show of a region's gaps. */
import type { GapRegion } from '../../../../server/api/schemas/chain.ts'
import { formatNumber, formatShare, moneyText } from '../../../parts/format.ts'

const YUAN_IN_YI = 1e8

export interface GapMeasure {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly value: (region: GapRegion) => number | null
  /** 口径, under the map. */
  readonly definition: string
}

export const gapMeasures = {
  unmet: {
    title: '未满足需求',
    unit: '亿元',
    digits: 1,
    value: ({ unmet }) => (unmet === null ? null : unmet / YUAN_IN_YI),
    definition: '近 12 个月本地企业的采购中没有由本地企业供应的部分，各环节相加',
  },
  gaps: {
    title: '短板环节',
    unit: '个',
    digits: 0,
    value: gapCount,
    definition: '判断为缺、单点、过度依赖或弱的环节数',
  },
  missing: {
    title: '空缺环节',
    unit: '个',
    digits: 0,
    value: ({ missing }) => missing,
    definition: '有本地需求而没有本地企业的环节数',
  },
  enterprises: {
    title: '链上企业',
    unit: '家次',
    digits: 0,
    value: ({ enterprises }) => enterprises,
    definition: '各环节企业数相加，一家企业在几个环节计几次',
  },
  completeness: {
    title: '完整度',
    unit: '%',
    digits: 0,
    value: ({ completeness }) => (completeness === null ? null : completeness * 100),
    definition: '有本地供应的环节权重 ÷ 全部有关环节权重',
  },
} as const satisfies Readonly<Record<string, GapMeasure>>
export type GapMeasureName = keyof typeof gapMeasures

export function isGapMeasure(text: string | null): text is GapMeasureName {
  return text !== null && text in gapMeasures
}

export function gapCount({ missing, weak, singleSource, overDependent }: GapRegion): number {
  return missing + weak + singleSource + overDependent
}

/** The rest of what is known of a region, for the tooltip. */
export function regionLines(region: GapRegion): readonly string[] {
  return [
    `缺 ${region.missing} · 单点 ${region.singleSource} · 过度依赖 ${region.overDependent} · 弱 ${region.weak}`,
    `未满足需求 ${moneyText(region.unmet)}`,
    `链上企业 ${formatNumber(region.enterprises)} 家次 · 完整度 ${formatShare(region.completeness)}`,
  ]
}
