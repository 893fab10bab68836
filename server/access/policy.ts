import type { AccountRole } from '../warehouse/schema/access.ts'

export type PasswordPolicy = 'strict' | 'basic'

/** What an installation may choose (server/config.ts). */
export interface AccessSettings {
  readonly demonstration: boolean
  readonly passwordPolicy?: PasswordPolicy
  readonly idleMinutes?: { readonly administrators: number; readonly others: number }
}

/** The rules of GB/T 22239-2019 8.1.4.1 as this installation applies them. */
export interface AccessPolicy {
  readonly passwords: PasswordPolicy
  /** Days after which a password has to be changed; null = never. */
  readonly passwordDays: number | null
  /** Earlier passwords that may not be used again, the present one included. */
  readonly passwordsRemembered: number
  readonly idleMinutes: { readonly administrators: number; readonly others: number }
  readonly secondFactorForAdministrators: boolean
}

export const usualIdleMinutes = { administrators: 30, others: 120 } as const

export function policyOf(settings: AccessSettings): AccessPolicy {
  const passwords = settings.passwordPolicy ?? 'strict'
  return {
    passwords,
    passwordDays: passwords === 'strict' ? 90 : null,
    passwordsRemembered: passwords === 'strict' ? 5 : 1,
    idleMinutes: settings.idleMinutes ?? usualIdleMinutes,
    secondFactorForAdministrators: !settings.demonstration,
  }
}

const administratorRoles: ReadonlySet<AccountRole> = new Set([
  'system-admin',
  'security-admin',
  'audit-admin',
])

export function isAdministrator(role: AccountRole | null): boolean {
  return role !== null && administratorRoles.has(role)
}

export function idleMinutesOf(policy: AccessPolicy, role: AccountRole): number {
  return isAdministrator(role) ? policy.idleMinutes.administrators : policy.idleMinutes.others
}
