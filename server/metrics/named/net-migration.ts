import { sql } from 'kysely'
import { windowMonths } from '../../chain/flows.ts'
import { endOfMonth, monthsBefore } from '../../chain/members.ts'
import type { Realm } from '../../domain/realm.ts'
import { regionPrefix } from '../../domain/region.ts'
import type { Database } from '../../warehouse/database.ts'
import { sourceRef } from '../../warehouse/source-ref.ts'
import type { EvidenceRow, Metric } from '../contract.ts'
import { enclosingRegions, type RegionSum, trailingYear } from '../region-sums.ts'

/** Address changes that cross a county border, of firms of the chain. */
export default {
  title: '企业净迁入',
  unit: '家',
  definition: '近 12 个月住所迁入本区域的集群企业数减去迁出数；同一区域内的住所变更不计',
  formula: '迁入企业数 − 迁出企业数，近 12 个月',
  standard: '本平台口径（整体迁移：登记住所跨县、跨市、跨省变更）',
  period: 'month',
  datasets: ['public/registration-change'],
  digits: 0,
  better: 'higher',
  confidential: false,
  inputs: { inflow: { title: '迁入', unit: '家' }, outflow: { title: '迁出', unit: '家' } },
  missing: { reason: '没有登记变更记录', supplier: '市场监管部门' },
  async compute({ database, chain, realm, month: latest, months }) {
    const { rows } = await sql<{ month: string; origin: string; destination: string; firms: number }>`
      select to_char(change.changed_on, 'YYYY-MM') as month, change.before_county_code as origin,
             change.after_county_code as destination, count(*)::int as firms
      from public_warehouse.registration_change change
      join brain.golden_enterprise golden using (credit_code)
      where change.item = '住所' and change.before_county_code <> change.after_county_code
        and golden.demonstration = ${realm === 'demonstration'}
        and exists (select from brain.enterprise_segment member
          where member.chain = ${chain.id} and member.credit_code = change.credit_code)
      group by 1, 2, 3`.execute(database.kysely)
    const first = await firstRecordedMonth(database, realm)
    if (first === null) return []
    const { rows: regions } = await sql<{ code: string }>`
      select code from public_warehouse.division where code like '37%' and valid_until_year is null`.execute(
      database.kysely,
    )
    // Regions without any move have a true zero from the first record on: changes are recorded for all of them.
    const still = regions.map(({ code }): RegionSum<'inflow' | 'outflow'> => ({
      region: code,
      period: latest,
      values: { inflow: 0, outflow: 0 },
    }))
    const moves = rows.flatMap(({ month, origin, destination, firms }): RegionSum<'inflow' | 'outflow'>[] => {
      const from = enclosingRegions(origin)
      const to = enclosingRegions(destination)
      return [
        ...from
          .filter((code) => !to.includes(code))
          .map((region) => ({ region, period: month, values: { inflow: 0, outflow: firms } })),
        ...to
          .filter((code) => !from.includes(code))
          .map((region) => ({ region, period: month, values: { inflow: firms, outflow: 0 } })),
      ]
    })
    return trailingYear([...still, ...moves.filter((move) => move.region.startsWith('37'))], months)
      .filter(({ period }) => period >= first)
      .map(({ region, period, values }) => ({
        region,
        period,
        value: values.inflow - values.outflow,
        inputs: values,
      }))
  },
  evidence: ({ chain, realm, region, period }) => {
    const prefix = `${regionPrefix(region)}%`
    return sql<EvidenceRow>`
      select change.credit_code as "creditCode", golden.name,
             change.changed_on || case when change.after_county_code like ${prefix} then ' 迁入，自 ' else ' 迁出，至 ' end
               || coalesce(place.name, '外省') as label,
             case when change.after_county_code like ${prefix} then 1 else -1 end::float8 as value, '家' as unit,
             ${sourceRef('public/registration-change', 'change', 'after_county_code')} as source
      from public_warehouse.registration_change change
      join brain.golden_enterprise golden using (credit_code)
      left join public_warehouse.division place on place.code =
        case when change.after_county_code like ${prefix} then change.before_county_code else change.after_county_code end
      where change.item = '住所' and golden.demonstration = ${realm === 'demonstration'}
        and (change.before_county_code like ${prefix}) <> (change.after_county_code like ${prefix})
        and change.changed_on >= ${endOfMonth(monthsBefore(period, windowMonths))}::date
        and change.changed_on < ${endOfMonth(period)}::date
        and exists (select from brain.enterprise_segment member
          where member.chain = ${chain.id} and member.credit_code = change.credit_code)
      order by change.changed_on desc, change.credit_code`
  },
} as const satisfies Metric

/** Month of the first change of any kind recorded for a firm of the realm; null where none is. */
async function firstRecordedMonth(database: Database, realm: Realm): Promise<string | null> {
  const { rows } = await sql<{ month: string | null }>`
    select to_char(min(change.changed_on), 'YYYY-MM') as month
    from public_warehouse.registration_change change
    join brain.golden_enterprise golden using (credit_code)
    where golden.demonstration = ${realm === 'demonstration'}`.execute(database.kysely)
  return rows[0]?.month ?? null
}
