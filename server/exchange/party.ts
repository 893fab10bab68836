import type { SignedIn } from '../access/sessions.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'
import { Refusal } from './refusal.ts'

/** Who applies and signs: a firm, a bank, an office of a region. */
export interface Party {
  /** Colleagues of one office or firm have the same key. */
  readonly key: string
  readonly name: string
}

/** @throws Refusal for an enterprise user without a firm. */
export function partyOf(viewer: SignedIn): Party {
  const { role, username, displayName, region, creditCode, enterpriseName } = viewer
  switch (role) {
    case 'enterprise':
      if (creditCode === null) throw new Refusal('forbidden', 'no-enterprise', '您的账号还没有绑定企业。')
      return { key: `firm:${creditCode}`, name: enterpriseName ?? creditCode }
    case 'bank':
    case 'operator':
    case 'steward':
    case 'reviewer':
    case 'system-admin':
    case 'security-admin':
    case 'audit-admin':
      return { key: `${role}:${username}`, name: displayName }
    case 'province':
    case 'city':
    case 'county':
    case 'chain-office':
      return { key: `${role}:${region.code}`, name: `${region.name} ${displayName}` }
  }
}

/** As a firm is told who used its data: the firm or bank by name, an office with its region. */
export function organisationOf({ role, displayName, region, enterpriseName }: SignedIn): string {
  if (role === 'enterprise') return enterpriseName ?? displayName
  return role === 'bank' ? displayName : `${region.name} ${displayName}`
}

/** Those who answer for the exchange see all of it; everybody else what they are a side of. */
export function oversees(role: AccountRole): boolean {
  return role === 'operator' || role === 'steward' || role === 'reviewer'
}
