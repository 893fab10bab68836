import type { ColumnType, Generated } from 'kysely'

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

export interface AccountTable {
  id: ColumnType<number, never, never>
  /** Lower case. */
  username: string
  display_name: string
  /** PHC string, argon2id. */
  password_hash: string
  role: AccountRole
  region_code: string
  region_name: string
  /** An enterprise user's own firm; null until one is bound. */
  credit_code: string | null
  demonstration: Generated<boolean>
  created_at: Date
  disabled_at: Date | null
}

export interface SessionTable {
  token_hash: string
  account_id: number
  address: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
}

export interface SignInFailureTable {
  username: string
  address: string
  failures: number
  first_at: Date
  last_at: Date
}

/** Platform tables of accounts and sessions, as Kysely sees them. */
export interface AccessTables {
  'brain.account': AccountTable
  'brain.session': SessionTable
  'brain.sign_in_failure': SignInFailureTable
}
