/** Accounts, the audit trail and one's own second factor. */
import type { AccountList } from '../../server/api/schemas/account.ts'
import type { AuditHead, AuditList, AuditOutcome } from '../../server/api/schemas/audit.ts'
import type { SecondFactor } from '../../server/api/schemas/session.ts'
import { useResource, useResourcePages } from './resource.ts'

export const useAccounts = (query: string) =>
  useResourcePages<AccountList>('/api/accounts', { query, limit: 100 })

export const useOwnSecondFactor = () => useResource<SecondFactor>('/api/session/totp', {}, { staleTime: 0 })

export type AuditFilter = {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly username?: string | undefined
  readonly event?: string | undefined
  readonly object?: string | undefined
  readonly result?: AuditOutcome | undefined
}

export const useAudit = (filter: AuditFilter) =>
  useResourcePages<AuditList>('/api/audit', { ...filter, limit: 100 })

export const useAuditHead = () => useResource<AuditHead>('/api/audit/head', {}, { staleTime: 0 })
