import { sql } from 'kysely'
import { firmsAt } from '../../chain/members.ts'
import { baseRegion } from '../../chain/segment-states.ts'
import { sourceRef } from '../../warehouse/source-ref.ts'
import { clusterAt, clusterThroughTime, inRegion, memberEvidence } from '../cluster.ts'
import type { EvidenceQuery, EvidenceRow, Metric, MetricContext, MetricValue } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'
import { readRegionStatistics, regionStatisticsEvidence, totalHeadcount } from '../region-statistics.ts'

/** Below these a quotient says more about the region's size than about its specialisation. */
const minimumHeadcount = 1_000
const minimumFirms = 30

export default {
  title: '区位商（LQ）',
  unit: '',
  definition: '集群从业人员占本区域的比重，与全省同一比重之比；大于 1 表示专业化高于全省',
  formula: 'LQ = (集群参保人数 ÷ 区域参保人数) ÷ (全省集群参保人数 ÷ 全省参保人数)',
  standard: 'Location quotient；没有参保人数时按企业家数估算',
  period: 'month',
  datasets: ['public/insured-headcount', 'public/region-statistics'],
  digits: 2,
  better: 'higher',
  confidential: true,
  inputs: {
    cluster: { title: '本区域集群', unit: '人（估算时为家）' },
    region: { title: '本区域合计', unit: '人（估算时为家）' },
    clusterBase: { title: '全省集群', unit: '人（估算时为家）' },
    base: { title: '全省合计', unit: '人（估算时为家）' },
  },
  missing: { reason: '区域规模过小，或没有参保人数合计', supplier: '人力资源和社会保障部门' },
  async compute(context) {
    const measured = await byHeadcount(context)
    return measured.length > 0 ? measured : byFirms(context)
  },
  evidence: (query) =>
    query.estimated
      ? memberEvidence(query)
      : sql`
        (${regionStatisticsEvidence(query, totalHeadcount, [query.region, baseRegion])})
        union all
        (${headcountEvidence(query)})`,
} as const satisfies Metric

async function byHeadcount(context: MetricContext): Promise<MetricValue[]> {
  const { database, chain, realm, month, months } = context
  const totals = await readRegionStatistics(context, totalHeadcount)
  const { rows } = await sql<{ county_code: string | null; period: string; headcount: number }>`
    select insured.county_code, insured.month as period, sum(insured.headcount)::float8 as headcount
    from public_warehouse.insured_headcount insured
    join (${clusterThroughTime(chain, realm)}) member using (credit_code)
    where insured.month >= ${months[0] ?? month} and insured.month <= ${month}
      and (member.registered is null or member.registered <= insured.month)
    group by insured.county_code, insured.month`.execute(database.kysely)
  const sums = sumByRegion(
    rows.map(({ county_code, period, headcount }) => ({ county_code, period, values: { headcount } })),
  )
  const clusterBase = new Map(
    sums.filter((sum) => sum.region === baseRegion).map((sum) => [sum.period, sum.values.headcount]),
  )
  return sums.flatMap(({ region, period, values }) => {
    const inputs = {
      cluster: values.headcount,
      region: totalOf(totals, region, period),
      clusterBase: clusterBase.get(period) ?? 0,
      base: totalOf(totals, baseRegion, period),
    }
    return quotient(region, period, inputs, minimumHeadcount)
  })
}

/** A monthly total, else that of the year. */
function totalOf(totals: ReadonlyMap<string, number>, region: string, month: string): number {
  return totals.get(`${region} ${month}`) ?? totals.get(`${region} ${month.slice(0, 4)}`) ?? 0
}

async function byFirms({ database, chain, realm, month }: MetricContext): Promise<MetricValue[]> {
  const { rows } = await sql<{ county_code: string | null; firms: number; members: number }>`
    select firm.county_code, count(*)::int as firms,
           count(*) filter (where exists (select from brain.enterprise_segment member
             where member.chain = ${chain.id} and member.credit_code = firm.credit_code))::int as members
    from (${firmsAt(realm, month)}) firm
    group by firm.county_code`.execute(database.kysely)
  const sums = sumByRegion(
    rows.map(({ county_code, firms, members }) => ({
      county_code,
      period: month,
      values: { firms, members },
    })),
  )
  const base = sums.find((sum) => sum.region === baseRegion)?.values
  if (base === undefined) return []
  return sums.flatMap(({ region, period, values }) =>
    quotient(
      region,
      period,
      { cluster: values.members, region: values.firms, clusterBase: base.members, base: base.firms },
      minimumFirms,
    ).map((value) => ({ ...value, estimated: true, method: '按企业家数估算，未含从业人员' })),
  )
}

/** LQ_ij = (E_ij/E_i)/(E_j/E). */
export function locationQuotient(cluster: number, region: number, clusterBase: number, base: number): number {
  return cluster / region / (clusterBase / base)
}

function quotient(
  region: string,
  period: string,
  inputs: { cluster: number; region: number; clusterBase: number; base: number },
  minimum: number,
): MetricValue[] {
  if (inputs.region < minimum || inputs.clusterBase <= 0 || inputs.base <= 0) return []
  const value = locationQuotient(inputs.cluster, inputs.region, inputs.clusterBase, inputs.base)
  return [{ region, period, value, inputs }]
}

function headcountEvidence({ chain, realm, region, period, month }: EvidenceQuery) {
  return sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name, ${`${period} 参保人数`}::text as label,
           insured.headcount::float8 as value, '人' as unit, ${sourceRef('public/insured-headcount', 'insured', 'headcount')} as source
    from public_warehouse.insured_headcount insured
    join (${clusterAt(chain, realm, month)}) member using (credit_code)
    where insured.month = ${period} and ${inRegion('insured.county_code', region)}
    order by insured.headcount desc nulls last, member.credit_code`
}
