import { sql } from 'kysely'
import { readChainStandards } from '../../chain/chain-standard.ts'
import type { SegmentVerdict } from '../../chain/segment-states.ts'
import { readVerdicts } from '../../chain/verdicts.ts'
import type { ChainSegment, ChainStandard } from '../../domain/chain.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import type { Figure, FigureReader, FigureScope } from '../figure.ts'
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
  value(verdict: SegmentVerdict): number | null
  readonly from: 'members' | 'above-scale' | 'purchases' | 'sales' | 'foreign-purchases'
}

const tenThousand = (yuan: number | null) => (yuan === null ? null : yuan / 1e4)
const percent = (share: number | null) => (share === null ? null : share * 100)
const trailing = '近 12 个月'

/** The figures of a segment, by their name in a subject. */
const terms: Readonly<Record<string, Term>> = {
  enterprises: {
    title: '企业数',
    unit: '家',
    digits: 0,
    definition: '截至月末登记在本地区、未注销或吊销，并列入本环节的企业',
    formula: '列入环节的企业计数',
    value: ({ enterprises }) => enterprises,
    from: 'members',
  },
  'above-scale': {
    title: '规上企业数',
    unit: '家',
    digits: 0,
    definition: '列入本环节的企业中，最近一个年度有规模以上年报的',
    formula: '列入环节且为规上的企业计数',
    value: ({ aboveScale }) => aboveScale,
    from: 'above-scale',
  },
  supply: {
    title: '本地供给',
    unit: '万元',
    digits: 1,
    definition: `${trailing}本地企业售出本环节产品的金额，不论买方在何处`,
    formula: 'Σ 供方在本地区的交易额',
    value: ({ supply }) => tenThousand(supply),
    from: 'sales',
  },
  demand: {
    title: '本地需求',
    unit: '万元',
    digits: 1,
    definition: `${trailing}本地企业采购本环节产品的金额，不论供方在何处`,
    formula: 'Σ 买方在本地区的交易额',
    value: ({ demand }) => tenThousand(demand),
    from: 'purchases',
  },
  'local-supply-ratio': {
    title: '本地配套率',
    unit: '%',
    digits: 1,
    definition: `${trailing}本地企业的采购中由本地企业供应的部分`,
    formula: '本地采购额 ÷ 全部采购额 × 100 %',
    value: ({ localSupplyRatio }) => percent(localSupplyRatio),
    from: 'purchases',
  },
  unmet: {
    title: '未满足需求',
    unit: '万元',
    digits: 1,
    definition: `${trailing}本地企业的采购中没有由本地企业供应的部分`,
    formula: '全部采购额 − 本地采购额',
    value: ({ demand, localPurchases }) =>
      tenThousand(demand === null ? null : demand - (localPurchases ?? 0)),
    from: 'foreign-purchases',
  },
  'location-quotient': {
    title: '区位熵',
    unit: '',
    digits: 2,
    definition: '本环节企业占本地区企业的比重，与全省同一比重之比，按企业家数',
    formula: 'LQ = (本地环节企业 ÷ 本地企业) ÷ (全省环节企业 ÷ 全省企业)',
    value: ({ locationQuotient }) => locationQuotient,
    from: 'members',
  },
  hhi: {
    title: 'HHI',
    unit: '',
    digits: 3,
    definition: `${trailing}本地供方份额的集中程度，1 为一家独占`,
    formula: 'Σ (一家的供给 ÷ 本地供给)²',
    value: ({ hhi }) => hhi,
    from: 'sales',
  },
  cr1: {
    title: 'CR1',
    unit: '%',
    digits: 1,
    definition: `${trailing}最大一家供方占本地供给的份额`,
    formula: '最大一家的供给 ÷ 本地供给 × 100 %',
    value: ({ cr1 }) => percent(cr1),
    from: 'sales',
  },
  'external-share': {
    title: '外部首位份额',
    unit: '%',
    digits: 1,
    definition: `${trailing}最大一家外部供方占本地采购的份额`,
    formula: '最大一家外部供方的供应额 ÷ 全部采购额 × 100 %',
    value: ({ externalShare }) => percent(externalShare),
    from: 'foreign-purchases',
  },
}

/** 'segment:rubber-tyre/carbon-black/demand' */
export const readSegmentFigure: FigureReader = async (
  { platform },
  [chainId = '', id = '', name = ''],
  scope,
) => {
  const chain = (await readChainStandards()).find((item) => item.id === chainId)
  const segment = chain?.segments.find((item) => item.id === id)
  const term = Object.hasOwn(terms, name) ? terms[name] : undefined
  if (chain === undefined || segment === undefined || term === undefined) return null
  const { month, verdicts } = await readVerdicts(databaseAsOf(platform, scope.asOf), chain, scope)
  const verdict = verdicts.find((item) => item.segment === id)
  return verdict === undefined ? null : figureOf(term, { chain, segment, verdict, month, scope })
}

function figureOf(
  term: Term,
  {
    chain,
    segment,
    verdict,
    month,
    scope,
  }: {
    readonly chain: ChainStandard
    readonly segment: ChainSegment
    readonly verdict: SegmentVerdict
    readonly month: string
    readonly scope: FigureScope
  },
): Figure {
  const { region, realm } = scope
  const window = { realm, month }
  const ofSegment = sql`trade.segment = ${segment.id}`
  const member = { chain: chain.id, segments: [segment.id], region }
  const records = {
    members: () => memberRecords(window, member),
    'above-scale': () => memberRecords(window, { ...member, aboveScale: true }),
    purchases: () => tradeRecords(window, sql`${ofSegment} and ${boughtIn(region)}`),
    sales: () => tradeRecords(window, sql`${ofSegment} and ${soldFrom(region)}`),
    'foreign-purchases': () =>
      tradeRecords(window, sql`${ofSegment} and ${boughtIn(region)} and (${soldFrom(region)}) is not true`),
  }[term.from]()
  const byMembers = term.from === 'members' || term.from === 'above-scale'
  const source = chain.sources.find((item) => item.id === segment.source)
  return {
    title: `${segment.title}：${term.title}`,
    unit: term.unit,
    digits: term.digits,
    definition: term.definition,
    formula: term.formula,
    standard: `本平台口径；环节依据${source?.title ?? segment.source}`,
    period: byMembers ? month : `截至 ${month} 的 12 个月`,
    value: term.value(verdict),
    inputs: byMembers
      ? [
          { name: 'enterprises', title: '企业数', unit: '家', value: verdict.enterprises },
          { name: 'aboveScale', title: '规上', unit: '家', value: verdict.aboveScale },
        ]
      : [
          { name: 'demand', title: '本地需求', unit: '万元', value: tenThousand(verdict.demand) },
          { name: 'local', title: '其中本地供应', unit: '万元', value: tenThousand(verdict.localPurchases) },
          { name: 'supply', title: '本地供给', unit: '万元', value: tenThousand(verdict.supply) },
        ],
    records,
    datasets: byMembers ? memberDatasets : tradeDatasets,
    asCaller: !byMembers,
  }
}
