import type { FastifyReply } from 'fastify'
import type { Problem as ProblemDetails } from './schemas/shared.ts'

export interface ProblemOptions {
  /** What would have been valid. */
  readonly expected?: string
  /** Whether the same request may succeed later; by default only for 429 and 503. */
  readonly retry?: boolean
  readonly retryAfterSeconds?: number
  readonly errors?: ProblemDetails['errors']
  readonly cause?: unknown
}

/** An answer that is not a success, in words for people; becomes problem details (RFC 9457). */
export class Problem extends Error {
  readonly status: number
  /** Stable, for programs; texts may change. */
  readonly code: string
  readonly title: string
  readonly options: ProblemOptions

  constructor(status: number, code: string, title: string, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause })
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.title = title
    this.options = options
  }
}

export function notFound(what: string, received: string): Problem {
  return new Problem(404, 'not-found', '没有找到', `没有找到${what}“${shown(received)}”。`)
}

export function forbidden(code: string, detail: string, expected?: string): Problem {
  return new Problem(403, code, '没有权限', detail, expected === undefined ? {} : { expected })
}

export function invalidParameter(name: string, received: unknown, expected: string): Problem {
  const message = `收到 ${shown(received)}，应为${expected}`
  return new Problem(400, 'invalid-request', '请求参数有误', `参数 ${name} 有误：${message}。`, {
    expected,
    errors: [{ path: name, message }],
  })
}

/** A value from outside as it may stand in a message: short, on one line. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '�')
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.send(writeProblem(reply, problem))
}

/** Makes the answer one of a problem, but for its body, which is returned. */
export function writeProblem(reply: FastifyReply, problem: Problem): string {
  const { expected, retry, retryAfterSeconds, errors } = problem.options
  const body: ProblemDetails = {
    type: `urn:industry-brain:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(expected === undefined ? {} : { expected }),
    retry: retry ?? (problem.status === 429 || problem.status === 503),
    requestId: reply.request.id,
    ...(errors === undefined ? {} : { errors }),
  }
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds)
  void reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
  return JSON.stringify(body)
}
