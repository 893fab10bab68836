import { sql } from 'kysely'
import { endOfMonth } from '../../chain/members.ts'
import { sourceRef } from '../../warehouse/source-ref.ts'
import { clusterAt, clusterThroughTime, inRegion, placeAt, type Whereabouts } from '../cluster.ts'
import type { EvidenceRow, Metric } from '../contract.ts'
import { sumByRegion } from '../region-sums.ts'

export default {
  title: '上市挂牌企业数量',
  unit: '家',
  definition: '注册地在本区域、期末已上市挂牌的集群企业数，不含外地上市企业在本地的分支机构',
  formula: '计数（上市挂牌企业 ∩ 集群企业）',
  standard: '《山东省“产业大脑”揭榜挂帅申报表》二、产业发展水平',
  period: 'month',
  datasets: ['public/listed-company'],
  digits: 0,
  better: 'higher',
  confidential: false,
  inputs: { firms: { title: '上市挂牌企业', unit: '家' } },
  missing: { reason: '没有与上市名录关联的集群企业', supplier: '地方金融管理部门' },
  async compute({ database, chain, realm, months }) {
    const { rows } = await sql<Whereabouts & { listed: string | null }>`
      select member.registered, member.county_code, member.moves, to_char(listed.list_date, 'YYYY-MM') as listed
      from (${clusterThroughTime(chain, realm)}) member
      join brain.golden_enterprise golden using (credit_code)
      join public_warehouse.listed_company listed on listed.security_code = golden.listed_code`.execute(
      database.kysely,
    )
    const counted = months.flatMap((period) =>
      rows
        .filter((row) => row.listed === null || row.listed <= period)
        .map((row) => ({ county_code: placeAt(row, period), period, values: { firms: 1 } })),
    )
    return sumByRegion(counted).map(({ region, period, values }) => ({
      region,
      period,
      value: values.firms,
      inputs: values,
    }))
  },
  evidence: ({ chain, realm, region, month }) => sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name,
           concat_ws(' ', listed.board, listed.security_code, listed.short_name) as label,
           1::float8 as value, '家' as unit, ${sourceRef('public/listed-company', 'listed', 'security_code')} as source
    from (${clusterAt(chain, realm, month)}) member
    join brain.golden_enterprise golden using (credit_code)
    join public_warehouse.listed_company listed on listed.security_code = golden.listed_code
    where ${inRegion('member.county_code', region)}
      and (listed.list_date is null or listed.list_date < ${endOfMonth(month)}::date)
    order by listed.list_date, listed.security_code`,
} as const satisfies Metric
