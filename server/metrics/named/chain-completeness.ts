import { sql } from 'kysely'
import { firmsAt } from '../../chain/members.ts'
import { segmentWeights } from '../../chain/graph.ts'
import { completeness } from '../../chain/segment-states.ts'
import { sourceRef } from '../../warehouse/source-ref.ts'
import { inRegion } from '../cluster.ts'
import type { EvidenceQuery, EvidenceRow, Metric, MetricContext, MetricValue } from '../contract.ts'
import { enclosingRegions } from '../region-sums.ts'
import { readTrade, supplyAndDemandEvidence } from '../trade.ts'

export default {
  title: '产业链完整度',
  unit: '%',
  definition: '有需求的环节按重要性加权的本地供给满足程度；没有交易数据时为有企业的环节占比（估算）',
  formula: 'Σ w·min(1, 本地供给 ÷ 本地需求) ÷ Σ w × 100 %，近 12 个月',
  standard: '本平台口径',
  period: 'month',
  datasets: ['enterprise/supply-transaction', 'industry/chain-segment'],
  digits: 1,
  better: 'higher',
  confidential: true,
  inputs: {
    wanted: { title: '有需求的环节', unit: '个' },
    met: { title: '供给足够的环节', unit: '个' },
    missing: { title: '没有本地供给的环节', unit: '个' },
    segments: { title: '产业链标准环节', unit: '个' },
  },
  missing: { reason: '没有供应交易，也没有登记为本产业链的企业', supplier: '链上企业授权提供供应交易' },
  async compute(context) {
    const traded = await byTrade(context)
    return traded.length > 0 ? traded : byPresence(context)
  },
  evidence: (query) => (query.estimated ? presenceEvidence(query) : supplyAndDemandEvidence(query)),
} as const satisfies Metric

async function byTrade(context: MetricContext): Promise<MetricValue[]> {
  const weights = segmentWeights(context.chain)
  const bySegment = await readTrade(context)
  const verdicts = new Map<string, { segment: string; supply: number; demand: number }[]>()
  for (const { segment, sums } of bySegment)
    for (const { region, period, values } of sums) {
      if (values.demand <= 0) continue
      const key = `${region} ${period}`
      const list = verdicts.get(key) ?? []
      list.push({ segment, supply: values.supply, demand: values.demand })
      verdicts.set(key, list)
    }
  return [...verdicts].map(([key, list]) => {
    const [region, period] = key.split(' ') as [string, string]
    const value = completeness(list, weights)
    return {
      region,
      period,
      value: value === null ? null : value * 100,
      inputs: {
        wanted: list.length,
        met: list.filter((item) => item.supply >= item.demand).length,
        missing: list.filter((item) => item.supply <= 0).length,
        segments: context.chain.segments.length,
      },
    }
  })
}

/** Without transactions: the share of segments that have a firm. */
async function byPresence({ database, chain, realm, month }: MetricContext): Promise<MetricValue[]> {
  const { rows } = await sql<{ county_code: string; segment: string }>`
    select distinct firm.county_code, member.segment
    from (${firmsAt(realm, month)}) firm
    join brain.enterprise_segment member using (credit_code)
    where member.chain = ${chain.id} and firm.county_code like '37%'`.execute(database.kysely)
  const present = new Map<string, Set<string>>()
  for (const { county_code, segment } of rows)
    for (const region of enclosingRegions(county_code)) {
      const segments = present.get(region) ?? new Set<string>()
      segments.add(segment)
      present.set(region, segments)
    }
  return [...present].map(([region, segments]) => ({
    region,
    period: month,
    value: (segments.size / chain.segments.length) * 100,
    estimated: true,
    method: `没有供应交易，按有企业的环节占比估算（${segments.size} / ${chain.segments.length} 个环节）`,
    inputs: {
      wanted: null,
      met: segments.size,
      missing: chain.segments.length - segments.size,
      segments: chain.segments.length,
    },
  }))
}

function presenceEvidence({ chain, realm, region, month }: EvidenceQuery) {
  return sql<EvidenceRow>`
    select firm.credit_code as "creditCode", firm.name, standard.title as label, 1::float8 as value, '个环节' as unit,
           ${sourceRef('public/enterprise-registration', 'registration')} as source
    from (${firmsAt(realm, month)}) firm
    join brain.enterprise_segment member using (credit_code)
    join industry_warehouse.chain_segment standard on standard.chain = member.chain and standard.segment = member.segment
    left join public_warehouse.enterprise_registration registration using (credit_code)
    where member.chain = ${chain.id} and ${inRegion('firm.county_code', region)}
    order by standard.position, member.confidence desc, firm.credit_code`
}
