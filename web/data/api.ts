/**
 * The one way to the server: `request<Answer>(path, { query, method, body, signal })`.
 * Every failure is an {@link ApiProblem} whose `detail` can be shown as it is; a 401 also tells
 * whoever called {@link onSignedOut}, so that the shell can ask for a new login.
 */
import type { Problem } from '../../server/api/schemas/shared.ts'

type QueryValue = string | number | boolean | undefined | null
export type Query = Readonly<Record<string, QueryValue>>

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Query
  /** FormData is sent as multipart, anything else as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** An answer that is not a success, in words for people (RFC 9457), or no answer at all (status 0). */
export class ApiProblem extends Error {
  readonly status: number
  /** Stable; texts may change. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly expected: string | undefined
  readonly retry: boolean
  readonly requestId: string | undefined
  readonly errors: readonly { readonly path: string; readonly message: string }[]

  constructor(problem: Partial<Problem> & { readonly status: number }) {
    const title = problem.title ?? titleOf(problem.status)
    const detail = problem.detail ?? title
    super(detail)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code ?? `http-${problem.status}`
    this.title = title
    this.detail = detail
    this.expected = problem.expected
    this.retry = problem.retry ?? (problem.status === 0 || problem.status >= 500)
    this.requestId = problem.requestId
    this.errors = problem.errors ?? []
  }
}

function titleOf(status: number): string {
  if (status === 0) return '连接不上服务器'
  if (status === 401) return '请先登录'
  if (status === 403) return '没有查看权限'
  if (status === 404) return '没有找到'
  if (status === 413) return '文件过大'
  if (status === 429) return '请求过于频繁，请稍候'
  return status >= 500 ? '服务器出错' : '请求有误'
}

const signedOutListeners = new Set<() => void>()

/** Calls `listener` whenever the server says that nobody is signed in; returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** `/api/metrics` + { region: "370500", asOf: undefined } → `/api/metrics?region=370500` */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

/**
 * @throws ApiProblem for every answer outside 2xx and when there is no answer.
 * @throws DOMException AbortError when `signal` aborts.
 */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = 'GET', query, body, signal } = options
  const headers: Record<string, string> = { accept: 'application/json' }
  let payload: BodyInit | null = null
  if (body instanceof FormData) payload = body
  else if (body !== undefined) {
    headers['content-type'] = 'application/json'
    payload = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(address(path, query), {
      method,
      headers,
      body: payload,
      credentials: 'same-origin',
      signal: signal ?? null,
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ApiProblem({ status: 0, detail: '连接不上服务器，请检查网络后重试。' })
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer
  const problem = new ApiProblem({ ...(await readProblem(response)), status: response.status })
  if (response.status === 401) for (const listener of signedOutListeners) listener()
  throw problem
}

async function readProblem(response: Response): Promise<Partial<Problem>> {
  try {
    const answer: unknown = await response.json()
    return typeof answer === 'object' && answer !== null ? (answer as Partial<Problem>) : {}
  } catch {
    // A proxy in between answers in HTML; the status alone says what happened.
    return {}
  }
}

/** Words for any thrown value. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  return new ApiProblem({
    status: 0,
    code: 'web-error',
    title: '页面出错',
    detail: error instanceof Error ? error.message : String(error),
    retry: true,
  })
}
