import type { AccountRole } from '../warehouse/schema/access.ts'

/** Who may call a route; `anyone` needs no session. Declared beside the schema of every route. */
export type AccessRule = readonly (AccountRole | 'anyone')[]

export const anyone: AccessRule = ['anyone']

/** 系统、安全、审计管理员 (GB/T 22239-2019 8.1.4.1): they run the platform and read none of its data. */
export const administrators: AccessRule = ['system-admin', 'security-admin', 'audit-admin']

/** Everyone but enterprise and bank users: what is said about firms other than their own. */
export const officials: AccessRule = [
  'province',
  'city',
  'county',
  'chain-office',
  'operator',
  'steward',
  'reviewer',
]

/** Those whom the data of the platform is for, each within its own reach. */
export const readers: AccessRule = [...officials, 'enterprise', 'bank']

/** Every signed-in role. */
export const signedIn: AccessRule = [...readers, ...administrators]

export const operators: AccessRule = ['operator']

/** Those who answer for the quality of the data. */
export const stewards: AccessRule = ['operator', 'steward']

/** Those who may look at how data is collected and kept, without changing it. */
export const overseers: AccessRule = ['operator', 'steward', 'reviewer']

/** Those who hand in data. */
export const uploaders: AccessRule = ['operator', 'enterprise']

/** Those who may decide against a computed classification. */
export const deciders: AccessRule = ['province', 'city', 'county', 'chain-office', 'operator']

/** Those who may ask for data and be handed it under contract; those who approve and those who review do not. */
export const recipients: AccessRule = [
  'province',
  'city',
  'county',
  'chain-office',
  'enterprise',
  'bank',
  'operator',
]
