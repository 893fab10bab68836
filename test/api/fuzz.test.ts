import fc from 'fast-check'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../server/api/schemas/shared.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { golden, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

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

let server: TestServer
let operations: readonly Operation[]

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [golden({ credit_code: '91370523DEM000014Q', name: '演示轮胎有限公司' })])
    },
  })
  operations = await readOperations()
})
afterAll(() => server.close())

async function readOperations(): Promise<Operation[]> {
  interface Content {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  }
  interface Described {
    readonly parameters?: Operation['parameters']
    readonly requestBody?: Content
    readonly responses: Readonly<Record<string, Content>>
  }
  const answer = await server.app.inject({ url: '/api/openapi.json' })
  const { paths } = answer.json<{ paths: Record<string, Record<string, Described>> }>()
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

interface Request {
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
      path: fc.record(valuesOf(inPath)),
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

/** Requests to each route by each role; API_FUZZ_RUNS=300 makes about 10,000 a role. */
const runs = Number(process.env['API_FUZZ_RUNS'] ?? 40)

const roles: readonly AccountRole[] = ['province', 'county', 'enterprise', 'operator']

describe('requests made from the description', () => {
  test.each(roles)(
    'are answered to %s as it says, and never by a failure',
    async (role) => {
      const asked = operations.filter(({ method, url }) => !(url === '/api/session' && method !== 'get'))
      expect(asked.length).toBeGreaterThan(25)
      for (const operation of asked) {
        await fc.assert(
          fc.asyncProperty(requestOf(operation), async ({ method, url, payload }) => {
            const answer = await server.request(role, {
              method: method.toUpperCase() as 'GET',
              url,
              ...(payload === undefined ? {} : { payload: payload as object }),
            })
            expect(answer.statusCode, answer.body).toBeLessThan(500)
            if (answer.statusCode >= 400) {
              expect(Check(Problem, answer.json()), answer.body).toBe(true)
            } else if (answer.statusCode !== 204) {
              const schema = operation.responses[String(answer.statusCode)]
              expect(schema).toBeDefined()
              expect(Check((schema ?? {}) as never, answer.json()), answer.body.slice(0, 500)).toBe(true)
            }
          }),
          { numRuns: runs },
        )
      }
    },
    60_000 * Math.ceil(runs / 40),
  )
})
