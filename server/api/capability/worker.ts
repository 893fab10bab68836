import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { InvalidInput, type Resources } from '../../capabilities/frame/contract.ts'
import { capabilities, type NamedCapability } from '../../capabilities/frame/registry.ts'
import { verifyCapability } from '../../capabilities/frame/verify.ts'
import { createDivisionIndex, type DivisionIndex } from '../../fusion/division-index.ts'
import { Problem, shown } from '../problem.ts'
import { compileValidator } from '../validation.ts'
import type { DivisionRows, FromWorker, Task, ToWorker } from './messages.ts'

// A process that reads, checks, computes and writes: the server only passes bytes on.
if (process.send === undefined) throw new Error('能力组件的计算进程只能由服务器启动')
// The server decides when it ends, and takes it along when it ends itself.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit())

const validators = new Map<TSchema, ReturnType<typeof Compile>>()
const utf8 = new TextDecoder('utf-8', { fatal: true })

let divisions: { readonly version: number; readonly index: DivisionIndex } | null = null
let takeDivisions: ((rows: DivisionRows) => void) | null = null

const resources: Resources = {
  async divisions() {
    const { promise, resolve } = Promise.withResolvers<DivisionRows>()
    takeDivisions = resolve
    answer({ kind: 'need-divisions', version: divisions?.version ?? null })
    const { version, rows } = await promise
    if (rows !== null) divisions = { version, index: createDivisionIndex(rows) }
    return divisions?.index ?? createDivisionIndex([])
  },
}

process.on('message', (given) => {
  const message = given as ToWorker
  if (message.kind === 'divisions') takeDivisions?.(message)
  else
    perform(message).then(
      (done) => answer(done),
      (error: unknown) => answer(failureOf(error)),
    )
})

function answer(message: FromWorker): void {
  process.send?.(message)
}

async function perform(task: Task): Promise<FromWorker> {
  const component = capabilities.get(task.id)
  if (component === undefined) throw new Error(`没有能力组件 ${task.id}`)
  return task.kind === 'verify'
    ? { kind: 'verified', cases: await verifyCapability(component, resources) }
    : { kind: 'output', json: await run(component, task.body) }
}

async function run(component: NamedCapability, body: Uint8Array): Promise<Uint8Array> {
  const input = readInput(component.input, body)
  const output = await component.run(input as never, resources)
  if (!validatorOf(component.output).Check(output)) {
    const path = notFinite(output)
    if (path === null) throw new Error(`能力组件 ${component.id} 的输出不符合它的模式`)
    throw new InvalidInput(`结果 ${path} 不是有限数：输入的数值过大、过小或相互抵消，无法计算。`)
  }
  return new TextEncoder().encode(JSON.stringify(output))
}

function readInput(schema: TSchema, body: Uint8Array): unknown {
  let input: unknown
  try {
    input = JSON.parse(utf8.decode(body))
  } catch {
    throw new Problem(400, 'invalid-json', '请求有误', '正文不是有效的 JSON。', {
      expected: 'UTF-8 编码的 JSON',
    })
  }
  if (validatorOf(schema).Check(input)) return input
  throw explain(schema, input)
}

function explain(schema: TSchema, input: unknown): Problem {
  try {
    const checked: unknown = compileValidator({ schema, httpPart: 'body', method: 'POST', url: '' })(input)
    const { error } = checked as { readonly error?: Error }
    if (error instanceof Problem) return error
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  // Nested deeper than a message could follow.
  return new Problem(400, 'invalid-request', '请求参数有误', '正文的嵌套层数过深，不符合输入的结构。')
}

function validatorOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const compiled = Compile(schema)
  validators.set(schema, compiled)
  return compiled
}

/** Path of the first number that JSON cannot hold. */
function notFinite(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : ''
  if (typeof value !== 'object' || value === null) return null
  for (const [name, item] of Object.entries(value)) {
    const inner = notFinite(item)
    if (inner !== null) return inner === '' ? name : `${name}.${inner}`
  }
  return null
}

function failureOf(error: unknown): FromWorker {
  if (error instanceof InvalidInput) {
    const detail = error.message
    return {
      kind: 'problem',
      problem: { status: 422, code: 'not-computable', title: '无法计算', detail, options: {} },
    }
  }
  if (error instanceof Problem) {
    const { status, code, title, message, options } = error
    return { kind: 'problem', problem: { status, code, title, detail: message, options } }
  }
  return { kind: 'failure', error: error instanceof Error ? (error.stack ?? error.message) : shown(error) }
}
