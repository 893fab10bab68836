import { sql } from 'kysely'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { segmentWeights } from '../../chain/graph.ts'
import { completeness, type SegmentVerdict } from '../../chain/segment-states.ts'
import { readVerdicts } from '../../chain/verdicts.ts'
import type { ChainStandard } from '../../domain/chain.ts'
import type { Strength } from '../../domain/strength.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import type { FigureReader } from '../figure.ts'
import {
  boughtIn,
  memberDatasets,
  memberRecords,
  soldFrom,
  tradeDatasets,
  tradeRecords,
} from './trade-records.ts'

interface Term {
  readonly title: string
  readonly unit: string
  readonly digits: number
  readonly definition: string
  readonly formula: string
  value(verdicts: readonly SegmentVerdict[], chain: ChainStandard): number | null
  readonly from: 'members' | 'trade' | 'foreign-purchases'
}

const count = (strengths: readonly Strength[]) => (verdicts: readonly SegmentVerdict[]) =>
  verdicts.filter(({ strength }) => strengths.includes(strength)).length

const terms: Readonly<Record<string, Term>> = {
  unmet: {
    title: '未满足需求',
    unit: '亿元',
    digits: 1,
    definition: '近 12 个月本地企业的采购中没有由本地企业供应的部分，各环节相加',
    formula: 'Σ (采购额 − 本地采购额)',
    value: (verdicts) => {
      const wanted = verdicts.filter(({ demand }) => demand !== null)
      if (wanted.length === 0) return null
      return wanted.reduce((sum, one) => sum + (one.demand ?? 0) - (one.localPurchases ?? 0), 0) / 1e8
    },
    from: 'foreign-purchases',
  },
  gaps: {
    title: '短板环节',
    unit: '个',
    digits: 0,
    definition: '判断为缺、单点、过度依赖或弱的环节数',
    formula: '短板环节计数',
    value: count(['missing', 'weak', 'single-source', 'over-dependent']),
    from: 'trade',
  },
  missing: {
    title: '空缺环节',
    unit: '个',
    digits: 0,
    definition: '有本地需求而没有本地企业的环节数',
    formula: '判断为缺的环节计数',
    value: count(['missing']),
    from: 'trade',
  },
  enterprises: {
    title: '链上企业',
    unit: '家次',
    digits: 0,
    definition: '各环节企业数相加，一家企业在几个环节计几次',
    formula: 'Σ 环节企业数',
    value: (verdicts) => verdicts.reduce((sum, { enterprises }) => sum + enterprises, 0),
    from: 'members',
  },
  completeness: {
    title: '完整度',
    unit: '%',
    digits: 1,
    definition: '有需求的环节按重要性加权的本地供给满足程度',
    formula: 'Σ w·min(1, 本地供给 ÷ 本地需求) ÷ Σ w × 100 %',
    value: (verdicts, chain) => {
      const share = completeness(verdicts, segmentWeights(chain))
      return share === null ? null : share * 100
    },
    from: 'trade',
  },
}

/** 'chain:rubber-tyre/unmet': a figure over all segments of a chain in a region; with '/<stage>' over those of a stage. */
export const readChainFigure: FigureReader = async (
  { platform },
  [chainId = '', name = '', stage],
  scope,
) => {
  const chain = (await readChainStandards()).find((item) => item.id === chainId)
  const term = Object.hasOwn(terms, name) ? terms[name] : undefined
  if (chain === undefined || term === undefined) return null
  const segments = chain.segments
    .filter((segment) => stage === undefined || segment.stage === stage)
    .map(({ id }) => id)
  if (segments.length === 0) return null
  const { month, verdicts: all } = await readVerdicts(databaseAsOf(platform, scope.asOf), chain, scope)
  const verdicts = all.filter(({ segment }) => segments.includes(segment))
  const window = { realm: scope.realm, month }
  const inChain = sql`trade.segment = any(${segments})`
  const [bought, sold] = [boughtIn(scope.region), soldFrom(scope.region)]
  const records = {
    members: () => memberRecords(window, { chain: chain.id, segments, region: scope.region }),
    trade: () => tradeRecords(window, sql`${inChain} and ((${bought}) or (${sold}))`),
    'foreign-purchases': () => tradeRecords(window, sql`${inChain} and ${bought} and (${sold}) is not true`),
  }[term.from]()
  return {
    title: `${chain.stages.find(({ id }) => id === stage)?.title ?? `${chain.title}产业链`}：${term.title}`,
    unit: term.unit,
    digits: term.digits,
    definition: term.definition,
    formula: term.formula,
    standard: '本平台口径',
    period: term.from === 'members' ? month : `截至 ${month} 的 12 个月`,
    value: term.value(verdicts, chain),
    inputs: [
      { name: 'segments', title: '标准环节', unit: '个', value: verdicts.length },
      {
        name: 'present',
        title: '有企业的环节',
        unit: '个',
        value: verdicts.filter(({ enterprises }) => enterprises > 0).length,
      },
    ],
    records,
    datasets: term.from === 'members' ? memberDatasets : tradeDatasets,
    asCaller: term.from !== 'members',
  }
}
