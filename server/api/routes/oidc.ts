import fastifyCookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { createOidcSignIn, OidcFailure } from '../../access/oidc.ts'
import { anyone } from '../../access/rule.ts'
import { findGranted } from '../../access/sign-in.ts'
import { noteChange } from '../audit-hook.ts'
import type { Resource } from '../context.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { cookieOptions } from '../session-cookie.ts'
import { createSigningIn } from '../signing-in.ts'

const tags = ['登录']
const pendingCookie = 'brain_oidc'
const callback = '/api/session/oidc/callback'

/** Sign-in by the organisation's identity provider: the browser goes there and comes back. */
const oidc: Resource = async (app, context) => {
  const { config, platform, clock } = context
  await app.register(fastifyCookie, { hook: false })
  const signingIn = createSigningIn(context)
  const provider = config.oidc == null ? null : createOidcSignIn(config.oidc, config.sessionSecret)
  const rateLimit = { max: 120, timeWindow: 60_000 }
  const cookie = { ...cookieOptions(config.secureCookies), path: '/api/session/oidc' }

  const callbackOf = (request: FastifyRequest) => `${request.protocol}://${request.host}${callback}`

  /** Problems are shown by the login page: the browser itself is here, not a program of ours. */
  const backToLogin = (request: FastifyRequest, reply: FastifyReply, problem: string) => {
    noteChange(request, { object: `${callback} ${problem}` })
    reply.clearCookie(pendingCookie, cookie)
    return reply.redirect(`/login?problem=${problem}`, 302)
  }

  app.get(
    '/api/session/oidc',
    {
      config: { access: anyone, audit: '登录：转到统一身份认证', rateLimit },
      schema: {
        tags,
        summary: '以统一身份认证登录（转到身份提供方）',
        querystring: Type.Object({}),
        response: responses(302, Type.Null()),
      },
    },
    async (request, reply) => {
      if (provider === null) throw notFound('登录方式', '统一身份认证')
      try {
        const begun = await provider.begin(callbackOf(request), clock())
        reply.setCookie(pendingCookie, begun.cookie, { ...cookie, maxAge: 600 })
        return await reply.redirect(begun.location, 302)
      } catch (error) {
        if (!(error instanceof OidcFailure)) throw error
        request.log.error({ err: error }, '统一身份认证不可用')
        return backToLogin(request, reply, 'oidc-unavailable')
      }
    },
  )

  app.get(
    callback,
    {
      config: { access: anyone, audit: '登录：统一身份认证', rateLimit },
      schema: {
        tags,
        summary: '身份提供方送回浏览器的地址',
        querystring: Type.Object({}),
        response: responses(302, Type.Null()),
      },
    },
    async (request, reply) => {
      if (provider === null) throw notFound('登录方式', '统一身份认证')
      noteChange(request, { object: callback })
      const { search } = new URL(request.url, 'http://localhost')
      const brought = app.parseCookie(request.headers.cookie ?? '')[pendingCookie]
      try {
        const username = await provider.finish(new URL(callbackOf(request) + search), brought, clock())
        noteChange(request, { username })
        const account = await findGranted(platform, username)
        if (account === undefined) return await backToLogin(request, reply, 'oidc-no-account')
        reply.clearCookie(pendingCookie, cookie)
        if (account.secondFactor) {
          const { ticket } = await signingIn.askForCode(account.accountId, 'oidc')
          // In the fragment, which browsers send to nobody.
          return await reply.redirect(`/login#ticket=${ticket}`, 302)
        }
        await signingIn.enter(request, reply, { accountId: account.accountId, method: 'oidc' })
        return await reply.redirect('/', 302)
      } catch (error) {
        if (!(error instanceof OidcFailure)) throw error
        request.log.warn({ err: error }, '统一身份认证未通过')
        return backToLogin(request, reply, `oidc-${error.reason}`)
      }
    },
  )
}
export default oidc
