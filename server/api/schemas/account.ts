import { Type, type Static } from 'typebox'
import { Role } from './session.ts'
import { Code, CreditCode, Identifier, List, ListQuery, Nullable, RegionRef } from './shared.ts'

export const Account = Type.Object({
  id: Type.Integer(),
  username: Type.String(),
  displayName: Type.String(),
  /** Staff number. */
  person: Nullable(Type.String()),
  /** Null until the security administrator gives one. */
  role: Nullable(Role),
  region: Nullable(RegionRef),
  creditCode: Nullable(Type.String()),
  enterpriseName: Nullable(Type.String()),
  /** Kept by demonstration mode, not by administrators. */
  demonstration: Type.Boolean(),
  disabled: Type.Boolean(),
  /** By failed attempts, for half an hour. */
  locked: Type.Boolean(),
  secondFactor: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  createdAt: Type.String(),
  passwordChangedAt: Type.String(),
  lastSignInAt: Nullable(Type.String()),
})
export type Account = Static<typeof Account>

export const AccountList = List(Account)
export type AccountList = Static<typeof AccountList>

export const AccountQuery = Type.Object({
  query: Type.Optional(Type.String({ maxLength: 100, description: '用户名、姓名或工号的一部分' })),
  ...ListQuery,
})

export const AccountPath = Type.Object({ accountId: Identifier })

const DisplayName = Type.String({ minLength: 1, maxLength: 50, pattern: '\\S' })
const Person = Nullable(Type.String({ maxLength: 40, description: '工号；管理员账号必填' }))

export const NewAccount = Type.Object(
  {
    username: Type.String({ minLength: 3, maxLength: 50 }),
    displayName: DisplayName,
    person: Type.Optional(Person),
  },
  { additionalProperties: false },
)
export type NewAccount = Static<typeof NewAccount>

export const AccountUpdate = Type.Object(
  {
    displayName: Type.Optional(DisplayName),
    person: Type.Optional(Person),
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type AccountUpdate = Static<typeof AccountUpdate>

export const Grant = Type.Object(
  {
    role: Role,
    regionCode: Code,
    creditCode: Type.Optional(Nullable(CreditCode)),
  },
  { additionalProperties: false },
)
export type Grant = Static<typeof Grant>

export const AccountWithPassword = Type.Object({
  account: Account,
  /** For one sign-in; shown this once. */
  initialPassword: Type.String(),
})
export type AccountWithPassword = Static<typeof AccountWithPassword>
