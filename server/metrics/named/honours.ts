import { sql } from 'kysely'
import { sourceRef } from '../../warehouse/source-ref.ts'
import {
  clusterAt,
  clusterThroughTime,
  inRegion,
  monthOfPeriod,
  placeAt,
  type Whereabouts,
} from '../cluster.ts'
import type { EvidenceRow, Metric } from '../contract.ts'
import { enclosingRegions } from '../region-sums.ts'

/** Years for which figures are kept, the current one included. */
const keptYears = 4

/** First award of each kind to each firm: by the credit code on the list, else by the link fusion made from the name. */
const awards = sql`
  select distinct on (firm_code, kind)
         coalesce(honour.credit_code, alias.credit_code) as firm_code, honour.*
  from public_warehouse.honour
  left join brain.enterprise_alias alias
    on alias.dataset = 'public/honour' and alias.row_id = honour.row_id and alias.outcome = 'link'
      and honour.credit_code is null
  order by firm_code, kind, awarded_year, row_id`

export default {
  title: '企业荣誉数量',
  unit: '项',
  definition: '集群企业截至当年获得的荣誉资质项数，按类别计；同一企业同一类别只计一次',
  formula: '计数（企业 × 荣誉类别）',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平（优势企业数量）',
  period: 'year',
  datasets: ['public/honour'],
  digits: 0,
  better: 'higher',
  confidential: false,
  inputs: { awards: { title: '荣誉项数', unit: '项' } },
  missing: { reason: '没有集群企业的荣誉名单', supplier: '工业和信息化、科技等认定部门' },
  async compute({ database, chain, realm, month }) {
    const { rows } = await sql<Whereabouts & { kind: string; since: number }>`
      select member.registered, member.county_code, member.moves, award.kind, award.awarded_year::int as since
      from (${awards}) award
      join (${clusterThroughTime(chain, realm)}) member on member.credit_code = award.firm_code`.execute(
      database.kysely,
    )
    const latest = Number(month.slice(0, 4))
    const kinds = new Map<string, Map<string, number>>()
    for (let year = latest - keptYears + 1; year <= latest; year++)
      for (const { kind, since, ...firm } of rows) {
        const place = placeAt(firm, monthOfPeriod(String(year), month))
        if (since > year || place === null || !place.startsWith('37')) continue
        for (const region of enclosingRegions(place)) {
          const key = `${region} ${year}`
          const counts = kinds.get(key) ?? new Map<string, number>()
          counts.set(kind, (counts.get(kind) ?? 0) + 1)
          kinds.set(key, counts)
        }
      }
    return [...kinds].map(([key, counts]) => {
      const [region, period] = key.split(' ') as [string, string]
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
      return {
        region,
        period,
        value: total,
        inputs: { awards: total },
        breakdown: [...counts]
          .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
          .map(([kind, value]) => ({ key: kind, title: kind, value })),
      }
    })
  },
  evidence: ({ chain, realm, region, period, month }) => sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name,
           concat_ws(' ', award.awarded_year || ' 年', award.kind, award.batch) as label,
           1::float8 as value, '项' as unit, ${sourceRef('public/honour', 'award', 'kind')} as source
    from (${awards}) award
    join (${clusterAt(chain, realm, month)}) member on member.credit_code = award.firm_code
    where award.awarded_year <= ${Number(period)} and ${inRegion('member.county_code', region)}
    order by award.kind, award.awarded_year desc, member.credit_code`,
} as const satisfies Metric
