import { sql } from 'kysely'
import { sourceRef } from '../../warehouse/source-ref.ts'
import { clusterAt, clusterThroughTime, inRegion } from '../cluster.ts'
import type { EvidenceRow, Metric } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'

export default {
  title: '用电指数',
  unit: '',
  definition: '集群企业当月用电量与基期月份（数据首月）之比，基期为 100，未作季节调整',
  formula: '当月用电量 ÷ 基期月用电量 × 100',
  standard: '本平台口径',
  period: 'month',
  datasets: ['public/electricity-use'],
  digits: 1,
  better: 'higher',
  confidential: true,
  inputs: {
    electricity: { title: '当月用电量', unit: '万千瓦时' },
    base: { title: '基期月用电量', unit: '万千瓦时' },
    firms: { title: '有用电记录的企业', unit: '家' },
  },
  missing: { reason: '没有企业用电量数据', supplier: '国网供电公司，经企业授权' },
  async compute({ database, chain, realm, month, months }) {
    const { rows } = await sql<{
      county_code: string | null
      period: string
      electricity: number
      firms: number
    }>`
      select used.county_code, used.month as period, sum(used.kwh) / 1e4 as electricity, count(*)::int as firms
      from public_warehouse.electricity_use used
      join (${clusterThroughTime(chain, realm)}) member using (credit_code)
      where used.month >= ${months[0] ?? month} and used.month <= ${month}
        and (member.registered is null or member.registered <= used.month)
      group by used.county_code, used.month`.execute(database.kysely)
    const sums = sumByRegion(
      rows.map(({ county_code, period, electricity, firms }) => ({
        county_code,
        period,
        values: { electricity, firms },
      })),
    )
    const bases = new Map<string, { period: string; electricity: number }>()
    for (const { region, period, values } of sums) {
      const known = bases.get(region)
      if (known === undefined || period < known.period)
        bases.set(region, { period, electricity: values.electricity })
    }
    return sums.flatMap(({ region, period, values }) => {
      const base = bases.get(region)
      if (base === undefined || base.electricity <= 0) return []
      return [
        {
          region,
          period,
          value: (values.electricity / base.electricity) * 100,
          inputs: { electricity: values.electricity, base: base.electricity, firms: values.firms },
          method: `${base.period} = 100`,
        },
      ]
    })
  },
  evidence: ({ chain, realm, region, period, month }) => sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name, ${`${period} 用电量`}::text as label,
           used.kwh / 1e4 as value, '万千瓦时' as unit, ${sourceRef('public/electricity-use', 'used', 'kwh')} as source
    from public_warehouse.electricity_use used
    join (${clusterAt(chain, realm, month)}) member using (credit_code)
    where used.month = ${period} and ${inRegion('used.county_code', region)}
    order by used.kwh desc nulls last, member.credit_code`,
} as const satisfies Metric
