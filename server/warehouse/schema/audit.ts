export interface AuditTable {
  /** Without gaps from 1. */
  sequence: number
  occurred_at: Date
  username: string
  role: string
  event: string
  object: string
  result: string
  address: string
  request_id: string
  before_digest: string | null
  after_digest: string | null
  previous_hash: string
  hash: string
}

export interface AuditTables {
  'brain.audit': AuditTable
}
