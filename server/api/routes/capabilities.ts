import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { signedIn } from '../../access/rule.ts'
import { capabilities, type NamedCapability } from '../../capabilities/frame/registry.ts'
import { workbookType } from '../../documents/workbook.ts'
import { createDivisionReader } from '../capability/division-rows.ts'
import { createPool, secondsAllowed } from '../capability/pool.ts'
import { verificationFile, verificationOf } from '../capability/verification.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { Problem, shown } from '../problem.ts'
import { responses } from '../responses.ts'
import { CapabilityDetail, CapabilityItem, Verification, VerificationFile } from '../schemas/capability.ts'
import { List } from '../schemas/shared.ts'

const tags = ['能力组件']
const IdPath = Type.Object({ id: Type.String({ maxLength: 80 }) })
const bodyMegabytes = 64
const limits = `正文至多 ${bodyMegabytes} MB，计算至多 ${secondsAllowed} 秒；超出时为 413、422，等待过多时为 429、503。`
/** Whose the checks of reference cases are in the queue: not those of whoever asks first. */
const platformOwner = '算法验真'

const capabilityRoutes: Resource = (app, { platform, clock }) => {
  const divisions = createDivisionReader(platform)
  const pool = createPool({
    divisions: (version) => divisions.rowsFor(version),
    onFailure: (error) => app.log.error({ err: error }, '计算进程意外停止'),
  })
  app.addHook('onListen', (done) => {
    pool.warm()
    done()
  })
  app.addHook('onClose', (_app, done) => {
    pool.close()
    done()
  })

  // The bytes go to a worker as they came: reading 64 MB of JSON here would hold up everybody else.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: bodyMegabytes * 1024 * 1024 },
    (_request, body, done) => done(null, body),
  )

  const items = [...capabilities.values()].map(itemOf)
  app.get(
    '/api/capabilities',
    {
      config: { access: signedIn, audit: false },
      schema: { tags, summary: '能力组件及其输入输出模式', response: responses(200, List(CapabilityItem)) },
    },
    () => ({ items, nextCursor: null, total: items.length }),
  )

  app.get(
    '/api/capabilities/:id',
    {
      config: { access: signedIn, audit: false },
      schema: {
        tags,
        summary: '一个能力组件及其参考算例',
        params: IdPath,
        response: responses(200, CapabilityDetail),
      },
    },
    (request) => detailOf(known(request.params.id)),
  )

  let verified: { readonly key: number; readonly answer: Promise<Verification> } | null = null
  /** Computed once in the life of the process, and again when the divisions change that some components read. */
  async function verification(): Promise<Verification> {
    const key = await divisions.currentVersion()
    if (verified?.key === key) return verified.answer
    const answer = Promise.all(
      [...capabilities.values()].map(async (component) => {
        const done = await pool.perform(
          { kind: 'verify', id: component.id },
          `${platformOwner} ${component.id}`,
        )
        return { component, cases: done.kind === 'verified' ? done.cases : [] }
      }),
    ).then((results) => verificationOf(results, clock()))
    verified = { key, answer }
    answer.catch(() => (verified = null))
    return answer
  }

  app.get(
    '/api/capabilities/verification',
    {
      config: { access: signedIn, audit: '查看算法验真' },
      schema: {
        tags,
        summary: '算法验真：每个参考算例的公布值、计算值、结论',
        response: responses(200, Verification),
      },
    },
    () => verification(),
  )

  app.get(
    '/api/capabilities/verification/export',
    {
      config: { access: signedIn, audit: '导出算法验真' },
      schema: {
        tags,
        summary: '把算法验真表导出为 XLSX 或 CSV',
        querystring: VerificationFile,
        response: responses(200, Type.Unsafe<Buffer>(Type.String({ description: '文件' }))),
      },
    },
    async (request, reply) => {
      const { format = 'xlsx' } = request.query
      const file = await verificationFile(await verification(), format, clock())
      return reply
        .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : workbookType)
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(`算法验真.${format}`)}`,
        )
        .send(file)
    },
  )

  async function run(component: NamedCapability, request: FastifyRequest, reply: FastifyReply) {
    const body = request.body as Buffer | undefined
    if (body === undefined || body.byteLength === 0) {
      throw new Problem(400, 'invalid-json', '请求有误', '正文是空的。', {
        expected: `组件 ${component.id} 的输入，见 GET /api/capabilities/${component.id}`,
      })
    }
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const { username } = signedInOf(request)
    const done = await pool.perform({ kind: 'run', id: component.id, body }, username, gone.signal)
    if (done.kind !== 'output') throw new Error(`组件 ${component.id} 没有给出输出`)
    return reply.header('content-type', 'application/json; charset=utf-8').send(Buffer.from(done.json))
  }

  const config = { access: signedIn, audit: '运行能力组件' }
  // Checked in the worker, by the same schema that is described.
  const validatorCompiler = () => () => true
  for (const component of capabilities.values()) {
    app.post(
      `/api/capabilities/${component.id}/run`,
      {
        config,
        validatorCompiler,
        schema: {
          tags,
          summary: `运行：${component.title}`,
          description: `${component.summary}${limits}`,
          body: component.input,
          response: responses(200, component.output),
        },
      },
      (request, reply) => run(component, request, reply),
    )
  }
  app.post(
    '/api/capabilities/:id/run',
    {
      config,
      validatorCompiler,
      schema: {
        tags,
        summary: '运行一个能力组件：正文即输入，回答即输出',
        description: limits,
        params: IdPath,
        body: Type.Any({ description: '组件的输入，见 GET /api/capabilities/:id 的 input' }),
        response: responses(200, Type.Any({ description: '组件的输出，见 output' })),
      },
    },
    (request, reply) => run(known(request.params.id), request, reply),
  )
}
export default capabilityRoutes

function known(id: string): NamedCapability {
  const component = capabilities.get(id)
  if (component !== undefined) return component
  throw new Problem(404, 'not-found', '没有找到', `没有能力组件“${shown(id)}”。`, {
    expected: `以下之一：${[...capabilities.keys()].join('、')}`,
  })
}

function itemOf(component: NamedCapability): CapabilityItem {
  const { id, title, kind, summary, method, version, licence, input, output, sample, cases } = component
  return {
    id,
    title,
    kind,
    summary,
    method,
    version,
    licence,
    input,
    output,
    sample,
    caseCount: cases.length,
    checkCount: cases.reduce((sum, { checks }) => sum + checks.length, 0),
  }
}

function detailOf(component: NamedCapability): CapabilityDetail {
  return {
    ...itemOf(component),
    cases: component.cases.map(({ checks, ...described }) => ({
      ...described,
      checks: checks.map(({ title, published, digits }) => ({ title, published, digits: digits ?? null })),
    })),
  }
}
