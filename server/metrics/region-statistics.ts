import { sql } from 'kysely'
import { sourceRef } from '../warehouse/source-ref.ts'
import type { EvidenceQuery, EvidenceRow, MetricContext } from './contract.ts'

/** Indicators of public/region-statistics that serve as denominators. */
export const totalRevenueIndicator = '全部企业营业收入'
export const totalHeadcountIndicator = '社会保险参保人数'

/** Value of an indicator by 'region period'; fictional statistics serve the demonstration realm only. */
export async function readRegionStatistics(
  { database, realm }: MetricContext,
  indicator: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ region_code: string; period: string; value: number }>`
    select statistic.region_code, statistic.period, statistic.value
    from public_warehouse.region_statistics statistic
    join brain.batch on batch.id = statistic.batch_id
    where statistic.indicator = ${indicator} and batch.demonstration = ${realm === 'demonstration'}`.execute(
    database.kysely,
  )
  return new Map(rows.map((row) => [`${row.region_code} ${row.period}`, row.value]))
}

export function regionStatisticsEvidence({ realm, region, period }: EvidenceQuery, indicator: string) {
  return sql<EvidenceRow>`
    select null::text as "creditCode", null::text as name,
           coalesce(statistic.region_name, statistic.region_code) || ${` ${period} ${indicator}`} as label,
           statistic.value, statistic.unit, ${sourceRef('public/region-statistics', 'statistic')} as source
    from public_warehouse.region_statistics statistic
    join brain.batch on batch.id = statistic.batch_id
    where statistic.indicator = ${indicator} and statistic.region_code = ${region}
      and statistic.period = ${period} and batch.demonstration = ${realm === 'demonstration'}`
}
