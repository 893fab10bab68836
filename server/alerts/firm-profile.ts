import { sql } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { dataset } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'

/** Who an alert is about, and how large it is. */
export interface FirmProfile {
  readonly creditCode: string
  readonly name: string
  /** County, or city where the county is not known. */
  readonly county: string | null
  /** The segment it most surely stands in. */
  readonly segment: { readonly chain: string; readonly id: string; readonly title: string } | null
  /** Yuan */
  readonly revenue: number | null
  readonly revenueYear: number | null
  readonly employees: number | null
  readonly revenueSource: SourceRef | null
}

interface ProfileRow extends Omit<FirmProfile, 'segment' | 'revenueSource'> {
  readonly chain: string | null
  readonly segment: string | null
  readonly revenueSource: Omit<SourceRef, 'datasetTitle'> | null
}

export async function readFirmProfiles(
  database: Database,
  creditCodes: readonly string[],
): Promise<ReadonlyMap<string, FirmProfile>> {
  if (creditCodes.length === 0) return new Map()
  const { rows } = await sql<ProfileRow>`
    select golden.credit_code as "creditCode", golden.name, coalesce(golden.county_code, golden.city_code) as county,
           member.chain, member.segment, golden.revenue::float8 / 100 as revenue,
           golden.revenue_year as "revenueYear", golden.employees,
           case when batch.id is not null then jsonb_build_object(
             'dataset', given.source ->> 'dataset', 'rowId', given.source -> 'rowId',
             'batchId', batch.id, 'rowNumber', given.source -> 'rowNumber', 'fileName', batch.file_name,
             'effectiveAt', to_char(batch.effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) end
             as "revenueSource"
    from brain.golden_enterprise golden
    cross join lateral (select golden.field_sources -> 'revenue' as source) given
    left join brain.batch on batch.id = (given.source ->> 'batchId')::bigint
    left join lateral (
      select chain, segment from brain.enterprise_segment
      where credit_code = golden.credit_code order by confidence desc, chain, segment limit 1
    ) member on true
    where golden.credit_code = any(${creditCodes})`.execute(database.kysely)
  const chains = await readChainStandards()
  return new Map(
    rows.map(({ chain, segment, revenueSource, ...row }) => {
      const title = chains
        .find((item) => item.id === chain)
        ?.segments.find((item) => item.id === segment)?.title
      return [
        row.creditCode,
        {
          ...row,
          segment:
            chain === null || segment === null ? null : { chain, id: segment, title: title ?? segment },
          revenueSource:
            revenueSource === null
              ? null
              : { ...revenueSource, datasetTitle: dataset(revenueSource.dataset).title },
        },
      ]
    }),
  )
}

/** How many firms of the realm stand in each segment of each county now; absent = none. */
export async function countSegmentFirms(
  database: Database,
  realm: Realm,
  counties: readonly string[],
): Promise<(place: { readonly chain: string; readonly segment: string; readonly county: string }) => number> {
  const { rows } = await sql<{ place: string; firms: number }>`
    select member.chain || '/' || member.segment || '/' || golden.county_code as place, count(*)::int as firms
    from brain.golden_enterprise golden join brain.enterprise_segment member using (credit_code)
    where golden.county_code = any(${counties}) and golden.demonstration = ${realm === 'demonstration'}
      and coalesce(golden.status, '存续') not in ('注销', '吊销')
    group by member.chain, member.segment, golden.county_code`.execute(database.kysely)
  const counts = new Map(rows.map((row) => [row.place, row.firms]))
  return ({ chain, segment, county }) => counts.get(`${chain}/${segment}/${county}`) ?? 0
}

/** '2025 年营业收入 1.20 亿元，从业 320 人'; null where neither is known. */
export function sizeText({ revenue, revenueYear, employees }: FirmProfile): string | null {
  const parts = [
    ...(revenue === null
      ? []
      : [`${revenueYear === null ? '' : `${revenueYear} 年`}营业收入 ${moneyText(revenue)}`]),
    ...(employees === null ? [] : [`从业 ${employees} 人`]),
  ]
  return parts.length === 0 ? null : parts.join('，')
}

/** Yuan in 亿元 or 万元. */
export function moneyText(yuan: number): string {
  return yuan >= 1e8
    ? `${(yuan / 1e8).toFixed(2)} 亿元`
    : `${Math.round(yuan / 1e4).toLocaleString('zh-CN')} 万元`
}

/** 0.123 → '+12.3 %' */
export function changeText(share: number): string {
  const size = (Math.abs(share) * 100).toFixed(1)
  return `${share < 0 ? '−' : '+'}${size} %`
}
