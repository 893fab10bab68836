import { AsyncResource } from 'node:async_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AccessRule } from '../access/rule.ts'
import type { Sessions, SignedIn } from '../access/sessions.ts'
import { viewAs, viewerOf } from '../access/viewing.ts'
import { regionContains } from '../domain/region.ts'
import { isSameOrigin } from './origin.ts'
import { forbidden, Problem } from './problem.ts'
import { readSessionToken } from './session-cookie.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. */
    access?: AccessRule
    /** Open also to one who first has to change a password or enrol a second factor. */
    duringDuties?: true
  }
  interface FastifyRequest {
    /** Null on routes open to anyone; see {@link signedInOf}. */
    signedIn: SignedIn | null
    /** Keeps the viewer through the life of the request; null before the session is known. */
    viewing: AsyncResource | null
  }
  interface FastifyInstance {
    /** Every route with its rule, in the order of registration. */
    readonly declaredRoutes: readonly DeclaredRoute[]
  }
}

export interface DeclaredRoute {
  readonly method: string
  readonly url: string
  readonly access: AccessRule
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Enforces the rule every route declares: 401 without a session, 403 for another role, for a region
 * outside the session's, and for changes that another site asks for. Must be called before any route.
 * @throws while routes are registered, for a route without a rule.
 */
export function guardRoutes(app: FastifyInstance, sessions: Sessions): void {
  const declared: DeclaredRoute[] = []
  app.decorate('declaredRoutes', declared)
  app.decorateRequest('signedIn', null)
  app.decorateRequest('viewing', null)

  app.addHook('onRoute', (route) => {
    const access = route.config?.access
    if (access === undefined || access.length === 0) {
      throw new Error(`路由 ${String(route.method)} ${route.url} 没有声明 config.access：谁可以调用`)
    }
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, access })
  })

  app.addHook('onRequest', (request, _reply, done) => {
    const access = request.routeOptions.config.access
    // Without a rule there is no route: the answer is 404.
    if (access === undefined) return done()
    if (!safeMethods.has(request.method) && !isSameOrigin(request.headers, request.host)) {
      return done(forbidden('cross-origin', '请求来自其他网站，已拒绝。', '从本平台的页面发出的请求'))
    }
    if (access.includes('anyone')) return done()
    const token = readSessionToken(request.headers.cookie)
    const known = token === undefined ? undefined : sessions.recall(token)
    if (known !== undefined) return enter(request, done, admit(request, access, known))
    if (token === undefined) return done(signInRequired())
    sessions.find(token).then(
      (found) => enter(request, done, found === null ? signInRequired() : admit(request, access, found)),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    )
  })

  // Before anything else is said about the request; what is no code at all is for the schema to refuse.
  app.addHook('preValidation', (request, _reply, done) => {
    const region = (request.query as { readonly region?: unknown } | undefined)?.region
    const asked = typeof region === 'string' && /^\d{6}$/.test(region) ? region : null
    const problem =
      request.signedIn === null || asked === null ? undefined : regionProblem(request.signedIn, asked)
    // Reading a body loses the thread of who asks; it is taken up again.
    if (request.viewing === null) done(problem)
    else request.viewing.runInAsyncScope(done, undefined, problem)
  })
}

/** What follows in this request reads as its viewer (access/viewing.ts). */
function enter(request: FastifyRequest, done: (problem?: Error) => void, problem: Problem | undefined): void {
  if (problem !== undefined || request.signedIn === null) return done(problem)
  viewAs(viewerOf(request.signedIn), () => {
    request.viewing = new AsyncResource('request')
    done()
  })
}

function admit(request: FastifyRequest, access: AccessRule, session: SignedIn): Problem | undefined {
  // Known before it is refused: refusals are audited too.
  request.signedIn = session
  if (!access.includes(session.role)) {
    return forbidden('role-not-allowed', `您的账号类型不能使用这项功能。`)
  }
  const [duty] = session.duties
  if (duty !== undefined && request.routeOptions.config.duringDuties !== true) {
    const first = duty === 'change-password' ? '修改口令' : '绑定动态口令'
    return forbidden('duty-first', `请先${first}，然后才能使用平台。`)
  }
  return undefined
}

export function regionProblem(session: SignedIn, region: string): Problem | undefined {
  if (regionContains(session.region.code, region)) return undefined
  return forbidden(
    'region-outside',
    `行政区划 ${region} 不在您的辖区（${session.region.name} ${session.region.code}）之内。`,
    `${session.region.code} 及其下级行政区划代码`,
  )
}

function signInRequired(): Problem {
  return new Problem(401, 'sign-in-required', '请先登录', '没有登录，或登录已过期。', {
    expected: '先以 POST /api/session 登录，并带上得到的 Cookie',
  })
}

/** Who calls; for routes that declare signed-in roles. */
export function signedInOf(request: FastifyRequest): SignedIn {
  if (request.signedIn === null) throw signInRequired()
  return request.signedIn
}
