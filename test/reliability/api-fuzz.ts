import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { Check } from 'typebox/value'
import { Problem } from '../../server/api/schemas/shared.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import type { Result } from './ground.ts'

/** JSON Schema as OpenAPI carries it. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  readonly url: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly body: Schema | undefined
  readonly responses: Readonly<Record<string, Schema | undefined>>
}

export interface ApiFuzzOptions {
  readonly roles: readonly AccountRole[]
  /** For each role, over all routes alike. */
  readonly requestsPerRole: number
  readonly ask: (role: AccountRole, request: Request) => Promise<LightMyRequestResponse>
  readonly description: unknown
  readonly seed?: number
}

/** They end the session of the one who asks. */
const ending = /^\/api\/session\b/
/** Accounts that exist are not for the fuzz to lock. */
const firstStrangeAccount = 1_000_000

/**
 * Asks every route as its description allows, and with values it does not: the answer is never a failure of the
 * server, a refusal is a problem document, and what is answered fits the described schema.
 */
export async function run(options: ApiFuzzOptions): Promise<Result> {
  const { roles, requestsPerRole, ask, description, seed = 20_261_122 } = options
  const operations = readOperations(description).filter(
    ({ method, url }) => method === 'get' || !ending.test(url),
  )
  const runs = Math.ceil(requestsPerRole / operations.length)
  const violations: string[] = []
  const statuses = new Map<number, number>()
  let asked = 0
  for (const role of roles) {
    for (const [number, operation] of operations.entries()) {
      const name = `${role} ${operation.method.toUpperCase()} ${operation.url}`
      await fc
        .assert(
          fc.asyncProperty(requestOf(operation), async (request) => {
            const answer = await ask(role, request)
            asked++
            statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
            const fault = faultOf(operation, answer)
            if (fault !== null)
              throw new Error(`${fault} ← ${request.url} ${JSON.stringify(request.payload)}`)
          }),
          { numRuns: runs, seed: seed + number, endOnFailure: true },
        )
        .catch((error: unknown) => violations.push(`${name}: ${textOf(error).slice(0, 900)}`))
    }
  }
  const counted = [...statuses].toSorted(([a], [b]) => a - b).map(([status, times]) => `${status}×${times}`)
  return {
    title: '接口模糊测试',
    asked: `每种角色 ${requestsPerRole} 次：无 5xx，回答合模式`,
    measured: `${roles.length} 种角色，${operations.length} 个接口，${asked} 次请求；违反 ${violations.length}；状态 ${counted.join(' ')}`,
    violations,
  }
}

/** fast-check says which request; its cause says what was wrong with the answer. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

function faultOf(operation: Operation, answer: LightMyRequestResponse): string | null {
  const { statusCode, headers } = answer
  if (statusCode >= 500) return `${statusCode} ${answer.body.slice(0, 300)}`
  const isJson = /[/+]json\b/.test(String(headers['content-type']))
  if (statusCode >= 400)
    return isJson && Check(Problem, answer.json())
      ? null
      : `${statusCode} without a problem: ${answer.body.slice(0, 300)}`
  if (statusCode === 204 || statusCode === 304) return null
  if (!(String(statusCode) in operation.responses)) return `${statusCode} is not described`
  const schema = operation.responses[String(statusCode)]
  // A file is no value that a schema could describe.
  if (!isJson) return null
  if (schema === undefined) return `${statusCode} is JSON without a schema`
  return Check(schema as never, answer.json()) ? null : `does not fit: ${answer.body.slice(0, 400)}`
}

function readOperations(description: unknown): Operation[] {
  interface Content {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  }
  interface Described {
    readonly parameters?: Operation['parameters']
    readonly requestBody?: Content
    readonly responses: Readonly<Record<string, Content>>
  }
  const { paths } = description as { readonly paths: Record<string, Record<string, Described>> }
  return Object.entries(paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
      method: method as Operation['method'],
      url,
      parameters,
      body: requestBody?.content?.['application/json']?.schema,
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, { content }]) => [
          status,
          content?.['application/json']?.schema,
        ]),
      ),
    })),
  )
}

const hostile = fc.constantFrom(
  '',
  ' ',
  '\0',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%',
  '\\',
  '９９',
  '1e9',
  '-0',
  '0x10',
  'NaN',
  '9'.repeat(30),
  '9007199254740993',
  'null',
  '__proto__',
  '𠮷\ud800',
  '\u202e广饶',
  '2023-02-30',
  '9999-12',
)

/** Values that fit a schema, and sometimes ones that do not. */
function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  const fitting = fittingOf(schema)
  return fc.oneof({ weight: 4, arbitrary: fitting }, { weight: 1, arbitrary: hostile })
}

function fittingOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(fittingOf))
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) })
    case 'number':
      return fc.double({ noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'string':
      if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern))
      return fc.oneof(
        fc.string({
          unit: 'grapheme',
          minLength: schema.minLength ?? 0,
          maxLength: Math.min(schema.maxLength ?? 40, 40),
        }),
        fc.constantFrom('91370523DEM000014Q', '轮胎', 'public', 'honour', 'rubber-tyre', '370523'),
      )
    case 'object': {
      const required = new Set(schema.required)
      const properties = Object.entries(schema.properties ?? {})
      return fc.record(Object.fromEntries(properties.map(([name, property]) => [name, valueOf(property)])), {
        requiredKeys: properties.map(([name]) => name).filter((name) => required.has(name)),
      })
    }
    case undefined:
    default:
      return fc.constant('x')
  }
}

export interface Request {
  readonly method: Operation['method']
  readonly url: string
  readonly payload: unknown
}

function requestOf({ method, url, parameters, body }: Operation): fc.Arbitrary<Request> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const valuesOf = (list: typeof parameters) =>
    Object.fromEntries(list.map(({ name, schema }) => [name, valueOf(schema)]))
  return fc
    .record({
      path: fc.record<Record<string, unknown>>({
        ...valuesOf(inPath),
        ...(url.includes('{accountId}') && {
          accountId: fc.integer({ min: firstStrangeAccount, max: 2 ** 31 - 1 }),
        }),
      }),
      query: fc.record(valuesOf(inQuery), { requiredKeys: [] }),
      payload: body === undefined ? fc.constant(undefined) : valueOf(body),
    })
    .map(({ path, query, payload }) => ({
      method,
      url: `${url.replace(/\{(\w+)\}/g, (_, name: string) => encode(path[name]) || 'x')}${search(query)}`,
      payload,
    }))
}

function search(query: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`)
  return entries.length === 0 ? '' : `?${entries.join('&')}`
}

/** encodeURIComponent throws on half a surrogate pair; a client may send one all the same. */
function encode(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed())
}
