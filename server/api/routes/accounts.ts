import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  createAccount,
  grantRole,
  removeSecondFactor,
  resetPassword,
  unlockAccount,
  updateAccount,
  type AccountChange,
} from '../../access/administration.ts'
import { readAccounts, type AccountRow } from '../../access/read-accounts.ts'
import { AccountRefusal } from '../../access/refusal.ts'
import type { AccessRule } from '../../access/rule.ts'
import { normaliseCreditCode } from '../../domain/credit-code.ts'
import { refusalProblem } from '../account-problem.ts'
import { noteChange } from '../audit-hook.ts'
import type { Resource } from '../context.ts'
import { invalidCursor } from '../errors.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import {
  Account,
  AccountList,
  AccountPath,
  AccountQuery,
  AccountUpdate,
  AccountWithPassword,
  Grant,
  NewAccount,
} from '../schemas/account.ts'

const tags = ['账号与角色']

/** Who makes accounts gives no roles, and who gives roles makes no accounts. */
const systemAdministrators: AccessRule = ['system-admin']
const securityAdministrators: AccessRule = ['security-admin']
const both: AccessRule = ['system-admin', 'security-admin']

const accounts: Resource = (app, { platform, sessions, clock }) => {
  async function describe(id: number): Promise<Account> {
    const [row] = await readAccounts(platform, { id, limit: 1 }, clock())
    if (row === undefined) throw new Error(`账号 ${id} 在更改后不见了`)
    return accountOf(row)
  }

  /** Makes the change, says it to the audit trail, and ends the sessions that rest on what was before. */
  async function change<C extends AccountChange>(
    request: FastifyRequest,
    make: () => Promise<C>,
    endsSessions = true,
  ): Promise<C> {
    try {
      const made = await make()
      noteChange(request, { object: made.after.username, before: made.before, after: made.after })
      if (endsSessions) await sessions.closeAccount(made.after.id)
      return made
    } catch (error) {
      if (!(error instanceof AccountRefusal)) throw error
      throw refusalProblem(error)
    }
  }

  app.get(
    '/api/accounts',
    {
      config: { access: both },
      schema: { tags, summary: '账号', querystring: AccountQuery, response: responses(200, AccountList) },
    },
    async (request) => {
      const { query = '', limit = 50, cursor } = request.query
      const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8')
      if (cursor !== undefined && !/^[a-z][a-z0-9._-]*$/.test(after)) throw invalidCursor(cursor)
      const rows = await readAccounts(
        platform,
        { text: query, afterUsername: after, limit: limit + 1 },
        clock(),
      )
      const last = rows[limit - 1]
      return {
        items: rows.slice(0, limit).map(accountOf),
        nextCursor:
          rows.length > limit && last !== undefined
            ? Buffer.from(last.username, 'utf8').toString('base64url')
            : null,
      }
    },
  )

  app.post(
    '/api/accounts',
    {
      config: { access: systemAdministrators, audit: '新建账号' },
      schema: {
        tags,
        summary: '新建账号；角色由安全管理员授予',
        body: NewAccount,
        response: responses(201, AccountWithPassword),
      },
    },
    async (request, reply) => {
      const { username, displayName, person = null } = request.body
      const { after, initialPassword } = await change(
        request,
        () => createAccount(platform, { username, displayName, person }, clock()),
        false,
      )
      return reply.code(201).send({ account: await describe(after.id), initialPassword })
    },
  )

  app.patch(
    '/api/accounts/:accountId',
    {
      config: { access: systemAdministrators, audit: '修改或停用账号' },
      schema: {
        tags,
        summary: '修改姓名、工号，停用或启用',
        params: AccountPath,
        body: AccountUpdate,
        response: responses(200, Account),
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { username } = signedInOf(request)
      await change(
        request,
        () => updateAccount(platform, accountId, username, request.body, clock()),
        request.body.disabled === true,
      )
      return describe(accountId)
    },
  )

  app.post(
    '/api/accounts/:accountId/password',
    {
      config: { access: systemAdministrators, audit: '重置口令' },
      schema: {
        tags,
        summary: '重置口令，给出一次性口令',
        params: AccountPath,
        response: responses(200, AccountWithPassword),
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { initialPassword } = await change(request, () => resetPassword(platform, accountId, clock()))
      return { account: await describe(accountId), initialPassword }
    },
  )

  app.put(
    '/api/accounts/:accountId/role',
    {
      config: { access: securityAdministrators, audit: '授予角色' },
      schema: {
        tags,
        summary: '授予角色、辖区、企业',
        params: AccountPath,
        body: Grant,
        response: responses(200, Account),
      },
    },
    async (request) => {
      const { accountId } = request.params
      const { role, regionCode, creditCode } = request.body
      const firm = creditCode == null ? null : normaliseCreditCode(creditCode)
      await change(request, () =>
        grantRole(platform, accountId, signedInOf(request).username, { role, regionCode, creditCode: firm }),
      )
      return describe(accountId)
    },
  )

  app.delete(
    '/api/accounts/:accountId/lock',
    {
      config: { access: securityAdministrators, audit: '解除登录锁定' },
      schema: {
        tags,
        summary: '解除登录锁定',
        params: AccountPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await change(request, () => unlockAccount(platform, request.params.accountId), false)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/accounts/:accountId/second-factor',
    {
      config: { access: securityAdministrators, audit: '解除动态口令' },
      schema: {
        tags,
        summary: '解除动态口令（遗失手机时）',
        params: AccountPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await change(request, () => removeSecondFactor(platform, request.params.accountId))
      return reply.code(204).send(null)
    },
  )
}
export default accounts

function accountOf(row: AccountRow): Account {
  const { region_code: code, region_name: name } = row
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    person: row.person,
    role: row.role,
    region: code === null || name === null ? null : { code, name },
    creditCode: row.credit_code,
    enterpriseName: row.enterprise_name,
    demonstration: row.demonstration,
    disabled: row.disabled_at !== null,
    locked: row.locked,
    secondFactor: row.second_factor,
    mustChangePassword: row.must_change_password,
    createdAt: row.created_at.toISOString(),
    passwordChangedAt: row.password_changed_at.toISOString(),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
  }
}
