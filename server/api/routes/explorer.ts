import type { FastifyRequest } from 'fastify'
import { readers } from '../../access/rule.ts'
import { exportAnswer } from '../../explorer/export.ts'
import type { Asker } from '../../explorer/question.ts'
import { Refusal } from '../../explorer/refusal.ts'
import { readRowsBehind } from '../../explorer/rows-behind.ts'
import { createExplorer, runQuery } from '../../explorer/run.ts'
import { listSubjects } from '../../explorer/subjects.ts'
import { changeView, deleteView, listViews, readView, saveView } from '../../explorer/views.ts'
import type { Resource } from '../context.ts'
import { recordRowsBehind } from '../firm-rows.ts'
import { recordGrouped } from '../firm-groups.ts'
import { regionProblem, signedInOf } from '../guard.ts'
import { Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  ExplorerAnswer,
  ExplorerQuery,
  ExplorerSubjectList,
  ExplorerView,
  ExplorerViewChange,
  ExplorerViewList,
  ExplorerViewPath,
  ExplorerViewRequest,
  ExportRequest,
  RowsBehind,
  RowsBehindRequest,
} from '../schemas/explorer.ts'
import { checkedDay, isFirmUser } from '../scope.ts'
import { Type } from 'typebox'

const tags = ['建模']

function askerOf(request: FastifyRequest): Asker {
  const session = signedInOf(request)
  return { username: session.username, firmUser: isFirmUser(session), region: session.region }
}

/** What the schema cannot say of a query: its region is the caller's to ask for, its day exists. */
function checkQuery(request: FastifyRequest, query: ExplorerQuery): void {
  const problem = query.region === undefined ? undefined : regionProblem(signedInOf(request), query.region)
  if (problem !== undefined) throw problem
  checkedDay(query.asOf)
}

async function refused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const title = error.status === 403 ? '没有权限' : error.status === 404 ? '没有找到' : '不能这样查询'
    throw new Problem(error.status, error.code, title, `${error.message}。`, {
      cause: error,
      ...(error.expected === undefined ? {} : { expected: error.expected }),
    })
  }
}

const explorer: Resource = (app, context) => {
  const { database, platform, realms, clock } = context
  const engine = createExplorer({ database, platform })
  const realmOf = async (query: ExplorerQuery) => query.realm ?? (await realms.first())

  app.get(
    '/api/explorer/subjects',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '可分析的指标和数据集，及其列',
        querystring: Type.Object({}),
        response: responses(200, ExplorerSubjectList),
      },
    },
    (request) => {
      const items = [...listSubjects(askerOf(request))]
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.post(
    '/api/explorer/query',
    {
      config: { access: readers, audit: '建模查询' },
      schema: {
        tags,
        summary: '按度量、分组、筛选汇总一个指标或数据集',
        body: ExplorerQuery,
        response: responses(200, ExplorerAnswer),
      },
    },
    async (request) => {
      checkQuery(request, request.body)
      const found = runQuery(engine, request.body, askerOf(request), await realmOf(request.body))
      const answer = await refused(found)
      await recordGrouped(context, request, request.body, answer)
      return answer
    },
  )

  app.post(
    '/api/explorer/rows',
    {
      config: { access: readers, audit: '查看汇总数背后的记录' },
      schema: {
        tags,
        summary: '一个汇总数背后的记录，前 100 条',
        body: RowsBehindRequest,
        response: responses(200, RowsBehind),
      },
    },
    async (request) => {
      const { query, keys } = request.body
      checkQuery(request, query)
      const asker = askerOf(request)
      const found = await refused(readRowsBehind(engine, query, keys, asker, await realmOf(query)))
      const rows = found.items.map(({ rowId, cells }) => ({
        dataset: found.dataset,
        rowId,
        columns: found.columns.flatMap(({ name }, at) => (cells[at] == null ? [] : [name])),
      }))
      await recordRowsBehind(context, request, rows)
      return found
    },
  )

  app.post(
    '/api/explorer/export',
    {
      config: { access: readers, audit: '导出分析结果' },
      schema: {
        tags,
        summary: '汇总结果的文件：CSV、XLSX（附说明页）、Jupyter 笔记',
        body: ExportRequest,
        response: responses(200, Type.Unsafe<Buffer>(Type.String({ description: '文件' }))),
      },
    },
    async (request, reply) => {
      const { query, format } = request.body
      checkQuery(request, query)
      const answer = await refused(runQuery(engine, query, askerOf(request), await realmOf(query)))
      const file = await exportAnswer(answer, query, format, clock())
      await recordGrouped(context, request, query, answer)
      return reply
        .header('content-type', file.type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('cache-control', 'no-store')
        .send(file.content)
    },
  )

  app.get(
    '/api/explorer/views',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '自己的视图和本地区共享的视图',
        querystring: Type.Object({}),
        response: responses(200, ExplorerViewList),
      },
    },
    async (request) => {
      const items = [...(await listViews(platform, askerOf(request)))]
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.post(
    '/api/explorer/views',
    {
      config: { access: readers, audit: '保存分析视图' },
      schema: {
        tags,
        summary: '保存视图：查询和图形，不存结果',
        body: ExplorerViewRequest,
        response: responses(201, ExplorerView),
      },
    },
    async (request, reply) => {
      checkQuery(request, request.body.query)
      const view = await refused(saveView(platform, request.body, askerOf(request), clock()))
      return reply.code(201).send(view)
    },
  )

  app.get(
    '/api/explorer/views/:id',
    {
      config: { access: readers },
      schema: { tags, summary: '一个视图', params: ExplorerViewPath, response: responses(200, ExplorerView) },
    },
    async (request) => refused(readView(platform, request.params.id, askerOf(request))),
  )

  app.patch(
    '/api/explorer/views/:id',
    {
      config: { access: readers, audit: '修改分析视图' },
      schema: {
        tags,
        summary: '改名、共享或更新自己的视图',
        params: ExplorerViewPath,
        body: ExplorerViewChange,
        response: responses(200, ExplorerView),
      },
    },
    async (request) => {
      if (request.body.query !== undefined) checkQuery(request, request.body.query)
      return refused(changeView(platform, request.params.id, request.body, askerOf(request), clock()))
    },
  )

  app.delete(
    '/api/explorer/views/:id',
    {
      config: { access: readers, audit: '删除分析视图' },
      schema: {
        tags,
        summary: '删除自己的视图',
        params: ExplorerViewPath,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await refused(deleteView(platform, request.params.id, askerOf(request)))
      return reply.code(204).send(null)
    },
  )
}
export default explorer
