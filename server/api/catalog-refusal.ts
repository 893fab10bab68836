import { Refusal, type RefusalKind } from '../catalogue/refusal.ts'
import type { ApiInstance } from './context.ts'
import { Problem } from './problem.ts'

const answers: Readonly<Record<RefusalKind, readonly [status: number, code: string, title: string]>> = {
  unknown: [404, 'not-found', '没有找到'],
  conflict: [409, 'conflict', '现在不能这样做'],
  'same-person': [403, 'same-person', '须由另一个人办理'],
  invalid: [422, 'not-valid', '内容不符合要求'],
}

/** Refusals of the catalogue leave as problem details; everything else goes on to the handler of all routes. */
export function answerRefusals(app: ApiInstance): void {
  app.setErrorHandler((error) => {
    if (!(error instanceof Refusal)) throw error
    const [status, code, title] = answers[error.kind]
    throw new Problem(
      status,
      code,
      title,
      error.message,
      error.expected === undefined ? {} : { expected: error.expected },
    )
  })
}
