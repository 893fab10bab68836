import fastifyCookie from '@fastify/cookie'
import { Type } from 'typebox'
import { demonstrationAccounts, demonstrationPassword } from '../../access/accounts.ts'
import { changeOwnPassword } from '../../access/own-password.ts'
import { policyOf } from '../../access/policy.ts'
import { AccountRefusal } from '../../access/refusal.ts'
import { anyone, signedIn } from '../../access/rule.ts'
import { signIn } from '../../access/sign-in.ts'
import { attemptsLeftText, lockedProblem, refusalProblem } from '../account-problem.ts'
import { noteChange } from '../audit-hook.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  Credentials,
  DemonstrationAccounts,
  PasswordChange,
  Session,
  SignInAnswer,
} from '../schemas/session.ts'
import { cookieOptions, readSessionToken, sessionCookie } from '../session-cookie.ts'
import { createSigningIn } from '../signing-in.ts'

const tags = ['登录']

const session: Resource = async (app, context) => {
  const { config, platform, sessions, clock } = context
  await app.register(fastifyCookie, { hook: false })
  const signingIn = createSigningIn(context)
  const policy = policyOf(config)

  app.post(
    '/api/session',
    {
      // One password check takes 20 ms of one core; wrong ones are counted besides (access/attempts.ts).
      config: { access: anyone, audit: '登录', rateLimit: { max: 300, timeWindow: 60_000 } },
      schema: { tags, summary: '登录', body: Credentials, response: responses(200, SignInAnswer) },
    },
    async (request, reply) => {
      const now = clock()
      const result = await signIn(platform, request.body, request.ip, now)
      switch (result.outcome) {
        case 'locked':
          throw lockedProblem(result.until, now)
        case 'refused':
          throw new Problem(
            401,
            'sign-in-refused',
            '登录失败',
            `用户名或口令不正确，${attemptsLeftText(result.attemptsLeft)}`,
          )
        case 'without-role':
          throw forbidden('role-not-granted', '账号尚未授予角色，请联系安全管理员。')
        case 'accepted':
          return result.secondFactor
            ? signingIn.askForCode(result.accountId, 'password')
            : signingIn.enter(request, reply, { accountId: result.accountId, method: 'password' })
      }
    },
  )

  app.get(
    '/api/session',
    {
      // Asked by every page when it opens: says nothing of what is done.
      config: { access: signedIn, audit: false, duringDuties: true },
      schema: { tags, summary: '我是谁：辖区、所属企业', response: responses(200, Session) },
    },
    (request) => signingIn.describe(signedInOf(request)),
  )

  app.delete(
    '/api/session',
    {
      config: { access: signedIn, audit: '退出', duringDuties: true },
      schema: { tags, summary: '退出', response: responses(204, Type.Null()) },
    },
    async (request, reply) => {
      const token = readSessionToken(request.headers.cookie)
      if (token !== undefined) await sessions.close(token)
      reply.clearCookie(sessionCookie, cookieOptions(config.secureCookies))
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/session/password',
    {
      config: {
        access: signedIn,
        audit: '修改自己的口令',
        duringDuties: true,
        rateLimit: { max: 30, timeWindow: 60_000 },
      },
      schema: {
        tags,
        summary: '修改自己的口令；其他会话随之结束',
        body: PasswordChange,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const { accountId, tokenHash, username } = signedInOf(request)
      const now = clock()
      const given = { accountId, address: request.ip, ...request.body }
      const result = await changeOwnPassword(platform, policy, given, now).catch((error: unknown) => {
        throw error instanceof AccountRefusal ? refusalProblem(error) : error
      })
      if (result.outcome === 'locked') throw lockedProblem(result.until, now)
      // 401 would say that nobody is signed in.
      if (result.outcome === 'refused')
        throw forbidden('password-wrong', `现在的口令不正确，${attemptsLeftText(result.attemptsLeft)}`)
      noteChange(request, { object: username })
      await sessions.closeAccount(accountId, tokenHash)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/session/demonstration',
    {
      config: { access: anyone },
      schema: {
        tags,
        summary: '登录方式与演示账号；不在演示模式时账号为空',
        response: responses(200, DemonstrationAccounts),
      },
    },
    () => ({
      accounts: config.demonstration
        ? demonstrationAccounts.map((account) => ({ ...account, role: account.username }))
        : [],
      password: config.demonstration ? demonstrationPassword : null,
      ...(config.oidc == null ? {} : { oidc: '/api/session/oidc' }),
    }),
  )
}
export default session
