import type { FastifyReply, FastifyRequest } from 'fastify'
import { openTicket } from '../access/second-factor.ts'
import type { SignedIn } from '../access/sessions.ts'
import type { SignInMethod } from '../warehouse/schema/access.ts'
import { noteChange } from './audit-hook.ts'
import type { ApiContext } from './context.ts'
import type { SecondFactorDue, Session } from './schemas/session.ts'
import { cookieOptions, readSessionToken, sessionCookie } from './session-cookie.ts'

/** The end of every way in: a session with its cookie, or a ticket for the second factor. */
export interface SigningIn {
  describe(session: SignedIn): Promise<Session>
  enter(
    request: FastifyRequest,
    reply: FastifyReply,
    account: { readonly accountId: number; readonly method: SignInMethod },
  ): Promise<Session>
  askForCode(accountId: number, method: SignInMethod): Promise<SecondFactorDue>
}

export function createSigningIn(context: ApiContext): SigningIn {
  const { config, platform, sessions, realms, clock } = context

  const describe = async (session: SignedIn): Promise<Session> => ({
    username: session.username,
    displayName: session.displayName,
    role: session.role,
    region: session.region,
    creditCode: session.creditCode,
    enterpriseName: session.enterpriseName,
    expiresAt: session.expiresAt.toISOString(),
    idleMinutes: session.idleMinutes,
    duties: [...session.duties],
    purpose: session.purpose,
    realms: [...(await realms.held())],
    demonstrationMode: config.demonstration,
  })

  return {
    describe,
    async enter(request, reply, { accountId, method }) {
      const earlier = readSessionToken(request.headers.cookie)
      if (earlier !== undefined) await sessions.close(earlier)
      const { token, session } = await sessions.open(accountId, request.ip, method)
      noteChange(request, { username: session.username, role: session.role })
      void reply.setCookie(sessionCookie, token, cookieOptions(config.secureCookies, session.expiresAt))
      return describe(session)
    },
    async askForCode(accountId, method) {
      const { ticket, expiresAt } = await openTicket(platform, accountId, method, clock())
      return { mfaRequired: true, ticket, expiresAt: expiresAt.toISOString() }
    },
  }
}
