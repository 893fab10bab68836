import { sql } from 'kysely'
import { firmsAt } from '../chain/members.ts'
import type { ChainStandard } from '../domain/chain.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import { sourceRef } from '../warehouse/source-ref.ts'
import type { EvidenceQuery, EvidenceRow } from './contract.ts'

/** The cluster: firms of the realm that stand in a segment of the chain, as of the end of a month. */
export function clusterAt(chain: ChainStandard, realm: Realm, month: string) {
  return sql`
    select firm.credit_code, firm.name, firm.county_code
    from (${firmsAt(realm, month)}) firm
    where exists (select from brain.enterprise_segment member
      where member.chain = ${chain.id} and member.credit_code = firm.credit_code)`
}

/** Where a firm of the cluster stood over time; the months are 'YYYY-MM'. */
export interface Whereabouts {
  readonly registered: string | null
  /** Its present place. */
  readonly county_code: string | null
  /** Month of each move and the place left, oldest first. */
  readonly moves: readonly (readonly [month: string, left: string])[] | null
}

/** The cluster through time, for figures of many periods in one pass. Columns: credit_code and Whereabouts. */
export function clusterThroughTime(chain: ChainStandard, realm: Realm) {
  return sql<Whereabouts & { credit_code: string }>`
    select golden.credit_code, to_char(golden.registered_on, 'YYYY-MM') as registered,
           coalesce(golden.county_code, golden.city_code) as county_code, moved.moves
    from brain.golden_enterprise golden
    left join (
      select credit_code,
             jsonb_agg(jsonb_build_array(to_char(changed_on, 'YYYY-MM'), before_county_code) order by changed_on) as moves
      from public_warehouse.registration_change
      where item = '住所' and before_county_code is not null
      group by credit_code
    ) moved using (credit_code)
    where golden.demonstration = ${realm === 'demonstration'} and coalesce(golden.status, '存续') not in ('注销', '吊销')
      and exists (select from brain.enterprise_segment member
        where member.chain = ${chain.id} and member.credit_code = golden.credit_code)`
}

/** Place at the end of a month, as `clusterAt` finds it; null before the firm is registered. */
export function placeAt({ registered, county_code, moves }: Whereabouts, month: string): string | null {
  if (registered !== null && registered > month) return null
  return moves?.find(([moved]) => moved > month)?.[1] ?? county_code
}

/** `column` lies in the region. */
export function inRegion(column: string, region: string) {
  return sql`${sql.raw(column)} like ${`${regionPrefix(region)}%`}`
}

/** Members are counted at the end of the year, or at the latest month of an unfinished one. */
export function monthOfPeriod(period: string, latest: string): string {
  const month = period.length === 4 ? `${period}-12` : period
  return month < latest ? month : latest
}

/** Firms of the cluster in the region, each counting one, the largest capital first. */
export function memberEvidence({ chain, realm, region, month }: EvidenceQuery) {
  return sql<EvidenceRow>`
    select member.credit_code as "creditCode", member.name,
           coalesce('登记日期 ' || registration.registered_on, '登记') as label,
           1::float8 as value, '家' as unit, ${sourceRef('public/enterprise-registration', 'registration', 'registered_on')} as source
    from (${clusterAt(chain, realm, month)}) member
    left join public_warehouse.enterprise_registration registration using (credit_code)
    where ${inRegion('member.county_code', region)}
    order by registration.registered_capital desc nulls last, member.credit_code`
}
