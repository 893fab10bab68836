import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { HistoryKind } from '../api/schemas/migration-study.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'

/** One address of a firm and the row that gives it. */
export interface DatedAddress {
  readonly realm: Realm
  readonly firm: string
  readonly name: string
  /** '2019' or '2024-05-03' */
  readonly at: string
  readonly address: string | null
  /** County as the source declares it; null where it does not. */
  readonly code: string | null
  readonly source: SourceRef
}

const realmOf = (demonstration: string) =>
  sql`case when ${sql.ref(demonstration)} then 'demonstration' else 'actual' end`

/** Addresses of one firm, the earliest first; each is compared with the one before. */
export type History = readonly DatedAddress[]

export const historyReaders: Readonly<
  Record<HistoryKind, (database: Database) => Promise<readonly History[]>>
> = {
  async 'annual-report'(database) {
    const { rows } = await sql<DatedAddress>`
      select ${realmOf('batch.demonstration')} as realm, report.security_code as firm,
             coalesce(report.full_name, report.short_name, report.security_code) as name,
             report.year::text as at, report.registered_address as address, null as code,
             ${sourceRef('enterprise/annual-report', 'report', 'registered_address')} as source
      from enterprise_warehouse.annual_report report join brain.batch batch on batch.id = report.batch_id
      order by report.security_code, report.year`.execute(database.kysely)
    return byFirm(rows)
  },
  /** Both addresses stand in one row, and each change is a history of its own. */
  async 'registration-change'(database) {
    const { rows } = await sql<
      Omit<DatedAddress, 'address' | 'code'> & {
        before: string | null
        after: string | null
        beforeCode: string | null
        afterCode: string | null
      }
    >`
      select ${realmOf('batch.demonstration')} as realm, change.credit_code as firm,
             coalesce(golden.name, change.credit_code) as name, change.changed_on::text as at,
             change.before, change.after, change.before_county_code as "beforeCode",
             change.after_county_code as "afterCode",
             ${sourceRef('public/registration-change', 'change')} as source
      from public_warehouse.registration_change change
      join brain.batch batch on batch.id = change.batch_id
      left join brain.golden_enterprise golden using (credit_code)
      where change.item = '住所'
      order by change.credit_code, change.changed_on`.execute(database.kysely)
    return rows.map(({ before, after, beforeCode, afterCode, source, ...row }) => [
      { ...row, address: before, code: beforeCode, source: { ...source, column: 'before' } },
      { ...row, address: after, code: afterCode, source: { ...source, column: 'after' } },
    ])
  },
  /** Versions of the register's row: those before and after a delivery that changed the address. */
  async 'registration-delivery'(database) {
    const { rows } = await sql<DatedAddress>`
      with version as (
        select credit_code, name, address, county_code, row_id, batch_id, row_number, valid_from
        from public_warehouse.enterprise_registration_history
        union all
        select credit_code, name, address, county_code, row_id, batch_id, row_number, valid_from
        from public_warehouse.enterprise_registration current
        where exists (select from public_warehouse.enterprise_registration_history past
          where past.credit_code = current.credit_code)
      )
      select ${realmOf('batch.demonstration')} as realm, version.credit_code as firm, version.name,
             to_char(version.valid_from at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as at, version.address,
             version.county_code as code,
             ${sourceRef('public/enterprise-registration', 'version', 'address')} as source
      from version join brain.batch batch on batch.id = version.batch_id
      order by version.credit_code, version.valid_from`.execute(database.kysely)
    return byFirm(rows)
  },
}

function byFirm(rows: readonly DatedAddress[]): readonly History[] {
  return [...Map.groupBy(rows, ({ realm, firm }) => `${realm} ${firm}`).values()]
}
