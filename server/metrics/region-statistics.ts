import { sql } from 'kysely'
import { sourceRef } from '../warehouse/source-ref.ts'
import type { EvidenceQuery, EvidenceRow, MetricContext } from './contract.ts'

/** An indicator of public/region-statistics that serves as a denominator. */
interface Indicator {
  readonly title: string
  /** How many of the unit wanted are in one of each unit that sources state it in. */
  readonly units: Readonly<Record<string, number>>
}

/** 亿元 */
export const totalRevenue: Indicator = {
  title: '全部企业营业收入',
  units: { 亿元: 1, 万元: 1e-4, 元: 1e-8 },
}
/** 人 */
export const totalHeadcount: Indicator = { title: '社会保险参保人数', units: { 人: 1, 万人: 1e4 } }

/**
 * Value of an indicator by 'region period'. Fictional statistics serve the demonstration realm only; a value
 * without a known unit proves nothing and is left out.
 */
export async function readRegionStatistics(
  { database, realm }: MetricContext,
  { title, units }: Indicator,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ region_code: string; period: string; value: number; unit: string | null }>`
    select statistic.region_code, statistic.period, statistic.value, statistic.unit
    from public_warehouse.region_statistics statistic
    join brain.batch on batch.id = statistic.batch_id
    where statistic.indicator = ${title} and batch.demonstration = ${realm === 'demonstration'}`.execute(
    database.kysely,
  )
  return new Map(
    rows.flatMap(({ region_code, period, value, unit }) => {
      const factor = units[unit ?? '']
      return factor === undefined ? [] : [[`${region_code} ${period}`, value * factor]]
    }),
  )
}

/** The totals of the regions that the figure rests on: those of its month, else of its year. */
export function regionStatisticsEvidence(
  { realm, region, period }: EvidenceQuery,
  { title }: Indicator,
  regions: readonly string[] = [region],
) {
  return sql<EvidenceRow>`
    select distinct on (statistic.region_code) null::text as "creditCode", null::text as name,
           concat_ws(' ', coalesce(statistic.region_name, statistic.region_code), statistic.period, statistic.indicator) as label,
           statistic.value, coalesce(statistic.unit, '') as unit,
           ${sourceRef('public/region-statistics', 'statistic', 'value')} as source
    from public_warehouse.region_statistics statistic
    join brain.batch on batch.id = statistic.batch_id
    where statistic.indicator = ${title} and statistic.region_code = any(${regions})
      and statistic.period in (${period}, ${period.slice(0, 4)}) and batch.demonstration = ${realm === 'demonstration'}
    order by statistic.region_code desc, length(statistic.period) desc`
}
