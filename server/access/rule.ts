import type { AccountRole } from '../warehouse/schema/access.ts'

/** Who may call a route; `anyone` needs no session. Declared beside the schema of every route. */
export type AccessRule = readonly (AccountRole | 'anyone')[]

export const anyone: AccessRule = ['anyone']

/** Every signed-in role. */
export const signedIn: AccessRule = ['province', 'city', 'county', 'enterprise', 'operator', 'reviewer']

/** Everyone but enterprise users: what is said about firms other than their own. */
export const officials: AccessRule = ['province', 'city', 'county', 'operator', 'reviewer']

export const operators: AccessRule = ['operator']

/** Those who hand in data. */
export const uploaders: AccessRule = ['operator', 'enterprise']

/** Those who may decide against a computed classification. */
export const deciders: AccessRule = ['province', 'city', 'county', 'operator']
