import type { ColumnType, Generated } from 'kysely'
import type { AccountRole } from './access.ts'

type Id = ColumnType<number, never, never>

/** How the data of a contract is delivered: rows by key, a file to fetch, a table in COPY form. */
export type DeliveryOutput = 'api' | 'file' | 'table'

export interface ExchangeRequestTable {
  id: Id
  requester: string
  requester_role: AccountRole
  requester_name: string
  /** Who the requester acts for; colleagues of one office or firm share it. */
  party_key: string
  party_name: string
  dataset: string
  columns: readonly string[]
  region_code: string | null
  firms: readonly string[]
  /** YYYY-MM */
  month_from: string | null
  month_to: string | null
  purpose: string
  purpose_text: string
  valid_from: string
  /** Inclusive, Asia/Shanghai. */
  valid_until: string
  maximum_calls: number
  maximum_rows: number
  output: DeliveryOutput
  destruction_days: number
  approvals_needed: number
  grounds: readonly string[]
  state: 'open' | 'approved' | 'refused' | 'withdrawn'
  refusal: string | null
  created_at: Date
  closed_at: Date | null
}

export interface ExchangeApprovalTable {
  request_id: number
  requester: string
  approver: string
  approver_role: AccountRole
  approver_name: string
  decision: 'approve' | 'refuse'
  note: string
  at: Date
}

export interface ExchangeConsentTable {
  id: Id
  request_id: number
  credit_code: string
  state: Generated<'waiting' | 'consented' | 'refused' | 'withdrawn'>
  decided_by: string | null
  decided_name: string | null
  decided_at: Date | null
  note: Generated<string>
}

export interface ExchangeContractTable {
  id: Id
  request_id: number
  version: number
  number: string
  /** Canonical JSON of the terms. */
  content: string
  /** SHA-256 of content, hexadecimal. */
  digest: string
  created_at: Date
}

export interface ExchangeSignatureTable {
  contract_id: number
  side: 'provider' | 'recipient'
  username: string
  name: string
  digest: string
  at: Date
}

export interface ExchangeRevocationTable {
  contract_id: number
  /** Who ended it; replaced = a narrower version took its place. */
  side: 'provider' | 'recipient' | 'firm' | 'replaced'
  username: string
  name: string
  reason: string
  at: Date
}

export interface ExchangeDestructionTable {
  contract_id: number
  username: string
  name: string
  destroyed_on: string
  method: string
  at: Date
}

export interface ExchangeUsageTable {
  contract_id: number
  calls: Generated<number>
  rows: Generated<number>
  bytes: Generated<number>
  maximum_calls: number
  maximum_rows: number
}

export interface DeliveryKeyTable {
  id: Id
  contract_id: number
  /** SHA-256, hexadecimal; the key itself is 256 random bits and shown once. */
  key_hash: string
  /** Its last characters, by which people tell keys apart. */
  hint: string
  issued_by: string
  issued_at: Date
  ended_at: Date | null
}

export interface DeliveryTable {
  id: Id
  contract_id: number
  channel: 'api' | 'csv' | 'xlsx' | 'table'
  key_id: number | null
  username: string | null
  address: string
  rows: number
  bytes: number
  digest: string
  at: Date
}

export interface FirmAccessTable {
  id: Id
  credit_code: string
  at: Date
  username: string
  role: AccountRole
  /** As the firm is told: office and region. */
  organisation: string
  object: string
  fields: readonly string[]
  purpose: string
  basis: string
  route: string
  contract_id: number | null
  authorisation_id: number | null
  count: number
}

export interface FirmClaimTable {
  id: Id
  credit_code: string
  kind: 'dispute' | 'correction'
  access_id: number | null
  dataset: string | null
  field: string | null
  value: string | null
  text: string
  state: Generated<'open' | 'accepted' | 'rejected' | 'withdrawn'>
  answer: string | null
  submitted_by: string
  submitted_at: Date
  answered_by: string | null
  answered_at: Date | null
}

export interface AuthorisationTable {
  id: Id
  credit_code: string
  /** Username of the bank's account. */
  grantee: string
  grantee_name: string
  purpose: string
  /** '<dataset>.<column>' */
  fields: readonly string[]
  /** Inclusive, Asia/Shanghai. */
  valid_until: string
  granted_by: string
  granted_name: string
  granted_at: Date
  withdrawn_by: string | null
  withdrawn_at: Date | null
}

/** Platform tables of 交换共享 and 企业可见账本, as Kysely sees them. */
export interface ExchangeTables {
  'brain.exchange_request': ExchangeRequestTable
  'brain.exchange_approval': ExchangeApprovalTable
  'brain.exchange_consent': ExchangeConsentTable
  'brain.exchange_contract': ExchangeContractTable
  'brain.exchange_signature': ExchangeSignatureTable
  'brain.exchange_revocation': ExchangeRevocationTable
  'brain.exchange_destruction': ExchangeDestructionTable
  'brain.exchange_usage': ExchangeUsageTable
  'brain.delivery_key': DeliveryKeyTable
  'brain.delivery': DeliveryTable
  'brain.firm_access': FirmAccessTable
  'brain.firm_claim': FirmClaimTable
  'brain.authorisation': AuthorisationTable
}
