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

const PurposeName = Type.Union([
  Type.Literal('monitoring'),
  Type.Literal('service'),
  Type.Literal('governance'),
  Type.Literal('display'),
])

export const PurposeChoice = Type.Object({ purpose: PurposeName }, { additionalProperties: false })

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
  /** Minutes without use after which the session ends. */
  idleMinutes: Type.Integer(),
  /** What has to be done before anything else is allowed. */
  duties: Type.Array(Type.Union([Type.Literal('change-password'), Type.Literal('enrol-second-factor')])),
  /** 使用目的: what the user says the data is for. */
  purpose: PurposeName,
  /** Which realms hold data, and the one shown first. */
  realms: Type.Array(Type.Union([Type.Literal('demonstration'), Type.Literal('actual')])),
  demonstrationMode: Type.Boolean(),
})
export type Session = Static<typeof Session>

/** The password was right; a code is asked for besides, at POST /api/session/second-factor. */
export const SecondFactorDue = Type.Object({
  mfaRequired: Type.Literal(true),
  ticket: Type.String(),
  expiresAt: Type.String(),
})
export type SecondFactorDue = Static<typeof SecondFactorDue>

export const SignInAnswer = Type.Union([Session, SecondFactorDue])
export type SignInAnswer = Static<typeof SignInAnswer>

export const SecondFactorCode = Type.Object(
  {
    ticket: Type.String({ minLength: 1, maxLength: 100 }),
    code: Type.String({ minLength: 6, maxLength: 40, description: '动态口令六位数字，或恢复码' }),
  },
  { additionalProperties: false },
)

export const PasswordChange = Type.Object(
  {
    currentPassword: Type.String({ minLength: 1, maxLength: 200 }),
    newPassword: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)

/** Second factor of the one who asks. */
export const SecondFactor = Type.Object({
  enrolled: Type.Boolean(),
  confirmedAt: Nullable(Type.String()),
  recoveryCodesLeft: Type.Integer(),
  /** What a new password has to be. */
  passwordRule: Type.String(),
})
export type SecondFactor = Static<typeof SecondFactor>

export const Enrolment = Type.Object({
  secret: Type.String({ description: 'Base32，可手工输入' }),
  uri: Type.String({ description: 'otpauth://，供验证器扫描' }),
})
export type Enrolment = Static<typeof Enrolment>

export const EnrolmentCode = Type.Object(
  { code: Type.String({ pattern: '^[0-9]{6}$' }) },
  { additionalProperties: false },
)

export const RecoveryCodes = Type.Object({
  recoveryCodes: Type.Array(Type.String(), { description: '各用一次，仅此一次显示' }),
})
export type RecoveryCodes = Static<typeof RecoveryCodes>

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
  /** Where signing in by the organisation's identity provider begins; absent where none is set up. */
  oidc: Type.Optional(Type.String()),
})

export const Health = Type.Object({
  status: Type.Literal('ok'),
  database: Type.Literal('ok'),
  startedAt: Type.String(),
  demonstrationMode: Type.Boolean(),
})
