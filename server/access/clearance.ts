import type { Purpose } from '../domain/purpose.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'

/**
 * Highest grade of GB/T 43697-2024 shown to a role for a purpose: 2 = L2, open to all who read; 3 = L3, single
 * transactions, meter readings and the like; 4 = L4. A screen that others look at (大屏展示) shows L2 to anyone.
 * A firm's own records are never masked for it (warehouse/row-security.ts).
 */
const clearances: Readonly<Partial<Record<AccountRole, Readonly<Record<Purpose, number>>>>> = {
  province: { monitoring: 3, service: 3, governance: 3, display: 2 },
  city: { monitoring: 3, service: 3, governance: 3, display: 2 },
  county: { monitoring: 3, service: 3, governance: 3, display: 2 },
  'chain-office': { monitoring: 3, service: 3, governance: 3, display: 2 },
  operator: { monitoring: 3, service: 3, governance: 3, display: 2 },
  steward: { monitoring: 3, service: 3, governance: 4, display: 2 },
  reviewer: { monitoring: 3, service: 3, governance: 3, display: 2 },
  enterprise: { monitoring: 2, service: 2, governance: 2, display: 2 },
  bank: { monitoring: 2, service: 2, governance: 2, display: 2 },
}

/** Administrators read no data of the warehouses: 0. */
export function clearanceOf({
  role,
  purpose,
}: {
  readonly role: AccountRole
  readonly purpose: Purpose
}): number {
  return clearances[role]?.[purpose] ?? 0
}
