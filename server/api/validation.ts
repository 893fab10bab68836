import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { describeSchema, itemAt, type ValueSchema } from './describe-schema.ts'
import { Problem, shown } from './problem.ts'

const places: Readonly<Record<string, string>> = {
  params: '路径参数',
  querystring: '参数',
  headers: '请求头',
  body: '字段',
}

/**
 * Checks a part of a request against its schema. Parameters arrive as text: integers and booleans are
 * read strictly (no spaces, fractions or exponents for an integer), everything else stays text.
 * Text with a NUL character, which PostgreSQL cannot hold, is refused.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart = 'body' }) => {
  const validator = Compile(schema)
  const place = places[httpPart] ?? '参数'
  const readers = httpPart === 'body' ? [] : textReaders(schema)
  return (value: unknown) => {
    if (isRecord(value)) {
      for (const [name, read] of readers) {
        const text = value[name]
        if (typeof text === 'string') value[name] = read(text)
      }
    }
    const bad = findNul(value)
    if (bad !== undefined) {
      const message = '含 NUL 字符（U+0000），请去掉后重试'
      return {
        error: invalid(`${place} ${bad} ${message}。`, '不含 NUL 字符的文本', [
          { path: bad || '正文', message },
        ]),
      }
    }
    if (validator.Check(value)) return { value }
    return { error: explain(schema, place, value, validator.Errors(value)) }
  }
}

type Reader = readonly [name: string, read: (text: string) => unknown]

function textReaders(schema: ValueSchema): Reader[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]): Reader[] => {
    if (property.type === 'integer') {
      // A number that is not exact stays text, which is then refused as it was written.
      return [
        [
          name,
          (text) => (/^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text),
        ],
      ]
    }
    if (property.type === 'number') {
      return [[name, (text) => (/^-?\d{1,16}(\.\d{1,16})?$/.test(text) ? Number(text) : text)]]
    }
    if (property.type === 'boolean') {
      return [[name, (text) => (text === 'true' ? true : text === 'false' ? false : text)]]
    }
    return []
  })
}

/** Path of the first text that holds a NUL character, in names or values. */
function findNul(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? '' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, item] of Object.entries(value)) {
    const inner = name.includes('\0') ? '' : findNul(item)
    if (inner !== undefined) return inner === '' ? shown(name) : `${shown(name)}.${inner}`
  }
  return undefined
}

function explain(
  schema: ValueSchema,
  place: string,
  value: unknown,
  errors: readonly TLocalizedValidationError[],
): Problem {
  // One line a value: a failed choice reports itself and each of its branches.
  const found = new Map<string, { message: string; expected: string }>()
  const add = (path: string, received: unknown, expected: string, missing = false) => {
    if (found.has(path)) return
    const message = missing ? `缺少，应为${expected}` : `收到 ${shown(received)}，应为${expected}`
    found.set(path, { message, expected: expected.trim() })
  }
  for (const error of errors) {
    const names = error.instancePath.split('/').slice(1).map(unescapePointer)
    if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) {
        const inner = [...names, name]
        add(inner.join('.'), undefined, describeSchema(schemaAt(schema, inner)), true)
      }
    } else if (error.keyword === 'additionalProperties') {
      const known = Object.keys(schemaAt(schema, names).properties ?? {}).join('、')
      for (const name of error.params.additionalProperties) {
        add([...names, shown(name)].join('.'), '多余的字段', `以下字段：${known}`)
      }
    }
  }
  for (const error of errors) {
    if (error.keyword === 'required' || error.keyword === 'additionalProperties') continue
    const names = error.instancePath.split('/').slice(1).map(unescapePointer)
    add(names.join('.'), valueAt(value, names), describeSchema(schemaAt(schema, names)))
  }
  const list = [...found].map(([path, { message }]) => ({ path: path || '正文', message }))
  const detail = list.map(({ path, message }) => `${place} ${path} ${message}`).join('；')
  return invalid(`${detail}。`, [...found.values()][0]?.expected, list)
}

function invalid(
  detail: string,
  expected: string | undefined,
  errors: readonly { path: string; message: string }[],
): Problem {
  return new Problem(400, 'invalid-request', '请求参数有误', detail, {
    ...(expected === undefined ? {} : { expected }),
    errors: [...errors],
  })
}

function schemaAt(schema: ValueSchema, names: readonly string[]): ValueSchema {
  let found: ValueSchema = schema
  for (const name of names) found = found.properties?.[name] ?? itemAt(found.items, name) ?? {}
  return found
}

function valueAt(value: unknown, names: readonly string[]): unknown {
  let found = value
  for (const name of names) found = isRecord(found) ? found[name] : undefined
  return found
}

function unescapePointer(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
