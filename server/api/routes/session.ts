import fastifyCookie from '@fastify/cookie'
import { Type } from 'typebox'
import { demonstrationAccounts, demonstrationPassword } from '../../access/accounts.ts'
import { anyone, signedIn } from '../../access/rule.ts'
import type { SignedIn } from '../../access/sessions.ts'
import { signIn } from '../../access/sign-in.ts'
import type { Realm } from '../../domain/realm.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { Credentials, DemonstrationAccounts, Session } from '../schemas/session.ts'
import { cookieOptions, readSessionToken, sessionCookie } from '../session-cookie.ts'

const tags = ['登录']

const session: Resource = async (app, { config, platform, sessions, realms, clock }) => {
  await app.register(fastifyCookie, { hook: false })

  const describe = (from: SignedIn, held: readonly Realm[]) => ({
    username: from.username,
    displayName: from.displayName,
    role: from.role,
    region: from.region,
    creditCode: from.creditCode,
    enterpriseName: from.enterpriseName,
    expiresAt: from.expiresAt.toISOString(),
    realms: [...held],
    demonstrationMode: config.demonstration,
  })

  app.post(
    '/api/session',
    {
      // One password check takes 20 ms of one core; wrong ones are counted besides (access/sign-in.ts).
      config: { access: anyone, rateLimit: { max: 300, timeWindow: 60_000 } },
      schema: { tags, summary: '登录', body: Credentials, response: responses(200, Session) },
    },
    async (request, reply) => {
      const result = await signIn(platform, request.body, request.ip, clock())
      if (result.outcome === 'locked') {
        const seconds = Math.max(1, Math.ceil((result.until.getTime() - clock().getTime()) / 1000))
        throw new Problem(
          429,
          'sign-in-locked',
          '登录已锁定',
          `连续失败次数过多，已锁定，请于 ${Math.ceil(seconds / 60)} 分钟后再试。`,
          { retryAfterSeconds: seconds },
        )
      }
      if (result.outcome === 'refused') {
        const left = result.attemptsLeft > 0 ? `还可尝试 ${result.attemptsLeft} 次。` : '账号已锁定 30 分钟。'
        throw new Problem(401, 'sign-in-refused', '登录失败', `用户名或口令不正确，${left}`)
      }
      const earlier = readSessionToken(request.headers.cookie)
      if (earlier !== undefined) await sessions.close(earlier)
      const opened = await sessions.open(result.accountId, request.ip)
      reply.setCookie(
        sessionCookie,
        opened.token,
        cookieOptions(config.secureCookies, opened.session.expiresAt),
      )
      return describe(opened.session, await realms.held())
    },
  )

  app.get(
    '/api/session',
    {
      config: { access: signedIn },
      schema: { tags, summary: '我是谁：辖区、所属企业', response: responses(200, Session) },
    },
    async (request) => describe(signedInOf(request), await realms.held()),
  )

  app.delete(
    '/api/session',
    {
      config: { access: signedIn },
      schema: { tags, summary: '退出', response: responses(204, Type.Null()) },
    },
    async (request, reply) => {
      const token = readSessionToken(request.headers.cookie)
      if (token !== undefined) await sessions.close(token)
      reply.clearCookie(sessionCookie, cookieOptions(config.secureCookies))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/session/demonstration',
    {
      config: { access: anyone },
      schema: {
        tags,
        summary: '演示账号；不在演示模式时为空',
        response: responses(200, DemonstrationAccounts),
      },
    },
    () => ({
      accounts: config.demonstration
        ? demonstrationAccounts.map((account) => ({ ...account, role: account.username }))
        : [],
      password: config.demonstration ? demonstrationPassword : null,
    }),
  )
}
export default session
