import { overseers, stewards } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import type { Realm } from '../../domain/realm.ts'
import { decideDuplicate, listDuplicates } from '../../governance/duplicate-decisions.ts'
import { readOverview } from '../../governance/overview.ts'
import { listFailures, listRules } from '../../governance/rule-results.ts'
import { ruleOf } from '../../governance/rules.ts'
import { Type } from 'typebox'
import type { Resource } from '../context.ts'
import { readIdCursor } from '../id-cursor.ts'
import { recordRowsBehind } from '../firm-rows.ts'
import { signedInOf } from '../guard.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  DuplicateDecision,
  DuplicateList,
  DuplicateQuery,
  FailureQuery,
  IdPath,
  QualityOverview,
  QualityQuery,
  QualityRuleList,
  RuleFailures,
  RuleQuery,
} from '../schemas/governance.ts'
import { defaultLimit, pageOf, readPage } from '../scope.ts'
import { shanghaiDay } from '../today.ts'

const tags = ['治理']

const governance: Resource = (app, context) => {
  const { database, platform, services, answers, realms, clock } = context
  const realmOf = async (asked: Realm | undefined): Promise<Realm> => asked ?? (await realms.first())

  app.get(
    '/api/governance/overview',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '数据质量：各数据集、各维度、各责任单位的得分和走势',
        querystring: QualityQuery,
        response: responses(200, QualityOverview),
      },
    },
    async (request) => readOverview(platform, await realmOf(request.query.realm), shanghaiDay(clock())),
  )

  app.get(
    '/api/governance/rules',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '质量规则及最近一次检查的结果，得分低的在前',
        querystring: RuleQuery,
        response: responses(200, QualityRuleList),
      },
    },
    async (request) => {
      const { limit, cursor, realm, ...filter } = request.query
      const page = readPage({ limit, cursor })
      return pageOf(await listRules(platform, { ...filter, realm: await realmOf(realm) }), page)
    },
  )

  app.get(
    '/api/governance/failures',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '一条规则未通过的记录（最多列出前 300 条）和历次结果',
        querystring: FailureQuery,
        response: responses(200, RuleFailures),
      },
    },
    async (request) => {
      const { dataset, rule: id, realm, limit = defaultLimit, cursor } = request.query
      if (!datasets.has(dataset)) throw notFound('数据集', dataset)
      const rule = ruleOf(dataset, id)
      if (rule === undefined) throw notFound('规则', id)
      const asked = { dataset, rule, realm: await realmOf(realm) }
      const found = await listFailures({ platform, database }, asked, {
        limit,
        after: readIdCursor(cursor) ?? 0,
      })
      const rows = found.items.map(({ source, column, masked }) => ({
        dataset,
        rowId: source.rowId,
        columns: column === null || masked ? ['name'] : ['name', column],
      }))
      await recordRowsBehind(context, request, rows)
      return found
    },
  )

  app.get(
    '/api/governance/duplicates',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '主键不同而可能是同一条的记录',
        querystring: DuplicateQuery,
        response: responses(200, DuplicateList),
      },
    },
    async (request) => {
      const { realm, state = 'open', limit = defaultLimit, cursor } = request.query
      const asked = { realm: await realmOf(realm), state }
      const found = await listDuplicates({ platform, database }, asked, {
        limit,
        after: readIdCursor(cursor) ?? 0,
      })
      const rows = found.items.flatMap(({ members }) => members.map((row) => ({ ...row, columns: ['name'] })))
      await recordRowsBehind(context, request, rows)
      return found
    },
  )

  app.post(
    '/api/governance/duplicates/:id/decision',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '判定一组疑似重复是否同一条；open 撤回判定',
        params: IdPath,
        body: DuplicateDecision,
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const decision = { ...request.body, by: signedInOf(request).username, now: clock() }
      const { id } = request.params
      if (!(await decideDuplicate(platform, id, decision))) throw notFound('疑似重复', String(id))
      answers.versions.touch()
      services.ingest.refresh()
      return reply.code(204).send(null)
    },
  )
}
export default governance
