import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { begun, digestOf, type AuditEntry } from '../audit/record.ts'
import type { AuditTrail } from '../audit/trail.ts'
import { isUnavailable } from '../warehouse/unavailable.ts'
import { Problem, writeProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the event in the audit trail; false where nothing is recorded. By default from the summary. */
    audit?: string | false
  }
  interface FastifyRequest {
    /** What a handler says about the change it makes; see {@link noteChange}. */
    auditDetail: AuditDetail | null
    /** Whether the result of the request still has to be recorded. */
    auditState: 'open' | 'recorded' | 'failed'
    /** Where it came from, as it was when it came: a caller who has hung up has no address. */
    auditAddress: string
  }
}

export interface AuditDetail {
  /** Whom or what it is about, where the address does not say it. */
  readonly object?: string
  /** Who asks, where there is no session yet. */
  readonly username?: string
  readonly role?: string
  /** Recorded as digests. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Adds to what the audit trail records of this request. */
export function noteChange(request: FastifyRequest, detail: AuditDetail): void {
  request.auditDetail = { ...request.auditDetail, ...detail }
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Headers of the answer that is not given. */
const ofTheAnswer = [
  'content-encoding',
  'content-length',
  'content-disposition',
  'etag',
  'vary',
  'location',
  'set-cookie',
]
const verbs: Readonly<Record<string, string>> = {
  GET: '查看',
  HEAD: '查看',
  POST: '提交',
  PUT: '修改',
  PATCH: '修改',
  DELETE: '删除',
}

/**
 * Records every request of a signed-in user, and of anyone on routes that name their event: a change before
 * its handler runs and again with its result, a read with its result, always before the answer goes out.
 * What cannot be recorded is not done, and not answered. Must be called after the routes are guarded.
 */
export function auditRequests(app: FastifyInstance, trail: AuditTrail): void {
  app.decorateRequest('auditDetail', null)
  app.decorateRequest('auditState', 'open')
  app.decorateRequest('auditAddress', '')
  app.addHook('onClose', () => trail.close())

  app.addHook('onRequest', async (request) => {
    const address: string | undefined = request.ip
    request.auditAddress = address ?? ''
  })

  app.addHook('preHandler', async (request) => {
    if (!changing.has(request.method) || !isRecorded(request)) return
    try {
      await trail.write(entryOf(request, begun))
    } catch (error) {
      request.auditState = 'failed'
      throw unrecorded('操作没有执行。', error)
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.auditState !== 'open' || !isRecorded(request)) return payload
    try {
      await trail.write(entryOf(request, resultOf(reply, payload)))
      request.auditState = 'recorded'
      return payload
    } catch (error) {
      request.auditState = 'failed'
      request.log.error({ err: error, requestId: request.id }, '审计记录未能写入')
      if (payload instanceof Readable) payload.destroy()
      for (const name of ofTheAnswer) void reply.removeHeader(name)
      const changed = changing.has(request.method) && reply.statusCode < 400
      return writeProblem(
        reply,
        unrecorded(changed ? '操作可能已经执行，开始时已有记录。' : '没有返回内容。', error),
      )
    }
  })
}

function isRecorded({ routeOptions, signedIn }: FastifyRequest): boolean {
  const { audit } = routeOptions.config
  return audit !== false && (signedIn !== null || audit !== undefined)
}

function entryOf(request: FastifyRequest, result: string): Omit<AuditEntry, 'time'> {
  const { signedIn, auditDetail: detail, routeOptions } = request
  const { before, after } = detail ?? {}
  const changed = result !== begun
  return {
    username: signedIn?.username ?? detail?.username ?? namedIn(request.body),
    role: signedIn?.role ?? detail?.role ?? '',
    event: routeOptions.config.audit || eventOf(request),
    object: detail?.object ?? request.url,
    result,
    address: request.auditAddress,
    requestId: request.id,
    beforeDigest: changed && before !== undefined ? digestOf(before) : null,
    afterDigest: changed && after !== undefined ? digestOf(after) : null,
  }
}

function eventOf({ method, routeOptions }: FastifyRequest): string {
  const summary = routeOptions.schema?.summary ?? routeOptions.url ?? ''
  return `${verbs[method] ?? method}：${summary}`
}

/** The name someone gives who is not signed in yet, in the form in which it is compared. */
function namedIn(body: unknown): string {
  const username = (body as { readonly username?: unknown } | null | undefined)?.username
  return typeof username === 'string' ? username.normalize('NFKC').trim().toLowerCase() : ''
}

function resultOf(reply: FastifyReply, payload: unknown): string {
  const status = String(reply.statusCode)
  if (reply.statusCode < 400 || typeof payload !== 'string') return status
  try {
    const { code } = JSON.parse(payload) as { readonly code?: unknown }
    return typeof code === 'string' ? `${status} ${code}` : status
  } catch {
    // Not ours: the status says enough.
    return status
  }
}

function unrecorded(consequence: string, cause: unknown): Problem {
  const away = isUnavailable(cause)
  return new Problem(
    away ? 503 : 500,
    'audit-failed',
    '审计记录未能写入',
    `审计记录未能写入，${consequence}请稍后重试，或将请求编号告知运营人员。`,
    { retry: true, cause, ...(away && { retryAfterSeconds: 5 }) },
  )
}
