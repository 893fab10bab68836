import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { type SourceRef, sourceRef } from '../warehouse/source-ref.ts'
import { distanceBetween, type Distance } from './score.ts'
import type { Places } from './places.ts'

/** A registered address that left its county (整体迁移). */
export interface Move {
  readonly creditCode: string
  readonly name: string
  /** YYYY-MM-DD */
  readonly date: string
  /** Codes in force. */
  readonly origin: string
  readonly destination: string
  readonly before: string | null
  readonly after: string | null
  readonly distance: Distance
  readonly source: SourceRef
}

export interface MoveQuery {
  readonly realm: Realm
  /** First day and the day after the last; absent = open. */
  readonly from?: string
  readonly until?: string
  /** Only firms that stand in a segment of the chain. */
  readonly chain?: string | undefined
  /** Of the chain. */
  readonly segment?: string | undefined
}

/**
 * Moves by date. A reworded address, a county renamed or merged by the state, and a change whose counties
 * the register does not tell are no moves: both codes are led to those in force before they are compared.
 */
export async function readMoves(database: Database, places: Places, query: MoveQuery): Promise<Move[]> {
  const { realm, from = '0001-01-01', until = '9999-12-31', chain, segment } = query
  const { rows } = await sql<Omit<Move, 'distance'>>`
    select change.credit_code as "creditCode", coalesce(golden.name, change.credit_code) as name,
           change.changed_on as date, change.before_county_code as origin, change.after_county_code as destination,
           change.before, change.after, ${sourceRef('public/registration-change', 'change', 'after_county_code')} as source
    from public_warehouse.registration_change change
    left join brain.golden_enterprise golden using (credit_code)
    where change.item = '住所' and change.before_county_code <> change.after_county_code
      and change.changed_on >= ${from}::date and change.changed_on < ${until}::date
      and coalesce(golden.demonstration, substr(change.credit_code, 9, 4) = 'DEM0') = ${realm === 'demonstration'}
      ${
        chain === undefined
          ? sql``
          : sql`and exists (select from brain.enterprise_segment member
              where member.chain = ${chain} and member.credit_code = change.credit_code
                ${segment === undefined ? sql`` : sql`and member.segment = ${segment}`})`
      }
    order by change.changed_on, change.credit_code`.execute(database.kysely)
  return rows.flatMap((row) => {
    const origin = places.current(row.origin)
    const destination = places.current(row.destination)
    const distance = distanceBetween(origin, destination)
    return distance === null ? [] : [{ ...row, origin, destination, distance }]
  })
}
