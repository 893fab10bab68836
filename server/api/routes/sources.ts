import { Type } from 'typebox'
import { operators, overseers } from '../../access/rule.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { readSourceRuns } from '../../collection/source-runs.ts'
import { invalidCursor } from '../errors.ts'
import { ProgressList, SourceChange, SourceList, SourceRun, SourceRunList } from '../schemas/dataset.ts'
import { DatasetPath, ListQuery } from '../schemas/shared.ts'
import { defaultLimit, pageOf, readPage } from '../scope.ts'

const tags = ['采集']

const sources: Resource = (app, { platform, services: { ingest } }) => {
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
      config: { access: operators, audit: '启用或暂停数据源' },
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
      config: { access: operators, audit: '运行数据源' },
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
    '/api/sources/:warehouse/:name/runs',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '一个数据源的历次运行，新的在前：起因、次数、行数、失败原因、下次重试',
        params: DatasetPath,
        querystring: Type.Object(ListQuery),
        response: responses(200, SourceRunList),
      },
    },
    async (request) => {
      const id = `${request.params.warehouse}/${request.params.name}`
      const { limit = defaultLimit, cursor } = request.query
      if (cursor !== undefined && !/^[1-9]\d{0,15}$/.test(cursor)) throw invalidCursor(cursor)
      const runs = await readSourceRuns(platform, id, {
        limit: limit + 1,
        before: cursor === undefined ? null : Number(cursor),
      })
      const items = runs.slice(0, limit)
      return {
        items: items.map(({ error, startedAt, finishedAt, nextAttemptAt, batches, ...run }) => ({
          ...run,
          batches: [...batches],
          startedAt: startedAt.toISOString(),
          finishedAt: finishedAt?.toISOString() ?? null,
          nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
          message: error?.message ?? null,
        })),
        nextCursor: runs.length > limit ? String(items.at(-1)?.id) : null,
      }
    },
  )

  app.delete(
    '/api/sources/:warehouse/:name/runs/current',
    {
      config: { access: operators, audit: '取消数据源运行' },
      schema: {
        tags,
        summary: '取消正在进行的运行；已开始合并的一批仍会完成',
        params: DatasetPath,
        response: responses(202, SourceRun),
      },
    },
    async (request, reply) => {
      const id = `${request.params.warehouse}/${request.params.name}`
      switch (await ingest.cancel(id, signedInOf(request).username)) {
        case 'unknown':
          throw notFound('数据源', id)
        case 'not-running':
          throw new Problem(409, 'source-not-running', '没有在运行', `数据源 ${id} 没有正在进行的运行。`)
        case 'cancelling':
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
