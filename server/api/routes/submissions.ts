import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Type } from 'typebox'
import { uploaders } from '../../access/rule.ts'
import { describeRule, typeTitles } from '../../catalogue/words.ts'
import { readRejected, settleCorrections, writeCorrections } from '../../collection/rejected.ts'
import { writeTemplate } from '../../collection/template.ts'
import { datasets } from '../../datasets/registry.ts'
import { workbookType } from '../../documents/workbook.ts'
import { readConnectors } from '../../ingest/connectors.ts'
import { readBatch } from '../batches.ts'
import type { Resource } from '../context.ts'
import { invalidCursor } from '../errors.ts'
import { recordCells } from '../firm-rows.ts'
import { signedInOf } from '../guard.ts'
import { invalidParameter, notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { CorrectedBatch, Corrections, RejectedRowList } from '../schemas/submission.ts'
import { DatasetPath, Identifier, ListQuery } from '../schemas/shared.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['数据填报']
const BatchPath = Type.Object({ id: Identifier })

const submissions: Resource = async (app, context) => {
  const { config, platform, services } = context
  const origins = { dataDirectory: config.dataDirectory, connectors: await readConnectors() }

  app.get(
    '/api/datasets/:warehouse/:name/template',
    {
      config: { access: uploaders, audit: '下载填报模板' },
      schema: {
        tags,
        summary: '填报模板（XLSX）：表头和单位、规则和虚构示例、词表',
        params: DatasetPath,
        response: responses(200, Type.String()),
      },
    },
    async (request, reply) => {
      const { warehouse, name } = request.params
      const dataset = datasets.get(`${warehouse}/${name}`)
      if (dataset === undefined) throw notFound('数据集', `${warehouse}/${name}`)
      const file = await writeTemplate(dataset, {
        type: ({ type }) => typeTitles[type],
        rule: describeRule,
      })
      return reply
        .header('content-type', workbookType)
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(`${dataset.title}-填报模板.xlsx`)}`,
        )
        .send(file as unknown as string)
    },
  )

  app.get(
    '/api/batches/:id/rejected',
    {
      config: { access: uploaders },
      schema: {
        tags,
        summary: '一个批次被隔离的行：各列的值、每列的问题',
        params: BatchPath,
        querystring: Type.Object(ListQuery),
        response: responses(200, RejectedRowList),
      },
    },
    async (request) => {
      const batch = await readBatch(platform, signedInOf(request), request.params.id)
      if (batch === null) throw notFound('批次', String(request.params.id))
      const { limit = defaultLimit, cursor } = request.query
      if (cursor !== undefined && !/^[1-9]\d{0,15}$/.test(cursor)) throw invalidCursor(cursor)
      const rows = await readRejected(platform, origins, batch, {
        limit: limit + 1,
        after: Number(cursor ?? 0),
      })
      const items = rows.slice(0, limit)
      const shown = items.map(({ values }) => values ?? {})
      await recordCells(context, request, batch.dataset, shown)
      return {
        items: items.map((row) => ({
          ...row,
          values: row.values === null ? null : { ...row.values },
          faults: { ...row.faults },
        })),
        nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null,
        total: batch.counts.quarantined,
      }
    },
  )

  app.post(
    '/api/batches/:id/corrections',
    {
      config: { access: uploaders, audit: '更正并重新提交数据' },
      bodyLimit: 4 * 1024 * 1024,
      schema: {
        tags,
        summary: '更正被隔离的行，只重新提交这些行；成为一个新批次',
        params: BatchPath,
        body: Corrections,
        response: responses(201, CorrectedBatch),
      },
    },
    async (request, reply) => {
      const viewer = signedInOf(request)
      const former = await readBatch(platform, viewer, request.params.id)
      if (former === null) throw notFound('批次', String(request.params.id))
      const ids = request.body.records.map(({ id }) => id)
      await requireOpen(former.id, ids)
      const folder = path.join(config.dataDirectory, 'uploads')
      const file = path.join(folder, randomUUID())
      await mkdir(folder, { recursive: true })
      try {
        const records = request.body.records.map(({ values }) => values)
        await writeFile(file, writeCorrections(former.dataset, records), { flag: 'wx', mode: 0o600 })
        const { batchId } = await services.ingest.upload({
          dataset: former.dataset,
          path: file,
          fileName: `批次${former.id}的更正.csv`,
          source: `upload/${viewer.username}`,
          loadedBy: viewer.username,
          demonstration: former.demonstration,
          onlyCreditCode: viewer.role === 'enterprise' ? viewer.creditCode : null,
        })
        const loaded = await readBatch(platform, viewer, batchId)
        if (loaded === null) throw new Error(`批次 ${batchId} 不在账中`)
        if (loaded.status === 'repeated') {
          throw new Problem(
            409,
            'same-corrections',
            '与此前相同',
            '这些更正与此前提交的完全相同，没有改动任何数据。',
          )
        }
        if (loaded.status === 'failed') {
          throw new Problem(422, 'file-rejected', '更正不能加载', loaded.error?.message ?? '更正没有加载。')
        }
        const again = await readRejected(platform, origins, loaded, { limit: ids.length, after: 0 })
        await settleCorrections(platform, { batch: loaded.id, former: former.id, ids, by: viewer.username })
        const refused = again.flatMap(({ rowNumber, message }) => {
          const id = ids[rowNumber - 2]
          return id === undefined ? [] : [{ id, message }]
        })
        return await reply.code(201).send({ ...loaded, corrects: former.id, refused })
      } finally {
        await rm(file, { force: true })
      }
    },
  )

  async function requireOpen(batch: number, ids: readonly number[]): Promise<void> {
    if (new Set(ids).size !== ids.length) throw invalidParameter('records', ids.join('、'), '各不相同的行')
    const rows = await platform.kysely
      .selectFrom('brain.quarantine')
      .select('id')
      .where('batch_id', '=', batch)
      .where('state', '=', 'open')
      .where('id', 'in', ids)
      .execute()
    const open = new Set(rows.map(({ id }) => id))
    const other = ids.find((id) => !open.has(id))
    if (other !== undefined) throw invalidParameter('records', String(other), '本批次中尚未处理的隔离行')
  }
}
export default submissions
