/** Hooks of 企业可见账本 and 数据授权. */
import type {
  AccessLedger,
  Authorisation,
  Claim,
  GrantChoices,
} from '../../server/api/schemas/access-ledger.ts'
import type { Items } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

const ofFirm = (creditCode: string | null, path: string) =>
  creditCode === null ? null : `/api/enterprises/${encodeURIComponent(creditCode)}/${path}`

export const useAccessLedger = (
  creditCode: string | null,
  period: { readonly from?: string | undefined; readonly to?: string | undefined },
) => useResourcePages<AccessLedger>(ofFirm(creditCode, 'access-ledger'), { ...period, limit: 50 })

export const useFirmClaims = (creditCode: string | null) =>
  useResource<Items<Claim>>(ofFirm(creditCode, 'claims'), { limit: 200 })

/** Of all firms, for the stewards. */
export const useOpenClaims = () =>
  useResource<Items<Claim>>('/api/access-ledger/claims', { state: 'open', limit: 200 })

export const useFirmAuthorisations = (creditCode: string | null) =>
  useResource<Items<Authorisation>>(ofFirm(creditCode, 'authorisations'))

export const useGrantChoices = () => useResource<GrantChoices>('/api/authorisations/choices')

export const claimKindTitles: Readonly<Record<Claim['kind'], string>> = {
  dispute: '异议',
  correction: '更正',
}

export const claimStateTitles: Readonly<Record<Claim['state'], string>> = {
  open: '待答复',
  accepted: '已采纳',
  rejected: '不采纳',
  withdrawn: '已撤回',
}

export const authorisationStateTitles: Readonly<Record<Authorisation['state'], string>> = {
  active: '生效',
  expired: '已到期',
  withdrawn: '已撤回',
}
