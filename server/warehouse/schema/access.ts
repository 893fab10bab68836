import type { ColumnType, Generated } from 'kysely'
import type { Purpose } from '../../domain/purpose.ts'

/**
 * Officials of a province, city, county; 链长办; a firm; a bank; those who run the platform and answer for
 * its data; the three separated administrators; 评审专家, who read only.
 */
export type AccountRole =
  | 'province'
  | 'city'
  | 'county'
  | 'chain-office'
  | 'enterprise'
  | 'bank'
  | 'operator'
  | 'steward'
  | 'system-admin'
  | 'security-admin'
  | 'audit-admin'
  | 'reviewer'

export type SignInMethod = 'password' | 'oidc'

export interface AccountTable {
  id: ColumnType<number, never, never>
  /** Lower case. */
  username: string
  display_name: string
  /** PHC string, argon2id. */
  password_hash: string
  /** Null until the security administrator gives one; then the account cannot be used. */
  role: AccountRole | null
  region_code: string | null
  region_name: string | null
  /** An enterprise user's own firm; null until one is bound. */
  credit_code: string | null
  demonstration: Generated<boolean>
  created_at: Date
  disabled_at: Date | null
  /** Staff number, upper case: one person holds at most one of the three administrator roles. */
  person: Generated<string | null>
  /** The password was given by somebody else and serves for one sign-in. */
  must_change_password: Generated<boolean>
  password_changed_at: Generated<Date>
  last_sign_in_at: Generated<Date | null>
}

export interface SessionTable {
  token_hash: string
  account_id: number
  method: Generated<SignInMethod>
  address: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  purpose: Generated<Purpose>
}

export interface SignInFailureTable {
  username: string
  address: string
  failures: number
  first_at: Date
  last_at: Date
}

export interface PasswordHistoryTable {
  account_id: number
  password_hash: string
  replaced_at: Date
}

export interface SecondFactorTable {
  account_id: number
  sealed_secret: Buffer
  created_at: Date
  /** Null until the first code was given: not asked for yet. */
  confirmed_at: Date | null
  /** Number of the half minute whose code was used last; no code of it or before serves again. */
  last_step: number | null
}

export interface RecoveryCodeTable {
  account_id: number
  code_hash: string
  used_at: Generated<Date | null>
}

export interface SignInTicketTable {
  ticket_hash: string
  account_id: number
  method: SignInMethod
  expires_at: Date
}

/** Platform tables of accounts and sessions, as Kysely sees them. */
export interface AccessTables {
  'brain.account': AccountTable
  'brain.session': SessionTable
  'brain.sign_in_failure': SignInFailureTable
  'brain.password_history': PasswordHistoryTable
  'brain.second_factor': SecondFactorTable
  'brain.recovery_code': RecoveryCodeTable
  'brain.sign_in_ticket': SignInTicketTable
}
