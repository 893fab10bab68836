import { Type, type Static } from 'typebox'
import { Nullable, RegionRef } from './shared.ts'

export const Role = Type.Union([
  Type.Literal('province'),
  Type.Literal('city'),
  Type.Literal('county'),
  Type.Literal('chain-office'),
  Type.Literal('enterprise'),
  Type.Literal('bank'),
  Type.Literal('operator'),
  Type.Literal('steward'),
  Type.Literal('system-admin'),
  Type.Literal('security-admin'),
  Type.Literal('audit-admin'),
  Type.Literal('reviewer'),
])
export type Role = Static<typeof Role>

export const Credentials = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 100 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)
export type Credentials = Static<typeof Credentials>

export const Session = Type.Object({
  username: Type.String(),
  displayName: Type.String(),
  role: Role,
  /** The region this account may see, with all below it. */
  region: RegionRef,
  /** An enterprise user's own firm. */
  creditCode: Nullable(Type.String()),
  enterpriseName: Nullable(Type.String()),
  expiresAt: Type.String(),
  /** Which realms hold data, and the one shown first. */
  realms: Type.Array(Type.Union([Type.Literal('demonstration'), Type.Literal('actual')])),
  demonstrationMode: Type.Boolean(),
})
export type Session = Static<typeof Session>

/** What the login page says about accounts to try; empty outside demonstration mode. */
export const DemonstrationAccounts = Type.Object({
  accounts: Type.Array(
    Type.Object({
      username: Type.String(),
      displayName: Type.String(),
      role: Role,
      region: RegionRef,
    }),
  ),
  /** The password of all of them. */
  password: Nullable(Type.String()),
})

export const Health = Type.Object({
  status: Type.Literal('ok'),
  database: Type.Literal('ok'),
  startedAt: Type.String(),
  demonstrationMode: Type.Boolean(),
})
