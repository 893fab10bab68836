import { Refusal, type RefusalKind } from '../exchange/refusal.ts'
import type { ApiInstance } from './context.ts'
import { Problem, sendProblem } from './problem.ts'

const answers: Readonly<Record<RefusalKind, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: '请求参数有误' },
  unidentified: { status: 401, title: '密钥无效' },
  forbidden: { status: 403, title: '没有权限' },
  unknown: { status: 404, title: '没有找到' },
  conflict: { status: 409, title: '不能办理' },
}

/** Refusals of the exchange leave as problem details; every other error goes on to where all errors go. */
export function answerRefusals(app: ApiInstance): void {
  app.setErrorHandler((error: unknown, _request, reply) => {
    if (!(error instanceof Refusal)) throw error
    const { status, title } = answers[error.kind]
    const { expected } = error
    return sendProblem(
      reply,
      new Problem(status, error.code, title, error.message, expected === undefined ? {} : { expected }),
    )
  })
}
