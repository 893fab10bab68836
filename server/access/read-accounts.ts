import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'
import { failuresAllowed, lockMs } from './attempts.ts'

export interface AccountRow {
  readonly id: number
  readonly username: string
  readonly display_name: string
  readonly person: string | null
  readonly role: AccountRole | null
  readonly region_code: string | null
  readonly region_name: string | null
  readonly credit_code: string | null
  readonly enterprise_name: string | null
  readonly demonstration: boolean
  readonly must_change_password: boolean
  readonly created_at: Date
  readonly password_changed_at: Date
  readonly last_sign_in_at: Date | null
  readonly disabled_at: Date | null
  readonly second_factor: boolean
  readonly locked: boolean
}

export interface AccountFilter {
  /** Part of the user name, the shown name or the staff number. */
  readonly text?: string
  readonly id?: number
  readonly afterUsername?: string
  readonly limit: number
}

/** Accounts by user name. */
export async function readAccounts(
  database: Database,
  filter: AccountFilter,
  now: Date,
): Promise<AccountRow[]> {
  const { text = '', id = null, afterUsername = '', limit } = filter
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<AccountRow>`
    select a.id, a.username, a.display_name, a.person, a.role, a.region_code, a.region_name, a.credit_code,
      g.name as enterprise_name, a.demonstration, a.must_change_password, a.created_at,
      a.password_changed_at, a.last_sign_in_at, a.disabled_at,
      exists (select from brain.second_factor f where f.account_id = a.id and f.confirmed_at is not null)
        as second_factor,
      exists (select from brain.sign_in_failure s where s.username = a.username
        and s.failures >= ${failuresAllowed} and s.last_at > ${new Date(now.getTime() - lockMs)}) as locked
    from brain.account a
    left join brain.golden_enterprise g on g.credit_code = a.credit_code
    where a.username > ${afterUsername} and (${id}::bigint is null or a.id = ${id})
      and (a.username ilike ${pattern} or a.display_name ilike ${pattern} or a.person ilike ${pattern})
    order by a.username
    limit ${limit}`.execute(database.kysely)
  return rows
}
