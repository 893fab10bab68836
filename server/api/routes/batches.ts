import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import { listBatches, listQuarantine, readBatch } from '../batches.ts'
import type { Resource } from '../context.ts'
import { recordTexts } from '../firm-rows.ts'
import { signedInOf } from '../guard.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { Batch, BatchList, QuarantineList } from '../schemas/dataset.ts'
import { DatasetPath, Identifier, ListQuery } from '../schemas/shared.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['汇聚']
const BatchPath = Type.Object({ id: Identifier })
const DatasetBatchPath = Type.Object({ ...DatasetPath.properties, ...BatchPath.properties })

const batches: Resource = (app, context) => {
  const { database, platform } = context

  app.get(
    '/api/batches',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '各数据集的批次，新的在前；企业用户只见本账号的',
        querystring: Type.Object(ListQuery),
        response: responses(200, BatchList),
      },
    },
    (request) => {
      const { limit = defaultLimit, ...query } = request.query
      return listBatches(database, signedInOf(request), { ...query, limit })
    },
  )

  app.get(
    '/api/batches/:id/quarantine',
    {
      config: { access: ['operator', 'steward', 'reviewer', 'enterprise'] },
      schema: {
        tags,
        summary: '一个批次隔离的记录：行、列、规则、原文',
        params: BatchPath,
        querystring: Type.Object(ListQuery),
        response: responses(200, QuarantineList),
      },
    },
    async (request) => {
      const { id } = request.params
      const batch = await readBatch(database, signedInOf(request), id)
      if (batch === null) throw notFound('批次', String(id))
      const { limit = defaultLimit, ...query } = request.query
      const found = await listQuarantine(platform, id, { ...query, limit })
      const texts = found.items.map(({ raw }) => raw)
      await recordTexts(context, request, batch.dataset, texts)
      return found
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/batches',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一个数据集的批次，新的在前',
        params: DatasetPath,
        querystring: Type.Object(ListQuery),
        response: responses(200, BatchList),
      },
    },
    (request) => {
      const { limit = defaultLimit, ...query } = request.query
      return listBatches(database, signedInOf(request), {
        ...query,
        limit,
        dataset: knownDataset(request.params),
      })
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/batches/:id',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一个批次的结果和计数',
        params: DatasetBatchPath,
        response: responses(200, Batch),
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await readBatch(database, signedInOf(request), id, knownDataset(request.params))
      if (found === null) throw notFound('批次', String(id))
      return found
    },
  )
}
export default batches

function knownDataset({ warehouse, name }: { readonly warehouse: string; readonly name: string }): string {
  const id = `${warehouse}/${name}`
  if (!datasets.has(id)) throw notFound('数据集', id)
  return id
}
