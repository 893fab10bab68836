import { sql } from 'kysely'
import { sourceRef } from '../warehouse/source-ref.ts'
import {
  clusterAt,
  clusterThroughTime,
  inRegion,
  monthOfPeriod,
  placeAt,
  type Whereabouts,
} from './cluster.ts'
import type { EvidenceQuery, EvidenceRow, MetricContext } from './contract.ts'

/**
 * One revenue a firm and year: of 规上企业年报, else of the firm's own profile, else of a listed company's
 * annual report. Columns credit_code, year, revenue (cents), and the row it came from.
 */
export const revenueRecords = sql`
  select distinct on (credit_code, year) credit_code, year, revenue, dataset, row_id
  from (
    select credit_code, year, revenue, 1 as precedence, 'above-scale' as dataset, row_id
    from public_warehouse.above_scale_annual where revenue is not null
    union all
    select credit_code, revenue_year, revenue, 2, 'profile', row_id
    from enterprise_warehouse.enterprise_profile where revenue is not null and revenue_year is not null
    union all
    select golden.credit_code, report.year, report.revenue, 3, 'annual-report', report.row_id
    from enterprise_warehouse.annual_report report
    join brain.golden_enterprise golden on golden.listed_code = report.security_code
    where report.revenue is not null
  ) stated
  order by credit_code, year, precedence`

/** Revenue of one firm of the cluster in one year, at the place it had when the year ended. */
export interface FirmRevenue {
  readonly county_code: string | null
  /** YYYY */
  readonly period: string
  /** yuan */
  readonly revenue: number
}

export async function readRevenue({ database, chain, realm, month }: MetricContext): Promise<FirmRevenue[]> {
  const { rows } = await sql<Whereabouts & { period: string; revenue: number }>`
    select member.registered, member.county_code, member.moves, record.year::text as period,
           record.revenue::float8 / 100 as revenue
    from (${revenueRecords}) record
    join (${clusterThroughTime(chain, realm)}) member using (credit_code)
    where record.year <= ${Number(month.slice(0, 4))}`.execute(database.kysely)
  return rows.map((row) => ({
    county_code: placeAt(row, monthOfPeriod(row.period, month)),
    period: row.period,
    revenue: row.revenue,
  }))
}

/** Firms with a revenue of the year, the largest first; value in 亿元. */
export function revenueEvidence({ chain, realm, region, period, month }: EvidenceQuery) {
  return sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name, ${`${period} 年营业收入`}::text as label,
           record.revenue::float8 / 1e10 as value, '亿元' as unit,
           case record.dataset
             when 'above-scale' then (select ${sourceRef('public/above-scale-annual', 'origin', 'revenue')}
               from public_warehouse.above_scale_annual origin where origin.row_id = record.row_id)
             when 'profile' then (select ${sourceRef('enterprise/enterprise-profile', 'origin', 'revenue')}
               from enterprise_warehouse.enterprise_profile origin where origin.row_id = record.row_id)
             else (select ${sourceRef('enterprise/annual-report', 'origin', 'revenue')}
               from enterprise_warehouse.annual_report origin where origin.row_id = record.row_id)
           end as source
    from (${revenueRecords}) record
    join (${clusterAt(chain, realm, month)}) member using (credit_code)
    where record.year = ${Number(period)} and ${inRegion('member.county_code', region)}
    order by record.revenue desc, member.credit_code`
}

/** Names of the datasets revenue comes from. */
export const revenueDatasets = [
  'public/above-scale-annual',
  'enterprise/enterprise-profile',
  'enterprise/annual-report',
] as const
