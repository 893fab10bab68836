import { sql } from 'kysely'
import { sourceRef } from '../../warehouse/source-ref.ts'
import { clusterAt, inRegion } from '../cluster.ts'
import type { EvidenceRow, Metric, MetricContext } from '../contract.ts'
import { enclosingRegions } from '../region-sums.ts'

export default {
  title: '企业数量',
  unit: '家',
  definition: '期末登记在册（存续）且属于本产业链任一环节的企业数，一家企业只计一次',
  formula: '计数（存续企业 ∩ 产业链环节企业）',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平',
  period: 'month',
  datasets: ['public/enterprise-registration', 'public/registration-change', 'industry/target-enterprise'],
  digits: 0,
  better: 'higher',
  inputs: { firms: { title: '企业数', unit: '家' } },
  missing: { reason: '该区域没有登记为本产业链的企业', supplier: '市场监管部门' },
  async compute(context) {
    const counts = await countByMonth(context)
    return counts.map(({ region, month, firms }) => ({
      region,
      period: month,
      value: firms,
      inputs: { firms },
    }))
  },
  evidence: ({ chain, realm, region, month }) => sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name,
           coalesce('登记日期 ' || registration.registered_on, '登记') as label,
           1::float8 as value, '家' as unit, ${sourceRef('public/enterprise-registration', 'registration')} as source
    from (${clusterAt(chain, realm, month)}) member
    left join public_warehouse.enterprise_registration registration using (credit_code)
    where ${inRegion('member.county_code', region)}
    order by registration.registered_capital desc nulls last, member.credit_code`,
} as const satisfies Metric

/**
 * Members at the end of every month, in one pass: each firm is counted from its registration on at the
 * place it then had, which changes with every recorded move.
 */
async function countByMonth({ database, chain, realm, months }: MetricContext) {
  const { rows } = await sql<{
    registered: string | null
    county_code: string | null
    firms: number
    moves: [string, string][] | null
  }>`
    select to_char(golden.registered_on, 'YYYY-MM') as registered,
           coalesce(golden.county_code, golden.city_code) as county_code,
           count(*)::int as firms, moves.list as moves
    from brain.golden_enterprise golden
    left join (
      select credit_code, jsonb_agg(jsonb_build_array(to_char(changed_on, 'YYYY-MM'), before_county_code) order by changed_on) as list
      from public_warehouse.registration_change
      where item = '住所' and before_county_code is not null and before_county_code is distinct from after_county_code
      group by credit_code
    ) moves using (credit_code)
    where golden.demonstration = ${realm === 'demonstration'} and coalesce(golden.status, '存续') not in ('注销', '吊销')
      and exists (select from brain.enterprise_segment member
        where member.chain = ${chain.id} and member.credit_code = golden.credit_code)
    group by 1, 2, 4`.execute(database.kysely)
  const counts = new Map<string, Int32Array>()
  for (const row of rows)
    months.forEach((month, index) => {
      if (row.registered !== null && row.registered > month) return
      const code = row.moves?.find(([moved]) => moved > month)?.[1] ?? row.county_code
      if (code === null || !code.startsWith('37')) return
      for (const region of enclosingRegions(code)) {
        let series = counts.get(region)
        if (series === undefined) counts.set(region, (series = new Int32Array(months.length)))
        series[index]! += row.firms
      }
    })
  return [...counts].flatMap(([region, series]) =>
    months.map((month, index) => ({ region, month, firms: series[index]! })),
  )
}
