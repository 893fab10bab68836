import { sql } from 'kysely'
import { firmsAt } from '../chain/members.ts'
import type { ChainStandard } from '../domain/chain.ts'
import { regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'

/** The cluster: firms of the realm that stand in a segment of the chain, as of the end of a month. */
export function clusterAt(chain: ChainStandard, realm: Realm, month: string) {
  return sql`
    select firm.credit_code, firm.name, firm.county_code
    from (${firmsAt(realm, month)}) firm
    where exists (select from brain.enterprise_segment member
      where member.chain = ${chain.id} and member.credit_code = firm.credit_code)`
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
