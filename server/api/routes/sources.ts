import { Type } from 'typebox'
import { operators, overseers } from '../../access/rule.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { ProgressList, SourceChange, SourceList, SourceRun } from '../schemas/dataset.ts'
import { DatasetPath, ListQuery } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['汇聚']

const sources: Resource = (app, { services: { ingest } }) => {
  app.get(
    '/api/sources',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '数据源：计划、开关、最近一次结果',
        querystring: Type.Object(ListQuery),
        response: responses(200, SourceList),
      },
    },
    async (request) => pageOf(await ingest.sources(), readPage(request.query)),
  )

  app.patch(
    '/api/sources/:warehouse/:name',
    {
      config: { access: operators },
      schema: {
        tags,
        summary: '开启或停用一个数据源的计划',
        params: DatasetPath,
        body: SourceChange,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const id = `${request.params.warehouse}/${request.params.name}`
      const result = await ingest.setEnabled(id, request.body.enabled)
      if (result === 'unknown') throw notFound('数据源', id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/sources/:warehouse/:name/runs',
    {
      config: { access: operators },
      schema: {
        tags,
        summary: '立即读取一个数据源；进度见 /api/ingest/progress',
        params: DatasetPath,
        response: responses(202, SourceRun),
      },
    },
    async (request, reply) => {
      const id = `${request.params.warehouse}/${request.params.name}`
      const result = await ingest.run(id, signedInOf(request).username)
      switch (result) {
        case 'unknown':
          throw notFound('数据源', id)
        case 'running':
          throw new Problem(409, 'source-running', '正在读取', `数据源 ${id} 正在读取，请等它结束。`, {
            retry: true,
          })
        case 'not-configured':
          throw new Problem(409, 'source-not-configured', '尚未配置', `数据源 ${id} 缺少配置，不能读取。`)
        case 'started':
          return reply.code(202).send({ source: id })
      }
    },
  )

  app.get(
    '/api/ingest/progress',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '正在进行和刚结束的加载',
        querystring: Type.Object({}),
        response: responses(200, ProgressList),
      },
    },
    () => ({ items: [...ingest.progress()], nextCursor: null }),
  )
}
export default sources
