import type { FastifyInstance } from 'fastify'
import { isUnavailable, unavailableCode } from '../warehouse/unavailable.ts'
import { Problem, sendProblem, shown } from './problem.ts'

interface ForeignError {
  readonly code?: unknown
  readonly statusCode?: unknown
  readonly message?: unknown
  readonly stack?: unknown
}

/** Every error leaves as problem details; what is not ours to show is logged and answered without its text. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const problem = toProblem(error)
    if (problem.status >= 500)
      request.log.error(
        { err: error, requestId: request.id, method: request.method, url: request.url },
        '请求失败',
      )
    return sendProblem(reply, problem)
  })
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode } = (typeof error === 'object' && error !== null ? error : {}) as ForeignError
  if (isUnavailable(error)) return databaseUnavailable()
  const known = typeof code === 'string' ? (requestProblem(code) ?? storedValueProblem(code)) : undefined
  if (known !== undefined) return known
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, `http-${statusCode}`, '请求有误', '请求不符合要求。')
  }
  return new Problem(
    500,
    'internal',
    '服务器出错',
    '服务器处理请求时出错，已记录。请稍后重试，或将请求编号告知运营人员。',
    {
      retry: true,
      cause: error,
    },
  )
}

/** Refusals of the HTTP framework before a route is reached. */
function requestProblem(code: string): Problem | undefined {
  const bad = (status: number, name: string, detail: string, expected?: string) =>
    new Problem(status, name, '请求有误', detail, expected === undefined ? {} : { expected })
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return bad(400, 'invalid-json', '正文不是有效的 JSON。', 'UTF-8 编码的 JSON')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return bad(400, 'invalid-json', '正文是空的。', 'UTF-8 编码的 JSON')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return bad(400, 'invalid-content-length', '正文长度与 Content-Length 不符。')
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return bad(413, 'too-large', '正文超过大小限制。')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return bad(415, 'unsupported-media-type', '正文的类型不受支持。', '接口说明中的 Content-Type')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return bad(400, 'invalid-address', '地址有误。', '按 UTF-8 编码的地址')
    case 'invalid-cursor':
      return invalidCursor()
    default:
      return undefined
  }
}

export function invalidCursor(received?: string): Problem {
  const text = received === undefined ? '' : `“${shown(received)}”`
  return new Problem(400, 'invalid-cursor', '请求参数有误', `翻页标记 cursor ${text}无效。`, {
    expected: '上一页回答中的 nextCursor，条件不变',
    errors: [{ path: 'cursor', message: '无效' }],
  })
}

/** It is being started again, or the way to it is broken. */
export function databaseUnavailable(): Problem {
  return new Problem(503, unavailableCode, '数据库暂不可用', '数据库暂不可用，请稍后重试。', {
    retryAfterSeconds: 5,
  })
}

/** SQLSTATE classes that say the request, or the moment, is wrong and not the program. */
function storedValueProblem(code: string): Problem | undefined {
  if (/^22(021|P02|003|007|008|009|P05)$/.test(code)) {
    return new Problem(400, 'invalid-value', '请求参数有误', '有一个值超出了可以保存或比较的范围。')
  }
  if (code === '57014') {
    return new Problem(503, 'too-slow', '查询超时', '查询用时过长，已停止。请缩小范围后重试。')
  }
  return undefined
}
