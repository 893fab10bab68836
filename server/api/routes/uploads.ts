import fastifyMultipart from '@fastify/multipart'
import { uploaders } from '../../access/rule.ts'
import type { SignedIn } from '../../access/sessions.ts'
import { datasets } from '../../datasets/registry.ts'
import { isDemonstrationCode } from '../../domain/credit-code.ts'
import { unavailableCode } from '../../warehouse/unavailable.ts'
import { readBatch } from '../batches.ts'
import type { Resource } from '../context.ts'
import { databaseUnavailable } from '../errors.ts'
import { signedInOf } from '../guard.ts'
import { forbidden, notFound, Problem } from '../problem.ts'
import { receiveFile } from '../received-file.ts'
import { responses } from '../responses.ts'
import { Batch, type Batch as LoadedBatch } from '../schemas/dataset.ts'
import { DatasetPath } from '../schemas/shared.ts'

const defaultUploadLimit = 2 * 1024 ** 3
const formats = 'csv、csv.gz、tsv、xlsx、jsonl 或 geojson 文件'

const uploads: Resource = async (app, { config, database, services }) => {
  const limit = config.uploadLimit ?? defaultUploadLimit
  await app.register(fastifyMultipart, { limits: { files: 1, fields: 8, fieldSize: 1000, fileSize: limit } })

  app.post(
    '/api/datasets/:warehouse/:name/batches',
    {
      config: { access: uploaders, rateLimit: { max: 600, timeWindow: 60_000 } },
      bodyLimit: limit + 64 * 1024,
      schema: {
        tags: ['汇聚'],
        summary: '交一个文件（multipart，字段 file），回答加载结果',
        description: `运营可交任何数据集；企业只可交企业数据仓，且只接收本企业的记录。文件：${formats}。同一文件再交一次不改变数据。`,
        consumes: ['multipart/form-data'],
        params: DatasetPath,
        response: { ...responses(201, Batch), ...responses(200, Batch) },
      },
      // Before the file is read: a refusal should not wait for it.
      preValidation: (request, _reply, done) => {
        const { warehouse, name } = request.params
        done(uploadProblem(signedInOf(request), warehouse, `${warehouse}/${name}`))
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const { warehouse, name } = request.params
      const part = await request.file()
      if (part === undefined) {
        throw new Problem(400, 'file-missing', '没有文件', '请求中没有文件。', {
          expected: `multipart/form-data，字段 file 为${formats}`,
        })
      }
      const file = await receiveFile(config.dataDirectory, part.file)
      try {
        const { batchId } = await services.ingest.upload({
          dataset: `${warehouse}/${name}`,
          path: file.path,
          fileName: plainName(part.filename),
          source: `upload/${viewer.username}`,
          loadedBy: viewer.username,
          demonstration: viewer.creditCode !== null && isDemonstrationCode(viewer.creditCode),
          onlyCreditCode: viewer.role === 'enterprise' ? viewer.creditCode : null,
        })
        const batch = await readBatch(database, viewer, batchId)
        if (batch === null) throw new Error(`批次 ${batchId} 不在账中`)
        if (batch.status === 'failed') throw rejection(batch)
        return await reply
          .code(batch.status === 'repeated' ? 200 : 201)
          .header('location', `/api/datasets/${warehouse}/${name}/batches/${batch.id}`)
          .send(batch)
      } finally {
        await file.remove()
      }
    },
  )
}
export default uploads

function uploadProblem(viewer: SignedIn, warehouse: string, dataset: string): Problem | undefined {
  if (!datasets.has(dataset)) return notFound('数据集', dataset)
  if (viewer.role !== 'enterprise') return undefined
  if (warehouse !== 'enterprise') {
    return forbidden('dataset-not-allowed', `企业用户不能向数据集 ${dataset} 交数据。`, '企业数据仓的数据集')
  }
  if (viewer.creditCode === null) return forbidden('no-enterprise', '您的账号还没有绑定企业。')
  return undefined
}

/** A batch that failed holds nothing; the sender learns what the file should have been. */
function rejection(batch: LoadedBatch): Problem {
  const { code, message, expected } = batch.error ?? { code: 'internal', message: '', expected: null }
  if (code === unavailableCode || code === 'interrupted') return databaseUnavailable()
  if (code === 'internal') {
    return new Problem(
      500,
      'internal',
      '服务器出错',
      `文件没有加载，未改变任何数据；批次 ${batch.id} 已记下原因。`,
      {
        retry: true,
      },
    )
  }
  return new Problem(422, 'file-rejected', '文件不能加载', `${message}（批次 ${batch.id}，未改变任何数据）`, {
    expected: expected ?? formats,
    errors: [{ path: 'file', message }],
  })
}

/** The last part of a name, without control characters: it is shown, never used as a path. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last.replace(/[\u0000-\u001f\u007f]/g, '').trim()
  return clean === '' ? '未命名' : clean.slice(0, 200)
}
